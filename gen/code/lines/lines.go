// Package lines breaks the text of Go comments into lines. Its entry point is [Of].
package lines

import (
	"go/build/constraint"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n", "\f", "\n")

// Of returns text as the lines of a Go comment, or nil if text is blank. The lines have no comment marks, and one blank line separates two
// paragraphs. Of wraps lines that are longer than width bytes at spaces, except indented lines. The text can neither end the comment, nor hide code,
// nor be a build constraint. Every kind of line break starts a new line, and [report.VisibleLines] escapes control and format characters.
func Of(text string, width int) []string {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	var lines []string
	blank := false
	for line := range strings.SplitSeq(lineBreaks.Replace(text), "\n") {
		line = report.VisibleLines(strings.TrimRight(line, " \t"))
		if line != "" && line[0] != ' ' && line[0] != '\t' {
			line = strings.Join(strings.Fields(line), " ")
		}
		switch {
		case line == "":
			blank = len(lines) > 0
		case blank:
			lines = wrap(append(lines, ""), line, width)
			blank = false
		default:
			lines = wrap(lines, line, width)
		}
	}
	for i, line := range lines {
		if constraint.IsPlusBuild("//" + line) { // gofmt would move such a line to the start of the file, as a build constraint
			lines[i] = strings.Replace(line, "+build", "+ build", 1)
		}
	}
	return lines
}

// wrap breaks a line at spaces and appends the resulting lines to lines. It does not break an indented line, because godoc shows such a line as
// code.
func wrap(lines []string, line string, width int) []string {
	if line[0] == ' ' || line[0] == '\t' {
		return append(lines, line)
	}
	for len(line) > width {
		end := strings.LastIndexByte(line[:width+1], ' ')
		if end < 0 {
			end = strings.IndexByte(line, ' ')
		}
		if end < 0 {
			break
		}
		lines, line = append(lines, line[:end]), line[end+1:]
	}
	return append(lines, line)
}
