package spec

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diag"
)

// bundler copies the root into one tree. References to path items are replaced by what they lead to; all others become
// `#/components/...`: the component of the root that is (or refers to) the target, or else a new component that is
// named after the last part of the target.
type bundler struct {
	*loader
	root *file
	keys keys // of the files' trees

	resolved  map[target]resolution // by file and text of the reference
	resolving int
	suggested int

	component map[target]component // what stands in the root's index, and what was hoisted
	taken     map[string]map[string]bool
	hoisted   []hoisted
	inside    map[target]bool // path items and component bodies being copied: finds cycles

	origin map[*yaml.Node]*file
	refs   []Ref
	noted  map[*yaml.Node]bool
	links  []link
	slab   []yaml.Node
	nodes  int
	full   bool // a limit was hit and reported
}

// component is where a target stands in the bundle.
type component struct {
	pointer string
	kind    kind
}

// hoisted is a target outside of the root that gets a component of its own.
type hoisted struct {
	kind kind
	name string
	from resolution
}

// link is a reference of the bundle.
type link struct {
	node *yaml.Node // the object that is a reference
	to   string     // "#/components/schemas/MFA"
	kind kind
	pos  diag.Position // where it was written
}

func newBundler(l *loader, root *file) *bundler {
	return &bundler{
		loader: l, root: root, keys: keys{}, resolved: map[target]resolution{}, component: map[target]component{},
		taken: map[string]map[string]bool{}, inside: map[target]bool{}, origin: map[*yaml.Node]*file{}, noted: map[*yaml.Node]bool{},
	}
}

func (b *bundler) document() *yaml.Node {
	b.index()
	bundle := b.copy(b.root.tree, b.root, kindDocument, 0)
	for i := 0; i < len(b.hoisted) && !b.full; i++ { // copying one may find more
		h := b.hoisted[i]
		from := h.from.to.file
		value := b.copy(h.from.node, from, h.kind, 0)
		if b.origin[value] == nil {
			b.origin[value] = from
		}
		name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: h.name, Line: value.Line, Column: value.Column}
		if h.from.key != nil {
			name.Line, name.Column = h.from.key.Line, h.from.key.Column
		}
		b.origin[name] = from
		entries := section(section(bundle, "components"), h.kind.section())
		entries.Content = append(entries.Content, name, value)
	}
	b.checkLinks(bundle)
	return bundle
}

// index notes which path and which component of the root stands for which target: those that its references lead to, through
// further references to their end.
func (b *bundler) index() {
	note := func(prefix []string, entries *yaml.Node, k kind) {
		each(entries, func(name, value *yaml.Node) {
			at := component{Pointer(append(prefix, name.Value)...), k}
			for ref, f := indexLine(value, k), b.root; ref != nil; {
				r := b.resolve(ref, f)
				if !r.ok() || r.to.file == b.root {
					break
				}
				if _, known := b.component[r.to]; known {
					break
				}
				b.component[r.to] = at
				ref, f = indexLine(r.node, k), r.to.file
			}
		})
	}
	note([]string{"paths"}, Get(b.root.tree, "paths"), kindPathItem)
	each(Get(b.root.tree, "components"), func(section, entries *yaml.Node) {
		if k, s := kindComponents.below(section.Value); s == many {
			b.taken[section.Value] = map[string]bool{}
			each(entries, func(name, _ *yaml.Node) { b.taken[section.Value][name.Value] = true })
			note([]string{"components", section.Value}, entries, k)
		}
	})
}

// indexLine gives the reference of an object that is nothing else.
func indexLine(n *yaml.Node, k kind) *yaml.Node {
	if ref := refNode(n, k); ref != nil && len(n.Content) == 2 {
		return ref
	}
	return nil
}

// refNode gives the `$ref` value of an object of a kind that may be a reference, nil when it is none.
func refNode(n *yaml.Node, k kind) *yaml.Node {
	if !k.referable() {
		return nil
	}
	ref := Get(n, "$ref")
	if ref == nil || ref.Kind != yaml.ScalarNode {
		return nil
	}
	return ref
}

