package lint

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func evidence() rule {
	return rule{
		check: (*checker).evidence,
		Rule: Rule{
			ID: "evidence", Severity: report.Error, Title: "Every operation declares how it is known (x-evidence)",
			Why: "A spec written without access to the server combines documented facts with assumptions. Users of an operation must be able to\n" +
				"tell which it is based on. The rule applies to documents that use x-evidence.",
			Bad:  "operationId: listDoors",
			Good: "operationId: listDoors\nx-evidence: documented",
			Fix:  "Add documented (described on a page), catalogued (method and path are in a list) or inferred (derived from similar operations).",
		},
	}
}

func (c *checker) evidence() {
	const field = "x-evidence"
	known := []string{"documented", "catalogued", "inferred"}
	used := false
	for _, k := range []kind{kindOperation, kindSchema} {
		for o := range c.all(k) {
			value := o.get(field)
			if value == nil || o.ref != "" {
				continue
			}
			used = true
			if value.Kind != yaml.ScalarNode || !slices.Contains(known, value.Value) {
				c.report(o.here(field), "x-evidence %q is not valid; write %s", spec.Text(o.node, field), strings.Join(known, ", "))
			}
		}
	}
	if !used {
		return
	}
	for _, op := range c.operations() {
		if op.get(field) == nil && !op.misspells(field) {
			c.report(op.key(), "%s has no %s; add documented, catalogued or inferred", op.title(), field)
		}
	}
}
