package oapi

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

//go:embed union.tmpl
var unionTemplate string

// userTemplates returns the templates that replace those of oapi-codegen. oapi-codegen would use a value of one line as a file name, so each value
// has two lines. A value of white space alone would leave the stock template in place (text/template, Template.Parse).
func userTemplates() map[string]string {
	const nothing = "{{``}}\n\n"
	return map[string]string{
		"imports.tmpl":               "package {{.PackageName}}\n",
		"constants.tmpl":             nothing,
		"typedef.tmpl":               "{{specgenTypes .Types}}\n" + typedefTemplate,
		"additional-properties.tmpl": openTemplate,
		"union.tmpl":                 unionTemplate,
		"client.tmpl":                "{{specgenOperations .}}\n\n",
		"client-with-responses.tmpl": nothing,
	}
}

const typedefTemplate = `{{range .Types}}
type {{.TypeName}} {{if .IsAlias }}={{end}} {{.Schema.TypeDecl}}
{{end}}
`

// barePrefix begins the name of a type that is a copy of another one without its methods. Types of schemas begin with a capital.
const barePrefix = "open"

// openTemplate writes the methods of objects that keep members that their schema does not declare. A model has many of them, so the code is quick to
// compile: both methods share one type without methods, and convert a pointer instead of a copy, and all names are in one string.
const openTemplate = `{{range .Types}}{{if eq 0 (len .Schema.UnionElements)}}
// UnmarshalJSON decodes an object. It keeps members that the schema does not declare in AdditionalProperties.
func (a *{{.TypeName}}) UnmarshalJSON(b []byte) error {
	return protocol.UnmarshalOpen(b, (*open{{.TypeName}})(a), &a.AdditionalProperties,{{specgenNames .Schema.Properties}})
}

// MarshalJSON encodes an object with its declared members and AdditionalProperties.
func (a {{.TypeName}}) MarshalJSON() ([]byte, error) {
	return protocol.MarshalOpen((*open{{.TypeName}})(&a), a.AdditionalProperties)
}

type open{{.TypeName}} {{.TypeName}}
{{end}}{{end}}
`

// wireNames returns a Go expression for the names of properties, separated by commas. The expression may have several lines; the space or line break
// before it is part of the result.
func wireNames(properties []codegen.Property) string {
	var lines []string
	line := ""
	for i, p := range properties {
		if line != "" && len(line)+len(p.JsonFieldName) > 100 {
			lines, line = append(lines, strconv.Quote(line)), ""
		}
		line += p.JsonFieldName
		if i < len(properties)-1 {
			line += ","
		}
	}
	if lines = append(lines, strconv.Quote(line)); len(lines) == 1 && len(line) < 30 {
		return " " + lines[0]
	}
	return "\n\t\t" + strings.Join(lines, "+\n\t\t\t")
}
