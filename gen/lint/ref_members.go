package lint

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func refMembers() rule {
	return rule{
		check: (*checker).refMembers,
		Rule: Rule{
			ID: "ref-members", Severity: report.Error, Title: "No members and no items stand beside $ref (OpenAPI 3.1)",
			Why: "OpenAPI 3.1 lets a schema add to the one that it refers to. The generated type is that of the reference alone: what is added would be\n" +
				"lost on the wire. Bounds, defaults and texts beside a reference change no type, and are not judged.",
			Bad:  "state:\n  $ref: '#/components/schemas/DoorState'\n  properties: {since: {type: string}}",
			Good: "state:\n  allOf:\n    - $ref: '#/components/schemas/DoorState'\n  properties: {since: {type: string}}",
			Fix:  "Put the reference into an allOf.",
		},
	}
}

func (c *checker) refMembers() {
	if strings.HasPrefix(c.document.text("openapi"), "3.0") {
		return
	}
	adding := []string{"properties", "patternProperties", "additionalProperties", "allOf", "anyOf", "oneOf", "items", "prefixItems", "then", "else", "dependentSchemas"}
	for o := range c.all(kindSchema) {
		if o.ref == "" {
			continue
		}
		each(o.node, func(key, _ *yaml.Node) {
			if slices.Contains(adding, key.Value) {
				c.report(o.key(key.Value), "%s beside $ref would be lost in Go; put the reference into an allOf", key.Value)
			}
		})
	}
}
