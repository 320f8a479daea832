package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// fixer finds the edits for findings, one finding at a time.
type fixer struct {
	*checker
	sources map[string]*source
	edits   []Edit
	fail    bool // whether the finding has no safe fix
}

// source is a file with its keys and nodes by byte offset. If specgen cannot edit the file, the maps are empty.
type source struct {
	*oas.Source
	eol     string
	keys    map[int]*oas.Entry
	scalars map[int]*oas.Node
	others  map[int]*oas.Node // mappings and sequences
}

func (f *fixer) source(name string) *source {
	if s := f.sources[name]; s != nil {
		return s
	}
	s := &source{eol: "\n", keys: map[int]*oas.Entry{}, scalars: map[int]*oas.Node{}, others: map[int]*oas.Node{}}
	f.sources[name] = s
	root := f.spec.Parsed(name)
	if s.Source = root.Source(); s.Source == nil {
		s.Source = &oas.Source{Name: name, Data: f.spec.Source(name)}
	}
	if i := bytes.IndexByte(s.Data, '\n'); i > 0 && s.Data[i-1] == '\r' {
		s.eol = "\r\n"
	}
	if s.Anchored() { // an edit of a value with an anchor would also change the values of its aliases
		return s
	}
	for n := range root.All() {
		if n.IsScalar() {
			s.scalars[n.Offset()] = n
		} else {
			s.others[n.Offset()] = n
		}
		for i := range n.Entries {
			s.keys[n.Entries[i].Offset()] = &n.Entries[i]
		}
	}
	return s
}

// at returns the source file of the value at a pointer in the bundle, and the node of the value in this file. If f cannot edit the node, at sets
// f.fail and returns a nil node.
func (f *fixer) at(pointer string) (*source, *oas.Node) {
	pos, _ := f.model.Root().Locate(pointer)
	src := f.source(pos.File)
	n := f.spec.At(pointer)
	switch {
	case n == nil:
	case n.IsScalar():
		n = src.scalars[src.Offset(pos)]
	default:
		n = src.others[src.Offset(pos)]
	}
	f.fail = f.fail || n == nil
	return src, n
}

func (f *fixer) edit(s *source, start, end int, text string) {
	f.edits = append(f.edits, Edit{s.Name, start, end, text})
}

// span returns the byte range of a one-line scalar or a flow collection. ok is false for any other node, or if the range is unknown.
func (s *source) span(n *oas.Node) (start, end int, ok bool) {
	start = n.Offset()
	if start < 0 || start >= len(s.Data) {
		return 0, 0, false
	}
	if n.IsScalar() {
		end, ok = s.scalarEnd(start, n.Type, n.Value)
	} else {
		end, ok = s.closing(n, start)
	}
	return start, end, ok
}

// keySpan returns the byte range of the key of e. ok is false if e is nil, or if the range is unknown, for example because the key has several lines.
func (s *source) keySpan(e *oas.Entry) (start, end int, ok bool) {
	if e == nil {
		return 0, 0, false
	}
	start = e.Offset()
	if start < 0 || start >= len(s.Data) {
		return 0, 0, false
	}
	end, ok = s.scalarEnd(start, oas.String, e.Key)
	return start, end, ok
}

// scalarEnd returns the offset after the scalar that begins at start. ok is false for a block scalar, a string of several lines, and an unquoted
// string whose text differs from value.
func (s *source) scalarEnd(start int, t oas.Type, value string) (end int, ok bool) {
	line := s.Data[start:]
	if i := bytes.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	quoted := len(line) > 0 && (line[0] == '\'' || line[0] == '"')
	switch {
	case quoted:
		for i := 1; i < len(line); i++ {
			switch {
			case line[0] == '"' && line[i] == '\\':
				i++
			case line[i] == line[0] && line[0] == '\'' && i+1 < len(line) && line[i+1] == line[0]:
				i++
			case line[i] == line[0]:
				return start + i + 1, true
			}
		}
		return 0, false
	case t == oas.String:
		return start + len(value), value != "" && line[0] != '|' && line[0] != '>' && bytes.HasPrefix(line, []byte(value))
	}
	word := line
	if i := bytes.IndexAny(line, " \t,]}"); i >= 0 {
		word = line[:i]
	}
	if t == oas.Null && string(word) != "~" && !strings.EqualFold(string(word), "null") {
		word = nil // the value is empty, so it has no text
	}
	return start + len(word), true
}

