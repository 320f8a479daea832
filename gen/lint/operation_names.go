package lint

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func operationNames() rule {
	return rule{
		check: (*checker).operationNames,
		Rule: Rule{
			ID: "operation-names", Severity: report.Error, Title: "Operations of an area have distinct Go names",
			Why: "operationIds that differ only in case or punctuation become the same Go method, which does not compile. Every client has the\n" +
				"method Raw.",
			Bad:  "operationId: getDoor\noperationId: get_door",
			Good: "operationId: getDoor\noperationId: getDoorState",
			Fix:  "Rename one of the operations, or add a missing operationId.",
		},
	}
}

func (c *checker) operationNames() {
	type method struct{ area, name string }
	seen := map[method]*oas.Object{}
	ids := map[string]bool{}
	for _, op := range c.operations() {
		id, named := op.Text("operationId"), true
		if id == "" {
			id, named = spec.DefaultID(op.Field, op.Parent.Name), false
		} else if ids[id] { // duplicate-operation-id reports the second one
			continue
		}
		ids[id] = true
		m := method{area(op), c.goName(id)}
		if m.name == "Raw" {
			c.report(valueAt(op, "operationId"), "operationId %q has the Go name Raw, a method of every client; rename it", id)
			continue
		}
		if other := seen[m]; other != nil && (!named || other.Text("operationId") == "") {
			if named { // report the operation without an operationId
				op, other = other, op
			}
			c.reportSecond(keyAt(op), keyAt(other), "%s has no operationId and has the Go name %s, as does %s; add an operationId", title(op), m.name, title(other))
			continue
		} else if other != nil {
			c.reportSecond(valueAt(op, "operationId"), valueAt(other, "operationId"), "operationId %q and %q of %s have the same Go name %s; rename one of them",
				id, other.Text("operationId"), title(other), m.name)
			continue
		}
		seen[m] = op
	}
}
