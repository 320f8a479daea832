package oapi

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/rasapi/specgen/gen/code/ir"
)

// cutter cuts declarations out of a text of oapi-codegen.
type cutter struct {
	text string
	file *token.File
}

func (c cutter) slice(from, to token.Pos) string {
	return c.text[c.file.Offset(from):c.file.Offset(to)]
}

// declaration returns the source of a declaration. A type has no comment of its own, because oapi-codegen repeats the name of a type or field before
// the description ("// Door A door of the house").
func (c cutter) declaration(decl ast.Decl) ir.Declaration {
	if f, ok := decl.(*ast.FuncDecl); ok {
		method := ir.Declaration{Method: f.Name.Name, Parts: []ir.Part{{Source: c.slice(f.Pos(), f.End())}}}
		if f.Doc != nil {
			method.Comment = c.slice(f.Doc.Pos(), f.Doc.End()) + "\n"
		}
		return method
	}
	d := decl.(*ast.GenDecl)
	t, ok := d.Specs[0].(*ast.TypeSpec)
	if !ok || d.Lparen.IsValid() {
		return ir.Declaration{Parts: c.parts(d)}
	}
	s, isStruct := t.Type.(*ast.StructType)
	if isStruct {
		if fields, ok := c.fields(s); ok {
			return ir.Declaration{Struct: true, Fields: fields}
		}
	}
	parts := c.parts(d)
	if !isStruct && len(parts) == 1 {
		return ir.Declaration{Underlying: c.slice(t.Type.Pos(), t.Type.End()), Alias: t.Assign.IsValid()}
	}
	return ir.Declaration{Parts: parts}
}

// fields returns the fields of a struct. It returns false for a struct that has more than names, types, tags and comments above fields.
func (c cutter) fields(s *ast.StructType) (fields []ir.StructField, ok bool) {
	at := s.Fields.Opening + 1
	for _, f := range s.Fields.List {
		if len(f.Names) != 1 || f.Comment != nil {
			return nil, false
		}
		field := ir.StructField{Name: f.Names[0].Name, Type: c.slice(f.Type.Pos(), f.Type.End())}
		start := f.Pos()
		if f.Doc != nil {
			start, field.Doc = f.Doc.Pos(), fieldDoc(field.Name, f.Doc)
		}
		between := c.slice(at, start)
		if strings.TrimSpace(between) != "" {
			return nil, false
		}
		field.Gap = len(fields) > 0 && strings.Count(between, "\n") > 1
		if f.Tag != nil {
			field.Tag = f.Tag.Value
		}
		fields, at = append(fields, field), f.End()
	}
	return fields, strings.TrimSpace(c.slice(at, s.Fields.Closing)) == ""
}

// parts splits the source of a declaration at the comments of fields.
func (c cutter) parts(d *ast.GenDecl) []ir.Part {
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

// fieldDoc returns the text of a field's comment, without the name of the field at the start.
func fieldDoc(name string, doc *ast.CommentGroup) string {
	var lines []string
	for _, c := range doc.List { // not doc.Text(), which drops what looks like a directive
		lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(c.Text, "//"), " "))
	}
	lines[0] = strings.TrimPrefix(lines[0], name+" ")
	text := strings.Join(lines, "\n")
	// A deprecation is a paragraph of its own: https://go.dev/wiki/Deprecated
	text = strings.Replace(text, "\nDeprecated:", "\n\nDeprecated:", 1)
	return strings.Replace(text, "this property has been marked as deprecated upstream, but no `x-deprecated-reason` was set",
		"the API marks this property as deprecated.", 1)
}
