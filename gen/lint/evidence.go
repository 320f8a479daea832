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
			ID: "evidence", Severity: report.Error, Title: "Every operation states its evidence (x-evidence)",
			Why: "A spec that was written without access to the server contains both documented facts and assumptions. Users must know whether an operation is a\n" +
				"documented fact or an assumption. The rule applies only to documents that use x-evidence. If x-evidence is an object, it has a value for each\n" +
				"part of the operation, and the source of the documented parts.",
			Bad: "operationId: listDoors",
			Good: "operationId: listDoors\nx-evidence:\n  operation: documented\n  parameters: inferred\n  responses: {\"200\": documented}\n" +
				"  source: https://house.example/doors",
			Fix: "Add documented (described on a page), catalogued (method and path are in a list) or inferred (derived from similar operations).",
		},
	}
}

func (c *checker) evidence() {
	const field = "x-evidence"
	used := false
	for _, k := range []oas.Kind{oas.Operation, oas.Schema} {
		for o := range c.all(k) {
			value := o.Get(field)
			if value == nil || o.Ref() != "" {
				continue
			}
			used = true
			if k == oas.Operation && value.IsMapping() {
				c.evidenceParts(o, value)
			} else if !value.IsScalar() || !slices.Contains(evidenceLevels, value.Value) {
				c.report(valueAt(o, field), "x-evidence %q is not valid; write one of %s", o.Node.Text(field), strings.Join(evidenceLevels, ", "))
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

var evidenceLevels = []string{oas.Documented, oas.Catalogued, oas.Inferred}

// evidenceParts checks an x-evidence object, which has a value for each part of an operation.
func (c *checker) evidenceParts(op *oas.Object, value *oas.Node) {
	const field = "x-evidence"
	documented := false
	level := func(known []string, keys ...string) {
		at, name := append([]string{field}, keys...), strings.Join(keys, " ")
		switch text := value.Get(keys...); {
		case text == nil:
			c.report(keyAt(op, field), "x-evidence has no %s; add %s", name, strings.Join(known, " or "))
		case !text.IsScalar() || !slices.Contains(known, text.Value):
			c.report(valueAt(op, at...), "x-evidence of the %s is %q; write %s", name, value.Text(keys...), strings.Join(known, " or "))
		default:
			documented = documented || text.Value == oas.Documented
		}
	}
	parts := []string{oas.Documented, oas.Inferred} // a catalogue lists neither parameters nor bodies
	level(evidenceLevels, "operation")
	level(parts, "parameters")
	known := []string{"operation", "parameters", "responses", "source"}
	if op.Get("requestBody") != nil {
		level(parts, "request")
		known = append(known, "request")
	}
	for status := range op.Get("responses").Each() {
		if !strings.HasPrefix(status, "x-") {
			level(parts, "responses", status)
		}
	}
	for status := range value.Get("responses").Each() {
		if op.Get("responses", status) == nil {
			c.report(keyAt(op, field, "responses", status), "x-evidence has a response %q that the operation does not declare; remove it", status)
		}
	}
	for key := range value.Each() {
		if !slices.Contains(known, key) {
			c.report(keyAt(op, field, key), "x-evidence has an unknown part %q; write one of %s", key, strings.Join(known, ", "))
		}
	}
	if documented && value.Text("source") == "" {
		c.report(keyAt(op, field), "x-evidence has a documented part and no source; add the address of the page")
	}
}
