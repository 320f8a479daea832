package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func enumNull() rule {
	return rule{
		house: true,
		check: func(c *checker) {
			for o := range c.all(kindSchema) {
				for i, item := range items(o.get("enum")) {
					if item.Kind == yaml.ScalarNode && item.ShortTag() == "!!null" {
						c.report(o.here("enum", index(i)), "null is no member of an enum; remove it, and write nullable: true")
					}
				}
			}
		},
		Rule: Rule{
			ID: "enum-null", Severity: report.Error, Title: "null is not listed among the values of an enum",
			Why: "Go has no constant for it, and oapi-codegen refuses it. nullable: true says the same.",
			Bad: "nullable: true\nenum: [0, 1, null]", Good: "nullable: true\nenum: [0, 1]",
			Fix: "Remove null and write nullable: true; where the enum is used by reference, nullable: true with allOf.",
		},
	}
}
