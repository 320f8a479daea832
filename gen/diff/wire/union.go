package wire

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// unions adds oneOf and anyOf. outer is false if s is only a part of a schema, such as one of several items of allOf. If s has neither oneOf nor
// anyOf and outer is true, unions adds the family of s.
func (f *flattener) unions(s *schema, via *step, outer bool) {
	found := false
	for _, keyword := range []string{"oneOf", "anyOf"} {
		list := s.node.Get(keyword)
		if !list.IsSequence() || len(list.Items) == 0 {
			continue
		}
		found = true
		u := union{keyword: keyword, of: s, via: via.down(s.object, keyword)}
		if f.out.hasUnion(u) { // the chosen alternative extends the schema that has the union
			continue
		}
		for i, item := range list.Items {
			a := alternative{members: members{f.below(s, via, keyword, itoa(i))}}
			if ref := item.Text("$ref"); ref != "" {
				a.name = lastToken(s.doc.common(ref))
				f.tag(&a, s, via, ref)
			}
			if f.j.follow(a.members[0]).schema == s { // an alternative that is the schema itself adds nothing
				continue
			}
			u.add(f.j, a)
		}
		f.out.unions = append(f.out.unions, u)
	}
	if !found && outer {
		f.family(s, via)
	}
}

// add appends an alternative, unless the union has an equal one.
func (u *union) add(j *judge, a alternative) {
	of := j.setOf(a.members)
	if !slices.ContainsFunc(u.alternatives, func(b alternative) bool { return j.setOf(b.members) == of }) {
		u.alternatives = append(u.alternatives, a)
	}
}

// tag adds a schema to an alternative that is a reference. If s has no discriminator, tag does nothing. The added schema requires one of the values
// with which the discriminator of s selects the alternative.
func (f *flattener) tag(a *alternative, s *schema, via *step, ref string) {
	d := s.node.Get("discriminator")
	name := d.Text("propertyName")
	if name == "" {
		return
	}
	own := lastToken(ref)
	str := func(text string) *oas.Node { return oas.NewString(text, d) }
	values := &oas.Node{Type: oas.Sequence}
	for value, to := range d.Get("mapping").Each() {
		if to.Text() == ref || to.Text() == own {
			values.Items = append(values.Items, str(value))
		}
	}
	if len(values.Items) == 0 {
		values.Items = append(values.Items, str(own))
	}
	tolerated := &oas.Node{Type: oas.Sequence, Items: []*oas.Node{str(own)}}
	value := oas.NewMapping(d, oas.NewEntry("type", str("string")), oas.NewEntry("enum", values), oas.NewEntry("x-tolerated", tolerated))
	schema := oas.NewMapping(d, oas.NewEntry("type", str("object")),
		oas.NewEntry("properties", oas.NewMapping(d, oas.NewEntry(name, value))),
		oas.NewEntry("required", &oas.Node{Type: oas.Sequence, Items: []*oas.Node{str(name)}}))
	at := &step{up: via, from: s.object, key: "discriminator", leaf: true}
	if to := s.doc.target(ref); mappedValue(d, ref) == "" && to.node != nil { // the name of the component is the value of the discriminator
		at = &step{up: at, from: to, leaf: true, named: true}
	}
	a.members = append(a.members, member{f.j.synthesize(s.child("discriminator"), schema), at})
	a.tagged = true
	f.out.tags = append(f.out.tags, name)
}

// mappedValue returns a value that a discriminator maps to the component ref, or "" if there is none.
func mappedValue(discriminator *oas.Node, ref string) string {
	for value, to := range discriminator.Get("mapping").Each() {
		if to.Text() == ref || to.Text() == lastToken(ref) {
			return value
		}
	}
	return ""
}

