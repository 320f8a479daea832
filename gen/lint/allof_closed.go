package lint

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func allOfClosed() rule {
	return rule{
		mild:  true,
		check: (*checker).allOfClosed,
		Rule: Rule{
			ID: "allof-closed", Severity: report.Error, Title: "A schema that other schemas extend with allOf permits additional properties",
			Why: "Every member of an allOf validates the whole object. A member with additionalProperties: false rejects a value\n" +
				"that has a property of another member, and so does a server that validates requests. The same applies to a schema with allOf and\n" +
				"additionalProperties: false.",
			Bad:  "Door:\n  additionalProperties: false\n  properties: {id: ...}\nFrontDoor:\n  allOf:\n    - $ref: '#/components/schemas/Door'\n    - properties: {bell: ...}",
			Good: "Door:\n  properties: {id: ...}\nFrontDoor:\n  allOf:\n    - $ref: '#/components/schemas/Door'\n    - properties: {bell: ...}",
			Fix:  "Remove additionalProperties: false from the schema that the finding is about.",
		},
	}
}

func (c *checker) allOfClosed() {
	reported := map[*oas.Object]bool{}
	for o := range c.all(oas.Schema) {
		if o.Ref() != "" || o.Get("allOf") == nil {
			continue
		}
		all, _ := c.fieldsOf(o)
		for _, member := range slices.AppendSeq([]*oas.Object{o}, o.Children("allOf")) {
			closed := c.model.Resolve(member)
			if closed == nil || reported[closed] || !isFalse(closed.Get("additionalProperties")) || closed.Get("patternProperties") != nil {
				continue
			}
			undeclared := c.undeclaredProperty(closed, all)
			if undeclared == "" {
				continue
			}
			reported[closed] = true
			d := c.report(valueAt(closed, "additionalProperties"),
				"additionalProperties: false rejects %q, which %s adds with allOf; remove additionalProperties", undeclared, nearestName(o))
			if closed != o {
				d.Related = append(d.Related, report.Related{Pos: c.position(keyAt(o, "allOf")), Message: "extended here"})
			}
		}
	}
}

// undeclaredProperty returns the name of a property that closed does not declare. It returns the first such property in the list all, or "" if there
// is none.
func (c *checker) undeclaredProperty(closed *oas.Object, all []field) string {
	declared := map[string]bool{}
	for p := range closed.Children("properties") {
		declared[p.Name] = true
	}
	for _, f := range all {
		if !declared[f.wire] {
			return f.wire
		}
	}
	return ""
}

// nearestName returns the name of the component that is or contains an object, or "the schema" if there is none. Messages contain this name.
func nearestName(o *oas.Object) string {
	for at := o; at != nil; at = at.Parent {
		if at.IsComponent() {
			return at.Name
		}
	}
	return "the schema"
}
