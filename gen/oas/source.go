package oas

import (
	"bytes"
	"slices"
	"sync"

	"github.com/rasapi/specgen/gen/report"
)

// Source is the text of one file, to which the positions of nodes refer. A Source must not be copied.
type Source struct {
	Name string // slash-separated name of the file in positions
	Data []byte

	anchored bool
	written  map[*Node]string // see [Node.Written]
	lines    sync.Once
	starts   []int // offset of each line
}

// Anchored reports whether [Parse] found an anchor, an alias, a merge key or a tag in the text. If so, several parents may share a node, and the
// position of a node can differ from the start of its text.
func (s *Source) Anchored() bool { return s.anchored }

// Lines returns the offset of the first byte of each line. The first line begins after the byte order mark, if there is one. The caller must not
// change the result.
func (s *Source) Lines() []int {
	s.lines.Do(func() {
		s.starts = append(make([]int, 0, 1+bytes.Count(s.Data, []byte("\n"))), 0)
		if bytes.HasPrefix(s.Data, []byte("\ufeff")) {
			s.starts[0] = len("\ufeff")
		}
		for i, c := range s.Data {
			if c == '\n' || c == '\r' && (i+1 == len(s.Data) || s.Data[i+1] != '\n') {
				s.starts = append(s.starts, i+1)
			}
		}
	})
	return s.starts
}

// Offset returns the index in Data of the byte at a position. For the position after the last byte, it returns len(Data). For a position outside of
// Data, it returns -1.
func (s *Source) Offset(p report.Position) int {
	starts := s.Lines()
	if p.Line < 1 || p.Line > len(starts) || p.Column < 1 {
		return -1
	}
	if i := starts[p.Line-1] + p.Column - 1; i <= len(s.Data) {
		return i
	}
	return -1
}

// Pos returns the position of the byte at an index in Data.
func (s *Source) Pos(offset int) report.Position {
	line, exact := slices.BinarySearch(s.Lines(), offset)
	if !exact {
		line--
	}
	line = max(line, 0)
	return report.Position{File: s.Name, Line: line + 1, Column: 1 + max(offset-s.Lines()[line], 0)}
}