// family adds a union for s if s is a component with a discriminator and other components extend s with allOf. The alternatives are s itself and the
// components that extend it. While one of these other components is being flattened, family adds no union.
func (f *flattener) family(s *schema, via *step) {
	if s.node.Text("discriminator", "propertyName") == "" || !isComponent(s.pointer) {
		return
	}
	children := f.j.children(s.doc, s.pointer)
	for of := range f.active {
		if slices.Contains(children, of.pointer) {
			return
		}
	}
	if len(children) == 0 {
		return
	}
	u := union{keyword: "discriminator", of: s, via: via.down(s.object, "discriminator")}
	if f.out.hasUnion(u) {
		return
	}
	for _, pointer := range append([]string{s.pointer}, children...) {
		to := f.j.schemaAt(object{doc: s.doc, node: s.doc.model.Root().At(pointer), pointer: pointer})
		a := alternative{name: lastToken(s.doc.common("#" + pointer))}
		if to != s {
			a.members = members{{to, &step{up: u.via, from: to.object, child: true}}}
		}
		f.tag(&a, s, via, "#"+pointer)
		u.alternatives = append(u.alternatives, a)
	}
	f.out.unions = append(f.out.unions, u)
}

// children returns the pointers of the component schemas that extend a component with allOf, in document order.
func (j *judge) children(d *document, pointer string) []string {
	if d.extends == nil {
		d.extends = map[string][]string{}
		schemas := d.model.Root().Get("components", "schemas")
		for name, n := range schemas.Each() {
			for _, part := range n.Get("allOf").List() {
				if to := oas.ComponentOf(part.Text("$ref")); to != "" {
					d.extends[to] = append(d.extends[to], oas.Pointer("components", "schemas", name))
				}
			}
		}
	}
	return d.extends[pointer]
}

func isComponent(pointer string) bool {
	return strings.HasPrefix(pointer, "/components/") && strings.Count(pointer, "/") == 3
}

// maxVariants is the maximum number of combinations of alternatives of one set that the judge compares.
const maxVariants = 64

// variants returns a shape without unions for each combination of alternatives of s that allows a type. If there are more than maxVariants
// combinations, some shapes lack the remaining unions and have tooMany in unknown.
func (j *judge) variants(s *set, d Direction) []*shape {
	if s.expands[d] {
		return s.options[d]
	}
	s.expands[d] = true
	pending := []*shape{j.shape(s, d)}
	var done []*shape
	for len(pending) > 0 {
		of := pending[0]
		pending = pending[1:]
		switch {
		case len(of.unions) == 0:
			done = append(done, of)
			continue
		case len(done)+len(pending) > maxVariants || j.exhausted():
			of.unknown = append(of.unknown, tooMany)
			of.unions = nil
			done = append(done, of)
			continue
		}
		u := of.unions[0]
		for i, a := range u.alternatives {
			j.spend(4)
			v := of.clone()
			v.unions = v.unions[1:]
			v.choose(u, a, i)
			j.extend(v, a, d)
			if len(a.members) > 0 && j.shape(j.setOf(a.members), d).acceptsAll() {
				v.anything = true
			}
			pending = append(pending, v)
		}
	}
	for _, v := range done {
		if v.enumerated {
			var of types
			for _, value := range v.enum {
				of |= typeOf(value)
			}
			v.types &= of
		}
	}
	s.options[d] = filter(done, func(v *shape) bool { return v.types != 0 })
	return s.options[d]
}

// hasUnion reports whether the shape already lists the union or contains one of its alternatives.
func (s *shape) hasUnion(u union) bool {
	same := func(v union) bool { return u.of == v.of && u.keyword == v.keyword }
	return slices.ContainsFunc(s.unions, same) || slices.ContainsFunc(s.decided, same)
}

// choose records that s contains the alternative a of the union u.
func (s *shape) choose(u union, a alternative, index int) {
	site := u.via
	if len(a.members) > 0 {
		site = a.members[0].via
	}
	s.sites[onUnion] = append(s.sites[onUnion], site)
	s.decided = append(s.decided, u)
	if len(u.alternatives) < 2 {
		if s.origin == "" {
			s.origin = a.name
		}
		return
	}
	name := a.name
	if name == "" {
		name, s.unnamed = "#"+itoa(index), true
	}
	if s.chosen {
		name = s.origin + "|" + name
	}
	s.origin, s.chosen = name, true
}

// pairing records which object alternatives of two sets correspond to each other.
type pairing struct {
	partner  map[*shape]*shape
	excluded map[*shape]map[string]bool // by alternative, the members that only other alternatives declare
	union    bool                       // one of the sets has several alternatives
}

