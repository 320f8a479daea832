package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/tools/go/packages"

	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/tree"
)

// impactCommand is `specgen impact`.
func (a *app) impactCommand() *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "impact [packages]",
		Short: "List the lines of Go programs that a change of the spec breaks",
		Long: `Impact compares two states of the spec as specgen diff does, and then looks at the Go packages that are named (./... without
names): each line that stops compiling, or that compiles and means something else, is printed with the change behind it. The generated
code of both sides is made in memory, so it does not matter whether specgen generate was run.`,
		Example: "  specgen impact ./...\n  specgen impact --base v1.2.0 ./cmd/...",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.impact(cmd.Context(), cmd.InOrStdin(), o, args)
		},
	}
	sideFlags(cmd, &o)
	return cmd
}

// site is a line that a change breaks.
type site struct {
	pos     diag.Position
	message string
	change  *diff.Change // nil when none was found that explains it
}

// impact compares, looks at the packages, and prints what breaks.
func (a *app) impact(ctx context.Context, stdin io.Reader, o diffOptions, patterns []string) error {
	if !slices.Contains(o.levels, "go") {
		return errors.New("impact is about Go: leave --levels out, or name go in it")
	}
	report, _, err := a.compare(ctx, stdin, o)
	if err != nil {
		return err
	}
	switch {
	case report.Skipped != "":
		return fmt.Errorf("nothing can be said about Go: %s", report.Skipped)
	case report.base.noGo != "":
		return fmt.Errorf("nothing can be said about Go: base is not generated: %s", report.base.noGo)
	case report.head.noGo != "":
		return fmt.Errorf("nothing can be said about Go: head is not generated: %s", report.head.noGo)
	case report.head.output == "":
		return errors.New("no output folder: set output: in specgen.yaml, so that programs can be found that import it")
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	sites, err := report.sites(ctx, patterns)
	if err != nil {
		return err
	}
	for _, s := range sites {
		line := fmt.Sprintf("%s: %s", s.pos, s.message)
		if s.change != nil {
			line += fmt.Sprintf("\n    because of %s: %s (%s)", s.change.Pos(), s.change.Subject+": "+s.change.Message, s.change.ID)
		}
		if _, err := fmt.Fprintln(a.stdout, line); err != nil {
			return fmt.Errorf("print: %w", err)
		}
	}
	if len(sites) > 0 {
		return errFindings
	}
	_, err = fmt.Fprintf(a.stdout, "%s to %s: no line of %s breaks\n", report.Base, report.Head, strings.Join(patterns, " "))
	return err
}

// sites loads the packages against the generated code of either side. What does not compile with head and did with base is a site; so is
// the use of something that compiles and means something else.
func (c *compared) sites(ctx context.Context, patterns []string) ([]site, error) {
	if !slices.ContainsFunc(c.Changes, func(ch diff.Change) bool {
		return slices.ContainsFunc(ch.Go, func(g diff.Go) bool { return g.Breaks })
	}) {
		return nil, nil
	}
	before, err := c.programs(ctx, c.base.tree, patterns)
	if err != nil {
		return nil, err
	}
	after, err := c.programs(ctx, c.head.tree, patterns)
	if err != nil {
		return nil, err
	}
	old := map[string]bool{}
	for _, p := range before {
		for _, e := range p.Errors {
			old[e.Pos+e.Msg] = true
		}
	}
	uses := c.uses(before)
	var sites []site
	for _, p := range after {
		for _, e := range p.Errors {
			if old[e.Pos+e.Msg] || strings.HasPrefix(e.Msg, "\t") || e.Kind != packages.TypeError && e.Kind != packages.ParseError {
				continue // the go command's own words for the same errors are of kind ListError
			}
			pos := c.position(e.Pos)
			sites = append(sites, site{pos, "does not compile: " + strings.ReplaceAll(e.Msg, "\n", " "), c.because(pos, e.Msg, uses)})
		}
	}
	for _, u := range uses {
		if silent(u.finding) {
			sites = append(sites, site{u.pos, fmt.Sprintf("means something else: %s: %s", strings.TrimPrefix(u.finding.Symbol.String(), c.head.root+"/"), u.finding.Message), u.change})
		}
	}
	slices.SortFunc(sites, func(a, b site) int { return cmp.Or(a.pos.Compare(b.pos), cmp.Compare(a.message, b.message)) })
	return slices.CompactFunc(sites, func(a, b site) bool { return a.pos == b.pos && a.message == b.message }), nil
}

// silent tells whether code goes on to compile after a difference, and does something else.
func silent(g diff.Go) bool {
	return strings.HasPrefix(g.Message, "value changed") || strings.HasPrefix(g.Message, "tag changed")
}

// programs loads the packages that are named, without the generated ones, as if the generated code on disk were that of a tree.
func (c *compared) programs(ctx context.Context, t *tree.Tree, patterns []string) ([]*packages.Package, error) {
	overlay, err := c.overlay(t)
	if err != nil {
		return nil, err
	}
	cfg := &packages.Config{Context: ctx, Dir: c.head.work.work, Overlay: overlay, Mode: packages.NeedName}
	listed, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var paths []string
	for _, p := range listed {
		if p.PkgPath != c.head.root && !strings.HasPrefix(p.PkgPath, c.head.root+"/") {
			paths = append(paths, p.PkgPath)
		}
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no packages but generated ones match %s", strings.Join(patterns, " "))
	}
	cfg.Mode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo |
		packages.NeedImports | packages.NeedExportFile
	cfg.Tests = true
	loaded, err := packages.Load(cfg, paths...)
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	return loaded, nil
}

// overlay puts the files of a tree over the output folder. A file that only the other side has is emptied.
func (c *compared) overlay(t *tree.Tree) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, other := range []*tree.Tree{c.base.tree, c.head.tree} {
		for _, name := range other.Paths() {
			if path.Ext(name) == ".go" {
				dir := path.Base(path.Dir(name))
				files[filepath.Join(c.head.output, filepath.FromSlash(name))] = []byte("package " + strings.ReplaceAll(dir, ".", "_") + "\n")
			}
		}
	}
	for _, name := range t.Paths() {
		if data, _ := t.Data(name); path.Ext(name) == ".go" {
			files[filepath.Join(c.head.output, filepath.FromSlash(name))] = data
		}
	}
	return files, nil
}

