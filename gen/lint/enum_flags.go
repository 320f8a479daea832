package lint

import (
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func enumFlags() rule {
	return rule{
		check: (*checker).enumFlags,
		Rule: Rule{
			ID: "enum-flags", Severity: report.Error, Title: "A flags schema lists its bits in x-enum-values instead of enum",
			Why: "A value of a flags schema is a sum of bits. With enum: [1, 2, 4], every validator rejects 3. A reader can recognize the bits in a sum only\n" +
				"if the bits are positive and distinct.",
			Bad:  "type: integer\nx-enum-flags: true\nenum: [1, 2, 4]",
			Good: "type: integer\nminimum: 0\nx-enum-flags: true\nx-enum-values: [1, 2, 4]\nx-enum-varnames: [Read, Write, Delete]",
			Fix:  "Rename enum to x-enum-values, add type: integer, or correct the list of bits.",
		},
	}
}

func (c *checker) enumFlags() {
	for o := range c.all(oas.Schema) {
		flags := o.Get("x-enum-flags")
		if o.Ref() != "" || flags == nil {
			continue
		}
		if !flags.True() {
			if !isFalse(flags) {
				c.report(valueAt(o, "x-enum-flags"), "x-enum-flags is %s, expected true or false; correct it", describe(flags))
			}
			continue
		}
		if types, _ := o.Node.Types(); len(types) != 1 || types[0] != "integer" {
			c.report(valueAt(o, "x-enum-flags"), "the flags schema must have type integer; write type: integer")
		}
		if o.Get("enum") != nil {
			c.report(keyAt(o, "enum"), "with enum and x-enum-flags, validators reject sums of flags; rename enum to x-enum-values")
			continue
		}
		values := o.Get("x-enum-values")
		if len(values.List()) == 0 {
			at := keyAt(o, "x-enum-flags")
			if values != nil {
				at = valueAt(o, "x-enum-values")
			}
			c.report(at, "the flags schema has no list of bits; add x-enum-values, for example [1, 2, 4]")
			continue
		}
		for i, item := range values.Items {
			number, ok := item.Int()
			if item.IsScalar() && (!ok || number.Sign() <= 0) {
				c.report(valueAt(o, "x-enum-values", strconv.Itoa(i)), "flag is %s, expected a positive integer; correct it", literal(item))
			}
		}
	}
}
