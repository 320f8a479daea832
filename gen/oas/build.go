package oas

import (
	"fmt"

	"github.com/rasapi/specgen/gen/report"
)

// findings collects the findings about one text. It drops every finding after the first limits.Findings.
type findings struct {
	limits *Limits
	found  report.List
}

func (f *findings) add(pos report.Position, rule, format string, args ...any) {
	f.report(report.Finding{Rule: rule, Pos: pos, Message: fmt.Sprintf(format, args...)})
}

func (f *findings) report(finding report.Finding) {
	if len(f.found) < f.limits.Findings {
		f.found = append(f.found, finding)
	}
}

// duplicate reports whether m already has the key of e. If so, duplicate adds a finding.
func (f *findings) duplicate(m *mapping, e Entry) bool {
	first := m.find(e.Key)
	if first == nil {
		return false
	}
	f.report(report.Finding{
		Rule: "duplicate-key", Pos: e.Pos(), Message: fmt.Sprintf("duplicate key %q; remove or rename one", e.Key),
		Related: []report.Related{{Pos: first.Pos(), Message: "first here"}},
	})
	return true
}

// mapping builds a mapping node. It has its own index of entries, because a node builds its index again after each new entry.
type mapping struct {
	node *Node
	own  map[string]bool // keys that take precedence over merged keys; empty if the mapping has no merge key
	keys map[string]int  // index of the entry by key; nil for fewer than longMapping entries
}

func (m *mapping) add(e Entry) {
	m.node.Entries = append(m.node.Entries, e)
	switch n := len(m.node.Entries); {
	case n < longMapping:
	case n == longMapping:
		m.keys = make(map[string]int, cap(m.node.Entries))
		for i, e := range m.node.Entries {
			m.keys[e.Key] = i
		}
	default:
		m.keys[e.Key] = n - 1
	}
}

func (m *mapping) find(key string) *Entry {
	if m.keys == nil {
		return m.node.Entry(key)
	}
	if i, ok := m.keys[key]; ok {
		return &m.node.Entries[i]
	}
	return nil
}
