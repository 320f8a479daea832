package lint

import "github.com/rasapi/specgen/gen/report"

func parameterNames() rule {
	return rule{
		check: (*checker).parameterNames,
		Rule: Rule{
			ID: "parameter-names", Severity: report.Error, Title: "Parameters of an operation have distinct Go names",
			Why:  "Query, header and cookie parameters are fields of one Go struct. Names that differ only in case or punctuation do not compile.",
			Bad:  "- {name: page-size, in: query, ...}\n- {name: pageSize, in: header, ...}",
			Good: "- {name: page-size, in: query, ...}\n- {name: pageSize, in: header, x-go-name: PageSizeHeader, ...}",
			Fix:  "Add an x-go-name to one of the parameters.",
		},
	}
}

func (c *checker) parameterNames() {
	for _, op := range c.operations() {
		seen := map[string]parameter{}
		for _, p := range c.effective(op) {
			if p.in == "path" || p.name == "" {
				continue
			}
			name := c.goName(p.name)
			if given := p.def.Text("x-go-name"); given != "" {
				name = c.goName(given)
			}
			first, exists := seen[name]
			if exists && (first.in != p.in || first.name != p.name) {
				c.reportSecond(p.nameOf(), first.nameOf(), "%s parameter %q and %s parameter %q have the same Go name %s; add an x-go-name to one of them", p.in, p.name, first.in, first.name, name)
			}
			seen[name] = p
		}
	}
}
