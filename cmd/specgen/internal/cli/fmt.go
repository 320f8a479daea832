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

// fmtCommand is `specgen fmt`.
func (a *app) fmtCommand() *cobra.Command {
	var o project.Overrides
	var check bool
	cmd := &cobra.Command{
		Use:   "fmt [spec]",
		Short: "Write the root file's sorted index and put keys in order",
		Long: `Fmt collects the paths and components of the area files and writes their sorted index into the root file. What stands above
the index is left as it is. In the area files it puts the keys of operations and schemas in canonical order, by moving lines with their
comments; nothing else of the text changes. A document that has no area files is left alone. It prints the name of every file it changed, and nothing when there was nothing to do.`,
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Spec = strings.Join(args, "")
			return a.fmt(cmd.Context(), o, check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "name the files that would change, and change nothing")
	return cmd
}

// fmt formats, or with check compares.
func (a *app) fmt(ctx context.Context, o project.Overrides, check bool) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	if p.Builtin {
		return errCarried
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
			found.Add(report.Position{File: name}, "not-formatted", "is not as specgen fmt writes it; run specgen fmt")
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