// copy makes the bundle's version of a node of kind k that stands in file f.
func (b *bundler) copy(n *yaml.Node, f *file, k kind, depth int) *yaml.Node {
	if b.nodes++; b.nodes > maxNodes || depth > maxDepth {
		b.limit(f.position(n))
	}
	if b.full {
		return null(n)
	}
	if ref := refNode(n, k); ref != nil {
		return b.reference(n, ref, f, k, depth)
	}
	out := b.bare(n)
	switch n.Kind {
	case yaml.MappingNode:
		out.Content = make([]*yaml.Node, 0, len(n.Content))
		each(n, func(key, value *yaml.Node) {
			if key.Value == "$ref" && k.referable() {
				b.found.Add(f.position(value), "ref-unresolved", "a reference is text; write $ref: '#/components/...'")
				return
			}
			out.Content = append(out.Content, b.name(key), b.entry(key.Value, value, f, k, depth+1))
		})
	case yaml.SequenceNode:
		out.Content = make([]*yaml.Node, len(n.Content))
		for i, item := range n.Content {
			out.Content[i] = b.copy(item, f, kindData, depth+1)
		}
	}
	return out
}

func (b *bundler) limit(pos diag.Position) {
	if !b.full {
		b.found.Add(pos, "spec-size", "the document grows beyond %d nodes or %d levels here; a reference in a circle, or a YAML bomb", maxNodes, maxDepth)
	}
	b.full = true
}

