package lint

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diag"
)

func nullableRef() rule {
	return rule{
		check: func(c *checker) {
			for _, o := range c.of[kindSchema] {
				if o.ref != "" && isTrue(o.get("nullable")) && (c.house || !o.optional()) {
					c.report(o.here("nullable"), "nullable beside $ref is ignored; put the reference into an allOf, and nullable: true beside that")
				}
			}
		},
		Rule: Rule{
			ID: "nullable-ref", Severity: diag.Error, Title: "nullable does not stand beside $ref",
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

func refSiblings() rule {
	return rule{
		mild:  true,
		check: (*checker).refSiblings,
		Rule: Rule{
			ID: "ref-siblings", Severity: diag.Error, Title: "Nothing that matters stands beside $ref (OpenAPI 3.0)",
			Why: "OpenAPI 3.0 ignores what stands beside a reference: a default, a bound or a type there has no effect. OpenAPI 3.1 does not\n" +
				"ignore it in schemas, and is not judged; nor are texts and extensions.",
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
	for _, o := range c.of[kindSchema] {
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
