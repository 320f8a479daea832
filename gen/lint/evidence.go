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
			ID: "evidence", Severity: report.Error, Title: "Every operation says how it is known (x-evidence)",
			Why: "A spec written from the outside mixes what was read with what was guessed. Who uses an operation must see which it is.\n" +
				"The rule judges documents that use x-evidence anywhere.",
			Bad:  "operationId: listDoors",
			Good: "operationId: listDoors\nx-evidence: documented",
			Fix:  "Add documented (a page was read), catalogued (method and path stand in a list) or inferred (reasoned from siblings).",
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
				c.report(o.here(field), "evidence %q is not known; write %s", spec.Text(o.node, field), strings.Join(known, ", "))
			}
		}
	}
	if !used {
		return
	}
	for _, op := range c.operations() {
		if op.get(field) == nil && !op.misspells(field) {
			c.report(op.key(), "%s says not how it is known; add %s: documented, catalogued or inferred", op.title(), field)
		}
	}
}
