package lint

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// fitting returns the results of fits and kin-openapi for a value and a schema, both as JSON. asked is false if they make no valid document.
func fitting(t *testing.T, version, schema, value string) (fits bool, err error, asked bool) {
	t.Helper()
	text := fmt.Sprintf(`{"openapi": %q, "info": {"title": "t", "version": "1"}, "paths": {}, "x-value": {"is": %s}, "components": {"schemas": {
		"Text": {"type": "string"}, "Door": {"type": "object", "required": ["name"], "properties": {"name": {"$ref": "#/components/schemas/Text"}}},
		"Tree": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Tree"}}}, "This": %s}}}`, version, value, schema)
	s, found, loadErr := spec.Load(context.Background(), fstest.MapFS{"openapi.json": {Data: []byte(text), Mode: 0o666}}, "openapi.json")
	if loadErr != nil || s == nil || found.HasErrors() {
		return false, nil, false
	}
	c := newChecker(context.Background(), s, Config{})
	this, node := s.Model().At("/components/schemas/This"), s.At("/x-value/is")
	if this == nil || node == nil || len(c.compositionCycles()) > 0 {
		return false, nil, false
	}
	schemas, loadErr := s.ReadSchemas(context.Background(), []*oas.Node{this.Node})
	if loadErr != nil {
		return false, nil, false
	}
	options := []openapi3.SchemaValidationOption{openapi3.MultiErrors()}
	if version != "3.0.3" {
		options = append(options, openapi3.EnableJSONSchema2020())
	}
	return c.fits(node, this.Node), schemas[0].VisitJSON(node.Any(), options...), true
}

// fittings returns schemas and values, and the result of fits for them.
func fittings() []struct {
	schema, value string
	fits          bool
} {
	return []struct {
		schema, value string
		fits          bool
	}{
		{`{}`, `{"a": [1]}`, true},
		{`{}`, `null`, false}, // decided by kin-openapi
		{`{"type": "string", "minLength": 2, "maxLength": 2}`, `"äö"`, true},
		{`{"type": "string", "minLength": 3}`, `"äö"`, false},
		{`{"type": "string"}`, `1`, false},
		{`{"type": "string", "format": "date"}`, `"2024-02-30"`, false}, // kin-openapi checks the syntax only
		{`{"type": "string", "format": "date-time"}`, `"yesterday"`, false},
		{`{"type": "string", "format": "email"}`, `"a"`, true},
		{`{"type": "string", "pattern": "^a"}`, `"a"`, false}, // decided by kin-openapi
		{`{"type": "integer", "format": "int32", "minimum": 1, "maximum": 5}`, `5`, true},
		{`{"type": "integer", "maximum": 5}`, `6`, false},
		{`{"type": "integer", "format": "int32"}`, `2147483648`, false},
		{`{"type": "integer"}`, `9007199254740993`, false},
		{`{"type": "number", "minimum": 0.1}`, `0.1`, true},
		{`{"type": "number", "format": "int32"}`, `1`, false},
		{`{"type": "boolean"}`, `true`, true},
		{`{"type": "boolean"}`, `"true"`, false},
		{`{"enum": ["a", 1]}`, `1`, true},
		{`{"enum": ["a", "1"]}`, `1`, false},
		{`{"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2}`, `[1, 2]`, true},
		{`{"type": "array", "items": {"type": "integer"}}`, `[1, "a"]`, false},
		{`{"type": "array", "uniqueItems": true}`, `[1, 2]`, false},
		{`{"$ref": "#/components/schemas/Door"}`, `{"name": "front", "more": 1}`, true},
		{`{"$ref": "#/components/schemas/Door", "description": "a door"}`, `{"name": "front"}`, true},
		{`{"$ref": "#/components/schemas/Door"}`, `{}`, false},
		{`{"$ref": "#/components/schemas/Door"}`, `{"name": 1}`, false},
		{`{"$ref": "#/components/schemas/Tree"}`, `{"next": {"next": {}}}`, true},
		{`{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}`, `{"a": "b"}`, true},
		{`{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}`, `{"b": "b"}`, false},
		{`{"type": "object", "additionalProperties": {"type": "string"}}`, `{"b": "b"}`, true},
		{`{"type": "object", "additionalProperties": {"type": "string"}}`, `{"b": 1}`, false},
		{`{"allOf": [{"$ref": "#/components/schemas/Door"}, {"required": ["name"]}]}`, `{"name": "a"}`, true},
		{`{"allOf": [{"$ref": "#/components/schemas/Door"}, {"required": ["key"]}]}`, `{"name": "a"}`, false},
		{`{"anyOf": [{"type": "string"}, {"type": "integer"}]}`, `1`, true},
		{`{"oneOf": [{"$ref": "#/components/schemas/Text"}, {"type": "integer"}, {"type": "array"}]}`, `1`, true},
		{`{"oneOf": [{"type": "number"}, {"type": "integer"}]}`, `1`, false},
		{`{"oneOf": [{"type": "integer"}, {"type": "string", "maxLength": 1}]}`, `"ab"`, false},
		{`{"oneOf": [{"$ref": "#/components/schemas/Door"}], "discriminator": {"propertyName": "name"}}`, `{"name": "a"}`, false},
		{`{"not": {"type": "string"}}`, `1`, false}, // decided by kin-openapi
	}
}

// TestFits checks the result of fits, and that kin-openapi agrees if a value fits.
func TestFits(t *testing.T) {
	for _, version := range []string{"3.0.3", "3.1.0"} {
		for _, f := range fittings() {
			fits, err, asked := fitting(t, version, f.schema, f.value)
			if !asked {
				t.Errorf("schema %s and value %s make no valid document", f.schema, f.value)
			}
			if fits != f.fits {
				t.Errorf("OpenAPI %s: value %s, schema %s: fits returns %v", version, f.value, f.schema, fits)
			}
			if fits && err != nil {
				t.Errorf("OpenAPI %s: value %s fits schema %s, but kin-openapi returns %v", version, f.value, f.schema, err)
			}
		}
	}
}

// FuzzFits checks that kin-openapi accepts every value that fits.
func FuzzFits(f *testing.F) {
	for _, one := range fittings() {
		f.Add(one.schema, one.value)
	}
	f.Fuzz(func(t *testing.T, schema, value string) {
		for _, version := range []string{"3.0.3", "3.1.0"} {
			if fits, err, asked := fitting(t, version, schema, value); asked && fits && err != nil {
				t.Errorf("OpenAPI %s: value %s fits schema %s, but kin-openapi returns %v", version, value, schema, err)
			}
		}
	})
}
