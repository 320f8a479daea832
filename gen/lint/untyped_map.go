package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func untypedMap() rule {
	return rule{
		house: true,
		check: (*checker).untypedMap,
		Rule: Rule{
			ID: "untyped-map", Severity: report.Warning, Title: "A map says what its values are",
			Why: "A map of anything becomes map[string]any, and numbers in it become float64: 9007199254740993 comes out as ...992, 1.50 as 1.5.\n" +
				"Objects with properties are not judged: their unknown members are kept as they came.",
			Bad:  "type: object\nadditionalProperties: true",
			Good: "type: object\nadditionalProperties:\n  type: string",
			Fix:  "Give additionalProperties a schema, or list the properties that are known.",
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
			c.report(o.here("additionalProperties"), "the map holds anything, and large numbers lose digits in it; give additionalProperties a schema")
		}
	}
}
