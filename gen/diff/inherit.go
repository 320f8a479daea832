package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// inherited gives the properties that a schema has from the branches of its allOf, however deep: the pointer of each by its name.
func inherited(s *spec.Spec, pointer string) map[string]string {
	found := map[string]string{}
	branchesOf(s, pointer, map[string]bool{}, func(at string, n *oas.Node) {
		for _, name := range n.Get("properties").Keys() {
			if found[name] == "" {
				found[name] = at + oas.Pointer("properties", name)
			}
		}
	})
	return found
}

// requires tells whether a schema, or a branch of its allOf, requires a member.
func requires(s *spec.Spec, pointer, name string) bool {
	found := lists(s.At(pointer), name)
	branchesOf(s, pointer, map[string]bool{}, func(_ string, n *oas.Node) { found = found || lists(n, name) })
	return found
}

// lists tells whether a schema requires a member by itself.
func lists(schema *oas.Node, name string) bool {
	return slices.Contains(schema.Get("required").Strings(), name)
}

// branchesOf visits the branches of the allOf of a schema, and theirs.
func branchesOf(s *spec.Spec, pointer string, seen map[string]bool, visit func(at string, n *oas.Node)) {
	for i, n := range s.At(pointer).Get("allOf").List() {
		at := pointerOf(refOf(n), pointer+oas.Pointer("allOf", itoa(i)))
		if n = s.At(at); n == nil || seen[at] {
			continue
		}
		seen[at] = true
		visit(at, n)
		branchesOf(s, at, seen, visit)
	}
}

// move is the properties of a schema that stand in its allOf on one side and in itself on the other.
type move struct {
	w      *walker
	pa, pb string // of the schema
	out    bool   // they went into allOf
	names  []string
	before []string // their pointers in base, in the order of the names
	after  []string
}

// note compares a property with its other self.
func (m *move) note(name, before, after string) {
	m.names, m.before, m.after = append(m.names, name), append(m.before, before), append(m.after, after)
	w := m.w
	w.node(before, after, w.a.At(before), w.b.At(after))
	was, is := requires(w.a, m.pa, name), requires(w.b, m.pb, name)
	listed := lists(w.b.At(m.pb), name) && !lists(w.a.At(m.pa), name)
	if !m.out {
		listed = lists(w.a.At(m.pa), name) && !lists(w.b.At(m.pb), name)
	}
	if was == is || listed { // the lists of the schema itself tell it
		return
	}
	e := nowRequired(name)
	if was {
		e = nowOptional(name)
	}
	e.base, e.head, e.key = before, after, true
	w.add(e)
}

// told notes the move, which changes nothing on the wire.
func (m *move) told() {
	if len(m.names) == 0 {
		return
	}
	e := edit{
		class: classOf("properties-moved"), base: m.pa + "/properties", head: m.pb + "/allOf", key: true, subject: subject(m.w.a, m.pa),
		detail: strings.Join(m.names, ", "), alsoBase: m.before, alsoHead: m.after,
	}
	e.message = "what was written here stands in allOf now: " + report.Clip(e.detail, 160)
	if !m.out {
		e.base, e.head = m.pa+"/allOf", m.pb+"/properties"
		e.message = "what stood in allOf is written here now: " + report.Clip(e.detail, 160)
	}
	m.w.add(e)
}
