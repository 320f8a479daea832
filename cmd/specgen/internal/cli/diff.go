package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/cmd/specgen/internal/revision"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/report"
)

// diffOptions contains the flags of the verbs diff, impact and changelog.
type diffOptions struct {
	revision.Options
	failOn                      string
	as, levels                  []string
	levelsSet                   bool // whether --levels is set
	policy                      diff.Policy
	all, driver, prune          bool
	checkVersion, githubActions bool
	comment                     bool // whether to write the comment on the pull request; requires githubActions
}

// diffCommand returns the command for the verb diff.
func (a *app) diffCommand() *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "diff [base head]",
		Short: "Compare two versions of the spec and report breaking changes",
		Long: `Diff compares two versions of the spec: the messages on the wire (wire), the names that users depend on (names), and the
generated Go code (go). Each edit of the spec is one entry with its line in the spec. The entry has a level for each audience
that it affects: wire-clients, wire-servers, names, go-callers and go-implementers.

A side is a git revision (main, HEAD~3), a file at a revision (v1.2.0:spec/openapi.yaml), a file, or - for standard input.
Two arguments name both sides. The default of --base is the merge base with the default branch, and the default of --head is
the working tree. Diff reads revisions from the git repository without a checkout. Outside a Go module, the default levels
are wire and names.

--fail-on lists LEVEL or LEVEL:AUDIENCE, separated by commas. LEVEL is breaking, risky, any or never. AUDIENCE is wire, names,
go or the name of one audience. Without an audience, any selects every change, and the levels breaking and risky apply to all
audiences except go-implementers.

An entry in diff-approved.yaml next to the spec approves an intended change. It has the id and subject of the change (see
--as json) and a reason, and may have the detail and the version of the API at which it expires. A new approval must match a
change. diff.yaml next
to the spec sets levels per rule and per path.

Exit codes: 0 no failing change; 1 an unapproved change that --fail-on selects, or an error in specgen.yaml, the approvals,
diff.yaml, the head spec or, with --check-version, its version; 2 wrong usage, a failure, or a level that cannot be compared.`,
		Example: "  specgen diff\n  specgen diff old.yaml new.yaml\n  specgen diff --base v1.2.0 --as markdown\n  specgen diff --fail-on breaking:wire,risky:names\n  specgen diff --as github,markdown=report.md,json=report.json",
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case o.policy.SunsetDays < 0:
				return fmt.Errorf("--sunset-days: got %d, want 0 or more", o.policy.SunsetDays)
			case o.driver && len(args) == 0:
				return errors.New("--git-driver requires the arguments that git passes to a diff driver; run git diff instead")
			case o.driver:
				return nil
			case len(args) == 0:
				return nil
			case len(args) != 2:
				return fmt.Errorf("got %s, want two sides or none: specgen diff old.yaml new.yaml", report.Plural(len(args), "argument"))
			case o.Base != "" || o.Head != "":
				return errors.New("name the sides as arguments or with --base and --head, not both")
			}
			o.Base, o.Head = args[0], args[1]
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.levelsSet = cmd.Flags().Changed("levels")
			switch {
			case o.driver:
				if !o.levelsSet {
					o.levels = []string{"wire", "names"} // git runs the driver once per file, so the driver must be fast
				}
				return a.driver(cmd.Context(), o, args)
			case o.prune:
				return a.prune(cmd.Context(), cmd.InOrStdin(), o)
			case o.githubActions:
				return a.githubActions(cmd.Context(), cmd.InOrStdin(), o)
			}
			return a.diff(cmd.Context(), cmd.InOrStdin(), o)
		},
	}
	a.sideFlags(cmd, &o, "the merge base", "wire", "names", "go")
	flags := cmd.Flags()
	flags.StringVar(&o.failOn, "fail-on", "breaking", "changes that cause exit code 1: a list of `level[:audience]`")
	flags.StringSliceVar(&o.as, "as", []string{string(report.Text)}, "`formats` of changes, each for standard output or, with =file, for a file: "+strings.Join(report.DocumentFormats(), ", "))
	flags.BoolVar(&o.all, "all", false, "all operations and Go identifiers in text output, without groups")
	flags.BoolVar(&o.driver, "git-driver", false, "comparison of one file, with the arguments that git passes to a diff driver")
	flags.BoolVar(&o.prune, "prune", false, "removal of approvals that are in base or have expired, without a comparison")
	flags.BoolVar(&o.checkVersion, "check-version", false, "an error if the version of the API is not raised as the changes require")
	flags.IntVar(&o.policy.SunsetDays, "sunset-days", 0, "minimum number of `days` from the date of base to the x-sunset date of a deprecated object")
	flags.Var(optionalChoice{&o.policy.Stability, edit.StabilityLevels()}, "stability-level", "lowest x-stability-level whose changes can be risky or breaking: "+strings.Join(edit.StabilityLevels(), ", ")+" (default beta)")
	flags.BoolVar(&o.policy.SkipInternal, "skip-internal", false, "omission of changes that affect only operations with x-internal: true")
	flags.BoolVar(&o.githubActions, "github-actions", false, "base from the GitHub event; output as annotations, step summary, step outputs and one comment")
	flags.BoolVar(&o.comment, "comment", true, "with --github-actions: one comment on the pull request, which each run updates")
	completeLate(cmd, "fail-on", gateValues)
	complete(cmd, "as", report.DocumentFormats())
	complete(cmd, "stability-level", edit.StabilityLevels())
	return cmd
}