// closing returns the offset after the closing bracket of the flow collection that begins at start. ok is false for a block collection, if the
// collection may contain a comment, or if closing does not find the bracket.
func (s *source) closing(n *oas.Node, start int) (end int, ok bool) {
	if !n.Flow() {
		return 0, false
	}
	end = start + 1
	if last := n.Len(); last > 0 {
		if _, end, ok = s.childSpan(n, last-1); !ok {
			return 0, false
		}
	}
	for end < len(s.Data) && strings.IndexByte(" ,\r\n", s.Data[end]) >= 0 {
		end++
	}
	if end < len(s.Data) && (s.Data[end] == ']' || s.Data[end] == '}') {
		return end + 1, !mayComment(s.Data[start:end])
	}
	return 0, false
}

// mayComment reports whether a text may contain a whole comment, because it has several lines and a "#".
func mayComment(text []byte) bool {
	return bytes.IndexByte(text, '#') >= 0 && bytes.ContainsAny(text, "\r\n")
}

// childSpan returns the byte range of item i of a sequence, or of entry i of a mapping.
func (s *source) childSpan(n *oas.Node, i int) (start, end int, ok bool) {
	if n.IsSequence() {
		return s.span(n.Items[i])
	}
	start, _, ok = s.keySpan(&n.Entries[i])
	_, end, plain := s.span(n.Entries[i].Value)
	return start, end, ok && plain
}

// rename renames the key old to name in the mapping n. It sets f.fail if the key does not exist, or if keySpan fails.
func (f *fixer) rename(src *source, n *oas.Node, old, name string) {
	start, end, ok := src.keySpan(n.Entry(old))
	if f.fail = f.fail || !ok; ok {
		f.edit(src, start, end, name)
	}
}

// insertBefore inserts the new entry text in front of the entry with the key before in the mapping n. It sets f.fail if there is no such entry, or if
// keySpan fails.
func (f *fixer) insertBefore(src *source, n *oas.Node, before, text string) {
	e := n.Entry(before)
	start, _, ok := src.keySpan(e)
	switch {
	case !ok:
		f.fail = true
	case n.Flow():
		f.edit(src, start, start, text+", ")
	default:
		f.edit(src, start, start, text+src.eol+strings.Repeat(" ", e.Pos().Column-1))
	}
}

// remove removes the entry or the item at a pointer. It sets f.fail if there is no such entry or item, if the mapping or sequence would become empty,
// or if cut fails.
func (f *fixer) remove(pointer string) {
	above, name := parent(pointer)
	src, n := f.at(above)
	i := slices.Index(n.Keys(), name)
	if n.IsSequence() {
		i = slices.Index(n.Items, n.Get(name))
	}
	if i < 0 || n.Len() == 1 {
		f.fail = true
		return
	}
	f.cut(src, n, i)
}

// cut removes item i of a sequence or entry i of a mapping. It sets f.fail if childSpan cannot determine the range, or if the edit would remove other
// text, such as a comment.
func (f *fixer) cut(src *source, n *oas.Node, i int) {
	start, end, ok := src.childSpan(n, i)
	if f.fail = f.fail || !ok; !ok {
		return
	}
	if n.Flow() {
		if i+1 < n.Len() {
			end, _, ok = src.childSpan(n, i+1)
		} else {
			_, start, ok = src.childSpan(n, i-1)
		}
		if !ok || start > end || mayComment(src.Data[start:end]) {
			f.fail = true
			return
		}
		f.edit(src, start, end, "")
		return
	}
	lines := src.Lines()
	line, next := lines[src.Pos(start).Line-1], len(src.Data)
	if last := src.Pos(end).Line; last < len(lines) {
		next = lines[last]
	}
	before, after := string(src.Data[line:start]), string(src.Data[end:next])
	dash := n.IsSequence() && strings.TrimSpace(before) == "-"
	if !dash && strings.TrimSpace(before) != "" || strings.TrimSpace(after) != "" {
		f.fail = true
		return
	}
	f.edit(src, line, next, "")
}
