package diff

import (
	"cmp"
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/tree"
)

// Programs has the packages that [Impact] checks. Each package comes after the ones that it imports.
type Programs struct {
	Fset    *token.FileSet
	List    []*Program
	Outside types.Importer // imports packages that are neither generated nor in List
}

// Program is one parsed package.
type Program struct {
	Path      string // its import path
	Files     []*ast.File
	Imports   map[string]*Program // the packages of the list that it imports, by the path in its import declarations
	Asked     bool                // Impact reports lines of this package; others are only imported
	GoVersion string              // "go1.24", or "" for the newest version
}

// Site is a place in a program that a change affects.
type Site struct {
	Pos     token.Position
	Message string
	Silent  bool    // the code compiles and behaves differently
	Missing bool    // the place is a switch without a case for a new enum member
	Change  *Change // the change that causes it, or nil if none was found

	Old, New string // the identifier at Pos and its replacement, if the change is a rename; otherwise ""
}

// Impact returns the places in programs that changes affect. These are code that compiles with the generated packages of base and not with those of head,
// uses of identifiers that behave differently, and switches without a case for a new enum member. If head does not have a generated package, Impact
// checks the programs with an empty one, so that it reports each use. The error is that of ctx.
func Impact(ctx context.Context, changes []Change, base, head Side, p Programs) ([]Site, error) {
	before, after := p.check(base), p.check(head)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	old := map[string]bool{}
	for _, e := range before.errors {
		old[p.Fset.Position(e.Pos).String()+e.Msg] = true
	}
	uses := p.uses(before, changes, head.Root)
	var sites []Site
	for _, e := range after.errors {
		pos := p.Fset.Position(e.Pos)
		if old[pos.String()+e.Msg] || strings.HasPrefix(e.Msg, "\t") { // go/types continues an error in further ones that begin with a tab
			continue
		}
		site := Site{Pos: pos, Message: strings.ReplaceAll(e.Msg, "\n", " "), Change: because(changes, uses, pos, e.Msg)}
		site.Old, site.New = renamed(uses, pos)
		sites = append(sites, site)
	}
	sites = append(sites, p.switches(before, changes, head)...)
	for _, u := range uses {
		if silent(u.finding) {
			symbol := strings.TrimPrefix(u.finding.Symbol.String(), head.Root+"/")
			sites = append(sites, Site{Pos: u.pos, Silent: true, Message: symbol + ": " + u.finding.Message, Change: u.change})
		}
	}
	slices.SortFunc(sites, func(a, b Site) int { return cmp.Or(comparePlaces(a.Pos, b.Pos), cmp.Compare(a.Message, b.Message)) })
	return slices.CompactFunc(sites, func(a, b Site) bool { return a.Pos == b.Pos && a.Message == b.Message }), nil
}

func comparePlaces(a, b token.Position) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// silent reports whether programs that use the symbol of a difference continue to compile and behave differently.
func silent(g Go) bool {
	return strings.HasPrefix(g.Message, "value changed") || strings.HasPrefix(g.Message, "tag changed")
}

// verdict is the result of type-checking programs with the generated packages of one side.
type verdict struct {
	errors   []types.Error
	infos    []*types.Info // of programs
	packages []*types.Package
	programs []*Program // the programs with Asked
}

// check type-checks all programs with the generated packages of one side.
func (p Programs) check(s Side) verdict {
	generated := map[string]*types.Package{}
	if s.Go != nil {
		for _, pkg := range s.Go.Packages {
			generated[pkg.Path()] = pkg
		}
	}
	var v verdict
	known := map[*Program]*types.Package{}
	for _, program := range p.List {
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
		config := types.Config{
			GoVersion: program.GoVersion, FakeImportC: true,
			Importer: importing(func(name string) (*types.Package, error) {
				switch of := program.Imports[name]; {
				case of != nil && known[of] != nil:
					return known[of], nil
				case name != s.Root && !strings.HasPrefix(name, s.Root+"/"):
					return p.Outside.Import(name)
				case generated[name] == nil:
					generated[name] = types.NewPackage(name, path.Base(name))
					generated[name].MarkComplete()
				}
				return generated[name], nil
			}),
			Error: func(err error) {
				if e, ok := err.(types.Error); ok && program.Asked {
					v.errors = append(v.errors, e)
				}
			},
		}
		pkg, _ := config.Check(program.Path, p.Fset, program.Files, info) // config.Error has collected the errors
		known[program] = pkg
		if program.Asked {
			v.infos, v.packages, v.programs = append(v.infos, info), append(v.packages, pkg), append(v.programs, program)
		}
	}
	return v
}

