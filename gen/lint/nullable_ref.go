package lint

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func nullableRef() rule {
	return rule{
		adapt: func(c *checker) {
			for o := range c.all(oas.Schema) {
				switch {
				case o.Ref() == "" || !o.Get("nullable").True() || optional(o) && !c.strict:
				case c.is31():
					d := c.report(valueAt(o, "nullable"), "OpenAPI 3.1 does not define nullable; write a oneOf of the reference and {type: 'null'}")
					c.workAround(d, "the Go type does not allow null")
				default:
					d := c.report(valueAt(o, "nullable"), "nullable next to $ref is ignored; put the reference into an allOf next to nullable: true")
					c.wrapReference(o)
					c.workAround(d, "the Go type allows null")
				}
			}
		},
		Rule: Rule{
			ID: "nullable-ref", Severity: report.Error, Title: "nullable is not next to $ref",
			Why: "OpenAPI 3.0 ignores fields next to a reference, so null is not valid, and validators reject it. A required Go field cannot hold null, so\n" +
				"null on the wire becomes a zero value without an error. Because an optional field can hold null, the rule reports optional properties only with the preset strict.\n" +
				"OpenAPI 3.1 does not define nullable.",
			Bad:  "state:\n  $ref: '#/components/schemas/DoorState'\n  nullable: true",
			Good: "state:\n  nullable: true\n  allOf:\n    - $ref: '#/components/schemas/DoorState'",
			Fix:  "Put the reference into an allOf. In OpenAPI 3.1, write a oneOf of the reference and {type: 'null'}.",
		},
	}
}

// wrapReference adds an edit that moves the reference in a schema into an allOf.
func (c *checker) wrapReference(o *oas.Object) {
	ref := oas.NewMapping(o.Node, *o.Node.Entry("$ref"))
	c.edits.remove(o.Node, "$ref")
	c.edits.set(o.Node, "allOf", (&oas.Node{Type: oas.Sequence, Items: []*oas.Node{ref}}).Place(o.Node))
}

// optional reports whether a schema is an optional property.
func optional(o *oas.Object) bool {
	if o.Field != "properties" {
		return false
	}
	return !slices.ContainsFunc(o.Parent.Get("required").List(), func(n *oas.Node) bool { return n.Value == o.Name })
}
