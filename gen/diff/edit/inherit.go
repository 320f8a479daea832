package edit

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// inherited returns the pointers, by property name, of the properties that a schema has through allOf at any depth.
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

// requires reports whether a schema, or a member of its allOf at any depth, requires a property.
func requires(s *spec.Spec, pointer, name string) bool {
	found := lists(s.At(pointer), name)
	branchesOf(s, pointer, map[string]bool{}, func(_ string, n *oas.Node) { found = found || lists(n, name) })
	return found
}

// lists reports whether a property is in the required list of a schema.
func lists(schema *oas.Node, name string) bool {
	return slices.Contains(schema.Get("required").Strings(), name)
}

// branchesOf calls visit for the members of the allOf of a schema and, recursively, of their allOf.
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

// move has the properties that are in a schema on one side and in its allOf on the other.
type move struct {
	w      *walker
	pa, pb string // pointers of the schema in base and head
	into   bool   // the properties moved into allOf; otherwise they moved out of it
	names  []string
	before []string // the pointers in base, in the order of names
	after  []string // the pointers in head
}

// note adds a property and compares its two versions. It adds an edit if the property is required on only one side, unless [walker.required] reports
// that.
func (m *move) note(name, before, after string) {
	m.names, m.before, m.after = append(m.names, name), append(m.before, before), append(m.after, after)
	w := m.w
	w.node(before, after, w.a.At(before), w.b.At(after))
	was, is := requires(w.a, m.pa, name), requires(w.b, m.pb, name)
	listed := lists(w.b.At(m.pb), name) && !lists(w.a.At(m.pa), name)
	if !m.into {
		listed = lists(w.a.At(m.pa), name) && !lists(w.b.At(m.pb), name)
	}
	if was == is || listed { // if listed is true, [walker.required] reports the change
		return
	}
	e := requiredEdit(name, is)
	e.Base, e.Head, e.Key = before, after, true
	w.add(e)
}

// addEdit adds one edit if any property moved. The move has no effect on the wire.
func (m *move) addEdit() {
	if len(m.names) == 0 {
		return
	}
	e := Edit{
		ID: "properties-moved", Base: m.pa + "/properties", Head: m.pb + "/allOf", Key: true, Subject: Subject(m.w.a, m.pa),
		Detail: strings.Join(m.names, ", "), AlsoBase: m.before, AlsoHead: m.after,
	}
	e.Message = "properties moved into allOf: " + report.Clip(e.Detail, 160)
	if !m.into {
		e.Base, e.Head = m.pa+"/allOf", m.pb+"/properties"
		e.Message = "properties moved out of allOf: " + report.Clip(e.Detail, 160)
	}
	m.w.add(e)
}
