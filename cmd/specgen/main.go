// Command specgen turns a hand-written OpenAPI description into Go: models, a client, a server and enum helpers.
//
// It reads specgen.yaml, runs the stages of package gen, and does what a library must not do: parse flags, print, ask the go
// command for export data, choose the exit code. One file holds one verb.
//
// Exit codes: 0 clean; 1 findings, or the generated files are out of date; 2 wrong usage or a failure of the machine. Findings
// are written to standard output, failures to standard error. A warning alone leaves the exit code at 0. After SIGINT or SIGTERM a verb ends within
// a second, with exit code 2, and writes no further file.
//
// What is missing: generating for a module other than the one the output folder stands in.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// The exit codes of every verb.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailure  = 2
)

// errFindings ends a verb whose findings are already printed.
var errFindings = errors.New("findings")

func main() {
	collectLess()
	os.Exit(newApp(toolVersion(), os.Stdout, os.Stderr).run(context.Background(), os.Args[1:], os.Stdin))
}

// collectLess trades memory for time, unless GOGC or GOMEMLIMIT say otherwise: a run ends before most of what it makes is worth collecting. Towards
// 1.75 GiB the collector works as hard as it must: ten thousand operations need about one.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(7 << 28)
	}
}

// newApp returns a run of the given version of the tool that type-checks with the go command.
func newApp(tool string, stdout, stderr io.Writer) *app {
	return &app{tool: tool, importer: prepare, stdout: stdout, stderr: stderr}
}

// run is the program: args are the arguments without the program's name, the result is the exit code. After an interrupt it returns within a
// second, and the verb writes no further file. Every file is replaced in one step, so no file is half written. A panic of a verb is reported as
// a [defect].
func (a *app) run(ctx context.Context, args []string, stdin io.Reader) int {
	stdout, stderr := &output{Writer: a.stdout}, &output{Writer: a.stderr}
	a.stdout, a.stderr = stdout, stderr
	root := a.rootCommand()
	root.SetArgs(append([]string{}, args...)) // never nil: cobra reads os.Args then
	root.SetIn(stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)

	var verb *cobra.Command
	err := interruptible(ctx, func(ctx context.Context) error {
		return guarded(&a.at, func() (err error) {
			verb, err = root.ExecuteContextC(ctx)
			return errors.Join(err, a.profile.stop())
		})
	}, &a.files, &stdout.gate, &stderr.gate)
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errInterrupted):
		startProgress(stderr.Writer).done()
		fmt.Fprintln(stderr.Writer, "specgen: interrupted")
		return exitFailure
	}
	printError(stderr.Writer, err)
	if !a.started && verb != nil {
		fmt.Fprintf(stderr.Writer, "Run '%s --help' for usage.\n", verb.CommandPath())
	}
	return exitFailure
}
