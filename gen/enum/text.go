package enum

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/rasapi/specgen/gen/report"
)

// lineWidth is where comments and lists are broken.
const lineWidth = 120

// comment makes the lines of a doc comment, one paragraph for each text; empty texts are left out.
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

// clean returns a line as a Go comment holds it: without the line end, and with control and format characters escaped.
func clean(line string) string {
	return report.Visible(strings.ReplaceAll(strings.TrimRight(line, " \t\r\n"), "\t", " "))
}

// wrap breaks a line of prose at spaces.
func wrap(line string, width int) []string {
	var lines []string
	if strings.TrimLeft(line, " -*+#|0123456789.") != line {
		return []string{line} // a list, a table or code, which a break would tear
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

// list makes "{a, b, c}", broken into lines where it is long. indent is the width of what stands before each line.
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
