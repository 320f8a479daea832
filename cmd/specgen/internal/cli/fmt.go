package cli

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// fmtCommand returns the command for the verb fmt.
func (a *app) fmtCommand() *cobra.Command {
	var o project.Overrides
	var check bool
	cmd := &cobra.Command{
		Use:   "fmt [spec]",
		Short: "Sort the index and the keys of the spec",
		Long: `Fmt writes an index to the root file: the sorted paths and components of the area files. Fmt leaves the text above the index
unchanged. In the area files, it sorts the keys of operations and schemas into the canonical order by moving lines with
their comments. Fmt does not change a document without area files. It prints the name of every changed file.`,
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Spec = strings.Join(args, "")
			return a.fmt(cmd.Context(), o, check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "dry run that reports the files that would change")
	return cmd
}

// fmt formats the spec. If check is true, fmt instead prints a finding for each file that is not formatted.
func (a *app) fmt(ctx context.Context, o project.Overrides, check bool) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	if p.Builtin {
		return errEmbedded
	}
	changed, found, err := spec.Format(ctx, p.FS, p.Config.Spec)
	if err != nil {
		return err
	}
	if found.HasErrors() {
		return a.print(p, found)
	}
	names := slices.Sorted(maps.Keys(changed))
	if check {
		for _, name := range names {
			found.Add(report.Position{File: name}, "not-formatted", "is not formatted; run specgen fmt")
		}
		return a.print(p, found)
	}
	for _, name := range names {
		if _, err := a.writeFileIn(ctx, p.Base, name, changed[name]); err != nil {
			return err
		}
		a.say("wrote %s", p.Display(project.Absolute(p.Base, name)))
	}
	if len(found) > 0 {
		return a.print(p, found)
	}
	return nil
}
