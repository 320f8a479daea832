package lint

import (
	"cmp"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func parameterNames() rule {
	return rule{
		adapt: (*checker).parameterNames,
		Rule: Rule{
			ID: "parameter-names", Severity: report.Error, Title: "Parameters of an operation have distinct Go names",
			Why: "Query, header and cookie parameters are fields of one Go struct. Two fields with the same name do not compile. Names that differ only in\n" +
				"case or punctuation can become the same field.",
			Bad:  "- {name: page-size, in: query, ...}\n- {name: pageSize, in: header, ...}",
			Good: "- {name: page-size, in: query, ...}\n- {name: pageSize, in: header, x-go-name: PageSizeHeader, ...}",
			Fix:  "Add an x-go-name to one of the parameters.",
		},
	}
}

func (c *checker) parameterNames() {
	renamed := map[*oas.Object]string{}
	for _, op := range c.operations() {
		seen := map[string]parameter{}
		for _, p := range c.effectiveParameters(op) {
			if p.in == "path" || p.name == "" {
				continue
			}
			given := cmp.Or(renamed[p.def], p.def.Text("x-go-name"))
			name := c.fieldGo(cmp.Or(given, p.name))
			first, exists := seen[name]
			if exists && (first.in != p.in || first.name != p.name) {
				d := c.reportSecond(p.nameOf(), first.nameOf(), "%s parameter %q and %s parameter %q have the same Go name %s; add an x-go-name to one of them", p.in, p.name, first.in, first.name, name)
				if given == "" {
					taken := func(s string) bool { _, exists := seen[s]; return exists }
					if name = names.Distinct(p.name, c.fieldGo, taken); first.in != p.in {
						name = names.Distinct(p.name+" "+p.in, c.fieldGo, taken)
					}
					renamed[p.def] = name
					c.edits.text(p.def.Node, "x-go-name", name)
					c.workAround(d, "the Go name is "+name)
				}
			}
			seen[name] = p
		}
	}
}
