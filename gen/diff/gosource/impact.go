package gosource

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

// Cause is a change of the document with the Go differences that it causes.
type Cause struct {
	Differences []Difference
	AddsMember  bool // the change adds a member to an enum
}

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
	Imports   map[string]*Program // the packages of Programs.List that it imports, by the path in its import declarations
	Reported  bool                // Impact reports lines of this package; others are only imported
	GoVersion string              // "go1.24", or "" for the newest version
}

// Site is a place in a program that a difference affects.
type Site struct {
	Pos     token.Position
	Message string
	Silent  bool   // the code still compiles but behaves differently
	Missing bool   // the place is a switch without a case for a new enum member
	Cause   *Cause // an element of the causes that Impact was called with, or nil if none explains the place

	Old, New string // the identifier at Pos and its replacement, if the change is a rename; otherwise ""
}

// Impact returns the places in programs that the differences of causes affect. These are lines that compile with the generated packages of base but
// not with those of head, uses of identifiers that behave differently, and switches without a case for a new enum member. If head does not have a
// generated package, Impact checks the programs with an empty one, so that it reports each use. Impact returns an error only if ctx is done.
func Impact(ctx context.Context, causes []Cause, base, head Side, p Programs) ([]Site, error) {
	before, after := p.check(base), p.check(head)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	old := map[string]bool{}
	for _, e := range before.errors {
		old[p.Fset.Position(e.Pos).String()+e.Msg] = true
	}
	uses := p.uses(before, causes, head.Root)
	var sites []Site
	for _, e := range after.errors {
		pos := p.Fset.Position(e.Pos)
		if old[pos.String()+e.Msg] || strings.HasPrefix(e.Msg, "\t") { // go/types reports the rest of an error as errors that begin with a tab
			continue
		}
		site := Site{Pos: pos, Message: strings.ReplaceAll(e.Msg, "\n", " "), Cause: causeOf(causes, uses, pos, e.Msg)}
		site.Old, site.New = renamed(uses, pos)
		sites = append(sites, site)
	}
	sites = append(sites, p.switches(before, causes, head)...)
	for _, u := range uses {
		if silent(u.finding) {
			symbol := strings.TrimPrefix(u.finding.Symbol.String(), head.Root+"/")
			sites = append(sites, Site{Pos: u.pos, Silent: true, Message: symbol + ": " + u.finding.Message, Cause: u.cause})
		}
	}
	slices.SortFunc(sites, func(a, b Site) int { return cmp.Or(comparePlaces(a.Pos, b.Pos), cmp.Compare(a.Message, b.Message)) })
	return slices.CompactFunc(sites, func(a, b Site) bool { return a.Pos == b.Pos && a.Message == b.Message }), nil
}

func comparePlaces(a, b token.Position) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// silent reports whether programs that use the symbol of a difference still compile but behave differently.
func silent(d Difference) bool {
	return strings.HasPrefix(d.Message, "value changed") || strings.HasPrefix(d.Message, "tag changed")
}

// verdict is the result of type-checking programs with the generated packages of one side.
type verdict struct {
	errors   []types.Error
	infos    []*types.Info // one per element of programs, in the same order
	packages []*types.Package
	programs []*Program // the programs whose field Reported is true
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
				if e, ok := err.(types.Error); ok && program.Reported {
					v.errors = append(v.errors, e)
				}
			},
		}
		pkg, _ := config.Check(program.Path, p.Fset, program.Files, info) // config.Error has collected the errors
		known[program] = pkg
		if program.Reported {
			v.infos, v.packages, v.programs = append(v.infos, info), append(v.packages, pkg), append(v.programs, program)
		}
	}
	return v
}

type importing func(string) (*types.Package, error)

// Import implements [types.Importer].
func (f importing) Import(name string) (*types.Package, error) { return f(name) }

// use is a place in a program that uses an identifier with a difference. The difference may break the program.
type use struct {
	pos     token.Position
	finding Difference
	cause   *Cause
}

// uses returns the uses of identifiers with differences that may break a program, sorted by position.
func (p Programs) uses(v verdict, causes []Cause, root string) []use {
	type broken struct {
		finding Difference
		cause   *Cause
	}
	breaks := map[tree.Symbol][]broken{}
	for i := range causes {
		for _, g := range causes[i].Differences {
			if g.mayBreak() {
				breaks[g.Symbol] = append(breaks[g.Symbol], broken{g, &causes[i]})
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
				found = append(found, use{p.Fset.Position(id.Pos()), b.finding, b.cause})
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

// membersOf returns the fields and methods of a named type, or nil for other objects.
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

// causeOf returns the cause that best explains a compiler error at a position, or nil. It prefers differences of identifiers that the line uses. If there
// are none, it looks for the identifiers in the error message.
func causeOf(causes []Cause, uses []use, pos token.Position, message string) *Cause {
	var best *Cause
	most := 0
	try := func(g Difference, c *Cause, used int) {
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
		try(uses[i].finding, uses[i].cause, 5)
	}
	if best != nil {
		return best
	}
	for i := range causes {
		for _, g := range causes[i].Differences {
			if g.mayBreak() {
				try(g, &causes[i], 0)
			}
		}
	}
	return best
}

// Affects reports whether a cause may affect programs.
func (c Cause) Affects() bool {
	return c.AddsMember || slices.ContainsFunc(c.Differences, Difference.mayBreak)
}

// mayBreak reports whether a difference can break a program.
func (d Difference) mayBreak() bool { return d.Breaks || d.addsMethod() }

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
