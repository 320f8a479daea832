package lint

import "github.com/rasapi/specgen/gen/diag"

func operationID() rule {
	return rule{
		mild: true,
		check: func(c *checker) {
			for _, op := range c.operations() {
				if op.text("operationId") == "" {
					c.report(op.key(), "%s has no operationId; add one, verb and noun: listDoors, createDoor", op.title())
				}
			}
		},
		Rule: Rule{
			ID: "operation-id", Severity: diag.Error, Title: "Every operation has an operationId",
			Why:  "It is the name of the Go method. Without it the name is made of method and path, is ugly, and changes with the path.",
			Bad:  "get:\n  summary: List all doors",
			Good: "get:\n  operationId: listDoors\n  summary: List all doors",
			Fix:  "Add an operationId: verb and noun in lower camel case.",
		},
	}
}

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
			ID: "duplicate-operation-id", Severity: diag.Error, Title: "No two operations have the same operationId",
			Why:  "It names a Go method: two with one name do not compile, and a log line that names it would mean either.",
			Bad:  "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listDoors}",
			Good: "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listGates}",
			Fix:  "Rename one of the two.",
		},
	}
}
