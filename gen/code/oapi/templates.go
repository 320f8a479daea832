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

//go:embed typedef.tmpl
var typeTemplate string

// userTemplates returns the templates that replace templates of oapi-codegen. oapi-codegen would treat a value without a line break as a file name,
// so each value contains a line break. A value that contains only white space would not replace the stock template (text/template, Template.Parse).
func userTemplates() map[string]string {
	const emptyTemplate = "{{``}}\n\n"
	return map[string]string{
		"imports.tmpl":               "package {{.PackageName}}\n",
		"constants.tmpl":             emptyTemplate,
		"typedef.tmpl":               typeTemplate,
		"additional-properties.tmpl": openTemplate,
		"union.tmpl":                 unionTemplate,
		"client.tmpl":                "{{specgenOperations .}}\n\n",
		"client-with-responses.tmpl": emptyTemplate,
	}
}

// barePrefix is the prefix of the name of a type that copies another type without its methods. The names of all other types start with an
// upper-case letter.
const barePrefix = "open"

// wireNames returns a Go expression for a string with the JSON names of properties, separated by commas. The expression may have several lines. The
// result starts with a space or a line break.
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
