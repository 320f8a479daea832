package report

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Format is a form in which findings are printed.
type Format string

// The formats.
const (
	Text   Format = "text"   // for people: a line a finding, the source line with a caret, a summary
	JSON   Format = "json"   // one document, described by docs/diagnostics.schema.json
	GitHub Format = "github" // workflow commands, which GitHub shows as annotations
	SARIF  Format = "sarif"  // a SARIF 2.1.0 log, for code scanning
	JUnit  Format = "junit"  // a test report, for CI systems that show those
)

// ParseFormat reads the name of a format.
func ParseFormat(s string) (Format, error) {
	switch f := Format(s); f {
	case Text, JSON, GitHub, SARIF, JUnit:
		return f, nil
	}
	return "", fmt.Errorf("format %q: want text, json, github, sarif or junit", s)
}

// Options are what a printer needs to know beyond the findings. The zero value is fine.
type Options struct {
	Color         bool                              // text only: ANSI colours
	Source        func(file string) ([]byte, error) // the bytes behind a position; nil, or an error, leaves source lines out
	Tool, Version string                            // who found it; without a name it is "specgen"
	Describe      func(rule string) string          // the title of a rule, "" when it has none; may be nil
}

func (o Options) tool() string {
	if o.Tool == "" {
		return "specgen"
	}
	return o.Tool
}

func (o Options) describe(rule string) string {
	if o.Describe == nil {
		return ""
	}
	return o.Describe(rule)
}

// Print writes findings in the order of the list (see [List.Compact]); equal findings give equal bytes. The document formats (JSON,
// SARIF, JUnit) are a whole document also for an empty list, the others are then empty. Whatever text a finding holds, the output
// is well-formed, one finding cannot pose as several, and neither a terminal nor a CI runner that shows it acts on it (see [Visible]).
// JSON and SARIF keep the exact values. The error is that of w, or an unknown format.
func Print(w io.Writer, f Format, list List, o Options) error {
	p := printer{Options: o, sources: map[string]*source{}}
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
	if err != nil || p.out.Len() == 0 {
		return err
	}
	_, err = w.Write(p.out.Bytes())
	return err
}

// printer collects one output.
type printer struct {
	Options
	out     bytes.Buffer
	sources map[string]*source
}

// source is a file behind positions, cut into lines.
type source struct {
	data  []byte
	start []int // where each line begins
}

// line gives a line of a file without its end and without a byte order mark; ok is false when it is not known.
func (p *printer) line(file string, number int) (line []byte, ok bool) {
	if number < 1 || p.Source == nil {
		return nil, false
	}
	s := p.sources[file]
	if s == nil {
		s = &source{}
		if data, err := p.Source(file); err == nil {
			s.data = bytes.TrimPrefix(data, []byte("\ufeff"))
			s.start = lineStarts(s.data)
		}
		p.sources[file] = s
	}
	if number > len(s.start) {
		return nil, false
	}
	line = s.data[s.start[number-1]:]
	if number < len(s.start) {
		line = line[:s.start[number]-s.start[number-1]]
	}
	return bytes.TrimRight(line, "\r\n"), true
}

// lineStarts finds the lines, which end with \n, \r\n or \r. Text after the last end is a line, also when it is empty.
func lineStarts(data []byte) []int {
	starts := make([]int, 1, 2+bytes.Count(data, []byte("\n")))
	for i := 0; i < len(data); i++ {
		switch {
		case data[i] == '\n', data[i] == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			starts = append(starts, i+1)
		}
	}
	return starts
}

// column16 gives the column of a position in UTF-16 code units, as editors and SARIF viewers count, where the source is known.
func (p *printer) column16(pos Position) int {
	line, ok := p.line(pos.File, pos.Line)
	if !ok || pos.Column < 1 {
		return pos.Column
	}
	before := line[:min(pos.Column-1, len(line))]
	column := 1 + pos.Column - 1 - len(before)
	for len(before) > 0 {
		r, size := utf8.DecodeRune(before)
		column += max(1, utf16.RuneLen(r))
		before = before[size:]
	}
	return column
}

// fileOf names the file of a position as the formats for machines show it: with invalid UTF-8 made visible, so that two names stay two.
func fileOf(pos Position) string {
	if utf8.ValidString(pos.File) {
		return pos.File
	}
	return Visible(pos.File)
}
