package lint

import (
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func enumNull() rule {
	return rule{
		strict: true,
		check: func(c *checker) {
			if c.is31() {
				return // an enum permits null only if it lists null
			}
			for o := range c.all(oas.Schema) {
				for i, item := range o.Get("enum").List() {
					if item.IsScalar() && item.Type == oas.Null {
						c.report(valueAt(o, "enum", strconv.Itoa(i)), "null is listed in an enum; remove it and add nullable: true")
					}
				}
			}
		},
		Rule: Rule{
			ID: "enum-null", Severity: report.Error, Title: "null is not a value of an enum",
			Why: "null has no Go constant. If the schema has nullable: true, specgen permits null even if the enum does not list it.\n" +
				"The rule does not apply to OpenAPI 3.1, which does not define nullable.",
			Bad: "nullable: true\nenum: [0, 1, null]", Good: "nullable: true\nenum: [0, 1]",
			Fix: "Remove null and add nullable: true. To permit null next to a reference to the enum, put the reference into an allOf next to nullable: true.",
		},
	}
}
