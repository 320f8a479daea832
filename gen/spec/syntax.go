package spec

import (
	"bytes"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

func (l *loader) syntax(f *file, at *locator, err error) {
	pos, message := problem(f.name, f.data, at, err)
	l.add(pos, "yaml-syntax", "%s", message)
}

// Problem gives the place and the remedy of an error that yaml.v3 has with a text.
func Problem(file string, data []byte, err error) (report.Position, string) {
	return problem(file, data, newLocator(data), err)
}

func problem(file string, data []byte, at *locator, err error) (report.Position, string) {
	line, message := yamlError(err)
	if line == 0 || slices.Contains(parserProblems(), message) {
		line = problemLine(data, at, line+1, message)
	}
	if message == "found a tab character that violates indentation" { // named is the line that the text before it begins in
		for i := line; i <= len(at.start); i++ {
			text := data[at.start[i-1]:]
			if indent := len(text) - len(bytes.TrimLeft(text, " \t")); bytes.IndexByte(text[:indent], '\t') >= 0 {
				line = i
				break
			}
		}
	}
	pos := at.line(file, line)
	text := data[at.start[min(line, len(at.start))-1]:]
	indent := len(text) - len(bytes.TrimLeft(text, " \t"))
	pos.Column += indent
	remedy := remedyFor(message)
	if tab := bytes.IndexByte(text[:indent], '\t'); tab >= 0 {
		pos.Column += tab - indent
		remedy = "indent with spaces, YAML allows no tabs there"
	}
	if remedy != "" {
		message += "; " + remedy
	}
	return pos, message
}

// remedyFor tells what usually mends a mistake that yaml.v3 names in the words of the YAML specification.
func remedyFor(message string) string {
	switch message {
	case "mapping values are not allowed in this context":
		return "put a text with a colon in quotes, or mend the indentation"
	case "did not find expected key", "did not find expected '-' indicator":
		return "indent the line like the entries above it"
	case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
		return "write a comma, or close the bracket"
	case "found unexpected end of stream":
		return "close the quote"
	case "could not find expected ':'":
		return "write a colon behind the key, or put the text in quotes"
	case "found character that cannot start any token":
		return "put the text in quotes"
	case "found incompatible YAML document":
		return "remove the line %YAML"
	}
	if strings.HasPrefix(message, "unknown anchor") {
		return "mark the value with &name above, or put the text in quotes"
	}
	return ""
}

// yamlError takes "yaml: line 3: text" apart; yaml.v3 gives no columns, and for the first line and for aliases no line either (0).
func yamlError(err error) (line int, message string) {
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	number, rest, ok := strings.Cut(strings.TrimPrefix(message, "line "), ": ")
	line, notNumber := strconv.Atoi(number)
	if !ok || notNumber != nil || line < 1 {
		return 0, message
	}
	return line, rest
}

// parserProblems are what yaml.v3's parser, unlike its scanner, has to say. With them it names the line before the one in which the
// surrounding mapping or list begins (decode.go, func fail), which may be far from the mistake.
func parserProblems() []string {
	return []string{
		"did not find expected <stream-start>", "did not find expected <document start>", "did not find expected node content",
		"did not find expected '-' indicator", "did not find expected key", "did not find expected ',' or ']'",
		"did not find expected ',' or '}'", "found duplicate %YAML directive", "found incompatible YAML document",
		"found undefined tag handle", "found duplicate %TAG directive",
	}
}

// problemLine finds the line that brings a problem about: the end of the shortest beginning of the text that has it. Given is the line
// that the surrounding mapping or list begins in, 0 when that is unknown.
func problemLine(data []byte, at *locator, given int, message string) int {
	same := func(line int) bool { // whether the lines up to this one have the problem
		if line < 1 || line > len(at.start) {
			return false
		}
		end := len(data)
		if line < len(at.start) {
			end = at.start[line]
		}
		_, err := decode(bytes.NewReader(data[:end]))
		if err == nil {
			return false
		}
		_, other := yamlError(err)
		return other == message
	}
	if same(given) && !same(given-1) { // something that is never closed
		return given
	}
	r := lineReader{data: data}
	decode(&r)
	last, _ := slices.BinarySearch(at.start, r.pos)
	last = max(1, last)
	for line := last; line > last-4; line-- { // the reader may be a little ahead
		if !same(line - 1) {
			return line
		}
	}
	if len(data) > 1<<20 { // searching takes up to 20 times as long as reading
		return last
	}
	return 1 + sort.Search(last-1, func(i int) bool { return same(i + 1) })
}

// lineReader gives a text line by line, so that its place tells which line yaml.v3 is reading.
type lineReader struct {
	data []byte
	pos  int
}

func (r *lineReader) Read(p []byte) (int, error) {
	line := r.data[r.pos:]
	if len(line) == 0 {
		return 0, io.EOF
	}
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end+1]
	}
	n := copy(p, line)
	r.pos += n
	return n, nil
}
