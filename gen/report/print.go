package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Format is an output format.
type Format string

// The formats.
const (
	Text   Format = "text"   // for people: per finding a message, the source line with carets and the related positions; then a summary
	JSON   Format = "json"   // JSON, as in docs/diagnostics.schema.json and docs/diff.schema.json
	GitHub Format = "github" // workflow commands that GitHub shows as annotations
	SARIF  Format = "sarif"  // SARIF 2.1.0 log for code scanning
	JUnit  Format = "junit"  // JUnit test report

	Comment Format = "markdown" // only for documents: a comment on a pull request with at most [CommentLimit] characters
	GitLab  Format = "gitlab"   // only for documents: a GitLab code quality report
	HTML    Format = "html"     // only for documents: a page without external resources
)

// Formats returns the formats of [Print], in the order of the help text.
func Formats() []string {
	return []string{string(Text), string(JSON), string(GitHub), string(SARIF), string(JUnit)}
}

// DocumentFormats returns the formats of [PrintDocument], in the order of the help text.
func DocumentFormats() []string {
	return []string{string(Text), string(Comment), string(JSON), string(GitHub), string(GitLab), string(SARIF), string(JUnit), string(HTML)}
}

// ParseFormat returns the format of [Print] with the name s, or an error if there is none.
func ParseFormat(s string) (Format, error) {
	if !slices.Contains(Formats(), s) {
		return "", fmt.Errorf("format %q is unknown; write one of %s", s, strings.Join(Formats(), ", "))
	}
	return Format(s), nil
}

// Options are the options of [Print] and [PrintDocument]. The zero value is valid.
type Options struct {
	Color         bool                              // whether the text format has ANSI colours for findings
	All           bool                              // whether the text format of a document lists all places, operations, wire results and identifiers
	Source        func(file string) ([]byte, error) // function that returns the content of a file; if it is nil or fails, the output has no source lines
	BaseSource    func(file string) ([]byte, error) // function that returns the content of a file in base, for the excerpts in HTML; may be nil
	Tool, Version string                            // name and version of the tool in the output; the default of Tool is "specgen"
	Describe      func(rule string) string          // function that returns the title of a rule, or ""; may be nil
}

// Print writes findings in the order of the list. The output is the same for equal lists, options and source files. For an empty list, the output of
// JSON, SARIF and JUnit is a complete document, and the output of the other formats is empty.
//
// The output is well-formed for any text in a finding. The text of a finding cannot imitate another finding. Neither a terminal nor a CI runner
// interprets the text (see [Visible]). In JSON and SARIF, texts keep their exact values. Exceptions are bytes that are not UTF-8, and SARIF messages
// with links.
//
// Print returns an error if f is not one of [Formats], or if writing to w fails.
func Print(w io.Writer, f Format, list List, o Options) error {
	p := newPrinter(o)
	var err error
	switch f {
	case Text:
		p.text(list)
	case JSON:
		err = p.json(list)
	case GitHub:
		p.github(list)
	case SARIF:
		err = p.sarif(list)
	case JUnit:
		err = p.junit(list)
	default:
		_, err = ParseFormat(string(f))
	}
	return p.flush(w, err)
}

// PrintDocument writes a document. It escapes texts as [Print] does. In GitLab reports, texts keep their exact values, as in JSON. The text format
// does not contain the problems of the document.
func PrintDocument(w io.Writer, f Format, d *Document, o Options) error {
	if o.Describe == nil {
		o.Describe = title
	}
	p := newPrinter(o)
	var err error
	switch f {
	case Text:
		p.documentText(d)
	case Comment:
		p.out.WriteString(comment(d, CommentLimit))
	case JSON:
		err = p.documentJSON(d)
	case GitLab:
		err = p.documentGitLab(d)
	case HTML:
		err = p.documentHTML(d)
	default:
		return Print(w, f, d.findings(), o)
	}
	return p.flush(w, err)
}

// flush returns err if it is not nil. Otherwise, it writes the output to w.
func (p *printer) flush(w io.Writer, err error) error {
	if err != nil || p.out.Len() == 0 {
		return err
	}
	_, err = w.Write(p.out.Bytes())
	return err
}

// printer collects the output of one call to Print or PrintDocument.
type printer struct {
	Options
	out   bytes.Buffer
	lines map[string][]string // lines of each file in head

	baseLines map[string][]string // lines of each file in base
}

func newPrinter(o Options) *printer {
	o.Tool = cmp.Or(o.Tool, "specgen")
	if o.Describe == nil {
		o.Describe = func(string) string { return "" }
	}
	return &printer{Options: o, lines: map[string][]string{}, baseLines: map[string][]string{}}
}

// line returns a line of a file without its line end and without a byte order mark. ok is false if the line is unknown. A line ends with \n, \r\n
// or \r.
func (p *printer) line(file string, number int) (line string, ok bool) {
	if number < 1 || p.Source == nil {
		return "", false
	}
	lines, read := p.lines[file]
	if !read {
		if data, err := p.Source(file); err == nil {
			text := strings.TrimPrefix(string(data), "\ufeff")
			lines = strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
		}
		p.lines[file] = lines
	}
	if number > len(lines) {
		return "", false
	}
	return lines[number-1], true
}

// utf16Column returns the column of a position in UTF-16 code units, because editors and SARIF viewers count these units. If the source is unknown,
// it returns the column in bytes.
func (p *printer) utf16Column(pos Position) int {
	line, ok := p.line(pos.File, pos.Line)
	if !ok || pos.Column < 1 {
		return pos.Column
	}
	before := line[:min(pos.Column-1, len(line))]
	column := 1 + pos.Column - 1 - len(before)
	for len(before) > 0 {
		r, size := utf8.DecodeRuneInString(before)
		column += max(1, utf16.RuneLen(r))
		before = before[size:]
	}
	return column
}

// fileOf returns the name of the file of a position. It escapes bytes that are not UTF-8, so that different names remain different.
func fileOf(pos Position) string {
	if utf8.ValidString(pos.File) {
		return pos.File
	}
	return Visible(pos.File)
}
