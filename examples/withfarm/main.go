// Command withfarm starts an in-memory farm and runs a program. It sets two environment variables for the program. RAS_URL is the URL of the farm,
// and RAS_PASSWORD is the password of the administrator "admin".
//
//	withfarm go run ./examples/hello
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"

	demo "github.com/rasapi/specgen/examples/farm"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if exited, ok := errors.AsType[*exec.ExitError](err); ok {
		os.Exit(max(1, exited.ExitCode())) // the program prints its own errors; its exit code is -1 after a signal
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "withfarm:", err)
		os.Exit(2)
	}
}

// run starts a farm and runs a command until the command exits, or until ctx ends.
func run(ctx context.Context, command []string, stdout, stderr io.Writer) error {
	if len(command) == 0 {
		return errors.New("got no command, want withfarm command [arguments]")
	}
	server, err := demo.Start("In memory")
	if err != nil {
		return err
	}
	defer server.Close()
	child := exec.CommandContext(ctx, command[0], command[1:]...)
	child.Env = append(os.Environ(), "RAS_URL="+server.URL, "RAS_PASSWORD="+demo.Password)
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, stdout, stderr
	return child.Run()
}
