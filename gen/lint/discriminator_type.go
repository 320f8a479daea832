package lint

import (
	"slices"

	"github.com/rasapi/specgen/gen/report"
)

func discriminatorType() rule {
	return rule{
		check: (*checker).discriminatorType,
		Rule: Rule{
			ID: "discriminator-type", Severity: report.Error, Title: "A discriminator is a text",
			Why: "The names of a discriminator's mapping are JSON keys, so texts. The generated union reads the member as a string: with a\n" +
				"number on the wire, decoding fails.",
			Bad:  "discriminator:\n  propertyName: kind   # kind: {type: integer}",
			Good: "discriminator:\n  propertyName: type   # type: {type: string}",
			Fix:  "Take another property, or leave the discriminator out and choose by the number in Go.",
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
				d := c.report(o.here("discriminator", "propertyName"), "discriminator %q is of type %s; take a property that is a text", name, types[0])
				d.Related = append(d.Related, report.Related{Pos: c.position(property.here("type")), Message: "its type"})
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
