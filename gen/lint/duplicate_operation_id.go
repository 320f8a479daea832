package lint

import "github.com/rasapi/specgen/gen/report"

func duplicateOperationID() rule {
	return rule{
		check: func(c *checker) {
			seen := map[string]*object{}
			for _, op := range c.operations() {
				id := op.text("operationId")
				if id == "" {
					continue
				}
				if other := seen[id]; other != nil {
					d := c.report(op.here("operationId"), "operationId %q is already used by %s; rename one of them", id, other.title())
					c.first(d, other.here("operationId"))
					continue
				}
				seen[id] = op
			}
		},
		Rule: Rule{
			ID: "duplicate-operation-id", Severity: report.Error, Title: "Every operationId is unique",
			Why:  "It is the name of a Go method: two methods of the same name do not compile, and a log line with the name is ambiguous.",
			Bad:  "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listDoors}",
			Good: "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listGates}",
			Fix:  "Rename one of the operations.",
		},
	}
}
