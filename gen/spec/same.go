package spec

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// safe reports whether the new text differs from the old text only in the index. All other content must be unchanged, and each line with only a
// comment must remain.
func (r *rewriter) safe() bool {
	tree, found := oas.Parse(&oas.Source{Name: r.file.name(), Data: r.out.Bytes()}, oas.NewLimits())
	if tree == nil || found.HasErrors() || !r.sameMembers("", r.file.tree, tree) {
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

// sameMembers reports whether two objects differ only in the index. Both are documents, or components objects if of is "components".
func (r *rewriter) sameMembers(of string, before, after *oas.Node) bool {
	if !after.IsMapping() {
		return false
	}
	isSection := func(key string) bool {
		return of == "" && key == "paths" || of != "" && slices.Contains(indexedSections(), key)
	}
	same := true
	for key, value := range before.Each() {
		now := after.Get(key)
		switch {
		case of == "" && key == "components" && (value.IsMapping() || now.IsMapping()):
			same = same && r.sameMembers("components", value, now)
		case isSection(key):
			same = same && now != nil && r.sameSection(key, value, now)
		default:
			same = same && oas.Equal(value, now, oas.Compare{})
		}
	}
	for key, value := range after.Each() { // new keys must be sections of the index
		switch {
		case before.Get(key) != nil:
		case of == "" && key == "components":
			same = same && r.sameMembers("components", nil, value)
		default:
			same = same && isSection(key) && r.sameSection(key, nil, value)
		}
	}
	return same
}

// sameSection reports whether after contains exactly the entries of the area files and the entries that the root itself defines in before.
func (r *rewriter) sameSection(name string, before, after *oas.Node) bool {
	refs := r.ix[name]
	if !after.IsMapping() {
		return len(refs) == 0 && oas.Equal(before, after, oas.Compare{})
	}
	count, same := 0, true
	for key, value := range before.Each() {
		if !isIndexLine(name, value) {
			count++
			same = same && oas.Equal(value, after.Get(key), oas.Compare{})
		}
	}
	for key, entry := range refs {
		count++
		same = same && sameRef(after.Text(key, "$ref"), entry.ref)
	}
	return same && count == after.Len()
}
