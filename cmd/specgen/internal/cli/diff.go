package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/cmd/specgen/internal/revision"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
)

// diffOptions contains the flags of diff, impact and changelog.
type diffOptions struct {
	revision.Options
	as, failOn  string
	levels      []string
	all, driver bool
}

// diffCommand returns the command for the verb diff.
func (a *app) diffCommand() *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "Compare two versions of the spec and report breaking changes",
		Long: `Diff compares two versions of the spec on three levels: the bytes on the wire (wire), the names that users and programs
depend on (names), and the generated Go code (go). Each edit of the spec is one entry with its line in the spec and its
effects. Results of oasdiff and apidiff appear in the entry of the edit that caused them.

A side is a git revision (main, HEAD~3), a file at a revision (v1.2.0:spec/openapi.yaml), a file, or - for standard input.
The default of --base is the merge base with the default branch, and the default of --head is the working tree. Revisions
are read from the git objects, without a checkout.

An entry in diff-approved.yaml next to the spec approves an intended change. It has the id, subject and detail of the change
(see --as json), a reason, and the version of the API at which it expires. A new approval must match a change.

Exit codes: 0 no failing change; 1 an unapproved change at or above --fail-on, or an approval that matches nothing or has
expired; 2 wrong usage, a failure, or a requested level that cannot be compared.`,
		Example: "  specgen diff\n  specgen diff --base v1.2.0 --as markdown\n  specgen diff --base old.yaml --head new.yaml --levels wire,names",
		Args: func(cmd *cobra.Command, args []string) error {
			if o.driver {
				return cobra.MinimumNArgs(1)(cmd, args)
			}
			return cobra.NoArgs(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.driver {
				if !cmd.Flags().Changed("levels") {
					o.levels = []string{"wire", "names"} // git runs the driver once per file, so comparing must be fast
				}
				return a.driver(cmd.Context(), o, args)
			}
			return a.diff(cmd.Context(), cmd.InOrStdin(), o)
		},
	}
	a.sideFlags(cmd, &o, "wire", "names", "go")
	cmd.Flags().Var(newChoice(&o.failOn, []string{"breaking", "risky", "any", "never"}), "fail-on", "least severe level of a change that causes exit code 1: breaking, risky, any, never")
	cmd.Flags().Var(newChoice(&o.as, report.DocumentFormats()), "as", "format of changes: "+strings.Join(report.DocumentFormats(), ", "))
	cmd.Flags().BoolVar(&o.all, "all", false, "complete lists of operations and Go identifiers in text output")
	cmd.Flags().BoolVar(&o.driver, "git-driver", false, "git diff driver: arguments as git passes them, and only the changes of that file")
	complete(cmd, "fail-on", []string{"breaking", "risky", "any", "never"})
	complete(cmd, "as", report.DocumentFormats())
	return cmd
}

// sideFlags declares the flags of a verb that compares two sides. The verb rejects the flag --format, because it prints changes and not findings.
func (a *app) sideFlags(cmd *cobra.Command, o *diffOptions, levels ...string) {
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if !cmd.Flags().Changed("format") {
			return nil
		}
		a.started = false
		if cmd.Flags().Lookup("as") != nil {
			return errors.New("--format applies to findings, but diff prints changes; use --as")
		}
		return fmt.Errorf("--format applies to findings, but %s prints none; omit it", cmd.Name())
	}
	cmd.Flags().StringVar(&o.Base, "base", "", "`side` to compare with: a revision, revision:file, a file, or - (default: the merge base)")
	cmd.Flags().StringVar(&o.Head, "head", "", "`side` to compare (default: the working tree)")
	cmd.Flags().StringSliceVar(&o.levels, "levels", levels, "levels to compare: wire, names, go")
	complete(cmd, "levels", []string{"wire", "names", "go", "wire,names"})
}

// parse parses the value of --levels.
func (o diffOptions) parse() (diff.Levels, error) {
	var l diff.Levels
	for _, name := range o.levels {
		switch name {
		case "wire":
			l.Wire = true
		case "names":
			l.Names = true
		case "go":
			l.Go = true
		default:
			return l, fmt.Errorf("--levels: unknown level %q; want wire, names or go", name)
		}
	}
	return l, nil
}

