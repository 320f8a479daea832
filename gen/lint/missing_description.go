package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func missingDescription() rule {
	return rule{
		strict: true,
		check:  (*checker).missingDescription,
		Rule: Rule{
			ID: "missing-description", Severity: report.Warning, Title: "Operations have a summary, schemas and tags a description",
			Why:  "They become the documentation of the Go methods, types and packages.",
			Bad:  "operationId: listDoors",
			Good: "operationId: listDoors\nsummary: List all doors",
			Fix:  "Describe it in one line, in your own words.",
		},
	}
}

func (c *checker) missingDescription() {
	for _, op := range c.operations() {
		if op.text("summary") == "" && !op.misspells("summary") {
			c.report(op.key(), "%s has no summary; describe in a few words what it does", op.title())
		}
	}
	for o := range c.all(kindSchema) {
		if o.component() && o.ref == "" && !c.unread(o) && o.node.Kind == yaml.MappingNode && o.text("description") == "" && !o.misspells("description") {
			c.report(o.key(), "schema %q has no description; describe what it is", o.name)
		}
	}
	for tag := range c.all(kindTag) {
		if tag.text("description") == "" {
			c.report(tag.here(), "tag %q has no description; describe the area", tag.text("name"))
		}
	}
}

// unread reports whether a schema is a placeholder for one in an area file that could not be read.
func (c *checker) unread(o *object) bool {
	root := c.spec.Root()
	line := spec.Get(spec.Get(spec.Get(c.spec.File(root), "components"), "schemas"), o.name)
	return spec.Get(line, "$ref") != nil && c.position(o.here()).File == root
}
