package lint

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func refSiblings() rule {
	return rule{
		mild:  true,
		check: (*checker).refSiblings,
		Rule: Rule{
			ID: "ref-siblings", Severity: report.Error, Title: "Nothing that matters stands beside $ref (OpenAPI 3.0)",
			Why: "OpenAPI 3.0 ignores what stands beside a reference: a default, a bound or a type there has no effect. OpenAPI 3.1 does not\n" +
				"ignore it in schemas: see ref-members. Texts and extensions are not judged.",
			Bad:  "state:\n  $ref: '#/components/schemas/DoorState'\n  default: 1",
			Good: "state:\n  default: 1\n  allOf:\n    - $ref: '#/components/schemas/DoorState'",
			Fix:  "Put the reference into an allOf, or remove what is ignored.",
		},
	}
}

func (c *checker) refSiblings() {
	if !strings.HasPrefix(c.document.text("openapi"), "3.0") {
		return
	}
	harmless := []string{"$ref", "nullable", "description", "summary", "title", "deprecated", "example", "readOnly", "writeOnly"}
	for o := range c.all(kindSchema) {
		if o.ref == "" {
			continue
		}
		each(o.node, func(key, _ *yaml.Node) {
			if !slices.Contains(harmless, key.Value) && !strings.HasPrefix(key.Value, "x-") {
				c.report(o.key(key.Value), "%s beside $ref is ignored; put the reference into an allOf", key.Value)
			}
		})
	}
}
