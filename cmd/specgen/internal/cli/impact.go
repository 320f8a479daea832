package cli

import (
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/tools/go/packages"

	"github.com/rasapi/specgen/cmd/specgen/internal/golist"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/cmd/specgen/internal/revision"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/diff/gosource"
	"github.com/rasapi/specgen/gen/report"
)

// impactCommand returns the command for the verb impact.
func (a *app) impactCommand() *cobra.Command {
	var o diffOptions
	var as string
	cmd := &cobra.Command{
		Use:   "impact [packages]",
		Short: "List the lines of Go programs that a change of the spec breaks",
		Long: `Impact compares two versions of the spec as diff does. It lists each line of the named Go packages (default: ./...) that no
longer compiles or now behaves differently, with the change of the spec that causes this. Impact generates the code of both
sides in memory, so it does not depend on the generated files on disk.

Exit codes: 0 nothing breaks; 1 at least one line breaks; 2 wrong usage or a failure.`,
		Example: "  specgen impact ./...\n  specgen impact --base v1.2.0 ./cmd/...",
		RunE: func(cmd *cobra.Command, args []string) error {
			o.levelsSet = true // compare the Go level even outside of a Go module
			return a.impact(cmd.Context(), cmd.InOrStdin(), o, as, args)
		},
	}
	a.sideFlags(cmd, &o, "the merge base", "wire", "names", "go")
	cmd.Flags().Var(newChoice(&as, impactFormats()), "as", "format of lines: "+strings.Join(impactFormats(), ", "))
	complete(cmd, "as", impactFormats())
	return cmd
}

// impact compares the two sides and prints the lines of Go code that break.
func (a *app) impact(ctx context.Context, stdin io.Reader, o diffOptions, as string, patterns []string) error {
	if !slices.Contains(o.levels, "go") {
		return errors.New("impact compares Go code, but --levels does not contain go; add go or omit the flag")
	}
	result, err := a.compare(ctx, stdin, o)
	if err != nil {
		return err
	}
	defer result.close()
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	sites, err := result.sites(ctx, patterns)
	if err != nil {
		return err
	}
	if as == string(report.Comment) {
		head := fmt.Sprintf("## Impact: %s of %s\n\nFrom %s to %s.\n\n", report.Plural(len(sites), "line"), report.MarkdownCode(strings.Join(patterns, " ")), report.MarkdownCode(result.Base), report.MarkdownCode(result.Head))
		if _, err := io.WriteString(a.stdout, result.impactMarkdown(head, sites, report.CommentLimit)); err != nil {
			return fmt.Errorf("print: %w", err)
		}
		if len(sites) > 0 {
			return errFindings
		}
		return nil
	}
	for _, s := range sites {
		if err := a.line("%s", s); err != nil {
			return err
		}
		if s.Change == nil {
			continue
		}
		if err := a.line("    because of %s: %s: %s (%s)", s.Change.Pos(), s.Change.Subject, s.Change.Message, s.Change.ID); err != nil {
			return err
		}
		if s.New != "" {
			if err := a.line("    fix: write %s instead of %s", s.New, s.Old); err != nil {
				return err
			}
		}
	}
	if len(sites) > 0 {
		return errFindings
	}
	return a.line("%s to %s: no line in %s breaks", result.Base, result.Head, strings.Join(patterns, " "))
}

// impactFormats returns the values of --as that impact accepts.
func impactFormats() []string { return []string{string(report.Text), string(report.Comment)} }

// maxSites is the maximum number of lines of Go code that impactMarkdown lists.
const maxSites = 100

// impactMarkdown returns Markdown with the heading head and at most maxSites of the lines that break. For a rename, it includes the edit of the line.
// If the text would be longer than limit characters, impactMarkdown omits lines. It adds the number of omitted lines.
func (c *comparison) impactMarkdown(head string, sites []diff.Site, limit int) string {
	text, shown := head, 0
	for ; shown < min(maxSites, len(sites)); shown++ {
		item := c.siteMarkdown(sites[shown])
		if utf8.RuneCountInString(text+item)+len(moreLines(len(sites))) > limit {
			break
		}
		text += item
	}
	if shown < len(sites) {
		text += moreLines(len(sites) - shown)
	}
	return text
}

// moreLines returns the Markdown for n lines that are not shown.
func moreLines(n int) string {
	verb := "are"
	if n == 1 {
		verb = "is"
	}
	return fmt.Sprintf("\n**%s %s not shown.** `specgen impact` lists all lines.\n", report.Plural(n, "more line"), verb)
}

// siteMarkdown returns an item of a Markdown list for a line that breaks.
func (c *comparison) siteMarkdown(s diff.Site) string {
	where, what, _ := strings.Cut(s.String(), ": ")
	text := fmt.Sprintf("- %s %s\n", report.MarkdownCode(where), report.MarkdownProse(what))
	if s.Change != nil {
		text += fmt.Sprintf("  <br>because of **%s** %s %s\n", report.Markdown(s.Change.Subject), report.MarkdownProse(s.Change.Message), report.MarkdownCode(s.Change.Pos().String()))
	}
	if before, after, ok := suggestion(c.head.Work, s); ok {
		fence := "```"
		for strings.Contains(before+after, fence) {
			fence += "`"
		}
		text += fmt.Sprintf("\n  %sdiff\n  -%s\n  +%s\n  %s\n", fence, report.Visible(before), report.Visible(after), fence)
	}
	return text
}