// gateValues returns the values of --fail-on for shell completion. The values are the levels, such as breaking. For each level except never, they also
// include LEVEL:NAME, where NAME is an audience, wire or go.
func gateValues() []string {
	list := diff.GateLevels()
	for _, level := range []string{"breaking", "risky", "any"} {
		for _, audience := range append([]string{"wire", "go"}, audienceNames()...) {
			list = append(list, level+":"+audience)
		}
	}
	return list
}

func audienceNames() []string {
	var list []string
	for _, a := range diff.Audiences() {
		list = append(list, string(a))
	}
	return list
}

// printout is an entry of --as: a format, and the file for the output. If file is "", the output goes to standard output.
type printout struct {
	format report.Format
	file   string
}

// outputs parses the value of --as. It returns an error if a format is unknown, if a file name is empty, or if several formats go to standard output.
func (o diffOptions) outputs() ([]printout, error) {
	var list []printout
	printed := ""
	for _, text := range o.as {
		format, file, named := strings.Cut(text, "=")
		switch {
		case !slices.Contains(report.DocumentFormats(), format):
			return nil, fmt.Errorf("--as: must be one of %s, not %q", strings.Join(report.DocumentFormats(), ", "), format)
		case named && file == "":
			return nil, fmt.Errorf("--as: no file name after %s=; add one", format)
		case !named && printed != "":
			return nil, fmt.Errorf("--as: %s and %s both go to standard output; name a file: %s=FILE", printed, format, format)
		case !named:
			printed = format
		}
		list = append(list, printout{report.Format(format), file})
	}
	return list, nil
}

// sideFlags declares the flags of a verb that compares two sides. It also makes the verb reject --format, which applies only to findings. base
// describes the default of --base, and levels is the default of --levels.
func (a *app) sideFlags(cmd *cobra.Command, o *diffOptions, base string, levels ...string) {
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if !cmd.Flags().Changed("format") {
			return nil
		}
		a.started = false
		if cmd.Flags().Lookup("as") != nil {
			return errors.New("--format applies to findings, but diff prints changes; use --as instead")
		}
		return fmt.Errorf("--format applies to findings, but %s prints none; omit it", cmd.Name())
	}
	cmd.Flags().StringVar(&o.Base, "base", "", "`side` to compare with: a revision, revision:file, a file, or - (default: "+base+")")
	cmd.Flags().StringVar(&o.Head, "head", "", "`side` to compare (default: the working tree)")
	cmd.Flags().StringSliceVar(&o.levels, "levels", levels, "levels to compare: wire, names, go")
	complete(cmd, "levels", []string{"wire", "names", "go", "wire,names"})
}

