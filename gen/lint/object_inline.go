package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

func objectInline() rule {
	return rule{
		house: true,
		check: (*checker).objectInline,
		Rule: Rule{
			ID: "object-inline", Severity: report.Error, Title: "An object is a named component",
			Why: "An inline object gets a Go name made of the place that it stands in (UpdateDoorBodyLock), which changes when it is moved. A\n" +
				"multipart form is inline: its properties become the fields of a form of its own.",
			Bad:  "lock:\n  type: object\n  properties: ...",
			Good: "lock:\n  $ref: '../openapi.yaml#/components/schemas/DoorLock'",
			Fix:  "Move the object to schemas/<area>.yaml and refer to it.",
		},
	}
}

func (c *checker) objectInline() {
	for o := range c.all(kindSchema) {
		if o.ref != "" || o.component() || o.get("properties") == nil {
			continue
		}
		if o.field == "allOf" {
			continue // a part of the object around it
		}
		if o.parent.kind == kindMediaType && (strings.HasPrefix(o.parent.name, "multipart/") || strings.HasPrefix(o.parent.name, "application/x-www-form-urlencoded")) {
			continue
		}
		c.report(o.key("properties"), "the object has no name of its own; make it a component and refer to it")
	}
}
