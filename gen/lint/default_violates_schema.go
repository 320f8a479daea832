package lint

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func defaultViolatesSchema() rule {
	return rule{
		mild:  true,
		slow:  true,
		check: (*checker).validateValues,
		Rule: Rule{
			ID: "default-violates-schema", Severity: report.Error, Title: "A default is valid for its schema",
			Why:  "A default outside the enum or of another type misleads readers. A server that uses such a default may send responses that clients reject.",
			Bad:  "type: integer\nenum: [0, 1]\ndefault: 2",
			Good: "type: integer\nenum: [0, 1]\ndefault: 1",
			Fix:  "Correct the default, or the schema.",
		},
	}
}

func exampleViolatesSchema() rule {
	return rule{mild: true, Rule: Rule{
		ID: "example-violates-schema", Severity: report.Error, Title: "An example is valid for its schema",
		Why:  "People copy examples. If the schema rejects an example, either the example or the schema is wrong.",
		Bad:  "type: integer\nexample: open",
		Good: "type: integer\nexample: 1",
		Fix:  "Correct the example, or the schema.",
	}}
}

// validateValues validates the examples and defaults of the document with kin-openapi. If the validation would compile and apply more than maxVisits
// schemas, validateValues stops and adds a warning. It does nothing if a composition has a cycle or a schema cannot be read.
func (c *checker) validateValues() {
	if len(c.compositionCycles()) > 0 { // the validator does not terminate on a cycle
		return
	}
	values := c.valuesToValidate()
	if len(values) == 0 {
		return
	}
	nodes := make([]*oas.Node, len(values))
	for i, value := range values {
		nodes[i] = value.schema.Node
	}
	schemas, err := c.spec.ReadSchemas(c.ctx, nodes)
	if err != nil {
		return // rule object-shape reports a schema that cannot be read
	}
	options := []openapi3.SchemaValidationOption{openapi3.MultiErrors()}
	if !strings.HasPrefix(c.document.Text("openapi"), "3.0") {
		options = append(options, openapi3.EnableJSONSchema2020())
	}
	left := maxVisits
	for i, value := range values {
		if c.ctx.Err() != nil {
			return
		}
		v := visitor{checker: c, left: left}
		v.value(value.at.Get(value.field), value.schema)
		if len(options) > 1 {
			v.compiled(value.schema, map[*oas.Object]bool{})
		}
		if left = v.left; left < 0 {
			d := c.reportAs(value.rule, valueAt(value.at, value.field),
				"this value and %d more are not checked, because validating all values would apply more than %d schemas; simplify the schemas or remove examples",
				len(values)-i-1, maxVisits)
			d.Severity = report.Warning
			return
		}
		switch {
		case schemas[i] == nil:
		case len(options) > 1 && needsNoCompiler(schemas[i]):
			c.validate(value, schemas[i], options[:1])
		default:
			c.validate(value, schemas[i], options)
		}
	}
}

// typedValue is a value with the schema that it must match.
type typedValue struct {
	rule   string
	schema *oas.Object
	at     *oas.Object
	field  string // key of the value in at
}

// valuesToValidate returns the examples and defaults of the document that have a schema, except the field examples of a schema.
func (c *checker) valuesToValidate() []typedValue {
	var list []typedValue
	add := func(rule string, schema, at *oas.Object, field string) {
		if at.Get(field) != nil {
			list = append(list, typedValue{rule, schema, at, field})
		}
	}
	for o := range c.all(oas.Schema) {
		if o.Ref() == "" {
			add("default-violates-schema", o, o, "default")
			add("example-violates-schema", o, o, "example")
		}
	}
	for _, k := range []oas.Kind{oas.Parameter, oas.Header, oas.MediaType} {
		for o := range c.all(k) {
			schema := o.Child("schema")
			if o.Ref() != "" || schema == nil {
				continue
			}
			add("example-violates-schema", schema, o, "example")
			for e := range o.Children("examples") {
				if e = c.model.Resolve(e); e != nil {
					add("example-violates-schema", schema, e, "value")
				}
			}
		}
	}
	return list
}

