package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func goNullable() rule {
	return rule{
		check: (*checker).goNullable,
		Rule: Rule{
			ID: "go-nullable", Severity: report.Warning, Title: "x-go-nullable is not in a multipart form",
			Why: "A part of a multipart form cannot be null. The form type of the client has the same field for the member, with or without\n" +
				"x-go-nullable.",
			Bad:  "multipart/form-data:\n  schema:\n    properties:\n      note: {type: string, x-go-nullable: true}",
			Good: "multipart/form-data:\n  schema:\n    properties:\n      note: {type: string}",
			Fix:  "Remove x-go-nullable. If JSON bodies use the same schema, write a separate schema for the form.",
		},
	}
}

func (c *checker) goNullable() {
	seen := map[*oas.Object]bool{}
	var visit func(o *oas.Object)
	visit = func(o *oas.Object) {
		if o = c.model.Resolve(o); o == nil || seen[o] {
			return
		}
		seen[o] = true
		for property := range o.Children("properties") {
			if property.Get("x-go-nullable").True() {
				c.report(valueAt(property, "x-go-nullable"), "x-go-nullable has no effect in a multipart form, because a part cannot be null; remove it")
			}
		}
		for member := range o.Children("allOf") {
			visit(member)
		}
	}
	for media := range c.all(oas.MediaType) {
		if schema := media.Child("schema"); schema != nil && strings.HasPrefix(media.Name, "multipart/") {
			visit(schema)
		}
	}
}
