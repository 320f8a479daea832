package spec

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// safe tells whether the new text differs from the old one in the index only: the same content, the same comments.
func (r *rewriter) safe() bool {
	l := &loader{ctx: r.ctx, folder: r.folder}
	f := &file{name: r.file.name, data: r.out.Bytes()}
	if !l.parse(f) || len(l.found) > 0 || !r.sameMembers("", r.file.tree, f.tree) {
		return false
	}
	comments := map[string]int{}
	for line := range strings.Lines(r.out.String()) {
		comments[strings.TrimSpace(line)]++
	}
	for i, line := range r.lines {
		if text := strings.TrimSpace(line); r.comment(i) >= 0 {
			if comments[text]--; comments[text] < 0 {
				return false
			}
		}
	}
	return true
}

// sameMembers compares the members of the document ("") or of components.
func (r *rewriter) sameMembers(of string, before, after *yaml.Node) bool {
	same := after != nil && after.Kind == yaml.MappingNode
	each(before, func(key, value *yaml.Node) {
		now := Get(after, key.Value)
		switch {
		case !same:
		case of == "" && key.Value == "components" && (value.Kind == yaml.MappingNode || now != nil && now.Kind == yaml.MappingNode):
			same = r.sameMembers("components", value, now)
		case of == "" && key.Value == "paths", of != "" && slices.Contains(indexedSections(), key.Value):
			same = now != nil && r.sameSection(key.Value, value, now)
		default:
			same = equal(value, now)
		}
	})
	each(after, func(key, value *yaml.Node) { // nothing else is new
		section := of == "" && key.Value == "paths" || of != "" && slices.Contains(indexedSections(), key.Value)
		switch {
		case Get(before, key.Value) != nil:
		case of == "" && key.Value == "components":
			same = same && r.sameMembers("components", nil, value)
		case section:
			same = same && r.sameSection(key.Value, nil, value)
		default:
			same = false
		}
	})
	return same
}

// sameSection compares a section with what it should be.
func (r *rewriter) sameSection(name string, before, after *yaml.Node) bool {
	refs := r.ix[name]
	if after.Kind != yaml.MappingNode {
		return len(refs) == 0 && equal(before, after)
	}
	count, same := 0, true
	each(before, func(key, value *yaml.Node) {
		if !isIndexLine(name, value) {
			count++
			same = same && equal(value, Get(after, key.Value))
		}
	})
	for key, entry := range refs {
		count++
		same = same && sameRef(Text(Get(after, key), "$ref"), entry.ref)
	}
	return same && 2*count == len(after.Content)
}

// equal compares what two nodes say.
func equal(a, b *yaml.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a == b {
		return true
	}
	return a.Kind == b.Kind && a.Value == b.Value && a.ShortTag() == b.ShortTag() && slices.EqualFunc(a.Content, b.Content, equal)
}
