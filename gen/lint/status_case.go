package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func statusCase() rule {
	return rule{
		check: (*checker).statusCase,
		Rule: Rule{
			ID: "status-case", Severity: report.Warning, Title: "A response status is in the case that OpenAPI defines",
			Why: "OpenAPI defines ranges such as 4XX in upper case, and default in lower case. Other tools ignore or reject 4xx.\n" +
				"specgen treats 4xx as 4XX.",
			Bad:  "4xx: {description: The request is wrong}",
			Good: "4XX: {description: The request is wrong}",
			Fix:  "Write 4XX or default.",
		},
	}
}

// statusCase reports a status that the loader has converted to the case that OpenAPI defines.
func (c *checker) statusCase() {
	for o := range c.all(oas.Operation) {
		for key, response := range o.Get("responses").Each() {
			if written := c.spec.ResponseKey(response, key); written != key {
				c.report(keyAt(o, "responses", key), "response status %q is read as %q; write %s", written, key, key)
			}
		}
	}
}

// status corrects the case of a response status.
func (f *fixer) status(d report.Finding) {
	src := f.source(d.Pos.File)
	key := src.keys[src.Offset(d.Pos)]
	start, end, ok := src.keySpan(key)
	if f.fail = !ok; ok {
		f.edit(src, start, end, strings.Replace(string(src.Data[start:end]), key.Key, spec.Status(key.Key), 1))
	}
}
