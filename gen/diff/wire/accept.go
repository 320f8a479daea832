package wire

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rasapi/specgen/gen/oas"
)

// undeclaredName is the name that the judge uses for a member that neither side declares.
const undeclaredName = "zz"

// reads reports whether v is valid for s. other is the corresponding set of the other document, or nil. If s or other has several alternatives, an
// alternative also rejects its excluded members (see [pairing]), which only other alternatives declare.
func (j *judge) reads(s, other *set, d Direction, v *oas.Node) bool {
	p := j.pairing(s, other, d)
	for _, of := range j.variants(s, d) {
		if j.takes(of, p, d, v, p.partner[of]) {
			return true
		}
	}
	return false
}

// takes reports whether v is valid for s, a shape without unions. p is the pairing that contains s, and partner is the shape that corresponds to s.
// Both may be nil. takes returns false if j is exhausted.
func (j *judge) takes(s *shape, p *pairing, d Direction, v *oas.Node, partner *shape) bool {
	j.spend(1)
	t := typeOf(v)
	if j.exhausted() || t&s.types == 0 || s.enumerated && !s.allows(v) {
		return false
	}
	if j.refusedByNot(s, d, v) || !j.meets(s, d, v) {
		return false
	}
	switch t {
	case numberType:
		r := number(v)
		return r != nil && s.takesRat(r)
	case textType:
		return s.length.has(utf8.RuneCountInString(v.Value)) && j.matchesAll(s.patterns, v.Value)
	case arrayType:
		return j.takesList(s, d, v, partner)
	case objectType:
		return j.takesObject(s, p, d, v, partner)
	}
	return true
}

// maxNot is the maximum depth of nested not and if keywords that the judge evaluates. A schema can contain itself under not.
const maxNot = 20

// refusedByNot reports whether v is valid for a schema under `not` of s. It returns false if the depth is greater than maxNot.
func (j *judge) refusedByNot(s *shape, d Direction, v *oas.Node) bool {
	if len(s.not) == 0 || j.depth > maxNot {
		return false
	}
	j.depth++
	defer func() { j.depth-- }()
	return slices.ContainsFunc(s.not, func(n member) bool { return j.reads(j.setOf(members{n}), nil, d, v) })
}

// meets reports whether v meets the conditions of s. It returns true if the depth is greater than maxNot.
func (j *judge) meets(s *shape, d Direction, v *oas.Node) bool {
	if len(s.conditions) == 0 || j.depth > maxNot {
		return true
	}
	j.depth++
	defer func() { j.depth-- }()
	return !slices.ContainsFunc(s.conditions, func(c condition) bool { return !j.reads(j.setOf(j.branch(c, d, v)), nil, d, v) })
}

// branch returns the schemas for which v must be valid to meet the condition c.
func (j *judge) branch(c condition, d Direction, v *oas.Node) members {
	if j.reads(j.setOf(c.when), nil, d, v) {
		return c.then
	}
	return c.otherwise
}

func (j *judge) takesList(s *shape, d Direction, v *oas.Node, partner *shape) bool {
	if !s.count.has(len(v.Items)) {
		return false
	}
	for i, item := range v.Items {
		if s.unique && contains(v.Items[:i], item) {
			return false
		}
		var other *set
		if partner != nil {
			other = j.setOf(partner.item(i))
		}
		if !j.reads(j.setOf(s.item(i)), other, d, item) {
			return false
		}
	}
	return j.hasContained(s, d, v)
}

// hasContained reports whether the number of matching items in the array v is valid for each `contains` of s.
func (j *judge) hasContained(s *shape, d Direction, v *oas.Node) bool {
	return !slices.ContainsFunc(s.contains, func(c containment) bool {
		return !c.count.has(len(filter(v.Items, func(item *oas.Node) bool { return j.reads(j.setOf(c.member), nil, d, item) })))
	})
}

func (j *judge) takesObject(s *shape, p *pairing, d Direction, v *oas.Node, partner *shape) bool {
	if !s.size.has(len(v.Entries)) {
		return false
	}
	for _, r := range s.required {
		if v.Entry(r.name) == nil {
			return false
		}
	}
	for _, e := range v.Entries {
		if p != nil && p.excluded[s][e.Key] {
			return false
		}
		of, ok := s.member(e.Key)
		if !ok {
			return false
		}
		var other *set
		if partner != nil {
			if m, ok := partner.member(e.Key); ok {
				other = j.setOf(m.members)
			}
		}
		if len(of.members) > 0 && !j.hidden(s, e.Key, d) && !j.reads(j.setOf(of.members), other, d, e.Value) {
			return false
		}
		for _, n := range s.names {
			if !j.reads(j.setOf(members{n}), nil, d, newText(e.Key)) {
				return false
			}
		}
	}
	return true
}

// writes reports whether a writer of s may write the members of v. It does not check the values of the members.
func (j *judge) writes(s *shape, v *oas.Node) bool {
	for _, e := range v.Entries {
		of, ok := s.member(e.Key)
		if !ok || !s.declares(e.Key) && !strings.HasPrefix(e.Key, undeclaredName) && len(of.members) == 0 {
			return false
		}
	}
	return true
}

// written reports whether a writer of s may write v, including the members at all levels of v.
func (j *judge) written(s *set, d Direction, v *oas.Node) bool {
	for _, of := range j.variants(s, d) {
		if !j.writes(of, v) || !j.takes(of, nil, d, v, nil) {
			continue
		}
		below := true
		for _, e := range v.Entries {
			m, _ := of.member(e.Key)
			below = below && (len(m.members) == 0 || j.written(j.setOf(m.members), d, e.Value))
		}
		for i, item := range v.Items {
			below = below && j.written(j.setOf(of.item(i)), d, item)
		}
		if below {
			return true
		}
	}
	return false
}

// distinguish returns a value that no alternative of the reader accepts: v, or v with one more member that w declares. It returns nil if it finds
// none.
func (j *judge) distinguish(p *pair, w *shape, v *oas.Node) *oas.Node {
	if !j.reads(p.r, p.w, p.d, v) {
		return v
	}
	if !v.IsMapping() {
		return nil
	}
	for _, name := range w.declared() {
		m, ok := w.member(name)
		if v.Entry(name) != nil || !ok || j.hidden(w, name, p.d) {
			continue
		}
		of := j.example(j.setOf(m.members), p.d)
		if of == nil {
			continue
		}
		more := v.Shallow()
		more.Entries = append(more.Entries, oas.NewEntry(name, of))
		if j.takes(w, nil, p.d, more, nil) && !j.reads(p.r, p.w, p.d, more) {
			return more
		}
	}
	return nil
}

// matchesAll reports whether text matches all patterns. It ignores a pattern for which compile returns nil.
func (j *judge) matchesAll(patterns []string, text string) bool {
	for _, p := range patterns {
		if re := j.compile(p); re != nil && !re.MatchString(text) {
			return false
		}
	}
	return true
}