func (b *bundler) node() *yaml.Node {
	if len(b.slab) == 0 {
		b.slab = make([]yaml.Node, 256)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	return n
}

// bare is a node without children, comments and anchors. Scalars that are no text get the one form that JSON has for them; decimal
// numbers keep their digits.
func (b *bundler) bare(n *yaml.Node) *yaml.Node {
	out := b.node()
	out.Kind, out.Line, out.Column = n.Kind, n.Line, n.Column
	switch n.Kind {
	case yaml.MappingNode:
		out.Tag = "!!map"
	case yaml.SequenceNode:
		out.Tag = "!!seq"
	default:
		out.Tag, out.Value = n.ShortTag(), n.Value
		switch out.Tag {
		case "!!null", "!!bool", "!!int", "!!float":
			if text, err := appendScalar(nil, n); err == nil && string(text) != n.Value {
				out.Value = string(text)
			}
		default:
			out.Tag = "!!str"
		}
	}
	return out
}

// name is the copy of a key. It is text whatever it looks like: response codes are often written without quotes.
func (b *bundler) name(key *yaml.Node) *yaml.Node {
	out := b.node()
	out.Kind, out.Tag, out.Value, out.Line, out.Column = yaml.ScalarNode, "!!str", key.Value, key.Line, key.Column
	return out
}

// entry copies the value under a key of an object of kind k.
func (b *bundler) entry(key string, value *yaml.Node, f *file, k kind, depth int) *yaml.Node {
	if strings.HasPrefix(key, "x-") && k != kindData {
		return b.copy(value, f, kindData, depth)
	}
	below, s := k.below(key)
	switch {
	case k == kindDiscriminator && key == "mapping":
		return b.discriminator(value, f, depth)
	case k == kindLink && key == "operationRef":
		b.operationRef(value, f)
	case s == many && value.Kind == yaml.MappingNode:
		return b.many(value, f, k, below, depth)
	case s == list && value.Kind == yaml.SequenceNode:
		out := b.bare(value)
		for _, item := range value.Content {
			out.Content = append(out.Content, b.copy(item, f, below, depth+1))
		}
		return out
	case s != one:
		return b.copy(value, f, kindData, depth)
	}
	return b.copy(value, f, below, depth)
}

// many copies a map of names to objects.
func (b *bundler) many(n *yaml.Node, f *file, parent, k kind, depth int) *yaml.Node {
	out := b.bare(n)
	out.Content = make([]*yaml.Node, 0, len(n.Content))
	each(n, func(key, value *yaml.Node) {
		var item *yaml.Node
		switch {
		case strings.HasPrefix(key.Value, "x-") && (k == kindPathItem || k == kindResponse):
			item = b.copy(value, f, kindData, depth+1)
		case parent == kindComponents:
			item = b.componentBody(value, f, k, depth+1)
		default:
			item = b.copy(value, f, k, depth+1)
		}
		out.Content = append(out.Content, b.name(key), item)
	})
	return out
}

// componentBody copies an entry of the root's components. A reference to another file is the index line of a fragment, and is
// replaced by the fragment; a reference to another component stays one.
func (b *bundler) componentBody(n *yaml.Node, f *file, k kind, depth int) *yaml.Node {
	ref := indexLine(n, k)
	if ref == nil || k == kindPathItem {
		return b.copy(n, f, k, depth)
	}
	r := b.resolve(ref, f)
	if !r.ok() || r.to.file == b.root || b.inside[r.to] || !b.fits(r, ref, f, k) {
		return b.copy(n, f, k, depth)
	}
	b.note(ref, f, k)
	return b.instead(r, func() *yaml.Node { return b.componentBody(r.node, r.to.file, k, depth+1) })
}

// instead makes a copy of a target that takes the place of a reference.
func (b *bundler) instead(r resolution, make func() *yaml.Node) *yaml.Node {
	b.inside[r.to] = true
	defer delete(b.inside, r.to)
	body := make()
	if b.origin[body] == nil {
		b.origin[body] = r.to.file
	}
	return body
}

func (b *bundler) note(ref *yaml.Node, f *file, k kind) {
	if !b.noted[ref] {
		b.noted[ref] = true
		b.refs = append(b.refs, Ref{Pos: f.position(ref), File: f.name, Value: ref.Value, Kind: k.String()})
	}
}

// reference copies an object that is a `$ref`.
func (b *bundler) reference(n, ref *yaml.Node, f *file, k kind, depth int) *yaml.Node {
	b.note(ref, f, k)
	r := b.resolve(ref, f)
	if !r.ok() {
		if r.reason != "" {
			b.found.Add(f.position(ref), r.rule, "%s", r.reason)
		}
		return standIn(n, k)
	}
	if k == kindPathItem {
		return b.inline(n, ref, f, r, depth)
	}
	to, ok := b.place(r, ref, f, k)
	if !ok {
		return standIn(n, k)
	}
	out := b.bare(n)
	each(n, func(key, value *yaml.Node) {
		item := b.node()
		if key.Value == "$ref" {
			item.Kind, item.Tag, item.Value, item.Line, item.Column = yaml.ScalarNode, "!!str", "#"+fragment(to), value.Line, value.Column
		} else { // ignored in OpenAPI 3.0, part of a schema in 3.1
			item = b.entry(key.Value, value, f, k, depth+1)
		}
		out.Content = append(out.Content, b.name(key), item)
	})
	b.links = append(b.links, link{out, to, k, f.position(ref)})
	return out
}

// inline copies a path item in place of the reference to it.
func (b *bundler) inline(n, ref *yaml.Node, f *file, r resolution, depth int) *yaml.Node {
	switch {
	case b.inside[r.to]:
		b.found.Add(f.position(ref), "ref-cycle", "path item %q contains itself; break the cycle", ref.Value)
		return standIn(n, kindPathItem)
	case !b.fits(r, ref, f, kindPathItem):
		return standIn(n, kindPathItem)
	}
	each(n, func(key, _ *yaml.Node) {
		if key.Value != "$ref" {
			b.found.Add(f.position(key), "ref-siblings", "%q stands beside a $ref and would be lost; move it into the path item %q", key.Value, ref.Value)
		}
	})
	return b.instead(r, func() *yaml.Node { return b.copy(r.node, r.to.file, kindPathItem, depth+1) })
}

// standIn is put where a reference leads nowhere: valid, and empty.
func standIn(n *yaml.Node, k kind) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
	word := func(key, value string) { out.Content = append(out.Content, text(key, n), text(value, n)) }
	empty := func(key string) {
		out.Content = append(out.Content, text(key, n), &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column})
	}
	switch k {
	case kindResponse:
		word("description", "unresolved")
	case kindParameter:
		word("name", "unresolved")
		word("in", "query")
		empty("schema")
	case kindHeader:
		empty("schema")
	case kindRequestBody:
		empty("content")
	case kindSecurityScheme:
		word("type", "apiKey")
		word("name", "unresolved")
		word("in", "header")
	case kindExample:
		empty("value")
	case kindLink:
		word("operationId", "unresolved")
	}
	return out
}

