package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/build"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
)

// verifyCommand is `specgen verify`.
func (a *app) verifyCommand() *cobra.Command {
	var o project.Overrides
	var full bool
	cmd := &cobra.Command{
		Use:   "verify [spec]",
		Short: "Check that the generated files are what the spec generates",
		Long: `Verify tells whether the generated files are what generate would write, and why not. Where specgen.lock agrees with every
file, that takes no generating. Otherwise verify does what generate does up to the point of writing, compares, and names the
cause: the spec was changed, a generated file was edited by hand, the configuration or the version of specgen is another, or
files are missing, left over from an earlier spec, or not made by specgen. A change that changes no generated file is a warning.`,
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Spec = strings.Join(args, "")
			return a.verify(cmd.Context(), o, full)
		},
	}
	outputFlags(cmd, &o, &full)
	return cmd
}

// verify asks the lock, and when that does not settle it, plans and compares.
func (a *app) verify(ctx context.Context, o project.Overrides, full bool) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	if err := a.checkOutputs(p); err != nil {
		return err
	}
	old, broken, err := build.ReadLock(p)
	if err != nil {
		return err
	}
	if !full {
		fresh, err := build.UpToDate(ctx, a.tool, p, old)
		if err != nil {
			return err
		}
		if fresh {
			a.sayFresh(p, old)
			return a.print(p, nil)
		}
	}
	targets, found, err := a.plan(ctx, p, &stages{})
	if err != nil {
		return err
	}
	now, verdicts, err := build.Verdicts(a.tool, p, old, targets)
	if err != nil {
		return err
	}
	found = append(append(found, broken...), verdicts...)
	if !found.HasErrors() {
		a.sayFresh(p, now)
	}
	return a.print(p, found)
}
