package lint

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func evidence() rule {
	return rule{
		check: (*checker).evidence,
		Rule: Rule{
			ID: "evidence", Severity: report.Error, Title: "Every operation declares how it is known (x-evidence)",
			Why: "A spec written without access to the server combines documented facts with assumptions. Users must know which of the\n" +
				"two an operation is based on. The rule applies to documents that use x-evidence.",
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
	for _, k := range []oas.Kind{oas.Operation, oas.Schema} {
		for o := range c.all(k) {
			value := o.Get(field)
			if value == nil || o.Ref() != "" {
				continue
			}
			used = true
			if !value.IsScalar() || !slices.Contains(known, value.Value) {
				c.report(valueAt(o, field), "x-evidence %q is not valid; write %s", o.Node.Text(field), strings.Join(known, ", "))
			}
		}
	}
	if !used {
		return
	}
	for _, op := range c.operations() {
		if op.Get(field) == nil && !misspells(op, field) {
			c.report(keyAt(op), "%s has no %s; add documented, catalogued or inferred", title(op), field)
		}
	}
}
