package wire

import (
	"maps"
	"math/big"
	"slices"

	"github.com/rasapi/specgen/gen/oas"
)

type rat = big.Rat

func ratio(i int64) *rat { return big.NewRat(i, 1) }

// build returns an object of the writer that satisfies b, or nil if none was found.
func (c *comparison) build(b build) *oas.Node {
	if c.paired {
		b.reader = c.r
	}
	return c.j.value(c.w, c.p.d, maxDepth, objectType, b)
}

// clash reports whether a member distinguishes the objects of the writer from those of the reader. The writer requires the member, the reader
// declares it, and the enums of the member on both sides have no value in common.
func (c *comparison) clash() bool {
	for _, req := range c.w.required {
		if !c.r.declares(req.name) {
			continue
		}
		a, okA := c.w.member(req.name)
		b, okB := c.r.member(req.name)
		if !okA || !okB {
			continue
		}
		x, y := c.j.shape(c.j.setOf(a.members), c.p.d), c.j.shape(c.j.setOf(b.members), c.p.d)
		if x.enumerated && y.enumerated && len(x.unions) == 0 && !slices.ContainsFunc(x.enum, func(v *oas.Node) bool { return contains(y.enum, v) || contains(y.tolerated, v) }) {
			return true
		}
	}
	return false
}

// object compares objects.
func (c *comparison) object() {
	c.requirements()
	excluded := c.q.excluded[c.r]
	for _, name := range c.w.declared() {
		if c.done() {
			return
		}
		c.declared(name, excluded[name])
	}
	for _, name := range c.r.declared() {
		if c.done() {
			return
		}
		if !c.w.declares(name) {
			c.undeclared(name)
		}
	}
	c.mapKeys(excluded)
	if c.done() {
		return
	}
	c.otherMembers()
	c.sizes()
	c.memberNames()
	if c.paired && c.p.d == Request {
		c.defaults()
	}
}

// requirements compares the required members.
func (c *comparison) requirements() {
	for _, req := range c.r.required {
		if c.w.requires(req.name) != nil || c.done() {
			continue
		}
		v := c.build(build{drop: req.name})
		if v != nil && v.Entry(req.name) != nil {
			v = nil
		}
		if v == nil && !c.j.possible(c.w, objectType, c.p.d, nil) {
			continue
		}
		f := &finding{rule: MemberRequired, verdict: refuted, value: v, r: []*step{req.site}, member: req.name}
		if site := c.w.propertySite(req.name); site != nil {
			f.w = []*step{site}
		}
		c.add(f)
	}
}

func (c *comparison) possible(m members) bool { return c.j.hasValue(c.j.setOf(m), c.p.d) }

// descend adds an edge that compares the values of the member called name.
func (c *comparison) descend(name string, wm, rm members) {
	c.ask(edge{kind: toMember, name: name, wm: wm, rm: rm})
}

// with returns an object of the writer in which the value of the member called name is an example of m. It returns nil if none was found.
func (c *comparison) with(name string, m members) *oas.Node {
	return c.build(build{name: name, value: c.j.example(c.j.setOf(m), c.p.d)})
}

// declared compares a member that the writer declares.
func (c *comparison) declared(name string, excluded bool) {
	wm, ok := c.w.member(name)
	rm, accepted := c.r.member(name)
	site := c.w.propertySite(name)
	switch {
	case !ok:
	case c.j.hidden(c.w, name, c.p.d):
		if c.p.d == Response && c.paired && accepted && c.r.declares(name) && c.r.requires(name) == nil && !c.j.hidden(c.r, name, c.p.d) {
			c.add(&finding{rule: MemberIgnored, value: c.build(build{}), w: []*step{site}, r: []*step{c.r.propertySite(name)}, member: name})
		}
	case !accepted || excluded:
		if c.possible(wm.members) && c.j.possible(c.w, objectType, c.p.d, nil) {
			f := &finding{rule: MemberRefused, verdict: refuted, value: c.with(name, wm.members), w: []*step{site}, member: name}
			if s := c.r.closedSite(); s != nil && !accepted {
				f.r = []*step{s}
			}
			c.add(f)
		}
	case c.j.hidden(c.r, name, c.p.d) && c.p.d == Response:
	case c.j.hidden(c.r, name, c.p.d):
		c.add(&finding{rule: MemberIgnored, value: c.with(name, wm.members), w: []*step{site}, r: []*step{c.r.propertySite(name)}, member: name})
	case !c.r.declares(name) && !rm.declared:
		if c.p.d == Request && c.paired && len(rm.members) == 0 {
			c.add(&finding{rule: MemberLost, value: c.with(name, wm.members), w: []*step{site}, member: name})
		}
		if len(rm.members) > 0 {
			c.descend(name, wm.members, rm.members)
		}
	default:
		c.descend(name, wm.members, rm.members)
	}
}

