package oas

import "slices"

// Shallow returns a copy of n that shares its children. The caller may assign new slices to Entries and Items of the copy, and append to them, but
// must not change their elements.
func (n *Node) Shallow() *Node {
	if n == nil {
		return nil
	}
	return &Node{
		Type: n.Type, Value: n.Value, Entries: n.Entries[:len(n.Entries):len(n.Entries)], Items: n.Items[:len(n.Items):len(n.Items)],
		flow: n.flow, line: n.line, column: n.column, source: n.source,
	}
}

// Filter returns a copy of a mapping in which the value of each entry is the result of keep. It omits the entries for which keep returns nil. It
// returns any other node unchanged.
func (n *Node) Filter(keep func(key string, value *Node) *Node) *Node {
	if !n.IsMapping() {
		return n
	}
	out := n.Shallow()
	out.Entries = make([]Entry, 0, len(n.Entries))
	for _, e := range n.Entries {
		if e.Value = keep(e.Key, e.Value); e.Value != nil {
			out.Entries = append(out.Entries, e)
		}
	}
	return out
}

// Without returns a copy of a mapping without the entries that have one of the keys. It returns any other node unchanged.
func (n *Node) Without(keys ...string) *Node {
	return n.Filter(func(key string, value *Node) *Node {
		if slices.Contains(keys, key) {
			return nil
		}
		return value
	})
}

// FilterItems returns a copy of a sequence with the items for which keep returns true. It returns any other node unchanged.
func (n *Node) FilterItems(keep func(item *Node) bool) *Node {
	if !n.IsSequence() {
		return n
	}
	out := n.Shallow()
	out.Items = make([]*Node, 0, len(n.Items))
	for _, item := range n.Items {
		if keep(item) {
			out.Items = append(out.Items, item)
		}
	}
	return out
}

// With returns a copy of e with the given value.
func (e Entry) With(value *Node) Entry {
	e.Value = value
	return e
}
