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
					d := c.report(op.here("operationId"), "operationId %q is also used by %s; rename one of the two", id, other.title())
					c.first(d, other.here("operationId"))
					continue
				}
				seen[id] = op
			}
		},
		Rule: Rule{
			ID: "duplicate-operation-id", Severity: report.Error, Title: "No two operations have the same operationId",
			Why:  "It names a Go method: two with one name do not compile, and a log line that names it would mean either.",
			Bad:  "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listDoors}",
			Good: "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listGates}",
			Fix:  "Rename one of the two.",
		},
	}
}
