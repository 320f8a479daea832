package oas

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// Reader reads the nodes of a configuration file, such as specgen.yaml, and rejects what the file format does not define. Its methods report a
// problem as a finding and continue.
type Reader struct {
	rule  string
	found report.List
}

// Read parses a file and returns a [Reader] whose findings have the given rule. The node is null if the file is empty, and nil if Read cannot parse
// the file. The methods Mapping, Sequence, Text and Flag accept a nil node and report no findings for it.
func Read(file string, data []byte, rule string) (*Reader, *Node) {
	source := &Source{Name: file, Data: data}
	n, found := parse(source, NewLimits())
	r := &Reader{rule: rule, found: found}
	for i := range r.found {
		r.found[i].Rule = rule
	}
	if n == nil && len(found) == 0 {
		n = &Node{line: 1, column: 1, source: source}
	}
	return r, n
}

// Findings returns the findings, sorted by position.
func (r *Reader) Findings() report.List { return r.found.Compact() }

// Add adds an error at a node.
func (r *Reader) Add(n *Node, format string, args ...any) { r.AddAt(n.Pos(), format, args...) }

// AddAt adds an error at a position.
func (r *Reader) AddAt(pos report.Position, format string, args ...any) {
	r.found.Add(pos, r.rule, format, args...)
}

// Mapping calls visit for each entry with a known key, in document order. It reports unknown keys, missing required keys, and a node that is not a
// mapping. It treats null as an empty mapping.
func (r *Reader) Mapping(n *Node, known, required []string, visit func(key string, value *Node)) {
	if n == nil {
		return
	}
	if n.Type != Mapping && n.Type != Null {
		r.Add(n, "expected a mapping with the keys %s", strings.Join(known, ", "))
		return
	}
	for _, e := range n.Entries {
		if !slices.Contains(known, e.Key) {
			r.AddAt(e.Pos(), "unknown key %q; the keys are %s", e.Key, strings.Join(known, ", "))
			continue
		}
		visit(e.Key, e.Value)
	}
	for _, key := range required {
		if n.Entry(key) == nil {
			r.Add(n, "key %q is missing", key)
		}
	}
}

// Sequence returns the items of a sequence. It reports a node that is not a sequence or that is empty. label names the value in the finding.
func (r *Reader) Sequence(n *Node, label string) []*Node {
	if n != nil && n.Len() == 0 || n.IsMapping() {
		r.Add(n, "%s must be a list with at least one item", label)
	}
	return n.List()
}

// Text returns the value of a string that is not blank. It reports any other node and returns "".
func (r *Reader) Text(n *Node, label string) string {
	if n == nil {
		return ""
	}
	if n.Type != String {
		r.Add(n, "%s must be a string", label)
		return ""
	}
	if strings.TrimSpace(n.Value) == "" {
		r.Add(n, "%s must not be empty", label)
		return ""
	}
	return n.Value
}

// Flag returns the value of a boolean. It reports any other node and returns false.
func (r *Reader) Flag(n *Node, label string) bool {
	value, ok := n.Bool()
	if n != nil && !ok {
		r.Add(n, "%s must be true or false", label)
	}
	return value
}