type pairingKey struct {
	a, b *set
	d    Direction
}

// pairing pairs the alternatives of two sets. b may be nil.
func (j *judge) pairing(a, b *set, d Direction) *pairing {
	if b != nil && b.id < a.id {
		a, b = b, a
	}
	key := pairingKey{a, b, d}
	if p := j.pairings[key]; p != nil {
		return p
	}
	p := &pairing{map[*shape]*shape{}, map[*shape]map[string]bool{}, false}
	j.pairings[key] = p
	objects := func(s *set) []*shape {
		if s == nil {
			return nil
		}
		return filter(j.variants(s, d), func(v *shape) bool { return v.types&objectType != 0 && !v.acceptsAll() })
	}
	left, right := objects(a), objects(b)
	p.union = len(left) > 1 || len(right) > 1
	j.findPartners(p, left, right, d)
	if p.union {
		j.findExcluded(p, slices.Concat(left, right))
	}
	return p
}

// findExcluded finds the members that each alternative rejects because only other alternatives declare them.
func (j *judge) findExcluded(p *pairing, all []*shape) {
	tags := map[string]bool{}
	for _, v := range all {
		for _, name := range v.tags {
			tags[name] = true
		}
	}
	var names []string
	for _, v := range all {
		names = append(names, v.declared()...)
	}
	for _, v := range all {
		if v.anything || v.isMap() || len(v.declared()) == 0 {
			continue
		}
		excluded := map[string]bool{}
		for _, name := range names {
			own := tags[name] || v.declares(name) || v.matches(name) || p.partner[v] != nil && (p.partner[v].declares(name) || p.partner[v].matches(name))
			if !own {
				excluded[name] = true
			}
		}
		p.excluded[v] = excluded
	}
}

// findPartners pairs the alternatives of left and right by name, and the remaining ones by [judge.similarity].
func (j *judge) findPartners(p *pairing, left, right []*shape, d Direction) {
	pair := func(a, b *shape) { p.partner[a], p.partner[b] = b, a }
	if len(left) == 1 && len(right) == 1 {
		pair(left[0], right[0])
		return
	}
	for _, a := range left {
		for _, b := range right {
			if p.partner[a] == nil && p.partner[b] == nil && a.origin != "" && !a.unnamed && !b.unnamed && a.origin == b.origin {
				pair(a, b)
			}
		}
	}
	unpaired := func(v *shape) bool { return p.partner[v] == nil }
	type candidate struct {
		score float64
		a, b  *shape
	}
	var all []candidate
	for _, a := range filter(left, unpaired) {
		for _, b := range filter(right, unpaired) {
			if score := j.similarity(a, b, d); score >= 0.5 {
				all = append(all, candidate{score, a, b})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
	for _, c := range all {
		if p.partner[c.a] == nil && p.partner[c.b] == nil {
			pair(c.a, c.b)
		}
	}
}

// similarity returns a score for how similar two alternatives are. It is 2 for equal tags, 0 for different values of the same tag, and otherwise the
// share of members that both declare. It is 1 if neither declares a member.
func (j *judge) similarity(a, b *shape, d Direction) float64 {
	tagA, valueA := j.tagOf(a, d)
	tagB, valueB := j.tagOf(b, d)
	if tagA != "" && tagA == tagB {
		if same(valueA, valueB) {
			return 2
		}
		return 0
	}
	left, right := a.declared(), b.declared()
	common := 0
	for _, name := range left {
		if b.declares(name) {
			common++
		}
	}
	total := len(left) + len(right) - common
	if total == 0 {
		return 1
	}
	return float64(common) / float64(total)
}

// tagOf returns the name of the first member that has only one possible value, and this value. It returns "" if there is none.
func (j *judge) tagOf(s *shape, d Direction) (string, *oas.Node) {
	for _, name := range s.declared() {
		if in, ok := s.member(name); ok && len(in.members) > 0 {
			if of := j.shape(j.setOf(in.members), d); of.enumerated && len(of.enum) == 1 && len(of.unions) == 0 {
				return name, of.enum[0]
			}
		}
	}
	return "", nil
}
