package lint

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func duplicateOperationID() rule {
	return rule{
		check: func(c *checker) {
			seen := map[string]*oas.Object{}
			for _, op := range c.operations() {
				id := op.Text("operationId")
				if id == "" {
					continue
				}
				if other := seen[id]; other != nil {
					c.reportSecond(valueAt(op, "operationId"), valueAt(other, "operationId"), "operationId %q is already used by %s; rename one of them", id, title(other))
					continue
				}
				seen[id] = op
			}
		},
		Rule: Rule{
			ID: "duplicate-operation-id", Severity: report.Error, Title: "Every operationId is unique",
			Why:  "The operationId becomes the name of a Go method. Two methods with the same name do not compile.",
			Bad:  "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listDoors}",
			Good: "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listGates}",
			Fix:  "Rename one of the operations.",
		},
	}
}
