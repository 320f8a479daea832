package spec

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// component is where a target stands in the bundle.
type component struct {
	pointer string
	kind    Kind
}

// hoisted is a target outside of the root that gets a component of its own.
type hoisted struct {
	kind Kind
	name string
	from resolution
}

// place gives the pointer of a target in the bundle. It is false, and told, when the target is of another kind.
func (b *bundler) place(r resolution, ref *yaml.Node, f *file, k Kind) (string, bool) {
	if !b.fits(r, ref, f, k) {
		return "", false
	}
	if r.to.file == b.root && (strings.HasPrefix(r.to.pointer, "/components/") || strings.HasPrefix(r.to.pointer, "/paths/")) {
		return bundled(r.to.pointer), true
	}
	if at, tail, ok := b.indexed(r.to); ok {
		return bundled(at.pointer + tail), true
	}
	name := b.free(k.section(), lastToken(r.to))
	at := component{Pointer("components", k.section(), name), k}
	b.component[r.to] = at
	b.hoisted = append(b.hoisted, hoisted{k, name, r})
	return at.pointer, true
}

// indexed finds the component that a target is part of, and the rest of the pointer.
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

// fits tells whether a target can be what a reference wants, and reports one that cannot.
func (b *bundler) fits(r resolution, ref *yaml.Node, f *file, k Kind) bool {
	wrong := func(what string) bool {
		b.add(f.position(ref), "ref-kind", "%q leads to %s; %s is needed here", ref.Value, what, k.one())
		return false
	}
	switch {
	case r.to.file == b.root && r.to.pointer == "":
		if ref.LineComment != "" {
			return wrong("the whole document, since # behind a space begins a comment")
		}
		return wrong("the whole document")
	case r.node.Kind == yaml.SequenceNode:
		return wrong("a list")
	case r.node.Kind == yaml.ScalarNode && (k != KindSchema || r.node.ShortTag() != "!!bool"):
		return wrong(fmt.Sprintf("the value %q", r.node.Value))
	}
	from, pointer := KindDocument, r.to.pointer
	if r.to.file != b.root {
		at, tail, ok := b.indexed(r.to)
		if !ok {
			return true
		}
		from, pointer = at.kind, tail
	}
	tokens, err := Tokens(pointer)
	if err != nil {
		return true
	}
	switch is, s := from.at(tokens); {
	case s != One && is != KindData:
		return wrong("a collection")
	case is != KindData && is != k:
		return wrong(is.one())
	}
	return true
}

// free gives a component name (Components Object: ^[a-zA-Z0-9._-]+$) that nothing else has.
func (b *bundler) free(section, want string) string {
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

// text is a string at the place of another node.
func text(s string, at *yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Line: at.Line, Column: at.Column}
}

// section gives the mapping under a key, made when it is missing.
func section(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if v := n.Content[i+1]; n.Content[i].Value == key {
			if v.Kind != yaml.MappingNode { // `components:` without a value
				n.Content[i+1] = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: v.Line, Column: v.Column}
			}
			return n.Content[i+1]
		}
	}
	v := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
	n.Content = append(n.Content, text(key, n), v)
	return v
}
