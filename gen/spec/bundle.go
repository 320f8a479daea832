package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// bundler copies the root file and the files that it references into one tree. It replaces a reference to a path item or an operation with a copy of
// the target. It does the same for a component that is only a reference to another file. It changes every other reference so that its target is in
// the bundle. If the target is in the paths or components of the root, it remains the target. If a path or component of the root references the
// target or an object that contains it, the copy in this path or component is the new target. Otherwise, the bundler adds a component. It derives the
// name of this component from the last token of the original target.
//
// Every object of the bundle is a new node. The bundle shares nodes of the kind [oas.Data] with the files.
type bundler struct {
	*loader
	root *file

	identifiers map[*file]map[identifier]string // see identifiersOf

	resolved  map[target]resolution // results of resolve, by file and text of the reference
	resolving int
	suggested int

	component map[target]component // paths and components of the bundle, by original target
	taken     map[string]map[string]bool
	hoisted   []hoisted
	inside    map[target]bool // path items, operations and components whose copy is in progress; used to find cycles
	copied    map[target]bool // path items, operations and components that have a copy
	repeating int             // number of copies in progress whose target already has another copy
	repeated  int             // size of the repeated copies in nodes; see weight

	refs         []Ref
	recorded     map[*oas.Node]bool
	written      map[*oas.Node]string // see Spec.ResponseKey
	links        []link
	placed       []string                      // results of place
	allOf        []*oas.Node                   // lists of members in the bundle
	placeholders map[*oas.Node]report.Position // positions of the references that placeholders replace
	nodes        int
	full         bool // whether copying has stopped, because the bundle exceeds a limit or the context is canceled
}

func newBundler(l *loader, root *file) *bundler {
	return &bundler{
		loader: l, root: root, resolved: map[target]resolution{}, component: map[target]component{}, taken: map[string]map[string]bool{},
		identifiers: map[*file]map[identifier]string{}, inside: map[target]bool{}, copied: map[target]bool{}, recorded: map[*oas.Node]bool{}, written: map[*oas.Node]string{},
		placeholders: map[*oas.Node]report.Position{},
	}
}

func (b *bundler) document() *oas.Node {
	b.index()
	bundle := b.copy(b.root.tree, b.root, oas.Document, 0)
	if version := bundle.Entry("openapi"); version != nil {
		text, _ := readAs(version.Value.Written())
		version.Value = oas.NewString(text, version.Value)
	}
	for i := 0; i < len(b.hoisted) && !b.full; i++ { // a copy may add further components to hoisted
		h := b.hoisted[i]
		e := oas.NewEntry(h.name, b.copy(h.from.node, h.from.to.file, h.kind, 0))
		if h.from.entry != nil {
			e = h.from.entry.With(e.Value)
			e.Key = h.name
		}
		entries := section(section(bundle, "components"), h.kind.Section())
		entries.Entries = append(entries.Entries, e)
	}
	b.checkLinks(bundle)
	b.removeRepeats(bundle)
	b.setPointers(bundle)
	return bundle
}

// index finds the paths and components of the root that reference other files. For each target, it records the first path or component that
// references it, directly or indirectly. It also records the names of the components.
func (b *bundler) index() {
	record := func(prefix []string, entries *oas.Node, k oas.Kind) {
		for name, value := range entries.Each() {
			if k == oas.PathItem && strings.HasPrefix(name, "x-") {
				continue
			}
			at := component{oas.Pointer(append(prefix, name)...), k}
			for ref, f := pureRef(value, k), b.root; ref != nil; {
				r := b.resolve(ref, f)
				if !r.ok() || r.to.file == b.root {
					break
				}
				if _, known := b.component[r.to]; known {
					break
				}
				b.component[r.to] = at
				ref, f = pureRef(r.node, k), r.to.file
			}
		}
	}
	record([]string{"paths"}, b.expanded(b.root.tree.Get("paths"), b.root), oas.PathItem)
	for section, entries := range b.expanded(b.root.tree.Get("components"), b.root).Each() {
		if k, shape := oas.Components.Child(section); shape == oas.Many {
			entries = b.expanded(entries, b.root)
			b.taken[section] = map[string]bool{}
			for name := range entries.Each() {
				b.taken[section][name] = true
			}
			record([]string{"components", section}, entries, k)
		}
	}
}

