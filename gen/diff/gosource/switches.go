package gosource

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/tree"
)

// newMember is a constant that a cause adds to an enum type.
type newMember struct {
	name  string
	cause *Cause
}

// switches returns the switch statements over enums that have no case for an added member and no default. It leaves out statements without any case.
func (p Programs) switches(v verdict, causes []Cause, head Side) []Site {
	added := map[tree.Symbol][]newMember{} // by enum type
	for i := range causes {
		if !causes[i].AddsMember {
			continue
		}
		for _, g := range causes[i].Differences {
			if t, ok := constantType(head, g.Symbol); ok && g.Message == "added" {
				added[t] = append(added[t], newMember{g.Symbol.Name, &causes[i]})
			}
		}
	}
	var sites []Site
	if len(added) == 0 {
		return nil
	}
	for i, program := range v.programs {
		for _, file := range program.Files {
			ast.Inspect(file, func(n ast.Node) bool {
				s, ok := n.(*ast.SwitchStmt)
				if !ok || s.Tag == nil || len(s.Body.List) == 0 || hasDefault(s) {
					return true
				}
				name, ok := symbolOfType(v.infos[i].TypeOf(s.Tag))
				for _, m := range added[name] {
					if ok {
						sites = append(sites, Site{
							Pos: p.Fset.Position(s.Switch), Missing: true, Cause: m.cause,
							Message: "the switch over " + strings.TrimPrefix(name.String(), head.Root+"/") + " has no case for " + m.name + " and no default",
						})
					}
				}
				return true
			})
		}
	}
	return sites
}

// hasDefault reports whether a switch statement has a default clause.
func hasDefault(s *ast.SwitchStmt) bool {
	return slices.ContainsFunc(s.Body.List, func(c ast.Stmt) bool {
		clause, ok := c.(*ast.CaseClause)
		return ok && clause.List == nil
	})
}

// constantType returns the type of a constant of a side. It returns false if the symbol is not a constant of a named type.
func constantType(s Side, symbol tree.Symbol) (tree.Symbol, bool) {
	if s.Go == nil || symbol.Member != "" {
		return tree.Symbol{}, false
	}
	for _, pkg := range s.Go.Packages {
		if pkg.Path() == symbol.Package {
			if c, ok := pkg.Scope().Lookup(symbol.Name).(*types.Const); ok {
				return symbolOfType(c.Type())
			}
		}
	}
	return tree.Symbol{}, false
}

// symbolOfType returns the symbol of a named type. It returns false for other types.
func symbolOfType(t types.Type) (tree.Symbol, bool) {
	if t == nil {
		return tree.Symbol{}, false
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return tree.Symbol{}, false
	}
	return tree.Symbol{Package: named.Obj().Pkg().Path(), Name: named.Obj().Name()}, true
}

// renamed returns the removed identifier at a position and its replacement. The replacement is the only identifier that the same cause adds to the same
// package or, for a member, to the same type. If there is none or more than one, renamed returns "".
func renamed(uses []use, pos token.Position) (old, now string) {
	for _, u := range uses {
		if u.pos != pos || u.finding.Message != "removed" || u.cause == nil {
			continue
		}
		removed := u.finding.Symbol
		name := func(s tree.Symbol) string {
			if s.Member != "" {
				return s.Member
			}
			return s.Name
		}
		var added []string
		for _, g := range u.cause.Differences {
			s := g.Symbol
			if g.Message == "added" && s.Package == removed.Package && (removed.Member != "") == (s.Member != "") && (removed.Member == "" || s.Name == removed.Name) {
				added = append(added, name(s))
			}
		}
		if len(added) == 1 {
			return name(removed), added[0]
		}
	}
	return "", ""
}