// parseLevels parses the value of --levels.
func (o diffOptions) parseLevels() (diff.Levels, error) {
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

// diff compares the two sides and prints or writes the changes. It returns errFindings if a change fails the gate or if a problem is an error. It
// returns another error if the comparison skipped the Go level.
func (a *app) diff(ctx context.Context, stdin io.Reader, o diffOptions) error {
	gate, outputs, err := o.parseOutputs()
	if err != nil {
		a.started = false
		return err
	}
	result, err := a.compare(ctx, stdin, o)
	if err != nil {
		return err
	}
	defer result.close()
	for _, out := range outputs {
		if err := a.writeReport(ctx, result, out, o.all); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(outputs, func(out printout) bool { return out.format == report.Text }) { // unlike the other formats, text does not contain the problems
		for _, d := range result.Problems {
			fmt.Fprintln(a.stderr, report.Visible(d.String()))
		}
	}
	return a.verdict(result, gate, o)
}

// parseOutputs parses the values of --fail-on and --as.
func (o diffOptions) parseOutputs() (diff.Gate, []printout, error) {
	gate, err := diff.ParseGate(o.failOn)
	if err != nil {
		return nil, nil, fmt.Errorf("--fail-on: %w", err)
	}
	outputs, err := o.outputs()
	return gate, outputs, err
}

// verdict returns the error that determines the exit code, or nil for exit code 0.
func (a *app) verdict(result *comparison, gate diff.Gate, o diffOptions) error {
	if result.Skipped != "" && o.levelsSet {
		return fmt.Errorf("the Go level was not compared: %s; omit it with --levels wire,names", result.Skipped)
	}
	if result.Skipped != "" {
		return fmt.Errorf("the Go level was not compared: %s; name the levels to compare: --levels wire,names", result.Skipped)
	}
	if result.Problems.HasErrors() || slices.ContainsFunc(result.Changes, gate.Fails) {
		return errFindings
	}
	return nil
}

// writeReport writes a report to the file of out, or to standard output.
func (a *app) writeReport(ctx context.Context, result *comparison, out printout, all bool) error {
	document, source := result.Document(), result.source
	if out.format == report.GitHub || out.format == report.GitLab || out.format == report.SARIF {
		// The names of files in these formats are relative to the root of the repository.
		document, source = document.Below(result.folder), sourceIn(result.folder, result.source)
	}
	options := report.Options{All: all, Source: source, BaseSource: result.baseSource, Tool: "specgen", Version: version()}
	if out.file == "" {
		return report.PrintDocument(a.stdout, out.format, document, options)
	}
	var b bytes.Buffer
	if err := report.PrintDocument(&b, out.format, document, options); err != nil {
		return err
	}
	if _, err := a.writeFile(ctx, out.file, b.Bytes()); err != nil {
		return fmt.Errorf("--as: %w", err)
	}
	return nil
}

// comparison contains the report of a comparison and its two sides.
type comparison struct {
	*diff.Report
	base, head *revision.Side
	pairs      []revision.Pair // the two sides of each target
	goCompared bool            // whether the Go level was requested and not skipped
	folder     string          // working directory relative to the root of the repository, with slashes; "" for the root, and outside a repository
}

// source returns the content of a file. file is the name that messages display. If both sides contain the file, source returns its content in head.
// If neither side contains the file, source returns [fs.ErrNotExist].
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

// baseSource returns the content of a file in base, or [fs.ErrNotExist] if base does not contain the file. file is the name that messages display.
func (c comparison) baseSource(file string) ([]byte, error) {
	for _, name := range c.base.Spec.Files() {
		if c.base.DisplayPosition(report.Position{File: name}).File == file {
			return fs.ReadFile(c.base.FS, name)
		}
	}
	return nil, fs.ErrNotExist
}

func (c comparison) close() {
	c.base.Close()
	c.head.Close()
}

// compare finds, loads and compares the two sides. The caller must close the returned comparison.
func (a *app) compare(ctx context.Context, stdin io.Reader, o diffOptions) (_ *comparison, err error) {
	levels, err := o.parseLevels()
	if err != nil {
		a.started = false
		return nil, err
	}
	status := startProgress(a.stderr)
	defer status.done()
	status.step("reading the two sides")
	o.Today = time.Now()
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
	if levels.Go && !o.levelsSet && !inModule(head) {
		levels.Go = false
		fmt.Fprintln(a.stderr, "specgen: note: the generated code is not in a Go module, so the levels are wire and names; --levels sets them")
	}
	pairs, skipped, err := revision.Load(ctx, a.importer, base, head, &levels)
	if err != nil {
		return nil, err
	}
	goCompared := levels.Go
	status.step("comparing")
	a.at = defect.Step{Stage: "compare", Document: base.Name + " and " + head.Name}
	var changes []diff.Change
	for i, p := range pairs {
		if i > 0 { // all targets have the same spec, so their changes differ only on the Go level
			levels = diff.Levels{Go: true}
		}
		more, err := diff.Compare(ctx, p.Base.Diff(), p.Head.Diff(), levels)
		if err != nil && ctx.Err() == nil {
			wrong := base.Recheck(ctx) // the reason may be an error in a document; lint finds the position of such an error
			if wrong = head.Recheck(ctx) || wrong; wrong {
				more, err = diff.Compare(ctx, base.Diff(), head.Diff(), levels)
			}
		}
		if err != nil {
			return nil, err
		}
		changes = diff.Merge(changes, more)
	}
	if base.New { // base is a placeholder, so its members are not those of an earlier version
		changes = slices.DeleteFunc(changes, func(c diff.Change) bool { return c.Base.Pos.File != "" })
	}
	changes, problems, err := o.judge(changes, base, head)
	if err != nil {
		return nil, err
	}
	for i := range changes {
		changes[i].Base.Pos, changes[i].Head.Pos = base.DisplayPosition(changes[i].Base.Pos), head.DisplayPosition(changes[i].Head.Pos)
		changes[i].Near = head.DisplayPosition(changes[i].Near)
	}
	result := &diff.Report{
		Base: base.Name, Head: head.Name, Version: head.Version(), Title: head.Branch, New: base.New, Skipped: skipped, Changes: changes, Problems: problems,
	}
	if o.checkVersion && !base.New && base.Loaded() && head.Loaded() {
		for _, f := range diff.CheckVersion(result, base.Diff(), head.Diff()) {
			f.Pos = head.DisplayPosition(f.Pos)
			result.Problems = append(result.Problems, f)
		}
	}
	c := &comparison{Report: result, base: base, head: head, pairs: pairs, goCompared: goCompared}
	c.locate()
	return c, nil
}

// inModule reports whether the output directory of a side is in a Go module. If the side has no output directory, inModule checks the working
// directory.
func inModule(s *revision.Side) bool {
	dir := s.Output
	if dir == "" {
		dir = s.Work.Work
	}
	_, err := project.FindModule(dir)
	return err == nil
}

// locate sets Spec and folder, the paths of the spec and of the working directory relative to the root of the repository. It leaves Spec empty if the
// spec is not in the repository. Outside a repository, locate does nothing.
func (c *comparison) locate() {
	folder, ok := repositoryFolder(c.head.Work.Work)
	if !ok {
		return
	}
	c.folder = folder
	file := c.head.DisplayPosition(report.Position{File: c.head.Config.Spec}).File
	if local := path.Join(c.folder, file); !path.IsAbs(file) && filepath.IsLocal(local) {
		c.Spec = local
	}
}

// judge applies the policy and the approvals of head to the changes. It returns the remaining changes, and the problems in the two specs, in the
// policy and in the approvals. The problems have the positions that messages display.
func (o diffOptions) judge(changes []diff.Change, base, head *revision.Side) ([]diff.Change, report.List, error) {
	policy, found, err := head.Policy()
	if err != nil {
		return nil, nil, fmt.Errorf("head: diff.yaml: %w", err)
	}
	if o.policy.SunsetDays > 0 {
		policy.SunsetDays = o.policy.SunsetDays
	}
	if o.policy.Stability != "" {
		policy.Stability = o.policy.Stability
	}
	policy.SkipInternal = policy.SkipInternal || o.policy.SkipInternal
	changes, more := policy.Apply(changes, base.Diff(), head.Diff())
	found = append(found, more...)
	unused, err := approve(changes, base, head)
	if err != nil {
		return nil, nil, err
	}
	found = append(append(found, unused...), head.Problems...)
	for i := range found {
		found[i].Pos = head.DisplayPosition(found[i].Pos)
	}
	for _, f := range base.Problems {
		f.Pos, f.Severity = base.DisplayPosition(f.Pos), report.Warning // errors in base do not affect users of head
		f.Message = "base: " + f.Message
		found = append(found, f)
	}
	return changes, found.Compact(), nil
}

// approve applies the approvals of head to the changes, and returns the findings about these approvals.
func approve(changes []diff.Change, base, head *revision.Side) (report.List, error) {
	merged, _, err := base.Approvals() // earlier runs of diff reported the findings about the approvals of base
	if err != nil {
		return nil, fmt.Errorf("base: %w", err)
	}
	list, found, err := head.Approvals()
	if err != nil {
		return nil, fmt.Errorf("head: %w", err)
	}
	found = append(found, diff.Approve(changes, list, merged, head.Version())...)
	return found, nil
}
