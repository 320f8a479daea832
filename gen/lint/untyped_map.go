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
			Why: "A map without a value schema has the Go type map[string]any. Its numbers are float64 or json.Number, and programs must\n" +
				"check the type of each value. The rule does not report objects with properties.",
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
			c.report(valueAt(o, "additionalProperties"), "the map has no value schema, so the Go type of its values is any; add a schema to additionalProperties")
		}
	}
}
