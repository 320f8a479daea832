package lint

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func nullableRef() rule {
	return rule{
		check: func(c *checker) {
			for o := range c.all(kindSchema) {
				if o.ref != "" && isTrue(o.get("nullable")) && (c.strict || !o.optional()) {
					c.report(o.here("nullable"), "nullable next to $ref is ignored; put the reference into an allOf next to nullable: true")
				}
			}
		},
		Rule: Rule{
			ID: "nullable-ref", Severity: report.Error, Title: "nullable is not next to $ref",
			Why: "OpenAPI ignores fields next to a reference, so null is not valid: validators reject it. A required Go field cannot hold null, so\n" +
				"null on the wire becomes a zero value without an error. An optional field can hold it and is reported in strict layout only.",
			Bad:  "state:\n  $ref: '#/components/schemas/DoorState'\n  nullable: true",
			Good: "state:\n  nullable: true\n  allOf:\n    - $ref: '#/components/schemas/DoorState'",
			Fix:  "Put the reference into an allOf.",
		},
	}
}

// optional reports whether a schema is an optional property.
func (o *object) optional() bool {
	if o.field != "properties" {
		return false
	}
	return !slices.ContainsFunc(items(o.parent.get("required")), func(n *yaml.Node) bool { return n.Value == o.name })
}
