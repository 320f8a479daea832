package lint

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func operationID() rule {
	return rule{
		mild:  true,
		check: (*checker).operationID,
		Rule: Rule{
			ID: "operation-id", Severity: report.Error, Title: "Every operation has an operationId",
			Why:  "The operationId becomes the name of the Go method. Without an operationId, specgen derives this name from the method and the path.",
			Bad:  "get:\n  summary: List all doors",
			Good: "get:\n  operationId: listDoors\n  summary: List all doors",
			Fix:  "Add an operationId that consists of a verb and a noun, in lower camel case.",
		},
	}
}

// operationID reports the operations without an operationId. If no operation has one, operationID adds a single finding, except with the preset
// [Strict].
func (c *checker) operationID() {
	ops := c.operations()
	var unnamed []*oas.Object
	for _, op := range ops {
		if op.Text("operationId") == "" && !misspells(op, "operationId") {
			unnamed = append(unnamed, op)
		}
	}
	name := func(op *oas.Object) string { return c.goName(spec.DefaultID(op.Field, op.Parent.Name)) }
	if n := len(unnamed); !c.strict && n > 1 && n == len(ops) {
		d := c.report(keyAt(ops[0]), "none of the %d operations has an operationId; add one to each, such as listDoors", n)
		c.workAround(d, "specgen derives the Go names from the methods and paths, such as "+name(ops[0]))
		return
	}
	for _, op := range unnamed {
		c.workAround(c.report(keyAt(op), "%s has no operationId; add one, such as listDoors", title(op)), "the Go name is "+name(op))
	}
}
