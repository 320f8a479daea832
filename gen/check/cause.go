package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"strings"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// findings returns the type errors of a package as findings. It skips errors that start with a tab, because such an error only continues the
// previous error. The messages have no fix.
func (c *checker) findings(p *pkg) report.List {
	var found report.List
	for _, e := range p.errors {
		if strings.HasPrefix(e.Msg, "\t") {
			continue
		}
		declared, pointer := c.cause(p, e.Pos)
		message := fmt.Sprintf("the generated Go code does not compile: %s", e.Msg)
		if declared != "" {
			message = fmt.Sprintf("the generated declaration %q does not compile: %s", declared, e.Msg)
		}
		pos := position(c.fset.Position(e.Pos))
		source, _ := c.tree.Data(pos.File)
		found = append(found, report.Finding{
			Rule: TypeRule, Pos: pos, Source: source, Pointer: pointer, Message: message,
		})
	}
	return found
}

func position(p token.Position) report.Position {
	return report.Position{File: p.Filename, Line: p.Line, Column: p.Column}
}

// cause returns the name of the innermost indexed declaration at pos, such as "model.A.B", and its JSON pointer. Both are "" if there is none.
func (c *checker) cause(p *pkg, pos token.Pos) (declared, pointer string) {
	for _, file := range p.files {
		if pos < file.FileStart || pos >= file.FileEnd {
			continue
		}
		for _, decl := range file.Decls {
			if pos < decl.Pos() || pos > decl.End() {
				continue
			}
			for _, s := range symbols(p.path, decl, pos) {
				if at, ok := c.tree.Pointer(s); ok {
					short := path.Base(s.Package) + "." + s.Name
					if s.Member != "" {
						short += "." + s.Member
					}
					return short, at
				}
			}
		}
	}
	return "", ""
}

// symbols returns the symbols that decl declares at pos, starting with the innermost symbol. For a method, they include the receiver type. For a
// declaration of several names, such as "var a, b int", symbols returns only the first name.
func symbols(pkg string, decl ast.Decl, pos token.Pos) []tree.Symbol {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil || len(d.Recv.List) == 0 {
			return []tree.Symbol{{Package: pkg, Name: d.Name.Name}}
		}
		owner := typeName(d.Recv.List[0].Type)
		return []tree.Symbol{{Package: pkg, Name: owner, Member: d.Name.Name}, {Package: pkg, Name: owner}}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if pos < s.Pos() || pos > s.End() {
				continue
			}
			switch s := s.(type) {
			case *ast.ValueSpec:
				return []tree.Symbol{{Package: pkg, Name: s.Names[0].Name}}
			case *ast.TypeSpec:
				return append(member(pkg, s, pos), tree.Symbol{Package: pkg, Name: s.Name.Name})
			}
		}
	}
	return nil
}

// member returns a list with the struct field or interface method of s that contains pos, or nil if there is none.
func member(pkg string, s *ast.TypeSpec, pos token.Pos) []tree.Symbol {
	var fields *ast.FieldList
	switch t := s.Type.(type) {
	case *ast.StructType:
		fields = t.Fields
	case *ast.InterfaceType:
		fields = t.Methods
	}
	if fields == nil {
		return nil
	}
	for _, f := range fields.List {
		if pos < f.Pos() || pos > f.End() {
			continue
		}
		name := typeName(f.Type)
		if len(f.Names) > 0 {
			name = f.Names[0].Name
		}
		return []tree.Symbol{{Package: pkg, Name: s.Name.Name, Member: name}}
	}
	return nil
}

func typeName(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr:
		return typeName(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}
