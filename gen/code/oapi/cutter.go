package oapi

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/code/ir"
)

// cutter extracts declarations from the text that oapi-codegen writes.
type cutter struct {
	text string
	file *token.File
	anys []token.Pos // positions of the type interface{}
}

// newCutter returns a cutter for the text of a file.
func newCutter(text string, fset *token.FileSet, file *ast.File) cutter {
	c := cutter{text: text, file: fset.File(file.FileStart)}
	ast.Inspect(file, func(n ast.Node) bool {
		if t, ok := n.(*ast.InterfaceType); ok && c.text[c.file.Offset(t.Pos()):c.file.Offset(t.End())] == emptyInterface {
			c.anys = append(c.anys, t.Pos())
		}
		return true
	})
	return c
}

// emptyInterface is the form in which oapi-codegen writes the type any.
const emptyInterface = "interface{}"

// slice returns the text between two positions, with any instead of interface{}.
func (c cutter) slice(from, to token.Pos) string {
	var b strings.Builder
	next, _ := slices.BinarySearch(c.anys, from)
	for ; next < len(c.anys) && c.anys[next] < to; next++ {
		b.WriteString(c.text[c.file.Offset(from):c.file.Offset(c.anys[next])] + "any")
		from = c.anys[next] + token.Pos(len(emptyInterface))
	}
	return b.String() + c.text[c.file.Offset(from):c.file.Offset(to)]
}

// declaration returns a declaration with its source. For a method, it also sets the name and the comment. It leaves out the doc comment of a type,
// because package render writes another comment. The comment of oapi-codegen is the name of the type and the description ("// Door A door of the
// house").
func (c cutter) declaration(decl ast.Decl) ir.Declaration {
	if f, ok := decl.(*ast.FuncDecl); ok {
		method := ir.Declaration{Method: f.Name.Name, Parts: []ir.Part{{Source: c.slice(f.Pos(), f.End())}}}
		if f.Doc != nil {
			method.Comment = c.slice(f.Doc.Pos(), f.Doc.End()) + "\n"
		}
		return method
	}
	return ir.Declaration{Parts: c.parts(decl)}
}

// parts splits the source of a declaration at the comments of its fields.
func (c cutter) parts(d ast.Decl) []ir.Part {
	var parts []ir.Part
	at := d.Pos()
	ast.Inspect(d, func(n ast.Node) bool {
		f, ok := n.(*ast.Field)
		if !ok || f.Doc == nil {
			return true
		}
		name, next := "", f.Type.Pos()
		if len(f.Names) > 0 {
			name, next = f.Names[0].Name, f.Names[0].Pos()
		}
		parts = append(parts, ir.Part{Source: c.slice(at, f.Doc.Pos()), Doc: fieldDoc(name, f.Doc)})
		at = next
		return true
	})
	return append(parts, ir.Part{Source: c.slice(at, d.End())})
}

// fieldDoc returns the text in the comment of a field, without the name of the field at the start.
func fieldDoc(name string, doc *ast.CommentGroup) string {
	var lines []string
	for _, c := range doc.List { // doc.Text would remove lines that look like directives
		lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(c.Text, "//"), " "))
	}
	lines[0] = strings.TrimPrefix(lines[0], name+" ")
	text := strings.Join(lines, "\n")
	// a deprecation must be a separate paragraph (https://go.dev/wiki/Deprecated)
	text = strings.Replace(text, "\nDeprecated:", "\n\nDeprecated:", 1)
	return strings.Replace(text, "this property has been marked as deprecated upstream, but no `x-deprecated-reason` was set",
		"the API marks this property as deprecated.", 1)
}
