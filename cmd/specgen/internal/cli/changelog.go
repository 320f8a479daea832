package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/diff"
)

// changelogCommand is `specgen changelog`.
func (a *app) changelogCommand() *cobra.Command {
	var o diffOptions
	var all bool
	cmd := &cobra.Command{
		Use:   "changelog",
		Short: "Write what changed in the spec since the last tag as a changelog section",
		Long: `Changelog prints what specgen diff finds between the last tag and the files as they are now, as a section in the format of
keepachangelog.com. With --all it prints a section for each tag. The Go level is left out unless --levels names it.`,
		Example: "  specgen changelog\n  specgen changelog --base v1.0.0 --head v1.1.0\n  specgen changelog --all",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.changelog(cmd.Context(), cmd.InOrStdin(), o, all)
		},
	}
	a.sideFlags(cmd, &o, "wire", "names")
	cmd.Flags().BoolVar(&all, "all", false, "a section for each tag, the newest first")
	cmd.MarkFlagsMutuallyExclusive("all", "base")
	cmd.MarkFlagsMutuallyExclusive("all", "head")
	return cmd
}

// changelog prints one section, or one for each tag.
func (a *app) changelog(ctx context.Context, stdin io.Reader, o diffOptions, all bool) error {
	if o.base != "" {
		return a.section(ctx, stdin, o)
	}
	tags, err := a.tags(ctx, o.head)
	if err != nil {
		return err
	}
	if len(tags) == 0 {
		return errors.New("there is no tag to compare with; name a revision: --base REV")
	}
	o.base = tags[0]
	if err := a.section(ctx, stdin, o); err != nil || !all {
		return err
	}
	for i := 0; i+1 < len(tags); i++ {
		fmt.Fprintln(a.stdout)
		o.head, o.base = tags[i], tags[i+1]
		if err := a.section(ctx, stdin, o); err != nil {
			return err
		}
	}
	return nil
}

// section prints what changed between two sides.
func (a *app) section(ctx context.Context, stdin io.Reader, o diffOptions) error {
	result, err := a.compare(ctx, stdin, o)
	if err != nil {
		return err
	}
	defer result.close()
	if result.Skipped != "" {
		return fmt.Errorf("the Go level was not compared: %s (leave go out of --levels)", result.Skipped)
	}
	name := cmp.Or(o.head, "Unreleased")
	if _, err := io.WriteString(a.stdout, diff.Changelog(result.Report, name)); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// tags lists the tags that a revision contains, the newest version first, and before its own release candidates. A tag of the revision itself is
// left out, and so are tags like nightly, unless there are no others.
func (a *app) tags(ctx context.Context, head string) ([]string, error) {
	now, err := a.open(project.Overrides{})
	if err != nil {
		return nil, err
	}
	r, err := openRepository(ctx, now.Base)
	if err != nil {
		return nil, err
	}
	at := head
	if at == "" {
		at = "HEAD"
	}
	hash, err := r.commit(ctx, at)
	if err != nil {
		return nil, err
	}
	out, err := git(ctx, r.root, "tag", "--merged", hash, "--sort=-v:refname")
	if err != nil {
		return nil, err
	}
	version := regexp.MustCompile(`(^|/)v?[0-9]`)
	var versions, others []string
	for tag := range strings.SplitSeq(out, "\n") {
		switch {
		case tag == "" || tag == head:
		case version.MatchString(tag):
			versions = append(versions, tag)
		default:
			others = append(others, tag)
		}
	}
	if len(versions) == 0 {
		return others, nil
	}
	return versions, nil
}
