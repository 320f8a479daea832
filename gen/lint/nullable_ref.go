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
				if o.ref != "" && isTrue(o.get("nullable")) && (c.house || !o.optional()) {
					c.report(o.here("nullable"), "nullable beside $ref is ignored; put the reference into an allOf, and nullable: true beside that")
				}
			}
		},
		Rule: Rule{
			ID: "nullable-ref", Severity: report.Error, Title: "nullable does not stand beside $ref",
			Why: "A reference takes nothing beside it, so null is not allowed after all: validators refuse it, and a required Go member has no\n" +
				"room for it, so a null on the wire becomes a zero without an error. An optional member has, and is judged in documents of\n" +
				"house layout only.",
			Bad:  "state:\n  $ref: '#/components/schemas/DoorState'\n  nullable: true",
			Good: "state:\n  nullable: true\n  allOf:\n    - $ref: '#/components/schemas/DoorState'",
			Fix:  "Put the reference into an allOf.",
		},
	}
}

// optional tells whether a schema is that of a property which may be absent.
func (o *object) optional() bool {
	if o.field != "properties" {
		return false
	}
	return !slices.ContainsFunc(items(o.parent.get("required")), func(n *yaml.Node) bool { return n.Value == o.name })
}