// diff compares the two sides and prints the changes.
func (a *app) diff(ctx context.Context, stdin io.Reader, o diffOptions) error {
	result, err := a.compare(ctx, stdin, o)
	if err != nil {
		return err
	}
	defer result.close()
	err = report.PrintDocument(a.stdout, report.Format(o.as), result.Document(), report.Options{All: o.all, Source: result.source, Tool: "specgen", Version: version()})
	if err != nil {
		return err
	}
	for _, d := range result.Unused {
		if report.Format(o.as) == report.Text { // documents in other formats contain the unused approvals
			fmt.Fprintln(a.stderr, report.Visible(d.String()))
		}
	}
	if result.Skipped != "" {
		return fmt.Errorf("the Go level was not compared: %s; omit it with --levels wire,names", result.Skipped)
	}
	if len(result.Unused) > 0 || fails(result.Report, o.failOn) {
		return errFindings
	}
	return nil
}

// fails reports whether an unapproved change is at least as severe as the level of --fail-on.
func fails(r *diff.Report, on string) bool {
	return slices.ContainsFunc(r.Changes, func(c diff.Change) bool {
		if c.Approval != nil {
			return false
		}
		switch on {
		case "any":
			return true
		case "risky":
			return c.Level <= diff.Risky
		case "breaking":
			return c.Level == diff.Breaking
		}
		return false
	})
}

// comparison is a report with the two sides that were compared.
type comparison struct {
	*diff.Report
	base, head *revision.Side
	pairs      []revision.Pair // the sides of each target
}

// source returns the contents of a file by its displayed name. If both sides have the file, source returns the contents in head.
func (c comparison) source(file string) ([]byte, error) {
	for _, s := range []*revision.Side{c.head, c.base} {
		for _, name := range s.Spec.Files() {
			if s.DisplayPosition(report.Position{File: name}).File == file {
				return fs.ReadFile(s.FS, name)
			}
		}
	}
	return nil, fs.ErrNotExist
}

func (c comparison) close() {
	c.base.Close()
	c.head.Close()
}

// compare finds, loads and compares the two sides. The caller must close the result.
func (a *app) compare(ctx context.Context, stdin io.Reader, o diffOptions) (_ *comparison, err error) {
	levels, err := o.parse()
	if err != nil {
		a.started = false
		return nil, err
	}
	if !levels.Go && os.Getenv("GOGC") == "" {
		// Frequent garbage collection takes 10 % more time and saves 30 % of the memory of a comparison.
		defer debug.SetGCPercent(debug.SetGCPercent(12))
	}
	status := startProgress(a.stderr)
	defer status.done()
	status.step("reading the two sides")
	base, head, err := revision.Sides(ctx, stdin, a.open, o.Options)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			base.Close()
			head.Close()
		}
	}()
	pairs, skipped, err := revision.Load(ctx, a.importer, base, head, &levels)
	if err != nil {
		return nil, err
	}
	status.step("comparing")
	a.at = defect.Step{Stage: "compare", Document: base.Name + " and " + head.Name}
	var changes []diff.Change
	for i, p := range pairs {
		if i > 0 { // all targets have the same spec, so their changes differ only on the Go level
			levels = diff.Levels{Go: true}
		}
		more, err := diff.Compare(ctx, p.Base.Diff(), p.Head.Diff(), levels)
		if err != nil {
			return nil, err
		}
		changes = diff.Merge(changes, more)
	}
	unused, err := approve(changes, base, head)
	if err != nil {
		return nil, err
	}
	for i := range changes {
		changes[i].Base.Pos, changes[i].Head.Pos = base.DisplayPosition(changes[i].Base.Pos), head.DisplayPosition(changes[i].Head.Pos)
		changes[i].Near = head.DisplayPosition(changes[i].Near)
	}
	result := &diff.Report{Base: base.Name, Head: head.Name, Version: head.Version(), Skipped: skipped, Changes: changes, Unused: unused}
	return &comparison{result, base, head, pairs}, nil
}

// approve applies the approvals of head to the changes, and returns findings about the approvals.
func approve(changes []diff.Change, base, head *revision.Side) (report.List, error) {
	merged, _, err := base.Approvals() // findings about the approvals of base were reported before the merge
	if err != nil {
		return nil, fmt.Errorf("base: %w", err)
	}
	list, found, err := head.Approvals()
	if err != nil {
		return nil, fmt.Errorf("head: %w", err)
	}
	found = append(found, diff.Approve(changes, list, merged, head.Version())...)
	for i := range found {
		found[i].Pos = head.DisplayPosition(found[i].Pos)
	}
	return found.Compact(), nil
}
