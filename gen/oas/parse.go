package oas

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/report"
)

// Limits bounds the time and memory for parsing one or more texts. The values of Bytes and Marks that [NewLimits] returns are about twice the sizes
// of the largest public documents (35 MB, two million nodes). A hostile document within these limits cannot exhaust time or memory.
type Limits struct {
	Bytes    int // maximum size of all texts in bytes; Parse subtracts the size of each text
	Marks    int // maximum number of characters that can begin a node, such as : and -, in all texts; Parse subtracts the number in each text
	Aliased  int // maximum number of nodes to which the aliases and merge keys of a text expand; 8 bytes of text count as one node
	Depth    int // maximum number of levels of nested mappings and sequences
	Findings int // maximum number of findings in one text
}

// NewLimits returns the limits for the texts of one document.
func NewLimits() *Limits {
	return &Limits{Bytes: 64 << 20, Marks: 4_000_000, Aliased: 250_000, Depth: 1_000, Findings: 10_000}
}

// maxDirectives is the maximum number of lines that begin with %. The YAML library compares each directive with all others.
const maxDirectives = 64

// Parse parses a YAML or JSON text that contains one document. It reports problems as findings of these rules: file-size, yaml-syntax, yaml-depth,
// yaml-key, yaml-value, yaml-alias, duplicate-key, spec-size. The node is nil if later stages cannot use the text.
func Parse(source *Source, limits *Limits) (*Node, report.List) {
	n, found := parse(source, limits)
	if n == nil && len(found) == 0 {
		found.Add(report.Position{File: source.Name, Line: 1, Column: 1}, "yaml-syntax", "the file is empty")
	}
	return n, found
}

// parse implements [Parse]. For a text without a document, it returns neither a node nor findings.
func parse(source *Source, limits *Limits) (*Node, report.List) {
	var found report.List
	if rule, problem := limits.exceeded(source.Data); rule != "" {
		found.Add(report.Position{File: source.Name}, rule, "%s", problem)
		return nil, found
	}
	at := newLocator(source)
	if i := invalidUTF8(source.Data); i >= 0 {
		found.Add(at.offset(i), "yaml-syntax", "byte 0x%02x is not valid UTF-8; save the file as UTF-8", source.Data[i])
		return nil, found
	}
	if n, found := parseJSON(source, limits); n != nil {
		return n, found
	}
	return parseYAML(source, limits, at)
}

func parseYAML(source *Source, limits *Limits, at *locator) (*Node, report.List) {
	var found report.List
	if i := forbidden(source.Data); i >= 0 {
		r, _ := utf8.DecodeRune(source.Data[i:])
		found.Add(at.offset(i), "yaml-syntax", "character %U is not allowed in YAML; remove it, or write it as an escape in double quotes", r)
		return nil, found
	}
	docs, err := decode(source.Data)
	switch {
	case err != nil:
		pos, message := at.problem(err)
		found.Add(pos, "yaml-syntax", "%s", message)
		return nil, found
	case len(docs) == 0:
		return nil, nil
	case len(docs) > 1:
		found.Add(at.node(docs[1]), "yaml-syntax", "the file contains a second YAML document; remove it or move it to a file of its own")
		return nil, found
	}
	c := converter{findings: findings{limits: limits}, source: source, at: at, done: map[*yaml.Node]converted{}, active: map[*yaml.Node]bool{}}
	n := c.node(docs[0], 0).node
	if c.failed {
		return nil, c.found
	}
	return n, c.found
}

// exceeded subtracts the size of a text from the limits. If the text exceeds a limit, exceeded returns the rule and the message of a finding.
// Otherwise it returns empty strings.
func (l *Limits) exceeded(data []byte) (rule, problem string) {
	if l.Bytes -= len(data); l.Bytes < 0 {
		return "file-size", fmt.Sprintf("the document has more than %d MiB with this file; reduce it", NewLimits().Bytes>>20)
	}
	for _, mark := range []string{",", ":", "[", "{", "-", "?", "\n"} {
		l.Marks -= bytes.Count(data, []byte(mark))
	}
	if l.Marks < 0 {
		return "file-size", fmt.Sprintf("the document has more than %d keys and values with this file; reduce it", NewLimits().Marks)
	}
	directives := 0
	for i, at := 0, bytes.IndexByte(data, '%'); at >= 0; at = bytes.IndexByte(data[i:], '%') {
		if i += at; i > 0 && bytes.IndexByte([]byte("\n\r\x85\xa8\xa9"), data[i-1]) >= 0 { // 0x85, 0xa8 and 0xa9 are the last bytes of NEL, LS and PS
			directives++
		}
		i++
	}
	if directives > maxDirectives {
		return "file-size", fmt.Sprintf("the file has more than %d YAML directives; remove the lines that begin with %%", maxDirectives)
	}
	return "", ""
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
}

// decode returns the content of the first two non-empty documents in a YAML text.
func decode(data []byte) (docs []*yaml.Node, err error) {
	defer func() { // the library recovers only from its own panics; other panics must not crash the program
		if r := recover(); r != nil {
			err = fmt.Errorf("the YAML parser cannot read this text: %v", r)
		}
	}()
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	for len(docs) < 2 {
		var doc yaml.Node
		if err := loader.Load(&doc); errors.Is(err, io.EOF) {
			return docs, nil
		} else if err != nil {
			return nil, err
		}
		if len(doc.Content) > 0 {
			docs = append(docs, doc.Content[0])
		}
	}
	return docs, nil
}

// forbidden returns the index of the first character that YAML does not permit (1.2.2, production 1), or -1 if there is none. The library does not
// report the line of such a character.
func forbidden(data []byte) int {
	for i := 0; i < len(data); {
		c := data[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff {
			return i
		}
		i += size
	}
	return -1
}
