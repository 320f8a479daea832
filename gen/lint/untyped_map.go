package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func untypedMap() rule {
	return rule{
		strict: true,
		check:  (*checker).untypedMap,
		Rule: Rule{
			ID: "untyped-map", Severity: report.Warning, Title: "A map declares the type of its values",
			Why: "A map without a value schema becomes map[string]any, and its numbers float64: 9007199254740993 becomes ...992, and 1.50 becomes\n" +
				"1.5. Objects with properties are not reported: they keep unknown members unchanged.",
			Bad:  "type: object\nadditionalProperties: true",
			Good: "type: object\nadditionalProperties:\n  type: string",
			Fix:  "Add a schema to additionalProperties, or declare the known properties.",
		},
	}
}

func (c *checker) untypedMap() {
	for o := range c.all(kindSchema) {
		additional := o.get("additionalProperties")
		if o.ref != "" || additional == nil || len(c.children(o, "properties")) > 0 || o.get("x-go-type") != nil || o.get("allOf") != nil {
			continue
		}
		empty := additional.Kind == yaml.MappingNode && len(additional.Content) == 0
		if isTrue(additional) || empty {
			c.report(o.here("additionalProperties"), "the map has no value schema, so large numbers in it lose digits; add a schema to additionalProperties")
		}
	}
}
