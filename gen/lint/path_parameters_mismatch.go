package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/internal/nearest"
)

func pathParameters() rule {
	return rule{
		check: (*checker).pathParameters,
		Rule: Rule{
			ID: "path-parameters-mismatch", Severity: report.Error, Title: "A path and its declared parameters match",
			Why: "A caller cannot pass a parameter that is not declared, and the client never sends a declared parameter that is not in the\n" +
				"path.",
			Bad:  "/doors/{id}:\n  get:\n    parameters: []",
			Good: "/doors/{id}:\n  get:\n    parameters:\n      - {name: id, in: path, required: true, schema: {type: integer}}",
			Fix:  "Declare the parameter with in: path in the operation or the path item, or correct its name.",
		},
	}
}

func (c *checker) pathParameters() {
	for item := range c.document.Children("paths") {
		if templateDefect(item.Name) != "" {
			continue
		}
		names := templateNames(item.Name)
		missing := map[string][]*oas.Object{}
		operations := 0
		c.undeclared(item, c.parametersOf(item), names)
		for _, value := range item.Node.Each() {
			op := c.model.Of(value)
			if op == nil || op.Kind != oas.Operation {
				continue
			}
			operations++
			c.undeclared(item, c.parametersOf(op), names)
			declared := map[string]bool{}
			for _, p := range c.effective(op) {
				if p.in == "path" {
					declared[p.name], declared[similarParameter(p.name, names)] = true, true
				}
			}
			for _, name := range names {
				if !declared[name] {
					missing[name] = append(missing[name], op)
				}
			}
		}
		c.missingParameters(item, names, operations, missing)
	}
}

// similarParameter returns the parameter of a path whose name is similar to name, or "" if there is none.
func similarParameter(name string, names []string) string {
	for _, n := range names {
		if strings.EqualFold(n, name) || len(n) > 2 && nearest.Distance(n, name, 3) < 3 {
			return n
		}
	}
	return ""
}

// undeclared reports declared path parameters that are not in the path.
func (c *checker) undeclared(item *oas.Object, list []parameter, names []string) {
	for _, p := range list {
		if p.in != "path" || p.name == "" || slices.Contains(names, p.name) {
			continue
		}
		fix := "correct its name, or write in: query"
		if name := similarParameter(p.name, names); name != "" {
			fix = fmt.Sprintf("did you mean %q?", name)
		}
		c.report(p.nameOf(), "path parameter %q is not in %q; %s", p.name, item.Name, fix)
	}
}

// missingParameters reports undeclared parameters of a path, at each operation. If no operation declares a parameter, the finding is at the path.
func (c *checker) missingParameters(item *oas.Object, names []string, operations int, missing map[string][]*oas.Object) {
	for _, name := range names {
		if len(missing[name]) == operations && operations > 1 {
			c.report(keyAt(item), "path parameter %q of %q is not declared in any operation; add it to the parameters of the path item", name, item.Name)
			continue
		}
		for _, op := range missing[name] {
			c.report(keyAt(op), "path parameter %q of %q is not declared; add it to parameters, with in: path and required: true", name, item.Name)
		}
	}
}
