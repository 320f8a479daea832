package lint

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func requiredCycle() rule {
	return rule{
		check: (*checker).requiredCycle,
		Rule: Rule{
			ID: "required-cycle", Severity: report.Error, Title: "No object requires itself",
			Why: "An object with a required member of its own type has no end, so no value is valid. Its Go type would contain itself and does\n" +
				"not compile. Members that may be absent or null, lists and maps have an end; a list or map of nothing but itself has no Go type\n" +
				"either.",
			Bad:  "Door:\n  required: [next]\n  properties:\n    next:\n      $ref: '#/components/schemas/Door'",
			Good: "Door:\n  properties:\n    next:\n      $ref: '#/components/schemas/Door'",
			Fix:  "Take the member out of required, or make it nullable.",
		},
	}
}

func (c *checker) requiredCycle() {
	if len(c.compositionCycles()) > 0 {
		return // schema-cycle says so; following them would never end
	}
	state := map[*object]int{} // 1: on the way, 2: done
	for o := range c.all(kindSchema) {
		if o.ref != "" {
			continue
		}
		switch o.field {
		case "allOf", "not", "if", "then", "else": // has no Go type of its own
		default:
			c.contain(o, state)
		}
		c.listOfItself(o)
	}
}

// listOfItself reports a list or map that holds nothing but itself: oapi-codegen v2.8.2 declares an alias for a component, `type Door = []Door`,
// and never ends on any other. If a component is part of the cycle, the finding is at the component.
func (c *checker) listOfItself(o *object) {
	at := o
	for range 100 {
		if at.component() && !o.component() {
			return
		}
		of := c.child(at, "items")
		if of == nil {
			of = c.child(at, "additionalProperties")
		}
		if of == nil || len(c.children(at, "properties")) > 0 || at.get("x-go-type") != nil {
			return
		}
		if at = c.resolve(of); at == o {
			c.report(of.here("$ref"), "%s is a list or map of nothing but itself, which has no Go type; put an object in between", o.nearestName())
			return
		}
		if at == nil {
			return
		}
		if part, _ := c.annotated(at); part != nil {
			if at = c.resolve(part); at == o {
				c.report(of.here(), "%s is a list or map of nothing but itself, which has no Go type; put an object in between", o.nearestName())
				return
			}
			if at == nil {
				return
			}
		}
	}
}

// contain follows the members that are part of a value of an object.
func (c *checker) contain(o *object, state map[*object]int) {
	if state[o] != 0 {
		return
	}
	state[o] = 1
	required := map[string]bool{}
	for _, part := range c.composed(o) {
		for _, name := range items(part.get("required")) {
			required[name.Value] = true
		}
	}
	fields, _ := c.fieldsOf(o)
	for _, f := range fields {
		if !required[f.wire] && !isTrue(f.at.get("x-go-type-skip-optional-pointer")) {
			continue
		}
		target := c.contained(f.at)
		switch {
		case target == nil:
		case state[target] == 1:
			c.report(f.at.key(), "%q requires a %s in a %s, which never ends; take it out of required, or make it nullable",
				f.wire, target.nearestName(), o.nearestName())
		default:
			c.contain(target, state)
		}
	}
	state[o] = 2
}

// contained gives the object that a required member holds, nil when it holds a list, a map, a scalar, or perhaps nothing.
func (c *checker) contained(member *object) *object {
	for range 100 {
		if mayBeNull(member.node) || isTrue(member.get("readOnly")) || isTrue(member.get("writeOnly")) || member.get("x-go-type") != nil {
			return nil
		}
		if member.ref != "" {
			if member = c.target(member.ref); member == nil {
				return nil
			}
			continue
		}
		if part, null := c.annotated(member); part != nil {
			if null {
				return nil
			}
			member = part
			continue
		}
		if member.get("allOf") != nil || member.get("properties") != nil {
			return member
		}
		return nil
	}
	return nil
}

// annotated returns the only member of an allOf that is more than an annotation, or nil if there is no such member or if there are several. It
// reports whether the annotations allow null. The generator gives the schema the type of that member.
func (c *checker) annotated(o *object) (part *object, null bool) {
	if o.get("properties") != nil {
		return nil, false
	}
	for _, member := range c.children(o, "allOf") {
		constrains := false
		each(member.node, func(key, _ *yaml.Node) { constrains = constrains || !annotates(key.Value) })
		switch {
		case !constrains:
			null = null || mayBeNull(member.node)
		case part != nil:
			return nil, false
		default:
			part = member
		}
	}
	return part, null
}

// mayBeNull tells whether a schema allows null.
func mayBeNull(n *yaml.Node) bool {
	return isTrue(spec.Get(n, "nullable")) ||
		slices.ContainsFunc(items(spec.Get(n, "type")), func(t *yaml.Node) bool { return t.Value == "null" })
}
