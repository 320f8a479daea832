package lint

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func statusCase() rule {
	return rule{
		check: (*checker).statusCase,
		Rule: Rule{
			ID: "status-case", Severity: report.Warning, Title: "A response status is in the case that OpenAPI defines",
			Why: "OpenAPI defines a range of statuses in upper case, such as 4XX, and default in lower case. Other tools ignore or reject 4xx.\n" +
				"specgen reads it as 4XX.",
			Bad:  "4xx: {description: The request is wrong}",
			Good: "4XX: {description: The request is wrong}",
			Fix:  "Write 4XX or default.",
		},
	}
}

// statusCase reports statuses that the loader has converted to the case that OpenAPI defines.
func (c *checker) statusCase() {
	for o := range c.all(kindOperation) {
		each(o.get("responses"), func(key, _ *yaml.Node) {
			if written := c.spec.WrittenStatus(key); written != key.Value {
				c.report(o.key("responses", key.Value), "response status %q is read as %q; write %s", written, key.Value, key.Value)
			}
		})
	}
}

// status corrects the case of a response status.
func (f *fixer) status(d report.Finding) {
	src := f.source(d.Pos.File)
	key := src.scalars[[2]int{d.Pos.Line, d.Pos.Column}]
	start, end, ok := src.span(key)
	if f.fail = !ok; ok {
		f.edit(src, start, end, strings.Replace(string(src.data[start:end]), key.Value, spec.Status(key.Value), 1))
	}
}
