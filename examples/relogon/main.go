// Command relogon shows that package ras logs on again when a session ends. After a session has been idle for too long, the farm responds with 401
// to the calls of all workers. Package ras then logs on once and repeats these calls. The first session of the in-memory farm ends after five
// calls.
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

// run makes 20 updates with 4 workers and prints the number of log-ons to out.
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
