package lint

import (
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
			Fix:  "Rename one of the operations, or add an operationId: without one, the name is derived from method and path.",
		},
	}
}

func (c *checker) operationNames() {
	type method struct{ area, name string }
	seen := map[method]*object{}
	ids := map[string]bool{}
	for _, op := range c.operations() {
		id, named := op.text("operationId"), true
		if id == "" {
			id, named = spec.DefaultID(op.field, op.parent.name), false
		} else if ids[id] { // duplicate-operation-id reports the second one
			continue
		}
		ids[id] = true
		m := method{op.area(), c.goName(id)}
		if m.name == "Raw" {
			c.report(op.here("operationId"), "operationId %q has the Go name Raw, a method of every client; rename it", id)
			continue
		}
		if other := seen[m]; other != nil && (!named || other.text("operationId") == "") {
			if named { // report the operation without an operationId
				op, other = other, op
			}
			d := c.report(op.key(), "%s has no operationId and has the Go name %s, as does %s; add an operationId", op.title(), m.name, other.title())
			c.first(d, other.key())
			continue
		} else if other != nil {
			d := c.report(op.here("operationId"), "operationId %q and %q of %s have the same Go name %s; rename one of them",
				id, other.text("operationId"), other.title(), m.name)
			c.first(d, other.here("operationId"))
			continue
		}
		seen[m] = op
	}
}
