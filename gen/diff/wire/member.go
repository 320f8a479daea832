package wire

import (
	"slices"
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
)

// memberOf has the schemas that apply to a member of an object.
type memberOf struct {
	members  members // the schemas that the member must satisfy
	declared bool    // the member is in properties, or matches patternProperties
}

// member returns the schemas of a shape that apply to a member. ok is false if the shape rejects the member.
func (s *shape) member(name string) (m memberOf, ok bool) {
	mapped := false
	for i := range s.facets {
		f := &s.facets[i]
		applies := false
		if p, declares := f.properties[name]; declares {
			m.members, applies = append(m.members, p), true
		}
		for _, p := range f.patterns {
			if p.matches(name) {
				m.members, applies = append(m.members, p.member), true
			}
		}
		switch {
		case applies:
			m.declared = true
		case f.closed:
			return memberOf{}, false
		case f.rest != nil:
			m.members, mapped = append(m.members, *f.rest), true
		}
	}
	if s.closedBy != nil && !m.declared && !mapped {
		return memberOf{}, false
	}
	for _, sc := range s.scopes {
		if !slices.ContainsFunc(sc.facets, func(f facet) bool { return f.evaluates(name) }) {
			return memberOf{}, false
		}
	}
	return m, true
}

// evaluates reports whether a keyword of f applies to the member called name.
func (f facet) evaluates(name string) bool {
	_, declared := f.properties[name]
	return declared || f.rest != nil || slices.ContainsFunc(f.patterns, func(p patternMember) bool { return p.matches(name) })
}

// matches reports whether a pattern of patternProperties matches the name of a member.
func (s *shape) matches(name string) bool {
	return slices.ContainsFunc(s.facets, func(f facet) bool {
		return slices.ContainsFunc(f.patterns, func(p patternMember) bool { return p.matches(name) })
	})
}

// item returns the schemas that apply to the item at an index.
func (s *shape) item(i int) members {
	var all members
	for _, l := range s.lists {
		switch {
		case i < len(l.prefix):
			all = append(all, l.prefix[i])
		case l.rest != nil:
			all = append(all, *l.rest)
		}
	}
	return all
}

// prefix returns the number of items that have a schema in prefixItems.
func (s *shape) prefix() int {
	n := 0
	for _, l := range s.lists {
		n = max(n, len(l.prefix))
	}
	return n
}

// closedSite returns the step to a keyword that closes the object, or nil if there is none.
func (s *shape) closedSite() *step {
	if s.closedBy != nil {
		return s.closedBy
	}
	if len(s.sites[onClosed]) > 0 {
		return s.sites[onClosed][0]
	}
	if len(s.scopes) > 0 {
		return s.scopes[0].via
	}
	return nil
}

// propertySite returns the step to the first declaration of a member in properties. If there is none, it returns the step to its name in required, or
// nil.
func (s *shape) propertySite(name string) *step {
	for _, f := range s.facets {
		if m, ok := f.properties[name]; ok {
			return m.via
		}
	}
	if r := s.requires(name); r != nil {
		return r.site
	}
	return nil
}

// follow resolves the references of m until it reaches a schema that is not a reference. In OpenAPI 3.1, it stops at a reference with other keywords
// that affect messages. It also stops at a reference without a target, and after maxReferences references.
func (j *judge) follow(m member) member {
	for range maxReferences {
		n := m.schema.node
		ref := n.Get("$ref")
		if ref == nil || ref.Type != oas.String || m.schema.doc.version31 && hasSiblings(n) {
			return m
		}
		to := m.schema.doc.target(ref.Value)
		if to.node == nil {
			return m
		}
		m = member{j.schemaAt(to), m.via.down(m.schema.object, "$ref")}
	}
	return m
}

// hasSiblings reports whether a schema has keywords other than $ref that affect messages.
func hasSiblings(n *oas.Node) bool {
	for i := range n.Entries {
		if key := n.Entries[i].Key; key != "$ref" && !isDocumentation(key) {
			return true
		}
	}
	return false
}

// setOf returns the set of the schemas that list leads to. It leaves out the schemas true and {}, which accept every value.
func (j *judge) setOf(list members) *set {
	var schemas []*schema
	for _, m := range list {
		s := j.follow(m).schema
		if allowed, ok := s.node.Bool(); (!ok || !allowed) && (!s.node.IsMapping() || s.node.Len() > 0) && !slices.Contains(schemas, s) {
			schemas = append(schemas, s)
		}
	}
	if len(schemas) == 1 && schemas[0].single != nil {
		return schemas[0].single
	}
	slices.SortFunc(schemas, func(a, b *schema) int { return a.id - b.id })
	var key []byte
	for _, s := range schemas {
		key = append(strconv.AppendInt(key, int64(s.id), 10), ' ')
	}
	s := j.sets[string(key)]
	if s == nil {
		s = &set{id: len(j.sets), schemas: schemas}
		j.sets[string(key)] = s
	}
	if len(schemas) == 1 {
		schemas[0].single = s
	}
	return s
}

// joined returns the set that has the schemas of both a and b.
func (j *judge) joined(a, b *set) *set {
	var list members
	for _, s := range slices.Concat(a.schemas, b.schemas) {
		list = append(list, member{schema: s})
	}
	return j.setOf(list)
}

// hidden reports whether readOnly or writeOnly excludes the member with the given name from messages in the direction d.
func (j *judge) hidden(s *shape, name string, d Direction) bool {
	keyword := "readOnly"
	if d == Response {
		keyword = "writeOnly"
	}
	for _, f := range s.facets {
		if m, ok := f.properties[name]; ok && j.marked(m.schema, keyword, map[*schema]bool{}) {
			return true
		}
	}
	return false
}

// marked reports whether the keyword is true in s, in the target of its reference, or in a member of its allOf.
func (j *judge) marked(s *schema, keyword string, seen map[*schema]bool) bool {
	if seen[s] {
		return false
	}
	seen[s] = true
	if ref := s.node.Get("$ref"); ref != nil && ref.Type == oas.String {
		if to := s.doc.target(ref.Value); to.node != nil && j.marked(j.schemaAt(to), keyword, seen) {
			return true
		}
		if !s.doc.version31 {
			return false
		}
	}
	if s.node.True(keyword) {
		return true
	}
	for i := range s.node.Get("allOf").List() {
		if j.marked(j.schemaAt(s.child("allOf", itoa(i))), keyword, seen) {
			return true
		}
	}
	return false
}

// matches reports whether the pattern matches the name of a member. A pattern for which compile returns nil matches no name.
func (p patternMember) matches(name string) bool {
	return p.compiled != nil && p.compiled.MatchString(name)
}
