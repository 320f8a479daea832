package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen/diag"
)

// verifyCommand is `specgen verify`.
func (a *app) verifyCommand() *cobra.Command {
	var o overrides
	cmd := &cobra.Command{
		Use:   "verify [spec]",
		Short: "Check that the generated files are what the spec generates",
		Long: `Verify does what generate does up to the point of writing, and compares instead. It names every file that was changed by
hand or is out of date, is missing, is left over from an earlier spec, or was not made by specgen.`,
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.spec = strings.Join(args, "")
			return a.verify(cmd.Context(), o)
		},
	}
	outputFlags(cmd, &o)
	return cmd
}

// verify plans and compares.
func (a *app) verify(ctx context.Context, o overrides) error {
	p, result, err := a.plan(ctx, o)
	if err != nil {
		return err
	}
	changes, err := result.Tree.Diff(p.output)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		a.say("%s/ is up to date (%s)", p.display(p.output), files(len(result.Tree.Paths())))
		return nil
	}
	var stale diag.List
	for _, c := range changes {
		rule, message := changeRule(c.Kind)
		stale.Add(diag.Position{File: p.inOutput(c.Path)}, rule, "%s", message)
	}
	return a.print(p, result, stale)
}
