package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/internal/nearest"
)

func pathParameters() rule {
	return rule{
		adapt: (*checker).pathParameters,
		Rule: Rule{
			ID: "path-parameters-mismatch", Severity: report.Error, Title: "A path and its declared parameters match",
			Why:  "A caller cannot set a parameter that is not declared. The client never sends a path parameter that is not in the path.",
			Bad:  "/doors/{id}:\n  get:\n    parameters: []",
			Good: "/doors/{id}:\n  get:\n    parameters:\n      - {name: id, in: path, required: true, schema: {type: integer}}",
			Fix:  "Declare the parameter with in: path in the operation or the path item, or correct its name.",
		},
	}
}

func (c *checker) pathParameters() {
	for item := range c.document.Children("paths") {
		path, _, _ := spec.SplitPath(item.Name)
		if templateDefect(path) != "" {
			continue
		}
		names := templateNames(path)
		missing := map[string][]*oas.Object{}
		operations := 0
		c.unusedPathParameters(item, item, names)
		for _, value := range item.Node.Each() {
			op := c.model.Of(value)
			if op == nil || op.Kind != oas.Operation {
				continue
			}
			operations++
			c.unusedPathParameters(item, op, names)
			declared := map[string]bool{}
			for _, p := range c.effectiveParameters(op) {
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

// similarParameter returns the first element of names that is similar to name, or "" if there is none. names contains the parameters of a path.
func similarParameter(name string, names []string) string {
	for _, n := range names {
		if strings.EqualFold(n, name) || len(n) > 2 && nearest.Distance(n, name, 3) < 3 {
			return n
		}
	}
	return ""
}

// unusedPathParameters reports the path parameters that an operation or a path item declares but the path does not contain. It removes these
// parameters or corrects their names.
func (c *checker) unusedPathParameters(item, owner *oas.Object, names []string) {
	list := c.parametersOf(owner)
	for _, p := range list {
		if p.in != "path" || p.name == "" || slices.Contains(names, p.name) {
			continue
		}
		name := similarParameter(p.name, names)
		if name != "" && slices.ContainsFunc(list, func(other parameter) bool { return other.in == "path" && other.name == name }) {
			name = ""
		}
		if name == "" {
			d := c.report(p.nameOf(), "path parameter %q is not in %q; correct its name, or write in: query", p.name, item.Name)
			c.dropParameter(p)
			c.workAround(d, "specgen ignores the parameter")
			continue
		}
		d := c.report(p.nameOf(), "path parameter %q is not in %q; did you mean %q?", p.name, item.Name, name)
		corrected := p.def.Node.Without("name")
		corrected.Entries = append(corrected.Entries, oas.NewEntry("name", oas.NewString(name, p.def.Node)))
		c.edits[p.use.Node] = corrected
		c.workAround(d, fmt.Sprintf("specgen uses the name %q", name))
	}
}

// missingParameters reports each path parameter that is not declared for an operation, and declares the parameter as a string. The finding is at the
// operation. If the path has several operations and the parameter is not declared for any of them, the finding is at the path.
func (c *checker) missingParameters(item *oas.Object, names []string, operations int, missing map[string][]*oas.Object) {
	for _, name := range names {
		if len(missing[name]) == operations && operations > 1 {
			d := c.report(keyAt(item), "path parameter %q of %q is not declared in any operation; add it to the parameters of the path item", name, item.Name)
			c.declare(item, name)
			c.workAround(d, "specgen adds it as a string")
			continue
		}
		for _, op := range missing[name] {
			d := c.report(keyAt(op), "path parameter %q of %q is not declared; add it to parameters, with in: path and required: true", name, item.Name)
			c.declare(op, name)
			c.workAround(d, "specgen adds it as a string")
		}
	}
}

// dropParameter removes a parameter from its list.
func (c *checker) dropParameter(p parameter) {
	if i, err := strconv.Atoi(p.use.Name); err == nil {
		c.edits.drop(p.use.Parent.Get("parameters"), i)
	}
}

// isDropped reports whether dropParameter has removed an item from a parameter list.
func (c *checker) isDropped(use *oas.Object) bool {
	list := c.edits[use.Parent.Get("parameters")]
	i, err := strconv.Atoi(use.Name)
	return list != nil && err == nil && i < len(list.Items) && list.Items[i] == nil
}

// declare declares a path parameter of type string in an operation or a path item.
func (c *checker) declare(o *oas.Object, name string) {
	text := func(key, value string) oas.Entry { return oas.NewEntry(key, oas.NewString(value, o.Node)) }
	p := oas.NewMapping(o.Node, text("name", name), text("in", "path"),
		oas.NewEntry("required", (&oas.Node{Type: oas.Bool, Value: "true"}).Place(o.Node)),
		oas.NewEntry("schema", oas.NewMapping(o.Node, text("type", "string"))))
	if list := o.Get("parameters"); list.IsSequence() {
		out := c.edits.copyOf(list)
		out.Items = append(out.Items, p)
		return
	}
	if list := c.edits.copyOf(o.Node).Get("parameters"); list.IsSequence() {
		list.Items = append(list.Items, p)
		return
	}
	c.edits.set(o.Node, "parameters", (&oas.Node{Type: oas.Sequence, Items: []*oas.Node{p}}).Place(o.Node))
}
