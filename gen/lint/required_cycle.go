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
			ID: "required-cycle", Severity: report.Error, Title: "An object does not require itself",
			Why: "A value with a required property of its own type is infinite, so no value is valid, and a Go type that contains itself does not\n" +
				"compile. Optional and nullable properties, lists and maps end the recursion. A list or map of only itself has no Go type.",
			Bad:  "Door:\n  required: [next]\n  properties:\n    next:\n      $ref: '#/components/schemas/Door'",
			Good: "Door:\n  properties:\n    next:\n      $ref: '#/components/schemas/Door'",
			Fix:  "Remove the property from required, or make it nullable.",
		},
	}
}

func (c *checker) requiredCycle() {
	if len(c.compositionCycles()) > 0 {
		return // reported by schema-cycle; following them would not terminate
	}
	state := map[*object]int{} // 1: being visited, 2: done
	for o := range c.all(kindSchema) {
		if o.ref != "" {
			continue
		}
		switch o.field {
		case "allOf", "not", "if", "then", "else": // no separate Go type
		default:
			c.contain(o, state)
		}
		c.listOfItself(o)
	}
}

// listOfItself reports a list or map of only itself. oapi-codegen v2.8.2 declares an alias for a component, type Door = []Door, and does not
// terminate for other schemas. If a component is part of the cycle, the finding is at the component.
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
			c.report(of.here("$ref"), "%s is a list or map of only itself, which has no Go type; put an object in between", o.nearestName())
			return
		}
		if at == nil {
			return
		}
		if part, _ := c.annotated(at); part != nil {
			if at = c.resolve(part); at == o {
				c.report(of.here(), "%s is a list or map of only itself, which has no Go type; put an object in between", o.nearestName())
				return
			}
			if at == nil {
				return
			}
		}
	}
}

// contain follows the properties that every value of an object contains.
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
			c.report(f.at.key(), "required property %q of %s needs a value of %s, so every value is infinite; remove it from required, or make it nullable",
				f.wire, o.nearestName(), target.nearestName())
		default:
			c.contain(target, state)
		}
	}
	state[o] = 2
}

// contained returns the object schema of a required property, or nil if the property is a list, a map, a scalar, or nullable.
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

// mayBeNull reports whether a schema permits null.
func mayBeNull(n *yaml.Node) bool {
	return isTrue(spec.Get(n, "nullable")) ||
		slices.ContainsFunc(items(spec.Get(n, "type")), func(t *yaml.Node) bool { return t.Value == "null" })
}
