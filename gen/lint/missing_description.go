package lint

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func missingDescription() rule {
	return rule{
		strict: true,
		check:  (*checker).missingDescription,
		Rule: Rule{
			ID: "missing-description", Severity: report.Warning, Title: "Every operation has a summary, and every component schema and tag has a description",
			Why:  "Summaries and descriptions become the documentation of the Go methods, types and packages.",
			Bad:  "operationId: listDoors",
			Good: "operationId: listDoors\nsummary: List all doors",
			Fix:  "Add a summary or description of one line, in your own words.",
		},
	}
}

func (c *checker) missingDescription() {
	for _, op := range c.operations() {
		if op.Text("summary") == "" && !misspells(op, "summary") {
			c.report(keyAt(op), "%s has no summary; describe the operation in a few words", title(op))
		}
	}
	for o := range c.all(oas.Schema) {
		if o.IsComponent() && o.Ref() == "" && !c.unread(o) && o.Node.IsMapping() && o.Text("description") == "" && !misspells(o, "description") {
			c.report(keyAt(o), "schema %q has no description; describe the schema", o.Name)
		}
	}
	for tag := range c.all(oas.Tag) {
		if tag.Text("description") == "" {
			c.report(valueAt(tag), "tag %q has no description; describe the area", tag.Text("name"))
		}
	}
}

// unread reports whether o is a placeholder for a schema in an area file that the loader could not read.
func (c *checker) unread(o *oas.Object) bool {
	root := c.spec.Root()
	return c.spec.Parsed(root).Get("components", "schemas", o.Name, "$ref") != nil && c.position(valueAt(o)).File == root
}