type importing func(string) (*types.Package, error)

// Import implements [types.Importer].
func (f importing) Import(name string) (*types.Package, error) { return f(name) }

// use is a place in a program that uses an identifier with a breaking difference.
type use struct {
	pos     token.Position
	finding Go
	change  *Change
}

// uses returns the uses of identifiers that changes may break, sorted by position.
func (p Programs) uses(v verdict, changes []Change, root string) []use {
	type broken struct {
		finding Go
		change  *Change
	}
	breaks := map[tree.Symbol][]broken{}
	for i := range changes {
		for _, g := range changes[i].Go {
			if g.mayBreak() {
				breaks[g.Symbol] = append(breaks[g.Symbol], broken{g, &changes[i]})
			}
		}
	}
	symbols := map[types.Object]tree.Symbol{}
	seen := map[*types.Package]bool{}
	var found []use
	for i, info := range v.infos {
		addSymbols(v.packages[i], root, seen, symbols)
		for id, object := range info.Uses {
			symbol, ok := symbols[object]
			if !ok {
				continue
			}
			for _, b := range breaks[symbol] {
				found = append(found, use{p.Fset.Position(id.Pos()), b.finding, b.change})
			}
		}
	}
	slices.SortFunc(found, func(a, b use) int {
		return cmp.Or(comparePlaces(a.pos, b.pos), a.finding.Symbol.Compare(b.finding.Symbol), cmp.Compare(a.finding.Message, b.finding.Message))
	})
	return found
}

// addSymbols adds the symbols of the generated packages that a package imports, directly or indirectly.
func addSymbols(p *types.Package, root string, seen map[*types.Package]bool, symbols map[types.Object]tree.Symbol) {
	if p == nil || seen[p] {
		return
	}
	seen[p] = true
	for _, imported := range p.Imports() {
		addSymbols(imported, root, seen, symbols)
	}
	if !strings.HasPrefix(p.Path(), root+"/") && p.Path() != root {
		return
	}
	for _, top := range p.Scope().Names() {
		object := p.Scope().Lookup(top)
		symbols[object] = tree.Symbol{Package: p.Path(), Name: top}
		for _, member := range membersOf(object) {
			symbols[member] = tree.Symbol{Package: p.Path(), Name: top, Member: member.Name()}
		}
	}
}

// membersOf returns the fields and methods of a type.
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

// because returns the change that best explains a compiler error at a position, or nil. Changes of identifiers that the line uses come first, then changes
// of identifiers in the error message.
func because(changes []Change, uses []use, pos token.Position, message string) *Change {
	var best *Change
	most := 0
	try := func(g Go, c *Change, used int) {
		n := used
		if hasWord(message, g.Symbol.Name) {
			n++
		}
		if g.Symbol.Member != "" && hasWord(message, g.Symbol.Member) {
			n += 2
		}
		if hasWord(message, path.Base(g.Symbol.Package)) {
			n++
		}
		if n > most {
			best, most = c, n
		}
	}
	i, _ := slices.BinarySearchFunc(uses, pos, func(u use, pos token.Position) int {
		return cmp.Or(cmp.Compare(u.pos.Filename, pos.Filename), cmp.Compare(u.pos.Line, pos.Line), 1)
	})
	for ; i < len(uses) && uses[i].pos.Filename == pos.Filename && uses[i].pos.Line == pos.Line; i++ {
		try(uses[i].finding, uses[i].change, 5)
	}
	if best != nil {
		return best
	}
	for i := range changes {
		for _, g := range changes[i].Go {
			if g.mayBreak() {
				try(g, &changes[i], 0)
			}
		}
	}
	return best
}

// Breaks reports whether any change may affect Go programs, so that [Impact] is needed.
func Breaks(changes []Change) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return addsMember(c) || slices.ContainsFunc(c.Go, Go.mayBreak) })
}

// mayBreak reports whether a difference can break a program.
func (g Go) mayBreak() bool { return g.Breaks || g.addsMethod() }

// String returns a line such as "main.go:12:20: does not compile: undefined: model.DoorStateLocked".
func (s Site) String() string {
	what := "does not compile"
	if s.Silent {
		what = "behaves differently"
	} else if s.Missing {
		what = "lacks a case"
	}
	return fmt.Sprintf("%s: %s: %s", s.Pos, what, s.Message)
}
