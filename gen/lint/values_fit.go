package lint

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

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
	var claims []claim
	for _, o := range c.of[kindSchema] {
		if o.ref == "" && o.get("default") != nil {
			claims = append(claims, claim{"default-violates-schema", "default", o, o, []string{"default"}})
		}
		if o.ref == "" && o.get("example") != nil {
			claims = append(claims, claim{"example-violates-schema", "example", o, o, []string{"example"}})
		}
	}
	for _, k := range []kind{kindParameter, kindHeader, kindMediaType} {
		for _, o := range c.of[k] {
			schema := c.child(o, "schema")
			if o.ref != "" || schema == nil {
				continue
			}
			if o.get("example") != nil {
				claims = append(claims, claim{"example-violates-schema", "example", schema, o, []string{"example"}})
			}
			for _, e := range c.children(o, "examples") {
				if e = c.resolve(e); e != nil && e.get("value") != nil {
					claims = append(claims, claim{"example-violates-schema", "example", schema, e, []string{"value"}})
				}
			}
		}
	}
	if len(claims) == 0 || len(c.compositionCycles()) > 0 { // the validator would follow a cycle for ever
		return
	}
	doc, err := c.spec.Document(c.ctx)
	if err != nil {
		return // object-shape has said why
	}
	defer c.spec.Return(doc)
	old := strings.HasPrefix(doc.OpenAPI, "3.0")
	for _, claim := range claims {
		c.judge(doc, claim, old)
	}
}

// claim is a value that a schema should accept.
type claim struct {
	rule, what string
	schema     *object
	at         *object
	field      []string
}

func (c *checker) judge(doc *openapi3.T, claim claim, old bool) {
	if c.ctx.Err() != nil {
		return
	}
	schema := schemaAt(doc, claim.schema.pointer())
	if schema == nil {
		return
	}
	options := []openapi3.SchemaValidationOption{openapi3.MultiErrors()}
	if !old {
		options = append(options, openapi3.EnableJSONSchema2020())
	}
	value := plain(data(spec.Get(claim.at.node, claim.field[0])))
	told := map[diag.Position]bool{}
	for _, err := range flatten(schema.VisitJSON(value, options...)) {
		tokens, reason := append([]string{}, claim.field...), err.Error()
		if failed := (*openapi3.SchemaError)(nil); errors.As(err, &failed) {
			if failed.SchemaField == "nullable" && untyped(failed.Schema) {
				continue
			}
			tokens = append(tokens, failed.JSONPointer()...)
			if failed.Reason != "" {
				reason = failed.Reason
			}
		}
		at := claim.at.here(tokens...)
		if pos := c.position(at); told[pos] {
			continue // one defect in one place will do
		} else {
			told[pos] = true
		}
		reason, _, _ = strings.Cut(reason, "\n")
		c.reportAs(claim.rule, at, "this %s is not valid for its schema: %s", claim.what, lowerFirst(reason))
	}
}

// untyped tells whether a schema lets null pass as any other value: nullable is about the type beside it (proposal "Clarify Semantics of
// nullable" of OpenAPI 3.0.3), and kin-openapi asks for it in a schema without one as well.
func untyped(s *openapi3.Schema) bool {
	return s.Type == nil && len(s.Enum)+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0
}

// plain is data as encoding/json reads it without further options.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			v[key] = plain(value)
		}
	case []any:
		for i, value := range v {
			v[i] = plain(value)
		}
	case fmt.Stringer: // json.Number
		if number, ok := v.(interface{ Float64() (float64, error) }); ok {
			if f, err := number.Float64(); err == nil {
				return f
			}
		}
	case int:
		return float64(v)
	}
	return v
}

// schemaAt finds the schema of a kin-openapi document at a JSON pointer, nil when there is none.
func schemaAt(doc *openapi3.T, pointer string) *openapi3.Schema {
	tokens, err := spec.Tokens(pointer)
	if err != nil {
		return nil
	}
	at := reflect.ValueOf(doc)
	for _, token := range tokens {
		if at = step(at, token); !at.IsValid() {
			return nil
		}
	}
	at = value(at)
	if !at.IsValid() || !at.CanAddr() {
		return nil
	}
	schema, _ := at.Addr().Interface().(*openapi3.Schema)
	return schema
}

// step follows a reference token into a value of kin-openapi.
func step(at reflect.Value, token string) reflect.Value {
	at = value(at)
	if !at.IsValid() {
		return at
	}
	if at.Kind() == reflect.Struct && at.CanAddr() {
		switch entries := at.Addr().Interface().(type) { // they keep their entries private
		case *openapi3.Paths:
			return reflect.ValueOf(entries.Value(token))
		case *openapi3.Responses:
			return reflect.ValueOf(entries.Value(token))
		case *openapi3.Callback:
			return reflect.ValueOf(entries.Value(token))
		}
	}
	switch at.Kind() {
	case reflect.Map:
		return at.MapIndex(reflect.ValueOf(token))
	case reflect.Slice:
		for i := range at.Len() {
			if index(i) == token {
				return at.Index(i)
			}
		}
	case reflect.Struct:
		for i := range at.NumField() {
			name, _, _ := strings.Cut(at.Type().Field(i).Tag.Get("json"), ",")
			if name == token {
				return at.Field(i)
			}
		}
		if embedded := at.FieldByName("Parameter"); embedded.IsValid() { // Header
			return step(embedded, token)
		}
	}
	return reflect.Value{}
}

// value follows pointers, and the values of references and of the boolean-or-schema fields.
func value(at reflect.Value) reflect.Value {
	for at.IsValid() {
		switch {
		case at.Kind() == reflect.Pointer:
			at = at.Elem()
			continue
		case at.Kind() == reflect.Struct && at.FieldByName("Ref").IsValid() && at.FieldByName("Value").IsValid():
			at = at.FieldByName("Value")
			continue
		case at.Kind() == reflect.Struct && at.NumField() == 2 && at.FieldByName("Has").IsValid() && at.FieldByName("Schema").IsValid():
			at = at.FieldByName("Schema")
			continue
		}
		return at
	}
	return at
}