// impactLimit is the number of characters by which a comment may exceed [report.CommentLimit] to list the lines that break. GitHub accepts 65,536
// characters per comment.
const impactLimit = 4_500

// commentImpact returns the part of a comment that lists the lines that break, or "" if there are none. It searches the Go packages in the working
// directory and its subdirectories. used is the number of characters in the other parts of the comment. If the search fails, commentImpact prints a
// warning and returns "". If the Go level was not compared, if base does not contain the spec, or if all found packages are generated, it returns ""
// without a warning.
func (a *app) commentImpact(ctx context.Context, result *comparison, used int) string {
	if !result.goCompared || result.New || result.Skipped != "" || !diff.Breaks(result.Changes) {
		return ""
	}
	sites, err := result.sites(ctx, []string{"./..."})
	if err != nil {
		if !errors.Is(err, errOnlyGenerated) {
			_ = a.command("warning", "the Go code that breaks is not in the comment: "+err.Error())
		}
		return ""
	}
	if len(sites) == 0 {
		return ""
	}
	head := fmt.Sprintf("\n### Go code that breaks: %s\n\n", report.Plural(len(sites), "line"))
	return result.impactMarkdown(head, sites, report.CommentLimit+impactLimit-used)
}

// suggestion returns the line of a site before and after the rename, with spaces instead of tabs. ok is false if the change is not a rename, or if
// the file cannot be read or does not contain the old name at the position of s.
func suggestion(p *project.Project, s diff.Site) (before, after string, ok bool) {
	if s.New == "" {
		return "", "", false
	}
	data, err := os.ReadFile(project.Absolute(p.Work, s.Pos.Filename))
	if err != nil {
		return "", "", false
	}
	lines := strings.Split(string(data), "\n")
	if s.Pos.Line > len(lines) {
		return "", "", false
	}
	line, at := lines[s.Pos.Line-1], s.Pos.Column-1
	if at > len(line) || !strings.HasPrefix(line[at:], s.Old) {
		return "", "", false
	}
	spaces := func(s string) string { return strings.ReplaceAll(strings.TrimRight(s, "\r"), "\t", "    ") }
	return spaces(line), spaces(line[:at] + s.New + line[at+len(s.Old):]), true
}

// sites returns the lines that break in the packages that match the patterns, for all targets. The positions have the paths that messages display.
// If no change can affect Go programs, sites returns nil. It returns an error if the Go code of a side was not compared, or if a target has no output
// directory.
func (c *comparison) sites(ctx context.Context, patterns []string) ([]diff.Site, error) {
	switch {
	case c.Skipped != "":
		return nil, fmt.Errorf("the Go level was not compared: %s", c.Skipped)
	case slices.ContainsFunc(c.pairs, func(p revision.Pair) bool { return p.Head.Output == "" }):
		return nil, errors.New("no output directory: set output in specgen.yaml, so that impact can find the programs that import the generated code")
	}
	for _, p := range c.pairs {
		for i, s := range []*revision.Side{p.Base, p.Head} {
			if s.NoGo != "" {
				return nil, fmt.Errorf("the Go level was not compared: no code for %s: %s: %s", []string{"base", "head"}[i], s.DisplayPosition(s.NoPos), s.NoGo)
			}
		}
	}
	if !diff.Breaks(c.Changes) {
		return nil, nil
	}
	var sites []diff.Site
	for _, p := range c.pairs {
		w, err := newWorkspace(ctx, p, patterns)
		if err != nil {
			return nil, err
		}
		if len(w.programs.List) == 0 {
			continue
		}
		base, head := p.Base.Diff(), p.Head.Diff()
		if err := w.checkGenerated(ctx, &base, &head); err != nil {
			return nil, err
		}
		more, err := diff.Impact(ctx, c.Changes, base, head, w.programs)
		if err != nil {
			return nil, err
		}
		sites = append(sites, more...)
	}
	for i, s := range sites {
		sites[i].Pos.Filename = filepath.ToSlash(c.head.Work.Display(s.Pos.Filename))
	}
	return sites, nil
}

// errOnlyGenerated is the error for patterns that match no packages, or only generated packages.
var errOnlyGenerated = errors.New("no packages except generated packages match")

// workspace contains the packages that import generated code, directly or indirectly. It also lists the imports of these packages.
type workspace struct {
	programs  gosource.Programs
	generated map[string]bool // directories of the imported generated packages, relative to the output directory
	outside   map[string]bool // import paths of the other imported packages
	dir       string
}

