// Package cli implements the verbs of specgen.
//
// [Run] parses the arguments, runs one verb and returns the exit code. Each verb except help is in its own file. Most verbs open the project, call
// the stages in package gen, and print findings or write files. Package cli does not generate code.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/build"
	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/cmd/specgen/internal/golist"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/lint"
)

// The exit codes of every verb.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailure  = 2
)

// errFindings is the error of a verb that has reported findings with severity error, changes that fail the gate, or lines of a program that a change
// breaks. errFindings results in exit code 1.
var errFindings = errors.New("findings")

// Run runs the command with args and returns the exit code. args does not include the name of the command.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return newApp(build.ToolVersion(), stdout, stderr).run(ctx, args, stdin)
}

// newApp returns an app for a version of specgen. The type check uses export data that the go command provides.
func newApp(tool string, stdout, stderr io.Writer) *app {
	return &app{tool: tool, importer: listImporter, stdout: stdout, stderr: stderr}
}

// listImporter returns an importer for code in a directory. The importer runs the go command.
func listImporter(dir string) gen.Importer { return golist.New(dir).Prepare }

// open opens the project, and prints the findings about its configuration. If a finding is an error, it returns errFindings and a project that only
// InputFiles can use. It returns a usage error if the value of --preset is not valid.
func (a *app) open(o project.Overrides) (*project.Project, error) {
	p, found, err := project.Open(a.config, o)
	if err != nil {
		return nil, err
	}
	if a.preset != "" && !slices.Contains(lint.Presets(), a.preset) {
		a.started = false
		return nil, fmt.Errorf("--preset %q is not valid; write %s", a.preset, strings.Join(lint.Presets(), ", "))
	}
	p.Config.Preset, p.Config.FailOnSkip = a.preset, a.failOnSkip
	a.at.Document = p.Config.Spec
	p.Config.Stage = func(name string) { a.at.Stage = name }
	if len(found) > 0 {
		if err := a.print(p, found); err != nil {
			return p, err
		}
	}
	return p, nil
}

// run runs the command and returns the exit code. After an interrupt, run returns within one second, and the verb writes no further files except
// those of the GitHub runner. Every other write replaces a file atomically, so an interrupt leaves no partial file. run prints a panic of a verb as a
// [defect.Error].
func (a *app) run(ctx context.Context, args []string, stdin io.Reader) int {
	stdout, stderr := &output{Writer: a.stdout}, &output{Writer: a.stderr}
	a.stdout, a.stderr = stdout, stderr
	root := a.rootCommand()
	root.SetArgs(append([]string{}, args...)) // cobra would read os.Args if the arguments were nil
	root.SetIn(stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)

	var verb *cobra.Command
	err := interruptible(ctx, func(ctx context.Context) error {
		return defect.Guard(&a.at, func() (err error) {
			verb, err = root.ExecuteContextC(ctx)
			return err
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
	if d, ok := errors.AsType[*defect.Error](err); ok {
		d.Version = version()
	}
	printError(stderr.Writer, err)
	if !a.started && verb != nil {
		fmt.Fprintf(stderr.Writer, "Run '%s --help' for usage.\n", verb.CommandPath())
	}
	return exitFailure
}
