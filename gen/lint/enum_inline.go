package lint

import "github.com/rasapi/specgen/gen/report"

func enumInline() rule {
	return rule{
		house: true,
		check: func(c *checker) {
			for _, e := range c.enums() {
				if !e.component() {
					c.report(e.inlinePlace(), "the enum has no name of its own; make it a component and refer to it")
				}
			}
		},
		Rule: Rule{
			ID: "enum-inline", Severity: report.Error, Title: "An enum is a named component",
			Why:  "An inline enum becomes a Go type for each place, named after the place: the same states of a door, and no way to compare them.",
			Bad:  "state:\n  type: integer\n  enum: [0, 1]",
			Good: "state:\n  $ref: '../openapi.yaml#/components/schemas/DoorState'",
			Fix:  "Move the enum to schemas/<area>.yaml and refer to it.",
		},
	}
}

func (e enum) inlinePlace() place {
	for _, field := range []string{"enum", "x-enum-values", "oneOf"} {
		if e.get(field) != nil {
			return e.key(field)
		}
	}
	return e.here()
}
