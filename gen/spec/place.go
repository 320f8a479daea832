package spec

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// component is the pointer and the kind of an object in the bundle.
type component struct {
	pointer string
	kind    oas.Kind
}

// hoisted is a target that becomes an additional component, because no other path or component of the bundle contains it.
type hoisted struct {
	kind oas.Kind
	name string
	from resolution
}

// place returns the pointer of a target in the bundle. If the bundle does not contain the target, place adds a component for it. If the target cannot
// be an object of kind k, place adds a finding and returns false.
func (b *bundler) place(r resolution, ref *oas.Node, k oas.Kind) (string, bool) {
	if !b.hasKind(r, ref, k) {
		return "", false
	}
	pointer := ""
	if r.to.file == b.root && (strings.HasPrefix(r.to.pointer, "/components/") || strings.HasPrefix(r.to.pointer, "/paths/")) {
		pointer = r.to.pointer
	} else if at, tail, ok := b.indexed(r.to); ok {
		pointer = at.pointer + tail
	}
	if pointer != "" {
		pointer = bundlePointer(pointer)
		b.placed = append(b.placed, pointer)
		return pointer, true
	}
	name := b.unusedName(k.Section(), lastToken(r.to))
	at := component{oas.Pointer("components", k.Section(), name), k}
	b.component[r.to] = at
	b.hoisted = append(b.hoisted, hoisted{k, name, r})
	return at.pointer, true
}

// indexed returns the entry of b.component that contains a target, and the pointer of the target relative to it. ok is false if there is none.
func (b *bundler) indexed(to target) (at component, tail string, ok bool) {
	for head := to.pointer; ; {
		if at, ok := b.component[target{to.file, head}]; ok {
			return at, to.pointer[len(head):], true
		}
		cut := strings.LastIndexByte(head, '/')
		if cut < 0 {
			return component{}, "", false
		}
		head = head[:cut]
	}
}

// hasKind reports whether the target of a reference can be an object of kind k. Otherwise it adds a finding.
func (b *bundler) hasKind(r resolution, ref *oas.Node, k oas.Kind) bool {
	wrong := func(what string) bool {
		b.add(ref.Pos(), "ref-kind", "%q references %s; expected %s", ref.Value, what, k.Article())
		return false
	}
	switch {
	case r.to.file == b.root && r.to.pointer == "":
		if hasComment(ref) {
			return wrong("the whole document, because # after a space begins a comment")
		}
		return wrong("the whole document")
	case r.node.IsSequence():
		return wrong("a list")
	case r.node.IsScalar() && (k != oas.Schema || r.node.Type != oas.Bool):
		return wrong(fmt.Sprintf("the value %q", r.node.Value))
	}
	from, pointer := oas.Document, r.to.pointer
	if r.to.file != b.root {
		at, tail, ok := b.indexed(r.to)
		if !ok {
			return true
		}
		from, pointer = at.kind, tail
	}
	tokens, err := oas.Tokens(pointer)
	if err != nil {
		return true
	}
	switch found, shape := from.Descendant(tokens); {
	case shape != oas.One && found != oas.Data:
		return wrong("a collection")
	case found != oas.Data && found != k:
		return wrong(found.Article())
	}
	return true
}

// hasComment reports whether a space and # follow the start of a scalar on its line. They usually begin a comment.
func hasComment(n *oas.Node) bool {
	offset := n.Offset()
	if offset < 0 {
		return false
	}
	line, _, _ := bytes.Cut(n.Source().Data[offset:], []byte("\n"))
	return bytes.Contains(line, []byte(" #"))
}

// unusedName returns a component name (Components Object: ^[a-zA-Z0-9._-]+$) that no other component of the section has, and reserves it. It derives
// the name from want.
func (b *bundler) unusedName(section, want string) string {
	want = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-' {
			return r
		}
		return '_'
	}, want)
	if want == "" {
		want = "_"
	}
	if b.taken[section] == nil {
		b.taken[section] = map[string]bool{}
	}
	name := want
	for i := 2; b.taken[section][name]; i++ {
		name = fmt.Sprintf("%s_%d", want, i)
	}
	b.taken[section][name] = true
	return name
}

// section returns the mapping under key in n, a mapping of the bundle. If the key is missing or its value is not a mapping, section sets an empty
// mapping.
func section(n *oas.Node, key string) *oas.Node {
	for i := range n.Entries {
		if e := &n.Entries[i]; e.Key == key {
			if !e.Value.IsMapping() { // for example, the key has no value
				e.Value = oas.NewMapping(e.Value)
			}
			return e.Value
		}
	}
	out := oas.NewMapping(n)
	n.Entries = append(n.Entries, oas.NewEntry(key, out))
	return out
}
