package lint

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fixer collects the edits for one finding.
type fixer struct {
	*checker
	sources map[string]*source
	edits   []Edit
	fail    bool // the finding has no safe fix
}

// source is a file and its nodes by position. A file that cannot be edited has no nodes.
type source struct {
	name    string
	data    []byte
	starts  []int // the offset of each line
	eol     string
	scalars map[[2]int]*yaml.Node // by line and column
	others  map[[2]int]*yaml.Node // mappings and sequences
}

func (f *fixer) source(name string) *source {
	if s := f.sources[name]; s != nil {
		return s
	}
	s := &source{
		name: name, data: f.spec.Source(name), starts: []int{0}, eol: "\n", scalars: map[[2]int]*yaml.Node{}, others: map[[2]int]*yaml.Node{},
	}
	f.sources[name] = s
	if i := bytes.IndexByte(s.data, '\n'); i > 0 && s.data[i-1] == '\r' {
		s.eol = "\r\n"
	}
	for i, c := range s.data {
		if c == '\n' || c == '\r' && (i+1 == len(s.data) || s.data[i+1] != '\n') {
			s.starts = append(s.starts, i+1)
		}
	}
	if bytes.HasPrefix(s.data, []byte("\ufeff")) {
		s.starts[0] = len("\ufeff")
	}
	if n := f.spec.File(name); n != nil && !s.add(n) { // editing an anchored value would change several places
		clear(s.scalars)
		clear(s.others)
	}
	return s
}

// add adds a node and all nodes below it. It reports whether they have no anchors, aliases and tags.
func (s *source) add(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		return false
	}
	at := [2]int{n.Line, n.Column}
	if n.Kind != yaml.ScalarNode {
		s.others[at] = n
	} else if n.Value != "" || n.Style != 0 {
		s.scalars[at] = n
	}
	for _, c := range n.Content {
		if !s.add(c) {
			return false
		}
	}
	return true
}

// at returns the node in the source file for a pointer of the bundle, or nil if it cannot be edited.
func (f *fixer) at(pointer string) (*source, *yaml.Node) {
	pos := f.spec.Position(pointer)
	src := f.source(pos.File)
	n := f.spec.Node(pointer)
	switch {
	case n == nil:
	case n.Kind == yaml.ScalarNode:
		n = src.scalars[[2]int{pos.Line, pos.Column}]
	default:
		n = src.others[[2]int{pos.Line, pos.Column}]
	}
	f.fail = f.fail || n == nil
	return src, n
}

func (f *fixer) edit(s *source, start, end int, text string) {
	f.edits = append(f.edits, Edit{s.name, start, end, text})
}

// span returns the byte range of a one-line scalar or a flow collection.
func (s *source) span(n *yaml.Node) (start, end int, ok bool) {
	if n == nil || n.Line < 1 || n.Line > len(s.starts) {
		return 0, 0, false
	}
	start = s.starts[n.Line-1] + n.Column - 1
	if start >= len(s.data) {
		return 0, 0, false
	}
	if n.Kind != yaml.ScalarNode {
		end, ok = s.closing(n, start)
		return start, end, ok
	}
	line := s.data[start:]
	if i := bytes.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	switch quote := line[0]; {
	case n.Style == 0:
		return start, start + len(n.Value), bytes.HasPrefix(line, []byte(n.Value))
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 && (quote == '\'' || quote == '"'):
		for i := 1; i < len(line); i++ {
			switch {
			case quote == '"' && line[i] == '\\':
				i++
			case line[i] == quote && quote == '\'' && i+1 < len(line) && line[i+1] == quote:
				i++
			case line[i] == quote:
				return start, start + i + 1, true
			}
		}
	}
	return 0, 0, false
}

// closing returns the end of a flow collection, after its closing bracket.
func (s *source) closing(n *yaml.Node, start int) (end int, ok bool) {
	if n.Style&yaml.FlowStyle == 0 {
		return 0, false
	}
	end = start + 1
	if last := len(n.Content); last > 0 {
		if _, end, ok = s.span(n.Content[last-1]); !ok {
			return 0, false
		}
	}
	for end < len(s.data) && strings.IndexByte(" ,\r\n", s.data[end]) >= 0 {
		end++
	}
	if end < len(s.data) && (s.data[end] == ']' || s.data[end] == '}') {
		return end + 1, true
	}
	return 0, false
}

// entry returns the key and value of an entry of a mapping, or nil if there is none.
func entry(n *yaml.Node, name string) (key, value *yaml.Node) {
	each(n, func(k, v *yaml.Node) {
		if k.Value == name {
			key, value = k, v
		}
	})
	return key, value
}

// rename renames a key.
func (f *fixer) rename(src *source, n *yaml.Node, old, name string) {
	key, _ := entry(n, old)
	start, end, ok := src.span(key)
	if f.fail = f.fail || !ok; ok {
		f.edit(src, start, end, name)
	}
}

// insertBefore inserts an entry before another entry of a mapping.
func (f *fixer) insertBefore(src *source, n *yaml.Node, before, text string) {
	key, _ := entry(n, before)
	start, _, ok := src.span(key)
	switch {
	case !ok:
		f.fail = true
	case n.Style&yaml.FlowStyle != 0:
		f.edit(src, start, start, text+", ")
	default:
		f.edit(src, start, start, text+src.eol+strings.Repeat(" ", key.Column-1))
	}
}

// removeEntry removes the entry at a pointer from its mapping if its value is on one line.
func (f *fixer) removeEntry(pointer string) {
	above, name := parent(pointer)
	src, n := f.at(above)
	if f.fail || n.Kind != yaml.MappingNode || len(n.Content) < 4 {
		f.fail = true
		return
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			f.cut(src, n, i, 2)
			return
		}
	}
	f.fail = true
}

// removeItem removes the item at a pointer from its list.
func (f *fixer) removeItem(pointer string) {
	above, name := parent(pointer)
	src, n := f.at(above)
	if f.fail || n.Kind != yaml.SequenceNode || len(n.Content) < 2 {
		f.fail = true
		return
	}
	for i := range n.Content {
		if index(i) == name {
			f.cut(src, n, i, 1)
			return
		}
	}
	f.fail = true
}

// cut removes count nodes of a collection starting at i: an item, or a key and its value. It fails if that would remove a comment.
func (f *fixer) cut(src *source, n *yaml.Node, i, count int) {
	start, _, ok := src.span(n.Content[i])
	_, end, plain := src.span(n.Content[i+count-1])
	if !ok || !plain {
		f.fail = true
		return
	}
	if n.Style&yaml.FlowStyle != 0 {
		if i+count < len(n.Content) {
			end, _, ok = src.span(n.Content[i+count])
		} else {
			_, start, ok = src.span(n.Content[i-1])
		}
		if !ok || start > end || bytes.IndexByte(src.data[start:end], '#') >= 0 && bytes.ContainsAny(src.data[start:end], "\n") {
			f.fail = true
			return
		}
		f.edit(src, start, end, "")
		return
	}
	line, next := src.starts[n.Content[i].Line-1], len(src.data)
	if n.Content[i+count-1].Line < len(src.starts) {
		next = src.starts[n.Content[i+count-1].Line]
	}
	before, after := string(src.data[line:start]), string(src.data[end:next])
	dash := n.Kind == yaml.SequenceNode && strings.TrimSpace(before) == "-"
	if !dash && strings.TrimSpace(before) != "" || strings.TrimSpace(after) != "" {
		f.fail = true
		return
	}
	f.edit(src, line, next, "")
}
