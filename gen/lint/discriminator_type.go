package lint

import (
	"slices"

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
	for o := range c.all(kindSchema) {
		discriminator := o.get("discriminator")
		if o.ref != "" || discriminator == nil {
			continue
		}
		name := (&object{node: discriminator}).text("propertyName")
		if name == "" || o.get("oneOf") == nil && o.get("anyOf") == nil {
			continue
		}
		candidates := append([]*object{o}, append(c.children(o, "oneOf"), c.children(o, "anyOf")...)...)
		for _, candidate := range candidates {
			property := c.property(candidate, name)
			if property == nil {
				continue
			}
			if types := typesOf(property.node); len(types) == 1 && types[0] != "string" {
				d := c.report(o.here("discriminator", "propertyName"), "discriminator property %q has type %s, expected string; use a string property", name, types[0])
				d.Related = append(d.Related, report.Related{Pos: c.position(property.here("type")), Message: "type declared here"})
				break
			}
		}
	}
}

// property returns a property of a schema or of a member of its allOf, with references followed, nil if there is none.
func (c *checker) property(o *object, name string) *object {
	for _, part := range slices.Backward(c.composed(o)) {
		p := c.child(part, "properties", name)
		if p == nil {
			continue
		}
		p = c.resolve(p)
		for hops := 0; p != nil && p.get("type") == nil && hops < 20; hops++ { // nullable: true with allOf
			members := c.children(p, "allOf")
			if len(members) != 1 {
				break
			}
			p = c.resolve(members[0])
		}
		return p
	}
	return nil
}
