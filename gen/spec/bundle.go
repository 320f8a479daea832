package spec

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
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
	copied    map[target]bool // those that were
	repeating int             // how many of those being copied were before
	repeated  int             // nodes of such copies

	origin  map[*yaml.Node]*file
	refs    []Ref
	noted   map[*yaml.Node]bool
	written map[*yaml.Node]string // response statuses by their keys in the bundle, where the document writes them in another case
	links   []link
	slab    []yaml.Node
	nodes   int
	full    bool // a limit was hit and reported
}

func newBundler(l *loader, root *file) *bundler {
	return &bundler{
		loader: l, root: root, keys: keys{}, resolved: map[target]resolution{}, component: map[target]component{},
		taken: map[string]map[string]bool{}, inside: map[target]bool{}, copied: map[target]bool{}, origin: map[*yaml.Node]*file{}, noted: map[*yaml.Node]bool{},
		written: map[*yaml.Node]string{},
	}
}

func (b *bundler) document() *yaml.Node {
	b.index()
	bundle := b.copy(b.root.tree, b.root, KindDocument, 0)
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
	note := func(prefix []string, entries *yaml.Node, k Kind) {
		each(entries, func(name, value *yaml.Node) {
			if k == KindPathItem && strings.HasPrefix(name.Value, "x-") {
				return
			}
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
	note([]string{"paths"}, Get(b.root.tree, "paths"), KindPathItem)
	each(Get(b.root.tree, "components"), func(section, entries *yaml.Node) {
		if k, s := KindComponents.Below(section.Value); s == Many {
			b.taken[section.Value] = map[string]bool{}
			each(entries, func(name, _ *yaml.Node) { b.taken[section.Value][name.Value] = true })
			note([]string{"components", section.Value}, entries, k)
		}
	})
}

// indexLine gives the reference of an object that is nothing else.
func indexLine(n *yaml.Node, k Kind) *yaml.Node {
	if ref := refNode(n, k); ref != nil && len(n.Content) == 2 {
		return ref
	}
	return nil
}

// refNode gives the `$ref` value of an object of a kind that may be a reference, nil when it is none.
func refNode(n *yaml.Node, k Kind) *yaml.Node {
	if !k.Referable() {
		return nil
	}
	ref := Get(n, "$ref")
	if ref == nil || ref.Kind != yaml.ScalarNode {
		return nil
	}
	return ref
}

// copy makes the bundle's version of a node of kind k that stands in file f.
func (b *bundler) copy(n *yaml.Node, f *file, k Kind, depth int) *yaml.Node {
	if b.repeating > 0 {
		b.repeated += weight(n)
	}
	if b.nodes%1024 == 0 && b.ctx.Err() != nil {
		b.fail(b.ctx.Err())
		b.full = true
	}
	if b.nodes++; b.nodes > maxNodes || b.repeated > maxAliasNodes || depth > maxDepth {
		b.limit(f.position(n))
	}
	if b.full {
		return null(n)
	}
	if ref := refNode(n, k); ref != nil {
		return b.reference(n, ref, f, k, depth)
	}
	if k == KindData {
		return b.data(n, f, depth)
	}
	out := b.bare(n)
	switch n.Kind {
	case yaml.MappingNode:
		out.Content = make([]*yaml.Node, 0, len(n.Content))
		each(n, func(key, value *yaml.Node) {
			if key.Value == "$ref" && k.Referable() {
				b.add(f.position(value), "ref-unresolved", "a reference is text; write $ref: '#/components/...'")
				return
			}
			out.Content = append(out.Content, b.name(key), b.entry(key.Value, value, f, k, depth+1))
		})
	case yaml.SequenceNode:
		out.Content = make([]*yaml.Node, len(n.Content))
		for i, item := range n.Content {
			out.Content[i] = b.copy(item, f, KindData, depth+1)
		}
	}
	return out
}

// data is copy for what holds no objects. What needs no change is the file's own node: most nodes of a document are scalars, and a node takes
// 152 bytes.
func (b *bundler) data(n *yaml.Node, f *file, depth int) *yaml.Node {
	if n.Kind == yaml.ScalarNode {
		if b.asIs(n) {
			return n
		}
		return b.bare(n)
	}
	content, same := n.Content, true
	for i, child := range n.Content {
		var c *yaml.Node
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			c = b.name(child)
		} else {
			c = b.copy(child, f, KindData, depth+1)
		}
		if c != child {
			if same {
				content, same = slices.Clone(n.Content), false
			}
			content[i] = c
		}
	}
	if same && n.Anchor == "" && (n.Tag == "!!map" || n.Tag == "!!seq") {
		return n
	}
	out := b.bare(n)
	out.Content = content
	return out
}

// asIs tells whether a scalar is in the one form that it has in a bundle.
func (b *bundler) asIs(n *yaml.Node) bool {
	if n.Anchor != "" {
		return false
	}
	switch n.Tag {
	case "!!str":
		return true
	case "!!int":
		return len(n.Value) < 300 && isJSONInteger(n.Value)
	case "!!bool":
		return n.Value == "true" || n.Value == "false"
	case "!!null":
		return n.Value == "null"
	}
	return false
}

func (b *bundler) limit(pos report.Position) {
	if !b.full {
		b.add(pos, "spec-size", "the document grows beyond all measure here (%d nodes, %d of them repeated, or %d levels); refer to path items less often", maxNodes, maxAliasNodes, maxDepth)
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

// name is the copy of a key, or the key itself where that needs no change. It is text whatever it looks like: response codes are often written
// without quotes.
func (b *bundler) name(key *yaml.Node) *yaml.Node {
	if key.Tag == "!!str" && key.Anchor == "" {
		return key
	}
	out := b.node()
	out.Kind, out.Tag, out.Value, out.Line, out.Column = yaml.ScalarNode, "!!str", key.Value, key.Line, key.Column
	return out
}

// entry copies the value under a key of an object of kind k.
func (b *bundler) entry(key string, value *yaml.Node, f *file, k Kind, depth int) *yaml.Node {
	if strings.HasPrefix(key, "x-") && k != KindData {
		return b.copy(value, f, KindData, depth)
	}
	below, s := k.Below(key)
	switch {
	case k == KindDiscriminator && key == "mapping":
		return b.discriminator(value, f, depth)
	case k == KindLink && key == "operationRef":
		b.operationRef(value, f)
	case s == Many && value.Kind == yaml.MappingNode:
		return b.many(value, f, k, below, depth)
	case s == List && value.Kind == yaml.SequenceNode:
		out := b.bare(value)
		for _, item := range value.Content {
			out.Content = append(out.Content, b.copy(item, f, below, depth+1))
		}
		if key == "allOf" {
			out.Content = withoutRepeats(out.Content)
		}
		return out
	case s != One:
		return b.copy(value, f, KindData, depth)
	}
	return b.copy(value, f, below, depth)
}

// many copies a map of names to objects. In the responses of an operation the names are statuses, which get the case that OpenAPI defines.
func (b *bundler) many(n *yaml.Node, f *file, parent, k Kind, depth int) *yaml.Node {
	if parent == KindOperation && k == KindResponse {
		n = b.statuses(n, f)
	}
	out := b.bare(n)
	out.Content = make([]*yaml.Node, 0, len(n.Content))
	each(n, func(key, value *yaml.Node) {
		var item *yaml.Node
		switch {
		case strings.HasPrefix(key.Value, "x-") && (k == KindPathItem || k == KindResponse):
			item = b.copy(value, f, KindData, depth+1)
		case parent == KindComponents:
			item = b.componentBody(value, f, k, depth+1)
		default:
			item = b.copy(value, f, k, depth+1)
		}
		out.Content = append(out.Content, b.entryName(key, value, item, f, k), item)
	})
	return out
}

// entryName is name for an entry of a map. Where the value is an index line, and what it leads to was copied from under the same name, it is
// written there.
func (b *bundler) entryName(key, value, item *yaml.Node, f *file, k Kind) *yaml.Node {
	ref, from := indexLine(value, k), b.origin[item]
	if ref == nil || from == nil || from == f {
		return b.name(key)
	}
	r := b.resolve(ref, f)
	if r.key == nil || r.key.Value != key.Value || r.to.file != from {
		return b.name(key)
	}
	name := b.node()
	name.Kind, name.Tag, name.Value, name.Line, name.Column = yaml.ScalarNode, "!!str", key.Value, r.key.Line, r.key.Column
	b.origin[name] = r.to.file
	return name
}

// componentBody copies an entry of the root's components. A reference to another file is the index line of a fragment, and is
// replaced by the fragment; a reference to another component stays one.
func (b *bundler) componentBody(n *yaml.Node, f *file, k Kind, depth int) *yaml.Node {
	ref := indexLine(n, k)
	if ref == nil || k == KindPathItem {
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
	if b.copied[r.to] {
		b.repeating++
		defer func() { b.repeating-- }()
	}
	b.copied[r.to], b.inside[r.to] = true, true
	defer delete(b.inside, r.to)
	body := make()
	if b.origin[body] == nil {
		b.origin[body] = r.to.file
	}
	return body
}

func (b *bundler) note(ref *yaml.Node, f *file, k Kind) {
	if !b.noted[ref] {
		b.noted[ref] = true
		b.refs = append(b.refs, Ref{Pos: f.position(ref), File: f.name, Value: ref.Value, Kind: k.String()})
	}
}

// reference copies an object that is a `$ref`.
func (b *bundler) reference(n, ref *yaml.Node, f *file, k Kind, depth int) *yaml.Node {
	b.note(ref, f, k)
	r := b.resolve(ref, f)
	if !r.ok() {
		if r.reason != "" {
			b.add(f.position(ref), r.rule, "%s", r.reason)
		}
		return standIn(n, k)
	}
	if k == KindPathItem {
		return b.inline(n, ref, f, r, depth)
	}
	to, ok := b.place(r, ref, f, k)
	if !ok {
		return standIn(n, k)
	}
	out := b.bare(n)
	out.Content = make([]*yaml.Node, 0, len(n.Content))
	each(n, func(key, value *yaml.Node) {
		var item *yaml.Node
		switch {
		case key.Value != "$ref": // ignored in OpenAPI 3.0, part of a schema in 3.1
			item = b.entry(key.Value, value, f, k, depth+1)
		case value.Value == "#"+fragment(to) && b.asIs(value):
			item = value
		default:
			item = text("#"+fragment(to), value)
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
		b.add(f.position(ref), "ref-cycle", "path item %q contains itself; break the cycle", ref.Value)
		return standIn(n, KindPathItem)
	case !b.fits(r, ref, f, KindPathItem):
		return standIn(n, KindPathItem)
	}
	each(n, func(key, _ *yaml.Node) {
		if key.Value != "$ref" {
			b.add(f.position(key), "ref-siblings", "%q stands beside a $ref and would be lost; move it into the path item %q", key.Value, ref.Value)
		}
	})
	return b.instead(r, func() *yaml.Node { return b.copy(r.node, r.to.file, KindPathItem, depth+1) })
}

// discriminator copies a mapping of names to schemas: each value is a component name or a reference.
func (b *bundler) discriminator(n *yaml.Node, f *file, depth int) *yaml.Node {
	out := b.copy(n, f, KindData, depth)
	if n.Kind != yaml.MappingNode || out.Kind != yaml.MappingNode {
		return out
	}
	named := slices.Clone(out.Content)
	for i := 1; i < len(n.Content); i += 2 {
		value := n.Content[i]
		if value.Kind != yaml.ScalarNode || !strings.ContainsAny(value.Value, "#/") {
			continue
		}
		b.note(value, f, KindSchema)
		r := b.resolve(value, f)
		if !r.ok() {
			if r.reason != "" {
				b.add(f.position(value), r.rule, "%s", r.reason)
			}
			continue
		}
		if to, ok := b.place(r, value, f, KindSchema); ok {
			named[i] = text("#"+fragment(to), value)
		}
	}
	changed := b.bare(n)
	changed.Content = named
	return changed
}

// operationRef refuses the one reference that cannot follow its target into the bundle: an operation is no component.
func (b *bundler) operationRef(value *yaml.Node, f *file) {
	name, _, _ := strings.Cut(value.Value, "#")
	if value.Kind == yaml.ScalarNode && value.ShortTag() == "!!str" && (name == "" && f != b.root || name != "" && !strings.Contains(name, ":")) {
		b.add(f.position(value), "ref-outside", "operationRef %q depends on the file it stands in; write operationId in its place", value.Value)
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
