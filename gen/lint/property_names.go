package lint

import (
	"slices"
	"sync"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func propertyNames() rule {
	return rule{
		check: (*checker).propertyNames,
		Rule: Rule{
			ID: "property-names", Severity: report.Error, Title: "Properties of a schema have distinct Go names",
			Why: "Properties, including those of allOf, are fields of one Go struct. Names that differ only in case or punctuation do not compile.\n" +
				"Objects that keep unknown members, and unions, also have the field AdditionalProperties and methods of encoding/json.",
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

func (c *checker) propertyNames() {
	for o := range c.all(oas.Schema) {
		if o.Ref() != "" || o.Get("properties") == nil && o.Get("allOf") == nil {
			continue
		}
		seen := map[string]field{}
		own := map[*oas.Object]bool{}
		for p := range o.Children("properties") {
			own[p] = true
		}
		inOneMember := c.inOneMember(o)
		fields, open := c.fieldsOf(o)
		for _, f := range fields {
			name := c.fieldName(f)
			other, exists := seen[name]
			switch {
			case !exists:
				seen[name] = f
			case other.wire == f.wire || !own[f.at] && !own[other.at] && inOneMember(f, other):
			default:
				at := f
				if !own[f.at] && own[other.at] {
					at, other = other, f
				}
				place := keyAt(at.at)
				if !own[at.at] {
					place = keyAt(o, "allOf")
				}
				d := c.reportSecond(place, keyAt(other.at), "property %q and %q have the same Go name %s; add an x-go-name to one of them", at.wire, other.wire, name)
				if own[at.at] && own[other.at] && at.at.Text("x-go-name") == "" {
					free := names.Distinct(at.wire, c.goName, func(s string) bool { _, exists := seen[s]; return exists })
					seen[free] = at
					c.downgrade(d, free)
				}
			}
		}
		for _, name := range reservedFields(o, open) {
			if f, exists := seen[name]; exists {
				c.report(keyAt(f.at), "property %q has the Go name %s, which the generator uses; add an x-go-name", f.wire, name)
			}
		}
	}
}

// reservedFields returns the fields and methods that the generator adds to unions and to objects that keep unknown members.
func reservedFields(o *oas.Object, open bool) []string {
	switch {
	case o.Get("oneOf") != nil || o.Get("anyOf") != nil:
		return []string{"AdditionalProperties", "MarshalJSON", "UnmarshalJSON", "Discriminator", "ValueByDiscriminator"}
	case open:
		return []string{"AdditionalProperties", "MarshalJSON", "UnmarshalJSON"}
	}
	return nil
}

// composed returns a schema and the members of its allOf, with references resolved. Members precede the schema, and no object is repeated.
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

// fieldsOf returns the properties of a schema and of the members of its allOf, and whether the schema keeps unknown members.
func (c *checker) fieldsOf(o *oas.Object) (fields []field, open bool) {
	for _, part := range c.composed(o) {
		for p := range part.Children("properties") {
			fields = append(fields, field{p.Name, p})
		}
		additional := part.Get("additionalProperties")
		open = open || oas.IsOpen(part.Node) || additional.True() || additional != nil && additional.IsMapping()
	}
	return fields, open
}

func (c *checker) fieldName(f field) string {
	if given := f.at.Text("x-go-name"); given != "" {
		return c.goName(given)
	}
	return c.goName(f.wire)
}

// inOneMember returns a function that reports whether a single member of the allOf has both properties. In that case, the finding is at the member.
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
