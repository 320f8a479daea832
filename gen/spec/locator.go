package spec

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// locator turns places of yaml.v3 into ours. Columns there count characters, and the Unicode line ends NEL, LS and PS (line ends in
// YAML 1.1, but for no editor) end lines.
type locator struct {
	data  []byte
	start []int // where each line of yaml.v3 begins
	ours  []int // the lines, from 1; nil when they are the same
	base  []int // the bytes before start in our line; nil when there are none
	plain bool  // the text is ASCII, so nothing is to be done
	last  struct{ line, column, bytes int }
}

func newLocator(data []byte) *locator {
	l := &locator{data: data, start: make([]int, 1, 2+bytes.Count(data, []byte("\n"))), plain: true}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		l.start[0] = len("\ufeff")
	}
	line, begin := 1, l.start[0]
	next := func(i int, same bool) {
		l.start = append(l.start, i)
		if same && l.ours == nil {
			l.ours, l.base = make([]int, len(l.start)-1), make([]int, len(l.start)-1)
			for n := range l.ours {
				l.ours[n] = n + 1
			}
		}
		if !same {
			line, begin = line+1, i
		}
		if l.ours != nil {
			l.ours, l.base = append(l.ours, line), append(l.base, i-begin)
		}
	}
	for i := begin; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n', c == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			next(i+1, false)
		case c >= utf8.RuneSelf:
			l.plain = false
			if c == 0xc2 && bytes.HasPrefix(data[i:], []byte("\u0085")) {
				next(i+2, true)
			} else if c == 0xe2 && (bytes.HasPrefix(data[i:], []byte("\u2028")) || bytes.HasPrefix(data[i:], []byte("\u2029"))) {
				next(i+3, true)
			}
		}
	}
	return l
}

// line gives the place where a line of yaml.v3 begins.
func (l *locator) line(file string, line int) report.Position {
	line = max(1, min(line, len(l.start)))
	if l.ours == nil {
		return report.Position{File: file, Line: line, Column: 1}
	}
	return report.Position{File: file, Line: l.ours[line-1], Column: 1 + l.base[line-1]}
}

// offset gives the place of a byte.
func (l *locator) offset(file string, i int) report.Position {
	line, exact := slices.BinarySearch(l.start, i)
	if !exact {
		line--
	}
	pos := l.line(file, line+1)
	pos.Column += i - l.start[max(line, 0)]
	return pos
}

// mend corrects the places of a node and what is below it. Nodes come in the order of the text, so a long line is walked once.
func (l *locator) mend(n *yaml.Node) {
	line := max(1, min(n.Line, len(l.start)))
	text := l.data[l.start[line-1]:]
	if l.last.line != line || l.last.column > n.Column {
		l.last.line, l.last.column, l.last.bytes = line, 1, 0
	}
	for l.last.column < n.Column && l.last.bytes < len(text) {
		_, size := utf8.DecodeRune(text[l.last.bytes:])
		l.last.bytes += size
		l.last.column++
	}
	pos := l.line("", line)
	n.Line, n.Column = pos.Line, pos.Column+l.last.bytes
	for _, c := range n.Content {
		l.mend(c)
	}
}
