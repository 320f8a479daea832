package wire

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
)

// The judge evaluates the keywords in this file only for single values. If only the reader has such a keyword, the comparison tries some values of the
// writer.

// negations compares `not`.
func (c *comparison) negations(t types) {
	of := func(m member) *set { return c.j.setOf(members{m}) }
	var unknown []members
	for _, n := range c.r.not {
		same := func(m member) bool { return c.j.sameSet(of(m), of(n)) }
		if !slices.ContainsFunc(c.w.not, same) && c.j.hasValue(of(n), c.p.d) {
			unknown = append(unknown, members{n})
		}
	}
	c.try(NotRefused, onNot, "not", c.candidates(t, unknown), unknown, func(v *oas.Node) bool { return c.j.refusedByNot(c.r, c.p.d, v) })
}

// conditions compares `if`, dependentRequired and dependentSchemas.
func (c *comparison) conditions(t types) {
	var unknown []members
	for _, r := range c.r.conditions {
		same := func(w condition) bool {
			return c.sameMembers(w.when, r.when) && c.sameMembers(w.then, r.then) && c.sameMembers(w.otherwise, r.otherwise)
		}
		if !slices.ContainsFunc(c.w.conditions, same) {
			unknown = append(unknown, r.when, r.then, r.otherwise)
		}
	}
	c.try(ConditionRefused, onCondition, "a condition", c.candidates(t, unknown), unknown, func(v *oas.Node) bool { return !c.j.meets(c.r, c.p.d, v) })
}

// contains compares `contains`.
func (c *comparison) contains() {
	var unknown []members
	var lists []*oas.Node
	for _, r := range c.r.contains {
		same := func(w containment) bool {
			return c.sameMembers(w.member, r.member) && w.count.least >= r.count.least && (r.count.most < 0 || w.count.most >= 0 && w.count.most <= r.count.most)
		}
		if slices.ContainsFunc(c.w.contains, same) {
			continue
		}
		unknown = append(unknown, r.member)
		match := c.j.example(c.j.setOf(append(c.w.item(0), r.member...)), c.p.d)
		for _, n := range []int{c.w.count.least, max(c.w.count.least, r.count.least-1), max(c.w.count.least, r.count.most+1)} {
			lists = append(lists, c.j.list(c.w, nil, c.p.d, maxDepth, n, 0, nil))
			if match != nil && n <= maxItems {
				lists = append(lists, newList(slices.Repeat([]*oas.Node{match}, n)...))
			}
		}
	}
	c.try(ContainsRefused, onContains, "contains", append(lists, c.candidates(arrayType, nil)...), unknown, func(v *oas.Node) bool { return !c.j.hasContained(c.r, c.p.d, v) })
}

func (c *comparison) sameMembers(a, b members) bool { return c.j.sameSet(c.j.setOf(a), c.j.setOf(b)) }

// candidates returns values of type t that the reader may reject. The first is a small value of the writer. For each set in list, candidates adds an
// example of the set and a value that is valid for the set and the writer. It also adds objects of the writer in which the value of one member is
// valid for the set as well.
func (c *comparison) candidates(t types, list []members) []*oas.Node {
	j := c.j
	out := []*oas.Node{j.value(c.w, c.p.d, maxDepth, t, build{})}
	for _, m := range list {
		of := j.setOf(m)
		out = append(out, j.example(of, c.p.d), j.example(j.joined(of, c.p.w), c.p.d))
		s := j.shape(of, c.p.d)
		for _, name := range s.declared() {
			wm, ok := c.w.member(name)
			sm, _ := s.member(name)
			if t == objectType && ok {
				out = append(out, c.j.value(c.w, c.p.d, maxDepth, objectType, build{name: name, value: j.example(j.setOf(append(wm.members, sm.members...)), c.p.d)}))
			}
		}
	}
	return filter(out, func(v *oas.Node) bool { return v != nil && typeOf(v) == t })
}

// try adds a finding for the first of values that the writer may write and for which refused returns true. If there is none, it adds an undecided
// finding. unknown has the schemas of the keywords that only the reader has. If it is empty, try adds nothing.
func (c *comparison) try(rule Rule, t topic, keyword string, values []*oas.Node, unknown []members, refused func(*oas.Node) bool) {
	if len(unknown) == 0 {
		return
	}
	for _, v := range values {
		if v != nil && refused(v) && c.j.writes(c.w, v) && c.j.takes(c.w, nil, c.p.d, v, nil) {
			c.refute(rule, t, v)
			return
		}
	}
	c.doubt(t, keyword)
}