// place gives the pointer of a target in the bundle. It is false, and told, when the target is of another kind.
func (b *bundler) place(r resolution, ref *yaml.Node, f *file, k kind) (string, bool) {
	if !b.fits(r, ref, f, k) {
		return "", false
	}
	if r.to.file == b.root && (strings.HasPrefix(r.to.pointer, "/components/") || strings.HasPrefix(r.to.pointer, "/paths/")) {
		return r.to.pointer, true
	}
	if at, tail, ok := b.indexed(r.to); ok {
		return at.pointer + tail, true
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
func (b *bundler) fits(r resolution, ref *yaml.Node, f *file, k kind) bool {
	wrong := func(is string) bool {
		b.found.Add(f.position(ref), "ref-kind", "%q is %s, and a %s belongs here", ref.Value, is, k)
		return false
	}
	switch {
	case r.to.file == b.root && r.to.pointer == "":
		return wrong("the whole document")
	case r.node.Kind == yaml.SequenceNode:
		return wrong("a list")
	case r.node.Kind == yaml.ScalarNode && (k != kindSchema || r.node.ShortTag() != "!!bool"):
		return wrong(fmt.Sprintf("the value %q", r.node.Value))
	}
	from, pointer := kindDocument, r.to.pointer
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
	case s != one:
		return wrong(fmt.Sprintf("a collection of objects of kind %s", is))
	case is != kindData && is != k:
		return wrong(fmt.Sprintf("of kind %s", is))
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

// discriminator copies a mapping of names to schemas: each value is a component name or a reference.
func (b *bundler) discriminator(n *yaml.Node, f *file, depth int) *yaml.Node {
	out := b.copy(n, f, kindData, depth)
	if n.Kind != yaml.MappingNode || out.Kind != yaml.MappingNode {
		return out
	}
	for i := 1; i < len(n.Content); i += 2 {
		value := n.Content[i]
		if value.Kind != yaml.ScalarNode || !strings.ContainsAny(value.Value, "#/") {
			continue
		}
		b.note(value, f, kindSchema)
		r := b.resolve(value, f)
		if !r.ok() {
			if r.reason != "" {
				b.found.Add(f.position(value), r.rule, "%s", r.reason)
			}
			continue
		}
		if to, ok := b.place(r, value, f, kindSchema); ok {
			out.Content[i].Tag, out.Content[i].Value = "!!str", "#"+fragment(to)
		}
	}
	return out
}

// operationRef refuses the one reference that cannot follow its target into the bundle: an operation is no component.
func (b *bundler) operationRef(value *yaml.Node, f *file) {
	name, _, _ := strings.Cut(value.Value, "#")
	if value.Kind == yaml.ScalarNode && (name == "" && f != b.root || name != "" && !strings.Contains(name, ":")) {
		b.found.Add(f.position(value), "ref-outside", "operationRef %q depends on the file it stands in; write operationId in its place", value.Value)
	}
}

// checkLinks follows the references of the bundle and reports those that lead to nothing but each other.
func (b *bundler) checkLinks(bundle *yaml.Node) {
	if b.full {
		return
	}
	keys := newKeys(bundle)
	of := make(map[*yaml.Node]int, len(b.links))
	for i, l := range b.links {
		of[l.node] = i
	}
	places := map[string]*yaml.Node{}
	done := make([]bool, len(b.links))
	for i := range b.links {
		path := map[int]bool{}
		for next := i; !done[next]; {
			l := b.links[next]
			if path[next] {
				b.found.Add(l.pos, "ref-cycle", "%q is only a reference to itself; write the object out", "#"+l.to)
				l.node.Content = standIn(l.node, l.kind).Content
				break
			}
			path[next] = true
			to, known := places[l.to]
			if !known {
				to = keys.at(bundle, l.to)
				places[l.to] = to
			}
			if to == nil {
				b.found.Add(l.pos, "ref-unresolved", "%q leads into a reference; refer to what stands behind it", "#"+l.to)
				l.node.Content = standIn(l.node, l.kind).Content
				break
			}
			if next, known = of[to]; !known {
				break
			}
		}
		for n := range path {
			done[n] = true
		}
	}
}

func each(n *yaml.Node, do func(key, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		do(n.Content[i], n.Content[i+1])
	}
}

// text is a string at the place of another node.
func text(s string, at *yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Line: at.Line, Column: at.Column}
}

// section gives the mapping under a key, made when it is missing.
func section(n *yaml.Node, key string) *yaml.Node {
	v := Get(n, key)
	if v == nil {
		v = &yaml.Node{Line: n.Line, Column: n.Column}
		n.Content = append(n.Content, text(key, n), v)
	}
	if v.Kind != yaml.MappingNode { // `components:` without a value
		v.Kind, v.Tag, v.Value, v.Content = yaml.MappingNode, "!!map", "", nil
	}
	return v
}
