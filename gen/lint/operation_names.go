package lint

import (
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func operationNames() rule {
	return rule{
		check: (*checker).operationNames,
		Rule: Rule{
			ID: "operation-names", Severity: report.Error, Title: "Operations of one area have different Go names",
			Why: "operationIds that differ in case or punctuation only become the same Go method, which does not compile. Raw is a method of\n" +
				"every client already.",
			Bad:  "operationId: getDoor\noperationId: get_door",
			Good: "operationId: getDoor\noperationId: getDoorState",
			Fix:  "Rename one of the two. An operation without an operationId is named by its method and path: give it one.",
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
		} else if ids[id] { // the second is a duplicate-operation-id
			continue
		}
		ids[id] = true
		m := method{op.area(), c.goName(id)}
		if m.name == "Raw" {
			c.report(op.here("operationId"), "operationId %q becomes the Go method Raw, which every client has already; rename it", id)
			continue
		}
		if other := seen[m]; other != nil && (!named || other.text("operationId") == "") {
			if named { // the one without is to be given one
				op, other = other, op
			}
			d := c.report(op.key(), "%s has no operationId and is %s in Go, as %s is; give it one", op.title(), m.name, other.title())
			c.first(d, other.key())
			continue
		} else if other != nil {
			d := c.report(op.here("operationId"), "operationId %q and %q of %s are both %s in Go; rename one of the two",
				id, other.text("operationId"), other.title(), m.name)
			c.first(d, other.here("operationId"))
			continue
		}
		seen[m] = op
	}
}
