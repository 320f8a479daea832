package lint

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func untypedMap() rule {
	return rule{
		strict: true,
		check:  (*checker).untypedMap,
		Rule: Rule{
			ID: "untyped-map", Severity: report.Warning, Title: "A map declares the type of its values",
			Why: "A map without a value schema has the Go type map[string]any. Its numbers are float64: 9007199254740993 becomes 9007199254740992, and 1.50\n" +
				"becomes 1.5. The rule does not report objects with properties, because they keep unknown members unchanged.",
			Bad:  "type: object\nadditionalProperties: true",
			Good: "type: object\nadditionalProperties:\n  type: string",
			Fix:  "Add a schema to additionalProperties, or declare the known properties.",
		},
	}
}

func (c *checker) untypedMap() {
	for o := range c.all(oas.Schema) {
		additional := o.Get("additionalProperties")
		if o.Ref() != "" || additional == nil || o.Get("properties").Len() > 0 || o.Get("x-go-type") != nil || o.Get("allOf") != nil {
			continue
		}
		empty := additional.IsMapping() && additional.Len() == 0
		if additional.True() || empty {
			c.report(valueAt(o, "additionalProperties"), "the map has no value schema, so large numbers in it lose digits; add a schema to additionalProperties")
		}
	}
}
