package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func enumFlags() rule {
	return rule{
		check: (*checker).enumFlags,
		Rule: Rule{
			ID: "enum-flags", Severity: report.Error, Title: "Flags list their bits in x-enum-values, and have no enum",
			Why: "A value of flags is a sum of bits. `enum: [1, 2, 4]` makes every validator refuse 3, and bits that are not positive and\n" +
				"different cannot be told apart in a sum.",
			Bad:  "type: integer\nx-enum-flags: true\nenum: [1, 2, 4]",
			Good: "type: integer\nminimum: 0\nx-enum-flags: true\nx-enum-values: [1, 2, 4]\nx-enum-varnames: [Read, Write, Delete]",
			Fix:  "Rename enum to x-enum-values.",
		},
	}
}

func (c *checker) enumFlags() {
	for o := range c.all(kindSchema) {
		flags := o.get("x-enum-flags")
		if o.ref != "" || flags == nil {
			continue
		}
		if !isTrue(flags) {
			if !isFalse(flags) {
				c.report(o.here("x-enum-flags"), "x-enum-flags is true or false, here is %s", describe(flags))
			}
			continue
		}
		if types := typesOf(o.node); len(types) != 1 || types[0] != "integer" {
			c.report(o.here("x-enum-flags"), "flags are of type integer; add type: integer")
		}
		if o.get("enum") != nil {
			c.report(o.key("enum"), "enum beside x-enum-flags makes validators refuse sums; rename it to x-enum-values")
			continue
		}
		values := o.get("x-enum-values")
		if values == nil || values.Kind != yaml.SequenceNode || len(values.Content) == 0 {
			at := o.key("x-enum-flags")
			if values != nil {
				at = o.here("x-enum-values")
			}
			c.report(at, "flags list their bits in x-enum-values; add x-enum-values: [1, 2, 4]")
			continue
		}
		for i, item := range values.Content {
			number, ok := integer(item)
			if item.Kind == yaml.ScalarNode && (!ok || number.Sign() <= 0) {
				c.report(o.here("x-enum-values", index(i)), "a flag is a number above zero, here is %s; write its bit", literal(item))
			}
		}
	}
}
