package lint

import (
	"cmp"
	"slices"
	"sync"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func propertyNames() rule {
	return rule{
		adapt: (*checker).propertyNames,
		Rule: Rule{
			ID: "property-names", Severity: report.Error, Title: "Properties of a schema have distinct Go names",
			Why: "The properties of a schema and of its allOf are fields of one Go struct. Two fields with the same name do not compile. Names that differ\n" +
				"only in case or punctuation can become the same field. Unions and objects that keep unknown members have additional fields and methods,\n" +
				"such as AdditionalProperties and MarshalJSON. A property of such a schema must not have one of these Go names.",
			Bad:  "properties:\n  door_id: {type: integer}\n  doorId: {type: integer}",
			Good: "properties:\n  door_id: {type: integer, x-go-name: OldDoorID}\n  doorId: {type: integer}",
			Fix:  "Add an x-go-name to one of the properties.",
		},
	}
}

// field is a property that becomes a Go field.
type field struct {
	wire string
	at   *oas.Object
}

// propertyNames reports and renames properties that have the same Go name in a schema, or a Go name that the generator uses. A new name applies to
// every schema that contains the property, so it may cause another conflict there. propertyNames therefore repeats the check until there are no
// conflicts, at most maxChecks times.
func (c *checker) propertyNames() {
	const maxChecks = 10 // some conflicts may remain after the last check
	p := propertyNamer{checker: c, renamed: map[*oas.Object]string{}, reported: map[*oas.Object]bool{}, extended: map[*oas.Object]bool{}}
	for o := range c.all(oas.Schema) {
		if o.Field == "allOf" && o.Ref() != "" {
			p.extended[c.model.Resolve(o)] = true
		}
	}
	for range maxChecks {
		p.changed = false
		for o := range c.all(oas.Schema) {
			if o.Ref() == "" && (o.Get("properties") != nil || o.Get("allOf") != nil) {
				p.schema(o)
			}
		}
		if !p.changed {
			break
		}
	}
	for o, name := range p.renamed {
		c.edits.text(o.Node, "x-go-name", name)
	}
}

// propertyNamer collects the new names of properties.
type propertyNamer struct {
	*checker
	renamed  map[*oas.Object]string
	reported map[*oas.Object]bool // properties that already have a finding
	extended map[*oas.Object]bool // schemas that other schemas extend with allOf
	changed  bool
}

// schema reports and resolves the name conflicts in a schema.
func (p *propertyNamer) schema(o *oas.Object) {
	seen := map[string]field{}
	taken := func(s string) bool { _, exists := seen[s]; return exists }
	own := map[*oas.Object]bool{}
	for property := range o.Children("properties") {
		own[property] = true
	}
	inOneMember := p.inOneMember(o)
	fields, open := p.fieldsOf(o)
	for _, name := range p.reservedFields(o, open) {
		seen[name] = field{}
	}
	for _, f := range fields {
		name := p.name(f)
		other, exists := seen[name]
		switch {
		case !exists:
			seen[name] = f
			continue
		case other.at == nil:
			d := p.finding(f, func() *report.Finding {
				return p.report(keyAt(f.at), "property %q has the Go name %s, which the generator uses; add an x-go-name", f.wire, name)
			})
			p.rename(d, f, f.wire+" field", taken, seen)
			continue
		case other.wire == f.wire || !own[f.at] && !own[other.at] && inOneMember(f, other):
			continue
		}
		at := f
		if !own[f.at] && own[other.at] {
			at, other = other, f
		}
		if p.words(at) == name && p.words(other) != name && p.explicit(other) == "" {
			delete(seen, name) // rename the other property, because the words for its symbols make the names distinct
			seen[name] = at
			at, other = other, at
		}
		d := p.finding(at, func() *report.Finding {
			place := keyAt(at.at)
			if !own[at.at] {
				place = keyAt(o, "allOf")
			}
			return p.reportSecond(place, keyAt(other.at), "properties %q and %q have the same Go name %s; add an x-go-name to one of them", at.wire, other.wire, name)
		})
		p.rename(d, at, at.wire, taken, seen)
	}
}

// finding adds a finding about a property and returns it. If the property already has a finding, it returns nil.
func (p *propertyNamer) finding(f field, report func() *report.Finding) *report.Finding {
	if p.reported[f.at] {
		return nil
	}
	p.reported[f.at] = true
	return report()
}

// rename sets a new name, derived from text, for a property that is a mapping without x-go-name. It ignores any other property.
func (p *propertyNamer) rename(d *report.Finding, f field, text string, taken func(string) bool, seen map[string]field) {
	if f.at.Text("x-go-name") != "" || f.at.Node.Type != oas.Mapping {
		return
	}
	name := names.Distinct(text, p.fieldGo, taken)
	seen[name] = f
	p.renamed[f.at], p.changed = name, true
	if d != nil {
		p.workAround(d, "the Go name is "+name)
	}
}

// name returns the Go name of a property.
func (p *propertyNamer) name(f field) string { return p.fieldGo(cmp.Or(p.explicit(f), f.wire)) }

// explicit returns the new name or the x-go-name of a property, or "" if it has neither.
func (p *propertyNamer) explicit(f field) string {
	return cmp.Or(p.renamed[f.at], f.at.Text("x-go-name"))
}

// words returns the Go name of a property, with symbols written as words.
func (p *propertyNamer) words(f field) string {
	return p.fieldGo(names.Words(cmp.Or(p.explicit(f), f.wire)))
}

// reservedFields returns the names of the fields and methods that the generator adds to unions and to objects that keep unknown members. An extended
// schema that has or inherits a discriminator is a union.
func (p *propertyNamer) reservedFields(o *oas.Object, open bool) []string {
	union := func(part *oas.Object) bool {
		return part.Get("oneOf") != nil || part.Get("anyOf") != nil || p.extended[o] && part.Get("discriminator") != nil
	}
	switch {
	case slices.ContainsFunc(p.composed(o), union):
		return []string{"AdditionalProperties", "MarshalJSON", "UnmarshalJSON", "Discriminator", "ValueByDiscriminator"}
	case open:
		return []string{"AdditionalProperties", "MarshalJSON", "UnmarshalJSON"}
	}
	return nil
}

// composed returns a schema and the members of its allOf. It resolves references. A member comes before the schema that contains it. The list has no
// duplicates.
func (c *checker) composed(o *oas.Object) []*oas.Object {
	var list []*oas.Object
	seen := map[*oas.Object]bool{nil: true}
	var add func(o *oas.Object)
	add = func(o *oas.Object) {
		if o = c.model.Resolve(o); seen[o] {
			return
		}
		seen[o] = true
		for member := range o.Children("allOf") {
			add(member)
		}
		list = append(list, o)
	}
	add(o)
	return list
}

// fieldsOf returns the properties of a schema and of the members of its allOf. It leaves out properties with names that are not valid in a struct
// tag. open reports whether the Go type of the schema keeps unknown members.
func (c *checker) fieldsOf(o *oas.Object) (fields []field, open bool) {
	for _, part := range c.composed(o) {
		for p := range part.Children("properties") {
			if tagFault(p.Name) == "" {
				fields = append(fields, field{p.Name, p})
			}
		}
		additional := part.Get("additionalProperties")
		open = open || oas.IsOpen(part.Node) || additional.True() || additional != nil && additional.IsMapping()
	}
	return fields, open
}

// inOneMember returns a function that reports whether one member of the allOf contains both a and b. The check of this member reports a conflict
// between a and b.
func (c *checker) inOneMember(o *oas.Object) func(a, b field) bool {
	members := sync.OnceValue(func() map[*oas.Object][]int {
		index := map[*oas.Object][]int{}
		i := 0
		for member := range o.Children("allOf") {
			fields, _ := c.fieldsOf(member)
			for _, f := range fields {
				index[f.at] = append(index[f.at], i)
			}
			i++
		}
		return index
	})
	return func(a, b field) bool {
		return slices.ContainsFunc(members()[a.at], func(i int) bool { return slices.Contains(members()[b.at], i) })
	}
}
