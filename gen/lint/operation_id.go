package lint

import "github.com/rasapi/specgen/gen/report"

func operationID() rule {
	return rule{
		mild: true,
		check: func(c *checker) {
			for _, op := range c.operations() {
				if op.Text("operationId") == "" && !misspells(op, "operationId") {
					c.report(keyAt(op), "%s has no operationId; add one, such as listDoors", title(op))
				}
			}
		},
		Rule: Rule{
			ID: "operation-id", Severity: report.Error, Title: "Every operation has an operationId",
			Why:  "The operationId becomes the name of the Go method. Without an operationId, specgen derives this name from the method and the path.",
			Bad:  "get:\n  summary: List all doors",
			Good: "get:\n  operationId: listDoors\n  summary: List all doors",
			Fix:  "Add an operationId of a verb and a noun in lower camel case.",
		},
	}
}
