package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func enumFlags() rule {
	return rule{
		check: (*checker).enumFlags,
		Rule: Rule{
			ID: "enum-flags", Severity: report.Error, Title: "A flags schema lists its bits in x-enum-values instead of enum",
			Why: "A value of flags is a sum of bits. With enum: [1, 2, 4] every validator rejects 3. Bits must be positive and distinct to be\n" +
				"recognized in a sum.",
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
				c.report(o.here("x-enum-flags"), "x-enum-flags is %s, expected true or false; correct it", describe(flags))
			}
			continue
		}
		if types := typesOf(o.node); len(types) != 1 || types[0] != "integer" {
			c.report(o.here("x-enum-flags"), "flags must have type integer; add type: integer")
		}
		if o.get("enum") != nil {
			c.report(o.key("enum"), "with enum and x-enum-flags, validators reject sums of flags; rename enum to x-enum-values")
			continue
		}
		values := o.get("x-enum-values")
		if values == nil || values.Kind != yaml.SequenceNode || len(values.Content) == 0 {
			at := o.key("x-enum-flags")
			if values != nil {
				at = o.here("x-enum-values")
			}
			c.report(at, "flags have no list of bits; add x-enum-values, for example [1, 2, 4]")
			continue
		}
		for i, item := range values.Content {
			number, ok := integer(item)
			if item.Kind == yaml.ScalarNode && (!ok || number.Sign() <= 0) {
				c.report(o.here("x-enum-values", index(i)), "flag is %s, expected a positive integer; write its bit", literal(item))
			}
		}
	}
}
