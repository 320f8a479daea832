package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// parameter is one of a list: where it stands there, and what is written there.
type parameter struct {
	in, name string
	i        int
	node     *oas.Node
}

// parametersOf reads a list; of two with the same place and name the first counts.
func parametersOf(s *spec.Spec, n *oas.Node) []parameter {
	var list []parameter
	for i, c := range n.List() {
		target := resolve(s, c)
		p := parameter{target.Text("in"), target.Text("name"), i, c}
		if !slices.ContainsFunc(list, p.same) {
			list = append(list, p)
		}
	}
	return list
}

func (p parameter) same(q parameter) bool { return p.in == q.in && p.name == q.name }

// parameters compares two lists of parameters, which are known by place and name.
func (w *walker) parameters(pa, pb string, a, b *oas.Node) {
	gone, come := parametersOf(w.a, a), parametersOf(w.b, b)
	gone = slices.DeleteFunc(gone, func(p parameter) bool {
		i := slices.IndexFunc(come, p.same)
		if i >= 0 {
			w.node(pa+oas.Pointer(itoa(p.i)), pb+oas.Pointer(itoa(come[i].i)), p.node, come[i].node)
			come = slices.Delete(come, i, i+1)
		}
		return i >= 0
	})
	for _, p := range gone {
		from := pa + oas.Pointer(itoa(p.i))
		if to := shared(w.b, pb, p); to != "" {
			w.node(from, to, p.node, w.b.At(to))
			continue
		}
		i := slices.IndexFunc(come, func(q parameter) bool { return p.in == q.in && w.sameParameter(p.node, q.node) })
		if i >= 0 {
			w.parameterRenamed(from, pb+oas.Pointer(itoa(come[i].i)), p, come[i])
			come = slices.Delete(come, i, i+1)
			continue
		}
		w.add(edit{
			class: classOf("parameter-removed"), base: from, head: none, key: true,
			message: p.in + " parameter " + p.name + " is gone",
		})
	}
	for _, p := range come {
		if shared(w.a, pa, p) != "" {
			continue
		}
		w.add(edit{
			class: classOf("parameter-added"), base: none, head: pb + oas.Pointer(itoa(p.i)), key: true,
			message: p.in + " parameter " + p.name + " is new",
		})
	}
}

// shared returns the pointer of a parameter that a list does not have and that its operations have all the same: the path item has it, or each of the
// operations. It returns "" if there is none.
func shared(s *spec.Spec, list string, p parameter) string {
	find := func(at string) string {
		for _, q := range parametersOf(s, s.At(at)) {
			if q.same(p) {
				return at + oas.Pointer(itoa(q.i))
			}
		}
		return ""
	}
	owner := parent(list)
	if oas.IsMethod(lastToken(owner)) && strings.HasPrefix(owner, "/paths/") {
		return find(parent(owner) + "/parameters")
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
	e := edit{
		class: classOf("parameter-renamed"), base: from, head: to, key: true, detail: a.name + " -> " + b.name,
		message: a.in + " parameter " + a.name + " is now called " + b.name,
	}
	if a.in == "path" { // its name is not on the wire
		e.level, e.affects = Compatible, 0
	}
	w.add(e)
}

// sameParameter tells whether two parameters differ in their names, and hardly else.
func (w *walker) sameParameter(a, b *oas.Node) bool {
	a, b = resolve(w.a, a), resolve(w.b, b)
	skip := map[string]bool{"name": true, "description": true, "x-go-name": true}
	if canonical(a, skip) != canonical(b, skip) {
		return false
	}
	x, y := a.Text("description"), b.Text("description")
	return x != "" && x == y || a.Text("in") == "path" || nearNames(a.Text("name"), b.Text("name")) > 0.3
}

// branches compares the branches of a composition: references by where they lead, others by what they say and then by their order.
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
	var gone, come []*oas.Node
	var left, right []int
	for i, n := range x {
		if !usedA[i] {
			gone, left = append(gone, n), append(left, i)
		}
	}
	for j, n := range y {
		if !usedB[j] {
			come, right = append(come, n), append(right, j)
		}
	}
	w.members(lastToken(pa), pa, pb, gone, nil, parent(pa), func(k int) int { return left[k] })
	w.members(lastToken(pa), pa, pb, nil, come, parent(pb), func(k int) int { return right[k] })
}

