package lint

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func discriminatorType() rule {
	return rule{
		check: (*checker).discriminatorType,
		Rule: Rule{
			ID: "discriminator-type", Severity: report.Error, Title: "A discriminator property is a string",
			Why: "The keys of a discriminator mapping are strings. The generated union decodes the property as a string, so decoding a number\n" +
				"fails.",
			Bad:  "discriminator:\n  propertyName: kind   # kind: {type: integer}",
			Good: "discriminator:\n  propertyName: type   # type: {type: string}",
			Fix:  "Use a string property, or remove the discriminator and select the type by the number in Go.",
		},
	}
}

func (c *checker) discriminatorType() {
	for o := range c.all(oas.Schema) {
		discriminator := o.Get("discriminator")
		if o.Ref() != "" || discriminator == nil {
			continue
		}
		name := discriminator.Text("propertyName")
		if name == "" || o.Get("oneOf") == nil && o.Get("anyOf") == nil {
			continue
		}
		candidates := []*oas.Object{o}
		for _, field := range []string{"oneOf", "anyOf"} {
			candidates = slices.AppendSeq(candidates, o.Children(field))
		}
		for _, candidate := range candidates {
			property := c.property(candidate, name)
			if property == nil {
				continue
			}
			if types, _ := property.Node.Types(); len(types) == 1 && types[0] != "string" {
				d := c.report(valueAt(o, "discriminator", "propertyName"), "discriminator property %q has type %s, expected string; use a string property", name, types[0])
				d.Related = append(d.Related, report.Related{Pos: c.position(valueAt(property, "type")), Message: "type declared here"})
				break
			}
		}
	}
}

// property returns the property of o with a name, or nil if there is none. The properties of o take precedence over its allOf, and a later member of
// an allOf takes precedence over an earlier one. If the property is a reference, or an allOf with one member and no type, the result is the target or
// this member.
func (c *checker) property(o *oas.Object, name string) *oas.Object {
	for _, part := range slices.Backward(c.composed(o)) {
		p := part.Child("properties", name)
		if p == nil {
			continue
		}
		p = c.model.Resolve(p)
		for hops := 0; p != nil && p.Get("type") == nil && hops < 20; hops++ { // a schema that adds nullable to a reference has the reference in an allOf with one member
			members := slices.Collect(p.Children("allOf"))
			if len(members) != 1 {
				break
			}
			p = c.model.Resolve(members[0])
		}
		return p
	}
	return nil
}
