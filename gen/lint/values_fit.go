package lint

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func valuesFit() rule {
	return rule{
		mild:  true,
		check: (*checker).valuesFit,
		Rule: Rule{
			ID: "default-violates-schema", Severity: report.Error, Title: "A default is valid for its schema",
			Why:  "A default outside the enum or of another type misleads the reader, and servers that fill it in answer what clients refuse.",
			Bad:  "type: integer\nenum: [0, 1]\ndefault: 2",
			Good: "type: integer\nenum: [0, 1]\ndefault: 1",
			Fix:  "Correct the default, or the schema.",
		},
	}
}

func exampleFits() rule {
	return rule{mild: true, Rule: Rule{
		ID: "example-violates-schema", Severity: report.Error, Title: "An example is valid for its schema",
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
	left := maxVisits
	for i, claim := range claims {
		if c.ctx.Err() != nil {
			return
		}
		v := visitor{checker: c, left: left}
		v.value(claim.at.get(claim.field), claim.schema)
		if len(options) > 1 {
			v.compiled(claim.schema, map[*object]bool{})
		}
		if left = v.left; left < 0 {
			d := c.reportAs(claim.rule, claim.at.here(claim.field),
				"this value and %d more are not checked: validating all examples and defaults would apply more than %d schemas; simplify the schemas, or remove examples",
				len(claims)-i-1, maxVisits)
			d.Severity = report.Warning
			return
		}
		if schemas[i] != nil {
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
	for o := range c.all(kindSchema) {
		if o.ref == "" {
			add("default-violates-schema", o, o, "default")
			add("example-violates-schema", o, o, "example")
		}
	}
	for _, k := range []kind{kindParameter, kindHeader, kindMediaType} {
		for o := range c.all(k) {
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

// judge reports where a value is not valid for its schema, once for each position.
func (c *checker) judge(claim claim, schema *openapi3.Schema, options []openapi3.SchemaValidationOption) {
	value := spec.Value(claim.at.get(claim.field))
	reported := map[report.Position]bool{}
	for _, err := range flatten(schema.VisitJSON(value, options...)) {
		failed := (*openapi3.SchemaError)(nil)
		if !errors.As(err, &failed) || undecided(failed) {
			continue // a schema that the validator cannot compile decides nothing
		}
		at := claim.at.here(append([]string{claim.field}, failed.JSONPointer()...)...)
		if pos := c.position(at); reported[pos] {
			continue
		} else {
			reported[pos] = true
		}
		what, _, _ := strings.Cut(claim.rule, "-")
		c.reportAs(claim.rule, at, "this %s is not valid for its schema: %s", what, reason(failed))
	}
}

// reason returns why a value is not valid, in one line. For OpenAPI 3.1, kin-openapi returns the errors of package jsonschema, whose text repeats
// the position and the URL of the schema.
func reason(failed *openapi3.SchemaError) string {
	text := failed.Reason
	if inner := (*jsonschema.ValidationError)(nil); errors.As(failed, &inner) {
		text = inner.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	}
	if text == "" { // the text of the error itself includes the whole schema
		text = fmt.Sprintf("it does not match %q", failed.SchemaField)
	}
	text, _, _ = strings.Cut(text, "\n")
	return lowerFirst(text)
}

// undecided reports whether a failure is about the schema and not about the value: null in a schema that permits every value, a pattern that
// Go cannot compile, or a type that OpenAPI does not define, which schema-type-unsupported reports. The failure has no schema when kin-openapi
// cannot name it, as in OpenAPI 3.1.
func undecided(failed *openapi3.SchemaError) bool {
	switch failed.SchemaField {
	case "nullable":
		return failed.Schema != nil && untyped(failed.Schema)
	case "pattern":
		return failed.Origin != nil
	case "type":
		return failed.Schema != nil && slices.ContainsFunc(failed.Schema.Type.Slice(), unknownType)
	}
	return false
}

// unknownType reports whether OpenAPI does not define a type.
func unknownType(name string) bool {
	return !slices.Contains([]string{"string", "number", "integer", "boolean", "object", "array", "null"}, name)
}

// untyped reports whether a schema permits null as it does every other value. The keyword nullable is about the type next to it (proposal
// "Clarify Semantics of nullable" of OpenAPI 3.0.3), but kin-openapi requires it in a schema without a type as well.
func untyped(s *openapi3.Schema) bool {
	return s.Type == nil && len(s.Enum)+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0
}
