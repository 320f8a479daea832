package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/spec"
)

func propertyNames() rule {
	return rule{
		check: (*checker).propertyNames,
		Rule: Rule{
			ID: "property-names", Severity: diag.Error, Title: "Properties of a schema have different Go names",
			Why: "They are the fields of one Go struct, those of allOf included. Names that differ in case or punctuation only do not compile.\n" +
				"An open object also has the field AdditionalProperties and methods of encoding/json, and so has a union.",
			Bad:  "properties:\n  door_id: {type: integer}\n  doorId: {type: integer}",
			Good: "properties:\n  door_id: {type: integer, x-go-name: OldDoorID}\n  doorId: {type: integer}",
			Fix:  "Give one an x-go-name.",
		},
	}
}

// field is a property as a Go struct has it.
type field struct {
	wire string
	at   *object
}

func (c *checker) propertyNames() {
	for _, o := range c.of[kindSchema] {
		if o.ref != "" || o.get("properties") == nil && o.get("allOf") == nil {
			continue
		}
		seen := map[string]field{}
		own := map[*object]bool{}
		for _, p := range c.children(o, "properties") {
			own[p] = true
		}
		open := false
		for _, f := range c.fieldsOf(o, nil, &open, 0) {
			name := c.fieldName(f)
			other, taken := seen[name]
			switch {
			case !taken:
				seen[name] = f
			case other.wire == f.wire || !own[f.at] && !own[other.at] && c.together(o, f, other):
			default:
				at := f
				if !own[f.at] && own[other.at] {
					at, other = other, f
				}
				place := at.at.key()
				if !own[at.at] {
					place = o.key("allOf")
				}
				d := c.report(place, "property %q and %q are both %s in Go; give one an x-go-name", at.wire, other.wire, name)
				c.first(d, other.at.key())
				if own[at.at] && own[other.at] && at.at.text("x-go-name") == "" {
					free := spec.DistinctName(at.wire, c.goName, func(s string) bool { _, taken := seen[s]; return taken })
					seen[free] = at
					c.repaired(d, free)
				}
			}
		}
		for _, name := range reservedFields(o, open) {
			if f, taken := seen[name]; taken {
				c.report(f.at.key(), "property %q is %s in Go, which the type has already; give it an x-go-name", f.wire, name)
			}
		}
	}
}

// reservedFields are the fields and methods that the generator gives objects that keep unknown members, and unions.
func reservedFields(o *object, open bool) []string {
	switch {
	case o.get("oneOf") != nil || o.get("anyOf") != nil:
		return []string{"AdditionalProperties", "MarshalJSON", "UnmarshalJSON", "Discriminator", "ValueByDiscriminator"}
	case open:
		return []string{"AdditionalProperties", "MarshalJSON", "UnmarshalJSON"}
	}
	return nil
}

// fieldsOf lists the properties of a schema and of what it composes. open is set when unknown members are kept.
func (c *checker) fieldsOf(o *object, fields []field, open *bool, depth int) []field {
	o = c.resolve(o)
	if o == nil || depth > 20 || len(fields) > 10_000 {
		return fields
	}
	for _, member := range c.children(o, "allOf") {
		fields = c.fieldsOf(member, fields, open, depth+1)
	}
	for _, p := range c.children(o, "properties") {
		fields = append(fields, field{p.name, p})
	}
	additional := o.get("additionalProperties")
	*open = *open || o.text("x-ras-schema") == "partial" || isTrue(additional) || additional != nil && additional.Kind == yaml.MappingNode
	return fields
}

func (c *checker) fieldName(f field) string {
	if given := f.at.text("x-go-name"); given != "" {
		return c.goName(given)
	}
	return c.goName(f.wire)
}

// together tells whether two properties meet in a member of the allOf already, where they are reported.
func (c *checker) together(o *object, a, b field) bool {
	for _, member := range c.children(o, "allOf") {
		open := false
		found := 0
		for _, f := range c.fieldsOf(member, nil, &open, 1) {
			if f.at == a.at || f.at == b.at {
				found++
			}
		}
		if found == 2 {
			return true
		}
	}
	return false
}
