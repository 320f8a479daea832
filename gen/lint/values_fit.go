package lint

import (
	"errors"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/spec"
)

func valuesFit() rule {
	return rule{
		mild:  true,
		check: (*checker).valuesFit,
		Rule: Rule{
			ID: "default-violates-schema", Severity: diag.Error, Title: "A default is valid for its schema",
			Why:  "A default outside the enum or of another type misleads the reader, and servers that fill it in answer what clients refuse.",
			Bad:  "type: integer\nenum: [0, 1]\ndefault: 2",
			Good: "type: integer\nenum: [0, 1]\ndefault: 1",
			Fix:  "Correct the default, or the schema.",
		},
	}
}

func exampleFits() rule {
	return rule{mild: true, Rule: Rule{
		ID: "example-violates-schema", Severity: diag.Error, Title: "An example is valid for its schema",
		Why:  "People copy examples. One that the schema refuses shows that one of the two is wrong.",
		Bad:  "type: integer\nexample: open",
		Good: "type: integer\nexample: 1",
		Fix:  "Correct the example, or the schema.",
	}}
}

// valuesFit judges examples and defaults with kin-openapi's validator, which needs the schemas with all that they refer to.
func (c *checker) valuesFit() {
	if len(c.compositionCycles()) > 0 { // the validator would follow a cycle for ever
		return
	}
	claims := c.claims()
	if len(claims) == 0 {
		return
	}
	nodes := make([]*yaml.Node, len(claims))
	for i, claim := range claims {
		nodes[i] = claim.schema.node
	}
	schemas, err := c.spec.ReadSchemas(c.ctx, nodes)
	if err != nil {
		return // object-shape has said why
	}
	options := []openapi3.SchemaValidationOption{openapi3.MultiErrors()}
	if !strings.HasPrefix(c.document.text("openapi"), "3.0") {
		options = append(options, openapi3.EnableJSONSchema2020())
	}
	for i, claim := range claims {
		if schemas[i] != nil && c.ctx.Err() == nil {
			c.judge(claim, schemas[i], options)
		}
	}
}

// claim is a value that a schema should accept.
type claim struct {
	rule   string
	schema *object
	at     *object
	field  string // in which the value stands
}

// claims gives the examples and defaults that are not valid for sure.
func (c *checker) claims() []claim {
	var list []claim
	add := func(rule string, schema, at *object, field string) {
		if value := at.get(field); value != nil && !c.fits(value, schema.node) {
			list = append(list, claim{rule, schema, at, field})
		}
	}
	for _, o := range c.of[kindSchema] {
		if o.ref == "" {
			add("default-violates-schema", o, o, "default")
			add("example-violates-schema", o, o, "example")
		}
	}
	for _, k := range []kind{kindParameter, kindHeader, kindMediaType} {
		for _, o := range c.of[k] {
			schema := c.child(o, "schema")
			if o.ref != "" || schema == nil {
				continue
			}
			add("example-violates-schema", schema, o, "example")
			for _, e := range c.children(o, "examples") {
				if e = c.resolve(e); e != nil {
					add("example-violates-schema", schema, e, "value")
				}
			}
		}
	}
	return list
}

func (c *checker) judge(claim claim, schema *openapi3.Schema, options []openapi3.SchemaValidationOption) {
	value := spec.Value(claim.at.get(claim.field))
	told := map[diag.Position]bool{}
	for _, err := range flatten(schema.VisitJSON(value, options...)) {
		tokens, reason := []string{claim.field}, ""
		if failed := (*openapi3.SchemaError)(nil); errors.As(err, &failed) {
			if failed.SchemaField == "nullable" && untyped(failed.Schema) || failed.SchemaField == "pattern" && failed.Origin != nil || unknownType(failed) {
				continue
			}
			tokens = append(tokens, failed.JSONPointer()...)
			reason = failed.Reason
		}
		if reason == "" { // the text of a SchemaError has the whole schema in it
			reason = err.Error()
		}
		at := claim.at.here(tokens...)
		if pos := c.position(at); told[pos] {
			continue // one defect in one place will do
		} else {
			told[pos] = true
		}
		reason, _, _ = strings.Cut(reason, "\n")
		what, _, _ := strings.Cut(claim.rule, "-")
		c.reportAs(claim.rule, at, "this %s is not valid for its schema: %s", what, lowerFirst(reason))
	}
}

// unknownType tells whether a value was refused for a type that is none of OpenAPI's, which schema-type-unsupported reports.
func unknownType(failed *openapi3.SchemaError) bool {
	known := []string{"string", "number", "integer", "boolean", "object", "array", "null"}
	return failed.SchemaField == "type" && slices.ContainsFunc(failed.Schema.Type.Slice(), func(t string) bool { return !slices.Contains(known, t) })
}

// untyped tells whether a schema lets null pass as any other value: nullable is about the type beside it (proposal "Clarify Semantics of
// nullable" of OpenAPI 3.0.3), and kin-openapi asks for it in a schema without one as well.
func untyped(s *openapi3.Schema) bool {
	return s.Type == nil && len(s.Enum)+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0
}
