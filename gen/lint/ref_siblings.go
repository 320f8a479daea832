package lint

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func refSiblings() rule {
	return rule{
		mild:  true,
		check: (*checker).refSiblings,
		Rule: Rule{
			ID: "ref-siblings", Severity: report.Error, Title: "A $ref has no fields next to it that would change the schema (OpenAPI 3.0)",
			Why: "OpenAPI 3.0 ignores fields next to a reference, so a default, a limit or a type next to it has no effect. In OpenAPI 3.1, such fields\n" +
				"in a schema have an effect. The rule reports neither extensions, nor nullable (see nullable-ref), nor fields such as\n" +
				"description and readOnly.",
			Bad:  "state:\n  $ref: '#/components/schemas/DoorState'\n  default: 1",
			Good: "state:\n  default: 1\n  allOf:\n    - $ref: '#/components/schemas/DoorState'",
			Fix:  "Put the reference into an allOf, or remove the ignored field.",
		},
	}
}

func (c *checker) refSiblings() {
	if !strings.HasPrefix(c.document.Text("openapi"), "3.0") {
		return
	}
	harmless := []string{"$ref", "nullable", "description", "summary", "title", "deprecated", "example", "readOnly", "writeOnly"}
	for o := range c.all(oas.Schema) {
		if o.Ref() == "" {
			continue
		}
		for key := range o.Node.Each() {
			if !slices.Contains(harmless, key) && !strings.HasPrefix(key, "x-") {
				c.report(keyAt(o, key), "%s next to $ref is ignored; put the reference into an allOf", key)
			}
		}
	}
}
