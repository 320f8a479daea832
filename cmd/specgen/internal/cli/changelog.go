package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/cmd/specgen/internal/revision"
	"github.com/rasapi/specgen/gen/diff"
)

// changelogCommand returns the command for the verb changelog.
func (a *app) changelogCommand() *cobra.Command {
	var o diffOptions
	var all bool
	cmd := &cobra.Command{
		Use:   "changelog",
		Short: "Print the changes since the last tag as a changelog section",
		Long: `Changelog prints the changes between the last tag and the working tree as a section in the format of keepachangelog.com. With
--all, it also prints a section for each pair of consecutive tags. It compares the generated Go code only if --levels
contains go.`,
		Example: "  specgen changelog\n  specgen changelog --base v1.0.0 --head v1.1.0\n  specgen changelog --all",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.changelog(cmd.Context(), cmd.InOrStdin(), o, all)
		},
	}
	a.sideFlags(cmd, &o, "the last tag", "wire", "names")
	cmd.Flags().BoolVar(&all, "all", false, "also one section for each pair of consecutive tags, starting with the newest tag")
	cmd.MarkFlagsMutuallyExclusive("all", "base")
	cmd.MarkFlagsMutuallyExclusive("all", "head")
	return cmd
}

// changelog prints a section with the changes from o.Base, or from the last tag if o.Base is "", to o.Head. If all is true and o.Base is "", it also
// prints a section for each pair of consecutive tags.
func (a *app) changelog(ctx context.Context, stdin io.Reader, o diffOptions, all bool) error {
	if o.Base != "" {
		return a.section(ctx, stdin, o)
	}
	p, err := a.open(project.Overrides{})
	if err != nil {
		return err
	}
	r, err := revision.OpenRepository(ctx, p.Dir())
	if err != nil {
		return err
	}
	tags, err := r.Tags(ctx, o.Head)
	if err != nil {
		return err
	}
	if len(tags) == 0 {
		return errors.New("there is no earlier tag to compare with; name a revision with --base")
	}
	o.Base = tags[0]
	if err := a.section(ctx, stdin, o); err != nil || !all {
		return err
	}
	for i := 0; i+1 < len(tags); i++ {
		fmt.Fprintln(a.stdout)
		o.Head, o.Base = tags[i], tags[i+1]
		if err := a.section(ctx, stdin, o); err != nil {
			return err
		}
	}
	return nil
}

// section prints the changelog section for the changes between two sides.
func (a *app) section(ctx context.Context, stdin io.Reader, o diffOptions) error {
	result, err := a.compare(ctx, stdin, o)
	if err != nil {
		return err
	}
	defer result.close()
	if result.Skipped != "" {
		return fmt.Errorf("the Go level was not compared: %s; omit go from --levels", result.Skipped)
	}
	name := cmp.Or(o.Head, "Unreleased")
	if _, err := io.WriteString(a.stdout, diff.Changelog(result.Report, name)); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}
