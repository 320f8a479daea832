package lint

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func refMembers() rule {
	return rule{
		check: (*checker).refMembers,
		Rule: Rule{
			ID: "ref-members", Severity: report.Error, Title: "A $ref has no schema keywords next to it that change the Go type (OpenAPI 3.1)",
			Why: "In OpenAPI 3.1 a schema can extend the schema that it references. The generated code uses only the Go type of the reference and ignores\n" +
				"the extension. The rule does not report limits, defaults and descriptions, because they do not change the Go type.",
			Bad:  "state:\n  $ref: '#/components/schemas/DoorState'\n  properties: {since: {type: string}}",
			Good: "state:\n  allOf:\n    - $ref: '#/components/schemas/DoorState'\n  properties: {since: {type: string}}",
			Fix:  "Put the reference into an allOf.",
		},
	}
}

func (c *checker) refMembers() {
	if strings.HasPrefix(c.document.Text("openapi"), "3.0") {
		return
	}
	adding := []string{"properties", "patternProperties", "additionalProperties", "allOf", "anyOf", "oneOf", "items", "prefixItems", "then", "else", "dependentSchemas"}
	for o := range c.all(oas.Schema) {
		if o.Ref() == "" {
			continue
		}
		for key := range o.Node.Each() {
			if slices.Contains(adding, key) {
				c.report(keyAt(o, key), "%s next to $ref has no effect on the Go type; put the reference into an allOf", key)
			}
		}
	}
}