// undeclared compares a member that only the reader declares.
func (c *comparison) undeclared(name string) {
	wm, ok := c.w.member(name)
	switch {
	case ok && len(wm.members) > 0:
		if !c.j.hidden(c.r, name, c.p.d) {
			rm, _ := c.r.member(name)
			c.descend(name, wm.members, rm.members)
		}
	case c.p.d == Response && c.paired && c.r.requires(name) == nil && !c.j.hidden(c.r, name, c.p.d):
		c.add(&finding{rule: MemberLost, value: c.build(build{}), r: []*step{c.r.propertySite(name)}, member: name})
	}
}

// mapKeys adds a finding if a map of the writer may contain a key that is in excluded. Only other alternatives declare these keys.
func (c *comparison) mapKeys(excluded map[string]bool) {
	for _, name := range slices.Sorted(maps.Keys(excluded)) {
		if c.done() || c.w.declares(name) || c.r.declares(name) {
			continue
		}
		if m, ok := c.w.member(name); ok && len(m.members) > 0 && c.possible(m.members) {
			c.add(&finding{rule: MemberRefused, verdict: refuted, value: c.with(name, m.members), w: c.w.restSites(), member: name})
			return
		}
	}
}

// restSites returns the ways to the keywords that apply to members outside of properties.
func (s *shape) restSites() []*step {
	var all []*step
	for _, f := range s.facets {
		if f.rest != nil {
			all = append(all, f.rest.via)
		}
		for _, p := range f.patterns {
			all = append(all, p.member.via)
		}
	}
	return append(all, s.sites[onClosed]...)
}

// otherMembers compares members that neither side declares. These are a member with the name in the constant fresh, and one member for each pattern
// in patternProperties.
func (c *comparison) otherMembers() {
	keys := []string{undeclaredName}
	for _, f := range slices.Concat(c.w.facets, c.r.facets) {
		for _, p := range f.patterns {
			if found := c.j.search(search{yes: []string{p.pattern}, length: span{0, -1}}); found.ok {
				keys = append(keys, found.text)
			}
		}
	}
	for _, key := range keys {
		if c.done() || c.w.declares(key) || c.r.declares(key) {
			continue
		}
		wm, ok := c.w.member(key)
		if !ok || slices.ContainsFunc(c.w.names, func(n member) bool { return !c.j.reads(c.j.setOf(members{n}), nil, c.p.d, newText(key)) }) {
			continue
		}
		if key != undeclaredName && len(wm.members) == 0 {
			continue // a writer does not write a name that only patterns of the reader match
		}
		rm, accepted := c.r.member(key)
		switch {
		case !accepted:
			c.closed(key, wm.members)
		case len(rm.members) > 0 || len(wm.members) > 0:
			c.descend(key, wm.members, rm.members)
		}
	}
}

// closed adds the finding for an undeclared member that the reader rejects.
func (c *comparison) closed(key string, wm members) {
	if !c.possible(wm) || !c.j.possible(c.w, objectType, c.p.d, nil) {
		return
	}
	v := newNumber(ratio(1))
	if len(wm) > 0 {
		v = c.j.example(c.j.setOf(wm), c.p.d)
	}
	f := &finding{rule: ObjectClosed, verdict: refuted, value: c.build(build{name: key, value: v}), w: c.w.restSites(), member: key}
	if s := c.r.closedSite(); s != nil {
		f.r = []*step{s}
	}
	c.add(f)
}