// expanded returns n, a mapping of names to objects. If n is a reference to such a mapping, it returns a mapping with a reference to each entry of
// the target. If n does not resolve, this mapping is empty. OpenAPI defines only references to single objects, but many tools also accept references
// to mappings.
func (b *bundler) expanded(n *oas.Node, f *file) *oas.Node {
	ref := n.Get("$ref")
	if n.Len() != 1 || !ref.IsScalar() {
		return n
	}
	out := oas.NewMapping(n)
	name, pointer, _ := strings.Cut(ref.Text(), "#")
	r := b.mapping(ref, f)
	if !r.ok() {
		return out
	}
	for _, e := range r.node.Entries {
		to := oas.NewString(name+"#"+pointer+fragment(oas.Pointer(e.Key)), ref)
		out.Entries = append(out.Entries, e.With(oas.NewMapping(ref, oas.NewEntry("$ref", to))))
	}
	return out
}

// mapping resolves ref, a reference in place of a mapping of objects. It follows a chain of references to the mapping.
func (b *bundler) mapping(ref *oas.Node, f *file) resolution {
	r := b.resolve(ref, f)
	for range maxReferences {
		next := r.node.Get("$ref")
		if !r.ok() || r.node.Len() != 1 || !next.IsScalar() {
			break
		}
		r = b.resolve(next, r.to.file)
	}
	switch {
	case !r.ok():
	case !r.node.IsMapping():
		r = resolution{rule: "ref-kind", reason: fmt.Sprintf("%q is %s, expected a mapping; correct the reference", ref.Text(), r.node.Type)}
	case r.node.Get("$ref") != nil:
		r = resolution{rule: "ref-cycle", reason: fmt.Sprintf("%q resolves to another reference, expected a mapping of objects; define the objects", ref.Text())}
	}
	return r
}

// whole is like expanded. If n is a reference, whole also records it. It adds an error if the reference does not resolve to a mapping.
// Otherwise it adds a warning, but only one for each reference.
func (b *bundler) whole(n *oas.Node, f *file, k oas.Kind) *oas.Node {
	out := b.expanded(n, f)
	if out == n {
		return n
	}
	ref := n.Get("$ref")
	b.record(ref, f, k)
	if r := b.mapping(ref, f); !r.ok() {
		b.unresolved(ref, r)
		b.placeholders[out] = ref.Pos()
		return out
	}
	const rule = "ref-kind"
	if !slices.ContainsFunc(b.found, func(d report.Finding) bool { return d.Pos == ref.Pos() && d.Rule == rule }) {
		b.report(report.Finding{
			Rule: rule, Severity: report.Warning, Pos: ref.Pos(),
			Message: fmt.Sprintf("OpenAPI does not define a reference to a mapping of objects; write a reference for each entry of %q; until then, specgen reads all entries", ref.Text()),
		})
	}
	return out
}

// pureRef returns the `$ref` of an object that has no other fields. For any other object, it returns nil.
func pureRef(n *oas.Node, k oas.Kind) *oas.Node {
	if n.Len() != 1 {
		return nil
	}
	return refOf(n, k)
}

// refOf returns the `$ref` of an object of kind k, or nil if the object is not a reference or cannot be one.
func refOf(n *oas.Node, k oas.Kind) *oas.Node {
	if !k.Referable() {
		return nil
	}
	if ref := n.Get("$ref"); ref.IsScalar() {
		return ref
	}
	return nil
}

// weight returns the size, in nodes, of n and its keys. The size does not include the values of the keys. 8 bytes of text count as one node.
func weight(n *oas.Node) int {
	weight := 1 + len(n.Value)/8
	for i := range n.Entries {
		weight += 1 + len(n.Entries[i].Key)/8
	}
	return weight
}

// count adds a node to the size of the bundle, and reports whether copying can continue. It returns false if the bundle exceeds a limit or the
// context is canceled.
func (b *bundler) count(n *oas.Node, depth int) bool {
	if b.repeating > 0 {
		b.repeated += weight(n)
	}
	if b.nodes%1024 == 0 && b.ctx.Err() != nil {
		b.fail(b.ctx.Err())
		b.full = true
	}
	if b.nodes++; (b.nodes > maxNodes || b.repeated > maxRepeated || depth > maxDepth) && !b.full {
		b.full = true
		b.add(n.Pos(), "spec-size", "the bundle exceeds %d nodes, %d repeated nodes or %d levels here; split the document, or reference path items less often",
			maxNodes, maxRepeated, maxDepth)
	}
	return !b.full
}

