package lint

import "github.com/rasapi/specgen/gen/report"

func enumInline() rule {
	return rule{
		strict: true,
		check: func(c *checker) {
			for _, e := range c.enums() {
				if !e.IsComponent() {
					c.report(e.inlinePlace(), "the enum is not a component; move it to components and reference it")
				}
			}
		},
		Rule: Rule{
			ID: "enum-inline", Severity: report.Error, Title: "An enum is a named component",
			Why: "An inline enum becomes a separate Go type with a name derived from its place. Two inline enums with the same values still have\n" +
				"different Go types.",
			Bad:  "state:\n  type: integer\n  enum: [0, 1]",
			Good: "state:\n  $ref: '../openapi.yaml#/components/schemas/DoorState'",
			Fix:  "Move the enum to schemas/<area>.yaml and reference it.",
		},
	}
}

func (e enum) inlinePlace() place {
	for _, field := range []string{"enum", "x-enum-values", "oneOf"} {
		if e.Get(field) != nil {
			return keyAt(e.Object, field)
		}
	}
	return valueAt(e.Object)
}