// sizes compares the numbers of members.
func (c *comparison) sizes() {
	least := max(c.w.size.least, len(c.w.required))
	if c.r.size.least > least && !c.done() {
		v := c.build(build{})
		if v != nil && len(v.Entries) >= c.r.size.least {
			v = c.j.value(c.w, c.p.d, maxDepth, objectType, build{})
		}
		if v == nil && c.j.possible(c.w, objectType, c.p.d, nil) || v != nil && len(v.Entries) < c.r.size.least {
			c.refute(SizeRefused, onMembers, v)
		}
	}
	most := c.r.size.most
	if most < 0 || c.w.size.most >= 0 && c.w.size.most <= most || c.done() || most > 100 {
		return
	}
	grown := *c.w
	grown.size.least = most + 1
	v := c.j.value(&grown, c.p.d, maxDepth, objectType, build{reader: c.r})
	if v != nil && !c.j.writes(c.w, v) {
		v = nil
	}
	if v != nil || c.w.closedSite() == nil && len(c.w.declared()) <= most {
		c.refute(SizeRefused, onMembers, v)
	}
}

// memberNames compares propertyNames.
func (c *comparison) memberNames() {
	if !c.paired && len(c.r.names) == 0 {
		return
	}
	for _, n := range c.r.names {
		of := c.j.setOf(members{n})
		for _, name := range c.w.declared() {
			m, ok := c.w.member(name)
			if ok && !c.done() && !c.j.hidden(c.w, name, c.p.d) && !c.j.reads(of, nil, c.p.d, newText(name)) && c.possible(m.members) {
				c.add(&finding{rule: NameRefused, verdict: refuted, value: c.with(name, m.members), w: []*step{c.w.propertySite(name)}, r: []*step{n.via}, member: name})
			}
		}
		if _, open := c.w.member(undeclaredName); !open || c.done() {
			continue
		}
		if slices.ContainsFunc(c.w.names, func(m member) bool { return c.j.sameSet(c.j.setOf(members{m}), of) }) {
			continue
		}
		c.freeNames(n)
	}
}

// freeNames compares the names of members that are not declared.
func (c *comparison) freeNames(n member) {
	text := c.j.schemaOfTexts(n.schema)
	wm := append(slices.Clip(c.w.names), member{text, n.via})
	c.ask(edge{kind: toName, wm: wm, rm: members{n}})
}

// schemaOfTexts returns a schema that accepts every string.
func (j *judge) schemaOfTexts(near *schema) *schema {
	return j.synthesize(near.object, oas.NewMapping(near.node, oas.NewEntry("type", oas.NewString("string", near.node))))
}

// defaults adds a finding for each optional member that has a default in the writer but no equal default in the reader.
func (c *comparison) defaults() {
	for _, name := range c.w.declared() {
		if c.w.requires(name) != nil || !c.r.declares(name) || c.j.hidden(c.w, name, c.p.d) {
			continue
		}
		wm, _ := c.w.member(name)
		rm, ok := c.r.member(name)
		if !ok {
			continue
		}
		w, r := c.j.shape(c.j.setOf(wm.members), c.p.d), c.j.shape(c.j.setOf(rm.members), c.p.d)
		if f := changedDefault(w, r); f != nil {
			f.value, f.member = c.build(build{drop: name}), name
			via := func(list members, sites []*step) []*step { return append(slices.Clip(sites), list[0].via) }
			f.w, f.r = via(wm.members, f.w), via(rm.members, f.r)
			c.add(f)
		}
	}
}

// changedDefault returns a finding if w has a default and r has no equal one. Otherwise, it returns nil.
func changedDefault(w, r *shape) *finding {
	if len(w.defaults) == 0 {
		return nil
	}
	was := w.defaults[0].value()
	for _, s := range r.defaults {
		if same(was, s.value()) {
			return nil
		}
	}
	return &finding{rule: DefaultChanged, w: w.defaults, r: r.defaults}
}

// value returns the value that a step leads to.
func (s *step) value() *oas.Node { return s.from.node.At("/" + s.key) }
