package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

// TestMain calls open if run has started the test binary.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "open" {
		os.Exit(open(os.Args[2]))
	}
	os.Exit(m.Run())
}

// open logs on to the farm that run has started, and prints the name of the farm. It returns the exit code: 3 if it cannot log on, 4 if it cannot log
// off, or 0.
func open(user string) int {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	farm, err := ras.Open(ctx, os.Getenv("RAS_URL"), ras.WithPassword(user, os.Getenv("RAS_PASSWORD")))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	fmt.Println(rest.Value(farm.Info().FarmName))
	if err := farm.Close(ctx); err != nil {
		return 4
	}
	return 0
}

func TestRun(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out, errs strings.Builder
	if err := run(ctx, []string{os.Args[0], "open", "admin"}, &out, &errs); err != nil || out.String() != "In memory\n" {
		t.Errorf("run: got error %v, output %q and error output %q, want no error and output \"In memory\\n\"", err, &out, &errs)
	}
	err := run(ctx, []string{os.Args[0], "open", "nobody"}, &out, &errs)
	if exited, ok := errors.AsType[*exec.ExitError](err); !ok || exited.ExitCode() != 3 || !strings.Contains(errs.String(), "unknown user") {
		t.Errorf("unknown user: got error %v and error output %q, want exit code 3 and \"unknown user\"", err, &errs)
	}
	if err := run(ctx, nil, &out, &errs); err == nil {
		t.Error("no command: got no error, want one")
	}
}