// copy returns a copy of n for the bundle. n is an object of kind k in file f. If k is [oas.Data], copy returns n itself.
func (b *bundler) copy(n *oas.Node, f *file, k oas.Kind, depth int) *oas.Node {
	if k == oas.Data {
		b.data(n, depth)
		return n
	}
	if !b.count(n, depth) {
		return (&oas.Node{}).Place(n)
	}
	if k == oas.Components {
		n = b.whole(n, f, k)
	}
	n = b.extending(b.withReference(n, f, k), k)
	if ref := refOf(n, k); ref != nil {
		return b.reference(n, ref, f, k, depth)
	}
	if ref := n.Get("$ref"); k == oas.Operation && ref.IsScalar() {
		return b.operation(n, ref, f, depth)
	}
	out := n.Shallow()
	if len(n.Entries) > 0 {
		out.Entries = make([]oas.Entry, 0, len(n.Entries))
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		if e.Key == "$ref" && k.Referable() {
			b.add(e.Value.Pos(), "ref-unresolved", "a reference must be a string; write $ref: '#/components/...'")
			b.placeholders[out] = e.Value.Pos()
			continue
		}
		out.Entries = append(out.Entries, e.With(b.field(e.Key, e.Value, f, k, depth+1)))
	}
	for _, item := range n.Items {
		b.data(item, depth+1)
	}
	return out
}

// data counts the nodes of a value that contains no OpenAPI objects.
func (b *bundler) data(n *oas.Node, depth int) {
	if !b.count(n, depth) {
		return
	}
	for i := range n.Entries {
		b.data(n.Entries[i].Value, depth+1)
	}
	for _, item := range n.Items {
		b.data(item, depth+1)
	}
}

// field returns a copy of value, which is the value of a field in an object of kind k. key is the name of the field.
func (b *bundler) field(key string, value *oas.Node, f *file, k oas.Kind, depth int) *oas.Node {
	if strings.HasPrefix(key, "x-") {
		return b.copy(value, f, oas.Data, depth)
	}
	child, shape := k.Child(key)
	switch {
	case k == oas.Discriminator && key == "mapping":
		return b.discriminator(value, f, depth)
	case k == oas.Link && key == "operationRef":
		b.operationRef(value, f)
	case shape == oas.Many && value.IsMapping():
		return b.many(value, f, k, child, depth)
	case shape == oas.List && value.IsSequence():
		b.count(value, depth)
		out := value.Shallow()
		out.Items = make([]*oas.Node, len(value.Items))
		for i, item := range value.Items {
			out.Items[i] = b.copy(item, f, child, depth+1)
		}
		if key == "allOf" {
			b.allOf = append(b.allOf, out)
		}
		return out
	case shape != oas.One:
		return b.copy(value, f, oas.Data, depth)
	}
	return b.copy(value, f, child, depth)
}

// many returns a copy of a mapping of names to objects. In the responses of an operation, the names are statuses. many converts them to the case that
// OpenAPI defines.
func (b *bundler) many(n *oas.Node, f *file, parent, k oas.Kind, depth int) *oas.Node {
	b.count(n, depth)
	if k.Referable() {
		n = b.whole(n, f, k)
	}
	var written map[string]string
	if parent == oas.Operation && k == oas.Response {
		n, written = b.statuses(n)
	}
	out := n.Shallow()
	if pos, broken := b.placeholders[n]; broken && parent != oas.Components { // the bundler may add components from other files to a section
		b.placeholders[out] = pos
	}
	out.Entries = make([]oas.Entry, 0, len(n.Entries))
	for i := range n.Entries {
		e := &n.Entries[i]
		var item *oas.Node
		switch {
		case strings.HasPrefix(e.Key, "x-") && (k == oas.PathItem || k == oas.Response):
			item = b.copy(e.Value, f, oas.Data, depth+1)
		case parent == oas.Components:
			item = b.componentBody(e.Value, f, k, depth+1)
		default:
			item = b.copy(e.Value, f, k, depth+1)
		}
		if text, ok := written[e.Key]; ok {
			b.written[item] = text
		}
		out.Entries = append(out.Entries, b.indexEntry(e, item, f, k).With(item))
	}
	return out
}

