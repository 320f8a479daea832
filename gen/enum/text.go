package enum

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/rasapi/specgen/gen/report"
)

// lineWidth is the maximum length of the lines of comments and lists.
const lineWidth = 120

// comment returns the lines of a doc comment with one paragraph per text. It ignores empty texts.
func comment(texts ...string) []jen.Code {
	var lines []jen.Code
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, jen.Comment("//"))
		}
		for line := range strings.Lines(text) {
			for _, part := range wrap(clean(line), lineWidth-len("// ")) {
				lines = append(lines, jen.Comment(strings.TrimRight("// "+part, " ")))
			}
		}
	}
	return lines
}

// clean removes the end of a line and escapes control and format characters.
func clean(line string) string {
	return report.Visible(strings.ReplaceAll(strings.TrimRight(line, " \t\r\n"), "\t", " "))
}

// wrap breaks a line of prose at spaces.
func wrap(line string, width int) []string {
	var lines []string
	if strings.TrimLeft(line, " -*+#|0123456789.") != line {
		return []string{line} // a list, a table or code, which must not be wrapped
	}
	for len(line) > width {
		at := strings.LastIndexByte(line[:width+1], ' ')
		if at <= 0 || strings.TrimSpace(line[:at]) == "" {
			at = strings.IndexByte(line[width:], ' ')
			if at < 0 {
				break
			}
			at += width
		}
		lines = append(lines, strings.TrimRight(line[:at], " "))
		line = strings.TrimLeft(line[at:], " ")
	}
	return append(lines, line)
}

// list returns "{a, b, c}", in several lines if it is long. indent is the width of the text before it.
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

// fill joins items into lines.
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
