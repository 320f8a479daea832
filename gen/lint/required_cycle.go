package lint

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func requiredCycle() rule {
	return rule{
		adapt: (*checker).requiredCycle,
		Rule: Rule{
			ID: "required-cycle", Severity: report.Error, Title: "An object does not require itself",
			Why: "A value with a required property of its own type is infinite, so no finite value is valid. A Go type that contains itself does not compile.\n" +
				"Optional properties, nullable properties, lists and maps end the recursion. A list or map whose items are the same list or map needs a\n" +
				"name, so it must be a component.",
			Bad:  "Door:\n  required: [next]\n  properties:\n    next:\n      $ref: '#/components/schemas/Door'",
			Good: "Door:\n  properties:\n    next:\n      $ref: '#/components/schemas/Door'",
			Fix:  "Remove the property from required, or make it nullable. Remove x-go-type-skip-optional-pointer from an optional property.",
		},
	}
}

func (c *checker) requiredCycle() {
	if len(c.compositionCycles()) > 0 {
		return // rule schema-cycle reports the cycles
	}
	state := map[*oas.Object]int{} // 1 while the object is visited, 2 after that
	for o := range c.all(oas.Schema) {
		if o.Ref() != "" {
			continue
		}
		switch o.Field {
		case "allOf", "not", "if", "then", "else": // a schema in one of these fields has no Go type of its own
		default:
			c.contain(o, state)
		}
		c.listOfItself(o)
	}
}

// listOfItself reports a list or a map whose items have the type of the list or map. It does not report a cycle that contains a component.
// oapi-codegen v2.8.2 does not terminate for the reported schemas.
func (c *checker) listOfItself(o *oas.Object) {
	at := o
	for range 100 {
		if at.IsComponent() {
			return
		}
		of := at.Child("items")
		if of == nil {
			of = at.Child("additionalProperties")
		}
		if of == nil || at.Get("properties").Len() > 0 || at.Get("x-go-type") != nil {
			return
		}
		if at = c.model.Resolve(of); at == o {
			c.report(valueAt(of, "$ref"), "the items of %s have the type of the list or map itself, which needs a name; move it to components/schemas, or wrap the items in an object", nearestName(o))
			return
		}
		if at == nil {
			return
		}
		if part, _ := c.constraining(at); part != nil {
			if at = c.model.Resolve(part); at == o {
				c.report(valueAt(of), "the items of %s have the type of the list or map itself, which needs a name; move it to components/schemas, or wrap the items in an object", nearestName(o))
				return
			}
			if at == nil {
				return
			}
		}
	}
}

// contain follows the required properties of an object, and the properties with x-go-type-skip-optional-pointer. It reports a property that closes a
// cycle.
func (c *checker) contain(o *oas.Object, state map[*oas.Object]int) {
	if state[o] != 0 {
		return
	}
	state[o] = 1
	required := map[string]bool{}
	for _, part := range c.composed(o) {
		for _, name := range part.Get("required").List() {
			required[name.Value] = true
		}
	}
	fields, _ := c.fieldsOf(o)
	for _, f := range fields {
		if !required[f.wire] && !f.at.Get("x-go-type-skip-optional-pointer").True() {
			continue
		}
		target := c.contained(f.at)
		switch {
		case target == nil:
		case state[target] == 1 && required[f.wire]:
			d := c.report(keyAt(f.at), "required property %q of %s needs a value of %s, so no finite value is valid; remove it from required, or make it nullable",
				f.wire, nearestName(o), nearestName(target))
			c.workAround(d, "the property is optional")
			c.makeOptional(o, f.wire)
		case state[target] == 1:
			c.report(keyAt(f.at), "property %q of %s is not a pointer, so the Go type of %s would contain itself; remove x-go-type-skip-optional-pointer",
				f.wire, nearestName(o), nearestName(target))
		default:
			c.contain(target, state)
		}
	}
	state[o] = 2
}

// makeOptional removes a property from the lists of required properties of an object and of the members of its allOf.
func (c *checker) makeOptional(o *oas.Object, property string) {
	for _, part := range c.composed(o) {
		list := part.Get("required")
		for i, name := range list.List() {
			if name.Value == property {
				c.edits.drop(list, i)
			}
		}
	}
}

// contained returns the object schema of which a required property needs a value. It returns nil if the property needs no such value, for example
// because it is nullable, a list, a map or a scalar.
func (c *checker) contained(member *oas.Object) *oas.Object {
	for range 100 {
		if mayBeNull(member.Node) || member.Get("readOnly").True() || member.Get("writeOnly").True() || member.Get("x-go-type") != nil {
			return nil
		}
		if member.Ref() != "" {
			if member = c.model.Target(member.Ref()); member == nil {
				return nil
			}
			continue
		}
		if part, null := c.constraining(member); part != nil {
			if null {
				return nil
			}
			member = part
			continue
		}
		if member.Get("allOf") != nil || member.Get("properties") != nil {
			return member
		}
		return nil
	}
	return nil
}

// constraining returns the member of the allOf of o that restricts the values of o. It returns nil if o has properties, or if no member or more than
// one member restricts the values. The generator uses the Go type of this member for o. null reports whether one of the other members permits null.
func (c *checker) constraining(o *oas.Object) (part *oas.Object, null bool) {
	if o.Get("properties") != nil {
		return nil, false
	}
	for member := range o.Children("allOf") {
		constrains := false
		for key := range member.Node.Each() {
			constrains = constrains || !annotates(key)
		}
		switch {
		case !constrains:
			null = null || mayBeNull(member.Node)
		case part != nil:
			return nil, false
		default:
			part = member
		}
	}
	return part, null
}

// mayBeNull reports whether a schema is nullable, or lists the type null.
func mayBeNull(n *oas.Node) bool {
	return n.Get("nullable").True() ||
		slices.ContainsFunc(n.Get("type").List(), func(t *oas.Node) bool { return t.Value == "null" })
}

// annotates reports whether a keyword is one of those that never restrict values. It returns true for nullable, which only permits null.
func annotates(keyword string) bool {
	switch keyword {
	case "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "xml", "externalDocs", "nullable":
		return true
	}
	return strings.HasPrefix(keyword, "x-")
}