// indexEntry returns the entry whose key and position item gets in the bundle. If e is only a reference, it may reference an entry with the same key
// in another file. If item is a copy of this other entry, indexEntry returns the other entry. Otherwise it returns e.
func (b *bundler) indexEntry(e *oas.Entry, item *oas.Node, f *file, k oas.Kind) *oas.Entry {
	ref := pureRef(e.Value, k)
	if ref == nil || item.Source() == f.source {
		return e
	}
	if r := b.resolve(ref, f); r.entry != nil && r.entry.Key == e.Key && r.to.file.source == item.Source() {
		return r.entry
	}
	return e
}

// componentBody copies an entry of the root's components. If the entry references another file, it is an index entry, and componentBody copies the
// target of the reference instead. A reference to another component remains a reference.
func (b *bundler) componentBody(n *oas.Node, f *file, k oas.Kind, depth int) *oas.Node {
	ref := pureRef(n, k)
	if ref == nil || k == oas.PathItem {
		return b.copy(n, f, k, depth)
	}
	r := b.resolve(ref, f)
	if !r.ok() || r.to.file == b.root || b.inside[r.to] || !b.hasKind(r, ref, k) {
		return b.copy(n, f, k, depth)
	}
	b.record(ref, f, k)
	return b.inlineCopy(r, func() *oas.Node { return b.componentBody(r.node, r.to.file, k, depth+1) })
}

// inlineCopy returns the result of make, which copies the target of a reference. It records that the target has a copy. During the call to make, it
// also records that the copy is in progress. If the target already had a copy, it counts the new copy as repeated.
func (b *bundler) inlineCopy(r resolution, make func() *oas.Node) *oas.Node {
	if b.copied[r.to] {
		b.repeating++
		defer func() { b.repeating-- }()
	}
	b.copied[r.to], b.inside[r.to] = true, true
	defer delete(b.inside, r.to)
	return make()
}

func (b *bundler) record(ref *oas.Node, f *file, k oas.Kind) {
	if !b.recorded[ref] {
		b.recorded[ref] = true
		b.refs = append(b.refs, Ref{Pos: ref.Pos(), File: f.name(), Value: ref.Text(), Kind: k.String()})
	}
}

// reference returns the copy of n, an object with the `$ref` ref. For a path item, this is a copy of the target. For any other object, it is a
// reference to the target in the bundle. If the bundler cannot follow ref, reference returns a placeholder.
func (b *bundler) reference(n, ref *oas.Node, f *file, k oas.Kind, depth int) *oas.Node {
	b.record(ref, f, k)
	r := b.resolve(ref, f)
	if !r.ok() {
		b.unresolved(ref, r)
		return b.replaced(n, ref, k)
	}
	if k == oas.PathItem {
		return b.inline(n, ref, r, oas.PathItem, depth)
	}
	to, ok := b.place(r, ref, k)
	if !ok {
		return b.replaced(n, ref, k)
	}
	out := n.Shallow()
	out.Entries = make([]oas.Entry, 0, len(n.Entries))
	for i := range n.Entries {
		e := &n.Entries[i]
		value := oas.NewString("#"+fragment(to), e.Value)
		if e.Key != "$ref" { // see [bundler.extending]
			value = b.field(e.Key, e.Value, f, k, depth+1)
		}
		out.Entries = append(out.Entries, e.With(value))
	}
	b.links = append(b.links, link{out, to, k, ref.Pos()})
	return out
}

// extending moves the `$ref` of a schema into an allOf if other keywords of the schema extend the referenced schema. This does not change the meaning
// of the schema. For any other object, and in OpenAPI 3.0, which ignores fields next to a `$ref`, extending returns n.
func (b *bundler) extending(n *oas.Node, k oas.Kind) *oas.Node {
	all := n.Get("allOf")
	if refOf(n, k) == nil || k != oas.Schema || strings.HasPrefix(b.root.tree.Text("openapi"), "3.0") || all != nil && !all.IsSequence() ||
		!slices.ContainsFunc(n.Entries, func(e oas.Entry) bool { return extendsType(e.Key) }) {
		return n
	}
	reference := n.Entry("$ref")
	members := (&oas.Node{Type: oas.Sequence}).Place(reference.Value)
	members.Items = append(slices.Clone(all.List()), oas.NewMapping(reference.Value, *reference))
	out := n.Without("$ref")
	if entry := out.Entry("allOf"); entry != nil {
		entry.Value = members
		return out
	}
	entry := reference.With(members)
	entry.Key = "allOf"
	out.Entries = append([]oas.Entry{entry}, out.Entries...)
	return out
}

