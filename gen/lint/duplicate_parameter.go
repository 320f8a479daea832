package lint

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func duplicateParameter() rule {
	return rule{
		adapt: (*checker).duplicateParameter,
		Rule: Rule{
			ID: "duplicate-parameter", Severity: report.Error, Title: "A parameter list has no duplicates",
			Why:  "OpenAPI does not define which of two equal parameters a client sends.",
			Bad:  "parameters:\n  - {name: page, in: query, schema: {type: integer}}\n  - {name: page, in: query, schema: {type: string}}",
			Good: "parameters:\n  - {name: page, in: query, schema: {type: integer}}",
			Fix:  "Remove one of the two parameters. An operation may replace a parameter of its path item.",
		},
	}
}

func (c *checker) duplicateParameter() {
	for _, k := range []oas.Kind{oas.PathItem, oas.Operation} {
		for o := range c.all(k) {
			seen := map[[2]string]parameter{}
			for _, p := range c.parametersOf(o) {
				key := [2]string{p.in, p.name}
				if first, exists := seen[key]; exists && p.name != "" {
					d := c.reportSecond(p.nameOf(), first.nameOf(), "duplicate %s parameter %q; remove one", p.in, p.name)
					c.dropParameter(p)
					c.workAround(d, "specgen uses the first one")
					continue
				}
				seen[key] = p
			}
		}
	}
}
