package oas

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/report"
)

// locator converts positions of the YAML library to values of type [report.Position]. The library counts columns in characters. Unlike
// [Source.Lines], the library also ends a line at the characters NEL, LS and PS, as YAML 1.1 does.
type locator struct {
	source *Source
	start  []int // offset of each line as the library counts lines; nil if source has the same lines
	plain  bool  // whether the text is ASCII, so that columns are bytes
	end    report.Position
	last   struct{ line, column, bytes int }
}

func newLocator(source *Source) *locator {
	l := &locator{source: source, plain: true, end: source.Pos(len(source.Data))}
	for _, c := range source.Data {
		if c >= utf8.RuneSelf {
			l.plain = false
			break
		}
	}
	data := source.Data
	if l.plain || !bytes.Contains(data, []byte("\u0085")) && !bytes.Contains(data, []byte("\u2028")) && !bytes.Contains(data, []byte("\u2029")) {
		return l
	}
	l.start = append(l.start, source.Lines()[0])
	for i := l.start[0]; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n', c == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			l.start = append(l.start, i+1)
		case c == 0xc2 && bytes.HasPrefix(data[i:], []byte("\u0085")):
			l.start = append(l.start, i+2)
		case c == 0xe2 && (bytes.HasPrefix(data[i:], []byte("\u2028")) || bytes.HasPrefix(data[i:], []byte("\u2029"))):
			l.start = append(l.start, i+3)
		}
	}
	return l
}

// offset returns the position of the byte at an index in the source.
func (l *locator) offset(i int) report.Position { return l.source.Pos(i) }

// lines returns the offset of each line as the library counts lines.
func (l *locator) lines() []int {
	if l.start == nil {
		return l.source.Lines()
	}
	return l.start
}

// node returns the position of a node. Calls in the order of the text take linear time in total, because mark continues at the position of the
// previous call.
func (l *locator) node(n *yaml.Node) report.Position { return l.mark(n.Line, n.Column) }

func (l *locator) mark(line, column int) report.Position {
	if line > l.end.Line && l.start == nil { // for an empty value at the end of the file, the library returns the line after the end
		return l.end
	}
	if l.plain {
		return report.Position{File: l.source.Name, Line: max(line, 1), Column: max(column, 1)}
	}
	starts := l.lines()
	line = max(1, min(line, len(starts)))
	text := l.source.Data[starts[line-1]:]
	if l.last.line != line || l.last.column > column {
		l.last.line, l.last.column, l.last.bytes = line, 1, 0
	}
	for l.last.column < column && l.last.bytes < len(text) {
		_, size := utf8.DecodeRune(text[l.last.bytes:])
		l.last.bytes += size
		l.last.column++
	}
	return l.offset(starts[line-1] + l.last.bytes)
}

// problem returns the position and message of a syntax error. The position is at the first text of the line that the user must correct, or at a tab
// before this text. If the library reports no line, the position is the start of the file.
func (l *locator) problem(err error) (report.Position, string) {
	failure, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		return report.Position{File: l.source.Name, Line: 1, Column: 1}, err.Error()
	}
	message := failure.Message
	line := l.problemLine(failure)
	text, indent := l.indent(line)
	pos := l.offset(l.lines()[line-1] + indent)
	fix := syntaxFix(message)
	if tab := bytes.IndexByte(text[:indent], '\t'); tab >= 0 {
		pos = l.offset(l.lines()[line-1] + tab)
		fix = "indent with spaces; YAML does not allow tabs there"
	}
	if fix != "" {
		message += "; " + fix
	}
	return pos, message
}

// problemLine returns the line that the user must correct. The library reports the line where it detected the error, which may be a different line.
func (l *locator) problemLine(failure *yaml.LoadError) int {
	line := max(1, min(failure.Mark.Line, len(l.lines())))
	switch message := failure.Message; {
	case message == "found a tab character that violates indentation": // the library reports the first line of the text before the tab
		for i := line; i <= len(l.lines()); i++ {
			if text, indent := l.indent(i); bytes.IndexByte(text[:indent], '\t') >= 0 {
				return i
			}
		}
	case message == "found unexpected end of stream" && failure.ContextMark.Line > 0: // the library reports the end of the file instead of the quoted text
		return failure.ContextMark.Line
	case strings.HasPrefix(message, "did not find expected ',' or") || message == "did not find expected node content":
		return l.unclosedLine(line, failure.Mark.Column-1)
	}
	return line
}

// unclosedLine returns the line on which a comma or bracket is missing. If the library reports the first text of a line, or the colon after the
// first key, the missing character belongs on an earlier line.
func (l *locator) unclosedLine(line, column int) int {
	text, indent := l.indent(line)
	before := text[min(indent, len(text)):min(max(column, indent), len(text))]
	isKey := column < len(text) && text[column] == ':' && !bytes.ContainsAny(before, ",[]{}'\"")
	if len(before) > 0 && !isKey {
		return line
	}
	for line > 1 {
		line--
		if text, indent := l.indent(line); indent < len(text) && bytes.IndexByte([]byte("\r\n#"), text[indent]) < 0 {
			break
		}
	}
	return line
}

// indent returns the source from the start of a line, and the number of spaces and tabs at the start of this line.
func (l *locator) indent(line int) (text []byte, indent int) {
	text = l.source.Data[l.lines()[line-1]:]
	return text, len(text) - len(bytes.TrimLeft(text, " \t"))
}

// syntaxFix returns the usual fix for an error of the library, or "" if none is known. The texts of these errors use terms of the YAML specification.
func syntaxFix(message string) string {
	switch message {
	case "mapping values are not allowed in this context":
		return "quote a text that contains a colon, or correct the indentation"
	case "did not find expected key", "did not find expected '-' indicator":
		return "indent the line like the entries above it"
	case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
		return "write a comma, or close the bracket"
	case "did not find expected node content":
		return "write a value, or close the bracket"
	case "did not find expected <document start>":
		return "remove the text after the end of the document"
	case "found unexpected end of stream":
		return "close the quote"
	case "could not find expected ':'":
		return "write a colon after the key, or quote the text"
	case "found character that cannot start any token":
		return "quote the text"
	case "found incompatible YAML document":
		return "remove the line that begins with %YAML"
	}
	if strings.HasPrefix(message, "unknown anchor") {
		return "mark the value with &name before the alias, or quote the text"
	}
	return ""
}
