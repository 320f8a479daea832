package lint

import "github.com/rasapi/specgen/gen/report"

func duplicateParameter() rule {
	return rule{
		check: (*checker).duplicateParameter,
		Rule: Rule{
			ID: "duplicate-parameter", Severity: report.Error, Title: "No parameter stands twice in a list",
			Why:  "One of the two would be sent, and nothing says which.",
			Bad:  "parameters:\n  - {name: page, in: query, schema: {type: integer}}\n  - {name: page, in: query, schema: {type: string}}",
			Good: "parameters:\n  - {name: page, in: query, schema: {type: integer}}",
			Fix:  "Remove one. A path item's parameter may be replaced by an operation's.",
		},
	}
}

func (c *checker) duplicateParameter() {
	for _, k := range []kind{kindPathItem, kindOperation} {
		for o := range c.all(k) {
			seen := map[[2]string]parameter{}
			for _, p := range c.parametersOf(o) {
				key := [2]string{p.in, p.name}
				if first, twice := seen[key]; twice && p.name != "" {
					d := c.report(p.nameOf(), "%s parameter %q stands twice; remove one", p.in, p.name)
					c.first(d, first.nameOf())
					continue
				}
				seen[key] = p
			}
		}
	}
}
