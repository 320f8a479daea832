// Command relogon shows that package ras logs on again when a session has ended. A farm ends a session that has been idle for too long, and responds
// to its later calls with 401. Package ras logs on once and sends these calls again. In this example, the first session ends after five updates.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"sync"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "relogon:", err)
		os.Exit(1)
	}
}

// run makes 20 updates in 4 goroutines. It prints the numbers of updates and sessions to out.
func run(ctx context.Context, out io.Writer) error {
	fake := &farm{}
	handler, err := fake.handler()
	if err != nil {
		return err
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword("admin", "secret"))
	if err != nil {
		return err
	}
	var group sync.WaitGroup
	faults := make([]error, 4)
	for worker := range faults {
		group.Go(func() {
			for range 5 {
				_, err := farm.MFA.UpdateEmailOTP(ctx, int32(worker), model.UpdateEmailOTP{Enabled: new(true)})
				faults[worker] = errors.Join(faults[worker], err)
			}
		})
	}
	group.Wait()
	if err := errors.Join(faults...); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d updates, %d sessions\n", fake.updates, fake.sessions)
	return farm.Close(ctx)
}
