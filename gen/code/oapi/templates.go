package oapi

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

//go:embed union.tmpl
var unionTemplate string

//go:embed open.tmpl
var openTemplate string

// userTemplates returns the templates that replace those of oapi-codegen. oapi-codegen would use a value of one line as a file name, so each value
// has two lines. A value that is only white space would not replace the stock template (text/template, Template.Parse).
func userTemplates() map[string]string {
	const emptyTemplate = "{{``}}\n\n"
	return map[string]string{
		"imports.tmpl":               "package {{.PackageName}}\n",
		"constants.tmpl":             emptyTemplate,
		"typedef.tmpl":               "{{range specgenTypes .Types}}\ntype {{.TypeName}} {{if .IsAlias }}={{end}} {{.Schema.TypeDecl}}\n{{end}}\n",
		"additional-properties.tmpl": openTemplate,
		"union.tmpl":                 unionTemplate,
		"client.tmpl":                "{{specgenOperations .}}\n\n",
		"client-with-responses.tmpl": emptyTemplate,
	}
}

// barePrefix is the prefix of the names of types that copy another type without its methods. The names of other types begin with a capital letter.
const barePrefix = "open"

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
