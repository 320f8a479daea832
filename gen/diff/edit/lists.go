package edit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// parameter is an item of a parameters list.
type parameter struct {
	in, name string
	i        int       // its index in the list
	node     *oas.Node // the item, which may be a reference
}

// parametersOf returns the parameters of a list, without repeated ones.
func parametersOf(s *spec.Spec, n *oas.Node) []parameter {
	var list []parameter
	for i, c := range n.List() {
		target := Resolve(s, c)
		p := parameter{target.Text("in"), target.Text("name"), i, c}
		if !slices.ContainsFunc(list, p.same) {
			list = append(list, p)
		}
	}
	return list
}

// same reports whether two parameters have the same location and name.
func (p parameter) same(q parameter) bool { return p.in == q.in && p.name == q.name }

// parameters compares two lists of parameters, paired by location and name.
func (w *walker) parameters(pa, pb string, a, b *oas.Node) {
	removed, added := parametersOf(w.a, a), parametersOf(w.b, b)
	removed = slices.DeleteFunc(removed, func(p parameter) bool {
		i := slices.IndexFunc(added, p.same)
		if i >= 0 {
			w.node(pa+oas.Pointer(itoa(p.i)), pb+oas.Pointer(itoa(added[i].i)), p.node, added[i].node)
			added = slices.Delete(added, i, i+1)
		}
		return i >= 0
	})
	for _, p := range removed {
		from := pa + oas.Pointer(itoa(p.i))
		if to := shared(w.b, pb, p); to != "" {
			w.node(from, to, p.node, w.b.At(to))
			continue
		}
		i := slices.IndexFunc(added, func(q parameter) bool { return p.in == q.in && w.sameParameter(p.node, q.node) })
		if i >= 0 {
			w.parameterRenamed(from, pb+oas.Pointer(itoa(added[i].i)), p, added[i])
			added = slices.Delete(added, i, i+1)
			continue
		}
		w.add(removedEdit("parameter-removed", from, p.in+" parameter "+p.name))
	}
	for _, p := range added {
		if from := shared(w.a, pa, p); from != "" {
			if w.b.At(from) != nil { // the parameter now replaces the one of the path item
				to := pb + oas.Pointer(itoa(p.i))
				w.node(from, to, w.a.At(from), p.node)
			}
			continue
		}
		w.add(addedEdit("parameter-added", pb+oas.Pointer(itoa(p.i)), p.in+" parameter "+p.name))
	}
}

// shared returns the pointer of a parameter with the location and name of p. The parameter is not in list, but it applies to the same operations. If
// list belongs to an operation, the parameter is in the path item. If list belongs to a path item, each operation must declare the parameter, and
// shared returns the pointer in the first one. It returns "" if it finds none.
func shared(s *spec.Spec, list string, p parameter) string {
	find := func(at string) string {
		for _, q := range parametersOf(s, s.At(at)) {
			if q.same(p) {
				return at + oas.Pointer(itoa(q.i))
			}
		}
		return ""
	}
	owner := Parent(list)
	if oas.IsMethod(LastToken(owner)) && strings.HasPrefix(owner, "/paths/") {
		return find(Parent(owner) + "/parameters")
	}
	first := ""
	for key := range s.At(owner).Each() {
		if !oas.IsMethod(key) {
			continue
		}
		at := find(owner + oas.Pointer(key, "parameters"))
		if at == "" {
			return ""
		}
		if first == "" {
			first = at
		}
	}
	return first
}

func (w *walker) parameterRenamed(from, to string, a, b parameter) {
	e := renamedEdit("parameter-renamed", from, to, a.in+" parameter", a.name, b.name)
	if a.in == "path" { // requests do not contain the name of a path parameter
		e.Variant = "path"
	}
	w.add(e)
}

// sameParameter reports whether the parameter a was renamed to b. They must differ only in name, description and x-go-name. Unless they are path
// parameters, they must also have the same description or similar names.
func (w *walker) sameParameter(a, b *oas.Node) bool {
	a, b = Resolve(w.a, a), Resolve(w.b, b)
	skip := map[string]bool{"name": true, "description": true, "x-go-name": true}
	if canonical(a, skip) != canonical(b, skip) {
		return false
	}
	x, y := a.Text("description"), b.Text("description")
	return x != "" && x == y || a.Text("in") == "path" || nameSimilarity(a.Text("name"), b.Text("name")) > 0.3
}