// extendsType reports whether a keyword next to a `$ref` can add to the Go type of the referenced schema.
func extendsType(keyword string) bool {
	switch keyword {
	case "properties", "patternProperties", "additionalProperties", "required", "allOf", "anyOf", "oneOf", "items", "prefixItems", "then", "else", "dependentSchemas":
		return true
	}
	return false
}

// operation copies the operation that another operation references. OpenAPI does not define references to operations, but some documents contain
// them.
func (b *bundler) operation(n, ref *oas.Node, f *file, depth int) *oas.Node {
	b.record(ref, f, oas.Operation)
	r := b.resolve(ref, f)
	if !r.ok() {
		b.unresolved(ref, r)
		return b.replaced(n, ref, oas.Operation)
	}
	return b.inline(n, ref, r, oas.Operation, depth)
}

// replaced returns the placeholder for an object whose reference the bundler cannot follow. It records the position of the reference.
func (b *bundler) replaced(n, ref *oas.Node, k oas.Kind) *oas.Node {
	out := placeholder(n, k)
	b.placeholders[out] = ref.Pos()
	return out
}

// unresolved adds a finding for a reference without a target, unless another finding reports the problem.
func (b *bundler) unresolved(ref *oas.Node, r resolution) {
	if r.reason != "" {
		b.add(ref.Pos(), r.rule, "%s", r.reason)
	}
}

// inline returns a copy of the path item or operation that n references. If the target contains n or has the wrong kind, inline adds a finding and
// returns a placeholder.
func (b *bundler) inline(n, ref *oas.Node, r resolution, k oas.Kind, depth int) *oas.Node {
	switch {
	case b.inside[r.to]:
		b.add(ref.Pos(), "ref-cycle", "%s %q contains itself; break the cycle", k, ref.Value)
		return b.replaced(n, ref, k)
	case !b.hasKind(r, ref, k):
		return b.replaced(n, ref, k)
	}
	for _, e := range n.Entries {
		if e.Key != "$ref" {
			b.add(e.Pos(), "ref-siblings", "%q next to a $ref is ignored; move it into the %s %q", e.Key, k, ref.Value)
		}
	}
	return b.inlineCopy(r, func() *oas.Node { return b.copy(r.node, r.to.file, k, depth+1) })
}

// setPointers sets the pointer of each finding about a reference that the bundler cannot follow. The pointer identifies the placeholder in the
// bundle.
func (b *bundler) setPointers(bundle *oas.Node) {
	if len(b.placeholders) == 0 {
		return
	}
	pointers := map[report.Position]string{}
	var walk func(n *oas.Node, tokens []string)
	walk = func(n *oas.Node, tokens []string) {
		if pos, ok := b.placeholders[n]; ok {
			if _, known := pointers[pos]; !known {
				pointers[pos] = oas.Pointer(tokens...)
			}
		}
		for key, value := range n.Each() {
			walk(value, append(tokens, key))
		}
		for i, item := range n.List() {
			walk(item, append(tokens, strconv.Itoa(i)))
		}
	}
	walk(bundle, nil)
	for i, d := range b.found {
		if pointer, ok := pointers[d.Pos]; ok && d.Pointer == "" {
			b.found[i].Pointer = pointer
		}
	}
}

// discriminator copies the mapping of a discriminator, in which each value is a component name or a reference. It changes each reference that
// resolves, so that its target is in the bundle.
func (b *bundler) discriminator(n *oas.Node, f *file, depth int) *oas.Node {
	b.data(n, depth)
	return n.Filter(func(_ string, value *oas.Node) *oas.Node {
		if !value.IsScalar() || !strings.ContainsAny(value.Value, "#/") {
			return value
		}
		b.record(value, f, oas.Schema)
		r := b.resolve(value, f)
		if !r.ok() {
			b.unresolved(value, r)
			b.placeholders[value] = value.Pos()
			return value
		}
		if to, ok := b.place(r, value, oas.Schema); ok {
			return oas.NewString("#"+fragment(to), value)
		}
		return value
	})
}

// operationRef adds a finding for an operationRef that is relative to its file. In the root, an operationRef without a file name is permitted, and so
// is a URL in any file. The other relative references have no target in the bundle, because an operation is not a component.
func (b *bundler) operationRef(value *oas.Node, f *file) {
	name, _, _ := strings.Cut(value.Value, "#")
	if value.Type == oas.String && (name == "" && f != b.root || name != "" && !strings.Contains(name, ":")) {
		b.add(value.Pos(), "ref-outside", "operationRef %q is relative to its file; write operationId instead", value.Value)
	}
}