// position reads "file:line:column" of package packages.
func (c *compared) position(text string) diag.Position {
	var pos diag.Position
	rest := text
	for _, to := range []*int{&pos.Column, &pos.Line} {
		i := strings.LastIndexByte(rest, ':')
		if i < 0 {
			break
		}
		n, err := strconv.Atoi(rest[i+1:])
		if err != nil {
			break
		}
		*to, rest = n, rest[:i]
	}
	pos.File = filepath.ToSlash(c.head.work.display(rest))
	return pos
}

// use is a place of a program that uses what a change breaks.
type use struct {
	pos     diag.Position
	finding diff.Go
	change  *diff.Change
}

// uses finds where programs use identifiers that a change breaks.
func (c *compared) uses(programs []*packages.Package) []use {
	type broken struct {
		finding diff.Go
		change  *diff.Change
	}
	breaks := map[tree.Symbol][]broken{}
	for i := range c.Changes {
		for _, g := range c.Changes[i].Go {
			if g.Breaks {
				breaks[g.Symbol] = append(breaks[g.Symbol], broken{g, &c.Changes[i]})
			}
		}
	}
	var found []use
	for _, p := range programs {
		if p.TypesInfo == nil || p.Types == nil {
			continue
		}
		symbols := symbolsOf(p.Types, c.head.root)
		for id, object := range p.TypesInfo.Uses {
			symbol, ok := symbols[object]
			if !ok {
				continue
			}
			for _, b := range breaks[symbol] {
				found = append(found, use{c.at(p.Fset, id), b.finding, b.change})
			}
		}
	}
	slices.SortFunc(found, func(a, b use) int {
		return cmp.Or(a.pos.Compare(b.pos), a.finding.Symbol.Compare(b.finding.Symbol), cmp.Compare(a.finding.Message, b.finding.Message))
	})
	return found
}

func (c *compared) at(fset *token.FileSet, id *ast.Ident) diag.Position {
	p := fset.Position(id.Pos())
	return diag.Position{File: filepath.ToSlash(c.head.work.display(p.Filename)), Line: p.Line, Column: p.Column}
}

// symbolsOf names the objects of the generated packages that a package imports.
func symbolsOf(p *types.Package, root string) map[types.Object]tree.Symbol {
	found := map[types.Object]tree.Symbol{}
	seen := map[*types.Package]bool{}
	var visit func(p *types.Package)
	visit = func(p *types.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		for _, imported := range p.Imports() {
			visit(imported)
		}
		if !strings.HasPrefix(p.Path(), root+"/") && p.Path() != root {
			return
		}
		for _, name := range p.Scope().Names() {
			object := p.Scope().Lookup(name)
			found[object] = tree.Symbol{Package: p.Path(), Name: name}
			for _, member := range membersOf(object) {
				found[member] = tree.Symbol{Package: p.Path(), Name: name, Member: member.Name()}
			}
		}
	}
	visit(p)
	return found
}

// membersOf lists the fields and methods of a type.
func membersOf(object types.Object) []types.Object {
	named, ok := object.Type().(*types.Named)
	if _, isType := object.(*types.TypeName); !ok || !isType {
		return nil
	}
	var list []types.Object
	for m := range named.Methods() {
		list = append(list, m)
	}
	switch t := named.Underlying().(type) {
	case *types.Struct:
		for f := range t.Fields() {
			list = append(list, f)
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			list = append(list, m)
		}
	}
	return list
}

// because finds the change behind a line that does not compile: of what is used there, otherwise of what the compiler names.
func (c *compared) because(pos diag.Position, message string, uses []use) *diff.Change {
	for _, u := range uses {
		if u.pos.File == pos.File && u.pos.Line == pos.Line {
			return u.change
		}
	}
	var best *diff.Change
	most := 0
	for i := range c.Changes {
		for _, g := range c.Changes[i].Go {
			if !g.Breaks {
				continue
			}
			n := 0
			if names(message, g.Symbol.Name) {
				n++
			}
			if g.Symbol.Member != "" && names(message, g.Symbol.Member) {
				n += 2
			}
			if names(message, path.Base(g.Symbol.Package)) {
				n++
			}
			if n > most {
				best, most = &c.Changes[i], n
			}
		}
	}
	return best
}

// names tells whether a message has a name as a word.
func names(message, name string) bool {
	return slices.Contains(strings.FieldsFunc(message, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}), name)
}