// branches compares the members of two allOf, anyOf or oneOf lists. It pairs equal members first, and then inline schemas in order. If the lists have
// equal lengths, it pairs the remaining references in order. It always pairs the members of two lists with one member each.
func (w *walker) branches(pa, pb string, a, b *oas.Node) {
	x, y := a.List(), b.List()
	pairs, usedA, usedB := [][2]int{}, map[int]bool{}, map[int]bool{}
	pair := func(same func(a, b *oas.Node) bool) {
		for i, before := range x {
			for j, after := range y {
				if !usedA[i] && !usedB[j] && same(before, after) {
					usedA[i], usedB[j] = true, true
					pairs = append(pairs, [2]int{i, j})
				}
			}
		}
	}
	isRef := func(n *oas.Node) bool { return n.Text("$ref") != "" }
	pair(w.equal)
	pair(func(a, b *oas.Node) bool { return !isRef(a) && !isRef(b) })
	if len(x) == len(y) {
		pair(func(a, b *oas.Node) bool { return isRef(a) == isRef(b) || len(x) == 1 })
	}
	for _, p := range pairs {
		w.node(pa+oas.Pointer(itoa(p[0])), pb+oas.Pointer(itoa(p[1])), x[p[0]], y[p[1]])
	}
	unused := func(list []*oas.Node, used map[int]bool) (indexes []int) {
		for i := range list {
			if !used[i] {
				indexes = append(indexes, i)
			}
		}
		return indexes
	}
	w.membersRemoved(pa, x, unused(x, usedA))
	w.membersAdded(pb, y, unused(y, usedB))
}

// reference compares two objects of which at least one is a reference. It returns false if neither is.
func (w *walker) reference(pa, pb string, a, b *oas.Node) bool {
	x, y := refOf(a), refOf(b)
	if x == "" && y == "" {
		return false
	}
	schema, noun := strings.Contains(x+y, "/schemas/"), "the reference"
	if schema {
		noun = "the schema"
	}
	e := Edit{
		ID: "reference-changed", Base: pa, Head: pb, Detail: shownRef(x, a) + " -> " + shownRef(y, b),
		Message: noun + " changed from " + shownRef(x, a) + " to " + shownRef(y, b),
	}
	if !schema {
		e.Variant = "other"
	}
	if inX, inY := nullableRef(a), nullableRef(b); inX != "" || inY != "" { // at least one has nullable: true and allOf: [$ref]
		was, is := a.Text("nullable") == "true", b.Text("nullable") == "true"
		if from, to := cmp.Or(inX, x), cmp.Or(inY, y); w.sameRef(from, to) {
			e.ID = "nullable-changed"
			e.Variant, e.Message = nullable(inY != "", " reference")
			if was && is {
				e.ID, e.Variant = "nullable-moved", ""
				e.Message = "nullable: true is no longer next to $ref, where OpenAPI 3.0 ignores it: null is now valid"
				if inY == "" {
					e.Message = "nullable: true moved next to $ref, where OpenAPI 3.0 ignores it: null is no longer valid"
				}
			}
			e.Detail = ""
			w.add(e)
			return true
		}
	}
	if w.wrapped(pa, pb, a, b) {
		return true
	}
	if x != "" && y != "" && w.sameRef(x, y) { // the siblings of $ref differ
		for _, key := range union(a, b) {
			if key != "$ref" {
				w.entry(pa, pb, a, b, key)
			}
		}
		return true
	}
	if x == "" || y == "" {
		// A reference was replaced with an inline object, or the reverse.
		before, after := Resolve(w.a, a), Resolve(w.b, b)
		if before != nil && after != nil && !schema {
			w.node(pointerOf(x, pa), pointerOf(y, pb), before, after)
			return true
		}
	}
	if before, after := Resolve(w.a, a), Resolve(w.b, b); schema && before != nil && after != nil && w.equal(before, after) {
		e.Variant = "equal"
	}
	w.add(e)
	for _, key := range union(a, b) { // the siblings of $ref
		if x != "" && y != "" && key != "$ref" {
			w.entry(pa, pb, a, b, key)
		}
	}
	return true
}

// sameRef reports whether two references have the same target, even if it was renamed.
func (w *walker) sameRef(x, y string) bool {
	to, renamed := w.renames.to[x]
	return x == y && !renamed || renamed && to == y
}

// pointerOf returns the pointer of the target of a reference, or own if ref is not a reference in the bundle.
func pointerOf(ref, own string) string {
	if strings.HasPrefix(ref, "#/") {
		return ref[1:]
	}
	return own
}

func refOf(n *oas.Node) string { return n.Text("$ref") }

// nullableRef returns the reference of a schema with nullable: true and allOf: [$ref], or "" for any other schema.
func nullableRef(n *oas.Node) string {
	if n.Text("nullable") != "true" {
		return ""
	}
	all := n.Get("allOf")
	if all.Len() != 1 || !all.IsSequence() {
		return ""
	}
	return refOf(all.Items[0])
}

// shownRef returns the text that messages use for a schema: the name of the component that it references, or a short form of the schema.
func shownRef(ref string, n *oas.Node) string {
	if ref != "" {
		return LastToken(ref)
	}
	if inner := nullableRef(n); inner != "" {
		return "nullable " + LastToken(inner)
	}
	if t := n.Text("type"); t != "" {
		return "an inline " + t
	}
	return shown(n)
}