// reference compares two objects of which one is a reference; it is false when neither is.
func (w *walker) reference(pa, pb string, a, b *oas.Node) bool {
	x, y := refOf(a), refOf(b)
	if x == "" && y == "" {
		return false
	}
	schema := strings.Contains(x+y, "/schemas/")
	e := edit{
		class: classOf("reference-changed"), base: pa, head: pb, detail: shownRef(x, a) + " -> " + shownRef(y, b),
		message: "was " + shownRef(x, a) + " and is " + shownRef(y, b),
	}
	schemaNames := onNames
	if !schema {
		schemaNames, e.affects = 0, e.affects&^onNames
	}
	if inX, inY := nullableRef(a), nullableRef(b); inX != "" || inY != "" { // one of them is nullable: true beside allOf: [$ref]
		was, is := a.Text("nullable") == "true", b.Text("nullable") == "true"
		if from, to := or(inX, x), or(inY, y); w.sameRef(from, to) {
			e.class = classOf("nullable-changed")
			e.level, e.yields, e.affects = Risky, true, e.affects|schemaNames
			e.message, e.fix = nullText(inY != ""), nullFix(inY != "")
			if was && is {
				e.id = "nullable-moved"
				e.message = "nullable: true stood beside $ref, where OpenAPI 3.0 ignores it, and counts now"
				if inY == "" {
					e.message = "nullable: true stands beside $ref now, where OpenAPI 3.0 ignores it: null is no value of it any more"
				}
			}
			e.detail = ""
			w.add(e)
			return true
		}
	}
	if w.wrapped(pa, pb, a, b) {
		return true
	}
	if x != "" && y != "" && w.sameRef(x, y) { // what stands beside a $ref
		for _, key := range union(a, b) {
			if key != "$ref" {
				w.entry(pa, pb, a, b, key)
			}
		}
		return true
	}
	if x == "" || y == "" {
		// Written out where there was a reference, or the reverse.
		before, after := resolve(w.a, a), resolve(w.b, b)
		if before != nil && after != nil && !schema {
			w.node(pointerOf(x, pa), pointerOf(y, pb), before, after)
			return true
		}
		if before != nil && after != nil && w.equal(before, after) {
			e.level = Compatible
		}
	} else if before, after := resolve(w.a, a), resolve(w.b, b); schema && before != nil && after != nil {
		if w.equal(before, after) {
			e.level = Compatible
		}
	}
	w.add(e)
	for _, key := range union(a, b) { // what stands beside them
		if x != "" && y != "" && key != "$ref" {
			w.entry(pa, pb, a, b, key)
		}
	}
	return true
}

func (w *walker) sameRef(x, y string) bool {
	to, renamed := w.renames.to[x]
	return x == y && !renamed || renamed && to == y
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// pointerOf is where a reference leads, or where the object stands that is none.
func pointerOf(ref, own string) string {
	if strings.HasPrefix(ref, "#/") {
		return ref[1:]
	}
	return own
}

func refOf(n *oas.Node) string { return n.Text("$ref") }

// nullableRef gives the reference of `nullable: true` with `allOf: [$ref]`, "" for anything else.
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

func shownRef(ref string, n *oas.Node) string {
	if ref != "" {
		return lastToken(ref)
	}
	if inner := nullableRef(n); inner != "" {
		return "nullable " + lastToken(inner)
	}
	if t := n.Text("type"); t != "" {
		return "an inline " + t
	}
	return shown(n)
}
