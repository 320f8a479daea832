package lint

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func schemaCycle() rule {
	return rule{
		check: func(c *checker) {
			for _, o := range c.compositionCycles() {
				c.report(valueAt(o, "$ref"), "schema %q is composed of itself; reference it in a property or items instead", nearestName(o))
			}
		},
		Rule: Rule{
			ID: "schema-cycle", Severity: report.Error, Title: "A schema is not composed of itself",
			Why: "A schema may have properties of its own type. A schema that contains itself through allOf, anyOf, oneOf, not, if, then or else has no meaning.\n" +
				"Generators and validators do not terminate on such a schema.",
			Bad:  "Door:\n  allOf:\n    - $ref: '#/components/schemas/Door'",
			Good: "Door:\n  properties:\n    next:\n      $ref: '#/components/schemas/Door'",
			Fix:  "Remove the reference from the composition.",
		},
	}
}

// compositionCycles returns, for each cycle of compositions, the reference that closes the cycle.
func (c *checker) compositionCycles() []*oas.Object {
	if c.cycles == nil {
		c.cycles = []*oas.Object{}
		state := map[*oas.Object]int{} // 1 while the object is visited, 2 after that
		for o := range c.all(oas.Schema) {
			if o.Ref() == "" {
				c.compose(o, state)
			}
		}
	}
	return c.cycles
}

func (c *checker) compose(o *oas.Object, state map[*oas.Object]int) {
	if state[o] == 2 {
		return
	}
	state[o] = 1
	composing := []string{"allOf", "anyOf", "oneOf", "not", "if", "then", "else"}
	if !slices.ContainsFunc(o.Below, func(part *oas.Object) bool { return slices.Contains(composing, part.Field) }) {
		composing = nil
	}
	for _, field := range composing {
		for member := range o.Children(field) {
			target := c.model.Resolve(member)
			switch {
			case target == nil:
			case state[target] == 1:
				c.cycles = append(c.cycles, member)
			default:
				c.compose(target, state)
			}
		}
	}
	state[o] = 2
}
