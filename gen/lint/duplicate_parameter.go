package lint

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func duplicateParameter() rule {
	return rule{
		mild:  true,
		adapt: (*checker).duplicateParameter,
		check: (*checker).sharedNames,
		Rule: Rule{
			ID: "duplicate-parameter", Severity: report.Error, Title: "A parameter list has no duplicates",
			Why: "OpenAPI does not define which of two equal parameters a client sends. Names of headers that differ only in case are equal. An exploded\n" +
				"object with the style form sends its members as parameters, so the name of a member must not be the name of another parameter.",
			Bad:  "parameters:\n  - {name: page, in: query, schema: {type: integer}}\n  - {name: page, in: query, schema: {type: string}}",
			Good: "parameters:\n  - {name: page, in: query, schema: {type: integer}}",
			Fix:  "Remove one of the two parameters, or set style: deepObject for an object. An operation may replace a parameter of its path item.",
		},
	}
}

func (c *checker) duplicateParameter() {
	for _, k := range []oas.Kind{oas.PathItem, oas.Operation} {
		for o := range c.all(k) {
			seen := map[[2]string]parameter{}
			for _, p := range c.parametersOf(o) {
				key := [2]string{p.in, p.name}
				if p.in == "header" {
					key[1] = strings.ToLower(p.name) // RFC 9110, section 5.1
				}
				if first, exists := seen[key]; exists && p.name != "" {
					problem := fmt.Sprintf("duplicate %s parameter %q", p.in, p.name)
					if p.name != first.name {
						problem = fmt.Sprintf("parameters %q and %q are the same header", first.name, p.name)
					}
					d := c.reportSecond(p.nameOf(), first.nameOf(), "%s; remove one", problem)
					c.dropParameter(p)
					c.workAround(d, "specgen uses the first one")
					continue
				}
				seen[key] = p
			}
		}
	}
}

// sharedNames reports query parameters with different names that have a name on the wire in common. For example, a member of an object can have the
// name of another parameter.
func (c *checker) sharedNames() {
	reported := map[*oas.Object]bool{}
	for _, op := range c.operations() {
		seen := map[string]parameter{}
		for _, p := range c.effectiveParameters(op) {
			for _, name := range c.queryNames(p) {
				first, exists := seen[name]
				seen[name] = p
				if !exists || first.def == p.def || first.name == p.name || reported[p.def] {
					continue
				}
				reported[p.def] = true
				d := c.reportSecond(p.nameOf(), first.nameOf(), "query parameters %q and %q both have the name %q on the wire; set style: deepObject, or rename one", first.name, p.name, name)
				c.workAround(d, "a request must set only one of them")
			}
		}
	}
}

// queryNames returns the names on the wire of the query parameter p, or nil if p is not in the query. An exploded object with the style form has the
// names of its members, such as page and size. With the style deepObject, each name also contains the name of p, such as filter[page].
func (c *checker) queryNames(p parameter) []string {
	if p.in != "query" {
		return nil
	}
	style, names := cmp.Or(p.def.Text("style"), "form"), []string{p.name}
	if explode := p.def.Get("explode"); style != "deepObject" && (style != "form" || explode != nil && !explode.True()) {
		return names
	}
	schema := p.def.Child("schema")
	if schema == nil {
		return names
	}
	fields, _ := c.fieldsOf(schema)
	for i, f := range fields {
		if i == 0 {
			names = nil
		}
		if style == "deepObject" {
			f.wire = p.name + "[" + f.wire + "]"
		}
		names = append(names, f.wire)
	}
	return names
}