// validate adds a finding for each part of a value that is not valid for the schema, at most one per position. It ignores undecided failures.
func (c *checker) validate(typed typedValue, schema *openapi3.Schema, options []openapi3.SchemaValidationOption) {
	value := typed.at.Get(typed.field).Any()
	reported := map[report.Position]bool{}
	for _, err := range flatten(schema.VisitJSON(value, options...)) {
		failed := (*openapi3.SchemaError)(nil)
		if !errors.As(err, &failed) || undecided(failed) {
			continue
		}
		at := valueAt(typed.at, append([]string{typed.field}, failed.JSONPointer()...)...)
		if pos := c.position(at); reported[pos] {
			continue
		} else {
			reported[pos] = true
		}
		what, _, _ := strings.Cut(typed.rule, "-")
		c.reportAs(typed.rule, at, "%s is not valid for its schema: %s; correct it or the schema", what, reason(failed))
	}
}

// needsNoCompiler reports whether kin-openapi validates values against a schema of OpenAPI 3.1 without package jsonschema. kin-openapi (v0.153.0,
// schema_jsonschema_validator.go) compiles each schema for package jsonschema. It does not use the result if the schema or a part of it references a
// component schema, and no part of the schema has a keyword that only package jsonschema supports.
func needsNoCompiler(schema *openapi3.Schema) bool {
	references := false
	err := openapi3.NewSchemaRef("", schema).WalkSubtree(func(_ string, ref *openapi3.SchemaRef) error {
		references = references || strings.HasPrefix(ref.Ref, "#/components/schemas/")
		if needsCompiler(ref.Value) {
			return errors.New("the schema needs the compiler")
		}
		return nil
	})
	return references && err == nil
}

// needsCompiler reports whether a schema has a keyword that only package jsonschema supports (kin-openapi v0.153.0,
// schemaHasJSONSchema2020FallbackGuardKeyword).
func needsCompiler(s *openapi3.Schema) bool {
	return s.Const != nil || s.Contains != nil || s.PropertyNames != nil || s.If != nil || s.Then != nil || s.Else != nil || s.ContentSchema != nil ||
		s.UnevaluatedItems.Has != nil || s.UnevaluatedItems.Schema != nil || s.UnevaluatedProperties.Has != nil || s.UnevaluatedProperties.Schema != nil ||
		len(s.PrefixItems)+len(s.PatternProperties)+len(s.DependentSchemas)+len(s.DependentRequired)+len(s.Defs) > 0
}

// reason returns in one line why a value does not match its schema. For OpenAPI 3.1, the error can be from package jsonschema. reason leaves out the
// position of the value and the URL of the schema, which the text of such an error contains.
func reason(failed *openapi3.SchemaError) string {
	text := failed.Reason
	if inner := (*jsonschema.ValidationError)(nil); errors.As(failed, &inner) {
		text = inner.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	}
	if text == "" { // failed.Error() would contain the whole schema
		text = fmt.Sprintf("it does not match the keyword %q", failed.SchemaField)
	}
	text, _, _ = strings.Cut(text, "\n")
	return lowerFirst(text)
}

// undecided reports whether a failure does not prove that the value is wrong. Such a failure is about null in an untyped schema, a pattern that Go
// cannot compile, or an unknown type, which rule schema-type-unsupported reports. In a failure of package jsonschema, failed.Schema may be nil.
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

// unknownType reports whether name is not a type of OpenAPI.
func unknownType(name string) bool {
	return !slices.Contains([]string{"string", "number", "integer", "boolean", "object", "array", "null"}, name)
}

// untyped reports whether a schema has no type, enum, allOf, anyOf or oneOf. Such a schema can permit null. The keyword nullable affects only the
// type in the same schema (OpenAPI 3.0.3, proposal "Clarify Semantics of nullable"). kin-openapi, however, rejects null unless the schema is
// nullable.
func untyped(s *openapi3.Schema) bool {
	return s.Type == nil && len(s.Enum)+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0
}
