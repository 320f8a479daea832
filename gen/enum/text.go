package enum

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/rasapi/specgen/gen/code/lines"
)

// lineWidth is the length, in bytes, at which comments and lists are wrapped. A single word or item, or an indented line, can be longer.
const lineWidth = 120

// comment returns the lines of a doc comment. Each text is a separate paragraph. comment ignores empty texts.
func comment(texts ...string) []jen.Code {
	var code []jen.Code
	for _, text := range texts {
		for i, line := range lines.Of(text, lineWidth-len("// ")) {
			if i == 0 && len(code) > 0 {
				code = append(code, jen.Comment("//"))
			}
			code = append(code, jen.Comment(strings.TrimRight("// "+line, " ")))
		}
	}
	return code
}

// list returns items in the form "{a, b, c}". A long list has several lines. indent is the width of the text before the list.
func list(items []string, indent int) *jen.Statement {
	width := indent
	for _, item := range items {
		width += len(item) + 2
	}
	if width <= lineWidth {
		return jen.Op("{" + strings.Join(items, ", ") + "}")
	}
	return jen.Op("{\n" + strings.Join(fill(items, ", "), ",\n") + ",\n}")
}

// fill joins items with a separator and breaks the text into lines. No line ends with the separator.
func fill(items []string, separator string) []string {
	var lines []string
	line := ""
	for _, item := range items {
		if line != "" && len(line)+len(separator)+len(item) > lineWidth-16 {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += separator
		}
		line += item
	}
	return append(lines, line)
}
