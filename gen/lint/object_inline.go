package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func objectInline() rule {
	return rule{
		strict: true,
		check:  (*checker).objectInline,
		Rule: Rule{
			ID: "object-inline", Severity: report.Error, Title: "An object is a named component",
			Why: "An inline object has a Go name derived from its place, such as UpdateDoorBodyLock. The name changes when the object moves.\n" +
				"Form bodies may be inline, because their properties become the fields of the request struct.",
			Bad:  "lock:\n  type: object\n  properties: ...",
			Good: "lock:\n  $ref: '../openapi.yaml#/components/schemas/DoorLock'",
			Fix:  "Move the object to schemas/<area>.yaml and reference it.",
		},
	}
}

func (c *checker) objectInline() {
	for o := range c.all(oas.Schema) {
		if o.Ref() != "" || o.IsComponent() || o.Get("properties") == nil {
			continue
		}
		if o.Field == "allOf" {
			continue // its properties belong to the enclosing object
		}
		if o.Parent.Kind == oas.MediaType && (strings.HasPrefix(o.Parent.Name, "multipart/") || strings.HasPrefix(o.Parent.Name, "application/x-www-form-urlencoded")) {
			continue
		}
		c.report(keyAt(o, "properties"), "the object is not a component; move it to components and reference it")
	}
}
