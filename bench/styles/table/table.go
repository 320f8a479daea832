// Package table contains the table "Style Examples" of OpenAPI 3.0.4 and 3.1.1, and a document with an operation for each parameter of the table.
package table

import (
	"fmt"
	"slices"
	"strings"
)

// Operation is an operation with one parameter, which is named color.
type Operation struct {
	In, Style string
	Explode   bool
	Kind      string // kind of the value: string, array or object
}

// ID returns the operationId.
func (o Operation) ID() string {
	words := []string{o.Style, "plain", o.Kind}
	if o.Explode {
		words[1] = "explode"
	}
	id := o.In
	for _, w := range words {
		id += strings.ToUpper(w[:1]) + w[1:]
	}
	return id
}

// Method returns the Go name that all generators derive from the operationId.
func (o Operation) Method() string { return strings.ToUpper(o.In[:1]) + o.ID()[1:] }

// RGB is the type of the objects in the table.
type RGB struct{ R, G, B int }

// Reserved is a string with characters that have a meaning in URLs, headers and cookies. The table has no text for this string.
const Reserved = `a b/c,d;e=f&g%20h"é`

// Cell is an operation with a value for its parameter, and the text of the value in the table.
type Cell struct {
	Operation
	Value any    // a string, []string or RGB
	Text  string // text of the table, or "" if the value is Reserved
}

// texts contains the rows of the table: the location, the style, the value of explode, and the texts of the empty string, the string, the array and
// the object. "-" means that the style does not apply to the value.
var texts = []struct {
	in, style string
	explode   bool
	texts     [4]string
}{
	{"path", "simple", false, [4]string{"", "blue", "blue,black,brown", "R,100,G,200,B,150"}},
	{"path", "simple", true, [4]string{"", "blue", "blue,black,brown", "R=100,G=200,B=150"}},
	{"path", "label", false, [4]string{".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"}},
	{"path", "label", true, [4]string{".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"}},
	{"path", "matrix", false, [4]string{";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"}},
	{"path", "matrix", true, [4]string{";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"}},
	{"query", "form", false, [4]string{"color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"}},
	{"query", "form", true, [4]string{"color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"}},
	{"query", "spaceDelimited", false, [4]string{"-", "-", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"}},
	{"query", "pipeDelimited", false, [4]string{"-", "-", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"}},
	{"query", "deepObject", true, [4]string{"-", "-", "-", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"}},
	{"header", "simple", false, [4]string{"", "blue", "blue,black,brown", "R,100,G,200,B,150"}},
	{"header", "simple", true, [4]string{"", "blue", "blue,black,brown", "R=100,G=200,B=150"}},
	{"cookie", "form", false, [4]string{"color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"}},
	{"cookie", "form", true, [4]string{"color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"}},
}

// Cells returns the cells of the table, followed by a cell with the value Reserved for each operation with a string.
func Cells() (cells []Cell) {
	values := []struct {
		kind  string
		value any
	}{{"string", ""}, {"string", "blue"}, {"array", []string{"blue", "black", "brown"}}, {"object", RGB{100, 200, 150}}}
	var reserved []Cell
	for _, row := range texts {
		for i, text := range row.texts {
			if text == "-" {
				continue
			}
			o := Operation{row.in, row.style, row.explode, values[i].kind}
			cells = append(cells, Cell{o, values[i].value, text})
			if values[i].value == any("blue") {
				reserved = append(reserved, Cell{Operation: o, Value: Reserved})
			}
		}
	}
	return append(cells, reserved...)
}

// Operations returns the operations of the cells, each once.
func Operations() (list []Operation) {
	for _, c := range Cells() {
		if !slices.Contains(list, c.Operation) {
			list = append(list, c.Operation)
		}
	}
	return list
}

// Document returns an OpenAPI document with the given operations.
func Document(operations []Operation) string {
	var b strings.Builder
	b.WriteString("openapi: 3.0.3\ninfo: {title: Styles, version: \"1\"}\npaths:\n")
	schemas := map[string]string{
		"string": "{type: string}", "array": "{type: array, items: {type: string}}", "object": "{$ref: '#/components/schemas/RGB'}",
	}
	for _, o := range operations {
		path := "/" + o.ID()
		if o.In == "path" {
			path += "/{color}"
		}
		fmt.Fprintf(&b, "  '%s':\n    get:\n      operationId: %s\n      parameters:\n", path, o.ID())
		fmt.Fprintf(&b, "        - {name: color, in: %s, required: true, style: %s, explode: %v, schema: %s}\n", o.In, o.Style, o.Explode, schemas[o.Kind])
		b.WriteString("      responses: {'204': {description: The server has read the parameter}}\n")
	}
	b.WriteString("components:\n  schemas:\n    RGB:\n      type: object\n      required: [R, G, B]\n" +
		"      properties: {R: {type: integer}, G: {type: integer}, B: {type: integer}}\n")
	return b.String()
}
