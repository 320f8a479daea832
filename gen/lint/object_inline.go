package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

func objectInline() rule {
	return rule{
		strict: true,
		check:  (*checker).objectInline,
		Rule: Rule{
			ID: "object-inline", Severity: report.Error, Title: "An object is a named component",
			Why: "An inline object gets a Go name derived from its place, such as UpdateDoorBodyLock. The name changes when the object moves.\n" +
				"Form bodies may be inline: their properties become the fields of the request struct.",
			Bad:  "lock:\n  type: object\n  properties: ...",
			Good: "lock:\n  $ref: '../openapi.yaml#/components/schemas/DoorLock'",
			Fix:  "Move the object to schemas/<area>.yaml and reference it.",
		},
	}
}

func (c *checker) objectInline() {
	for o := range c.all(kindSchema) {
		if o.ref != "" || o.component() || o.get("properties") == nil {
			continue
		}
		if o.field == "allOf" {
			continue // part of the enclosing object
		}
		if o.parent.kind == kindMediaType && (strings.HasPrefix(o.parent.name, "multipart/") || strings.HasPrefix(o.parent.name, "application/x-www-form-urlencoded")) {
			continue
		}
		c.report(o.key("properties"), "the object is not a component; make it one and reference it")
	}
}