// newWorkspace lists the packages that match the patterns. It uses the generated code of base instead of the files on disk. It parses the packages
// that import generated code, directly or indirectly, and does not type-check them. It returns errOnlyGenerated if only generated packages match, or
// no packages.
func newWorkspace(ctx context.Context, t revision.Pair, patterns []string) (*workspace, error) {
	cfg := &packages.Config{
		Context: ctx, Dir: t.Head.Work.Work, Overlay: overlay(t), Tests: true,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedModule,
	}
	roots, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	asked := map[*packages.Package]bool{}
	for _, p := range roots {
		asked[p] = !isGeneratedPackage(t, p.PkgPath)
	}
	if !slices.Contains(slices.Collect(maps.Values(asked)), true) {
		return nil, fmt.Errorf("%w %s; name packages that import generated code", errOnlyGenerated, strings.Join(patterns, " "))
	}
	w := &workspace{generated: map[string]bool{}, outside: map[string]bool{}, dir: cfg.Dir}
	w.programs.Fset = token.NewFileSet()
	known := map[*packages.Package]*gosource.Program{}
	var wrong error
	packages.Visit(roots, nil, func(p *packages.Package) { // Visit visits the imports of p before p
		reached := slices.ContainsFunc(slices.Collect(maps.Values(p.Imports)), func(i *packages.Package) bool { return isGeneratedPackage(t, i.PkgPath) || known[i] != nil })
		if !reached || isGeneratedPackage(t, p.PkgPath) || strings.HasSuffix(p.ID, ".test") || wrong != nil {
			return
		}
		known[p], wrong = w.parse(p, known, t.Head.Root)
		known[p].Reported = asked[p]
	})
	return w, wrong
}

// isGeneratedPackage reports whether path is the import path of a generated package.
func isGeneratedPackage(t revision.Pair, path string) bool {
	return path == t.Head.Root || strings.HasPrefix(path, t.Head.Root+"/")
}

// parse parses a package, adds it to w and returns it. It returns an error if it cannot read a file.
func (w *workspace) parse(p *packages.Package, known map[*packages.Package]*gosource.Program, root string) (*gosource.Program, error) {
	program := &gosource.Program{Path: p.PkgPath, Imports: map[string]*gosource.Program{}}
	if p.Module != nil && p.Module.GoVersion != "" {
		program.GoVersion = "go" + p.Module.GoVersion
	}
	for name, imported := range p.Imports {
		switch {
		case known[imported] != nil:
			program.Imports[name] = known[imported]
		case imported.PkgPath == root || strings.HasPrefix(imported.PkgPath, root+"/"):
			w.generated[strings.TrimPrefix(strings.TrimPrefix(imported.PkgPath, root), "/")] = true
		default:
			w.outside[name] = true
		}
	}
	w.programs.List = append(w.programs.List, program)
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(w.programs.Fset, name, nil, parser.SkipObjectResolution)
		if file == nil {
			return program, fmt.Errorf("parse: %w", err)
		}
		program.Files = append(program.Files, file) // ignore a syntax error, because it is the same on the two sides
	}
	return program, nil
}

// checkGenerated type-checks the generated packages that the programs import, directly or indirectly. It stores the results in base and head, and
// the importer of all other packages in w.
func (w *workspace) checkGenerated(ctx context.Context, base, head *diff.Side) error {
	dirs := revision.WithImports(base.Tree, base.Root, w.generated)
	maps.Copy(dirs, revision.WithImports(head.Tree, head.Root, w.generated))
	parts, err := revision.Divide(base.Tree, head.Tree, head.Root, dirs)
	if err != nil {
		return err
	}
	imports, err := parts.Imports(head.Root)
	if err != nil {
		return err
	}
	for _, name := range imports {
		w.outside[name] = true
	}
	delete(w.outside, "C")
	from, err := golist.New(w.dir).Prepare(ctx, slices.Sorted(maps.Keys(w.outside)))
	if err != nil {
		return err
	}
	w.programs.Outside = from
	checked, found, err := parts.Check(ctx, head.Root, from)
	if err != nil {
		return err
	}
	for i, s := range []*diff.Side{base, head} {
		if checked[i] == nil {
			return fmt.Errorf("the Go level was not compared: %s", revision.FirstError(found[i]).Message)
		}
		s.Go = checked[i]
	}
	return nil
}

// overlay returns the generated Go files of base by their paths on disk. For each Go file that only head has, the result contains a file with only a
// package clause.
func overlay(t revision.Pair) map[string][]byte {
	files := map[string][]byte{}
	at := func(name string) string { return filepath.Join(t.Head.Output, filepath.FromSlash(name)) }
	for _, name := range t.Head.Tree.Paths() {
		if path.Ext(name) == ".go" {
			files[at(name)] = []byte("package " + strings.ReplaceAll(path.Base(path.Dir(name)), ".", "_") + "\n")
		}
	}
	for _, name := range t.Base.Tree.Paths() {
		if data, _ := t.Base.Tree.Data(name); path.Ext(name) == ".go" {
			files[at(name)] = data
		}
	}
	return files
}
