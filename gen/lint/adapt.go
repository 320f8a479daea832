package lint

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// edits maps nodes of a bundle to their replacements (see [spec.Spec.Replace]).
type edits map[*oas.Node]*oas.Node

// copyOf returns the replacement of n. If n has no replacement yet, copyOf adds a copy of n to e. The caller may change the returned node.
func (e edits) copyOf(n *oas.Node) *oas.Node {
	if e[n] == nil {
		out := n.Shallow()
		out.Entries, out.Items = slices.Clone(n.Entries), slices.Clone(n.Items)
		e[n] = out
	}
	return e[n]
}

// set stores value under key in the replacement of the mapping n. It appends the key if it is missing.
func (e edits) set(n *oas.Node, key string, value *oas.Node) {
	out := e.copyOf(n)
	for i := range out.Entries {
		if out.Entries[i].Key == key {
			out.Entries[i].Value = value
			return
		}
	}
	out.Entries = append(out.Entries, oas.NewEntry(key, value))
}

// text calls set with a string.
func (e edits) text(n *oas.Node, key, value string) { e.set(n, key, oas.NewString(value, n)) }

// flag calls set with the value true.
func (e edits) flag(n *oas.Node, key string) {
	e.set(n, key, (&oas.Node{Type: oas.Bool, Value: "true"}).Place(n))
}

// remove removes key from the replacement of the mapping n.
func (e edits) remove(n *oas.Node, key string) {
	out := e.copyOf(n)
	out.Entries = slices.DeleteFunc(out.Entries, func(entry oas.Entry) bool { return entry.Key == key })
}

// drop marks item i of the sequence n for removal. The other items keep their indices until nodes is called.
func (e edits) drop(n *oas.Node, i int) { e.copyOf(n).Items[i] = nil }

// nodes removes the items that drop marked, and returns the edits.
func (e edits) nodes() map[*oas.Node]*oas.Node {
	for _, out := range e {
		out.Items = slices.DeleteFunc(out.Items, func(item *oas.Node) bool { return item == nil })
	}
	return e
}

// workAround turns the finding d into a warning, and appends effect to its message. effect states what the generator does until the user corrects the
// defect, such as "the Go name is ID2". With the preset [Strict], workAround does nothing.
func (c *checker) workAround(d *report.Finding, effect string) {
	if !c.strict {
		d.Severity = report.Warning
		d.Message += "; until then, " + effect
	}
}
