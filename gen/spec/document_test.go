package spec_test

import (
	"context"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// TestReadSchemas reads schemas whose references have targets in different places.
func TestReadSchemas(t *testing.T) {
	text := `{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {
		"parameters": {"P": {"name": "p", "in": "query", "schema": {"type": "number"}}},
		"schemas": {
			"Plain": {"type": "string"},
			"To": {"$ref": "#/components/schemas/Plain"},
			"Into": {"$ref": "#/components/schemas/Door/properties/key"},
			"Door": {"type": "object", "properties": {"key": {"type": "integer"}, "next": {"$ref": "#/components/schemas/Door"}}},
			"Odd/Name": {"type": "boolean"},
			"Odd": {"allOf": [{"$ref": "#/components/schemas/Odd~1Name"}]},
			"Parameter": {"$ref": "#/components/parameters/P/schema"}}}}`
	s, found, err := spec.Load(context.Background(), fstest.MapFS{"openapi.json": {Data: []byte(text), Mode: 0o666}}, "openapi.json")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	all := map[string]string{"Plain": "string", "To": "string", "Into": "integer", "Door": "object", "Odd": "boolean", "Parameter": "number"}
	for name, want := range all {
		schemas, err := s.ReadSchemas(context.Background(), []*oas.Node{s.At("/components/schemas/" + name), s.At("/components/schemas/Plain")})
		if err != nil {
			t.Errorf("ReadSchemas of %s: got error %v, want none", name, err)
			continue
		}
		got := schemas[0]
		if len(got.AllOf) == 1 {
			got = got.AllOf[0].Value
		}
		if !got.Type.Is(want) || !schemas[1].Type.Is("string") {
			t.Errorf("ReadSchemas of %s: got type %v, want %s; of Plain: got type %v, want string", name, got.Type, want, schemas[1].Type)
		}
	}
}

// TestReadSchemasWithoutComponents reads a schema with a $ref in its example from a document without components.
func TestReadSchemasWithoutComponents(t *testing.T) {
	text := `{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"parameters": [
		{"name": "p", "in": "query", "schema": {"type": "object", "example": {"$ref": "#/components/schemas/A"}}}]}}}`
	s, found, err := spec.Load(context.Background(), fstest.MapFS{"openapi.json": {Data: []byte(text), Mode: 0o666}}, "openapi.json")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	schemas, err := s.ReadSchemas(context.Background(), []*oas.Node{s.At("/paths/~1a/parameters/0/schema")})
	if err != nil || !schemas[0].Type.Is("object") {
		t.Errorf("ReadSchemas = %v, error %v; want an object", schemas, err)
	}
}

// TestUnresolved checks that Unresolved decodes documents as json.Unmarshal does. It checks documents with unusual objects, and the spec of this
// repository. TestCorpus checks large public documents.
func TestUnresolved(t *testing.T) {
	for name, text := range map[string]string{
		"empty":      `{}`,
		"extensions": `{"x-a": {"b": 1}, "paths": {"x-a": {"get": {}}, "/a": {"x-get": {}, "get": {"responses": {"x-a": {"b": 1}, "200": {"description": "d"}}}}}}`,
		"nulls":      `{"paths": {"/a": {"get": {"responses": null}, "put": null}, "/b": null}, "components": {"schemas": {"A": {"properties": null}, "B": null}}}`,
		"methods":    `{"paths": {"/a": {"get": {}, "put": {}, "post": {}, "delete": {}, "options": {}, "head": {}, "patch": {}, "trace": {}, "connect": {}, "query": {}}}}`,
		"references": `{"paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"get": {"responses": {"200": {"$ref": "#/components/responses/R", "x-a": 1}}}}}}`,
		"schemas": `{"components": {"schemas": {"True": true, "properties": {"properties": {"properties": {"properties": {"x-a": {"type": "string"}, "b": true}}}},
			"Sibling": {"$ref": "#/components/schemas/True", "properties": {"a": {"type": "string"}}}, "x-a": {"type": "string"}}}}`,
		"numbers": `{"x-a": [1, -1, 1.0, 1e5, 1E-5, -0, -0.0, 0.1, 9007199254740993, 18446744073709551615, 18446744073709551616, -9223372036854775809, 1e308],
			"components": {"schemas": {"A": {"minimum": 1e3, "maximum": 18446744073709551616, "minLength": 9007199254740993, "maxLength": 18446744073709551615,
				"multipleOf": 0.01, "exclusiveMinimum": true, "exclusiveMaximum": 5, "default": -0, "example": 10000000000000000000000, "enum": [1, 1.50, null, true]}}}}`,
		"texts": `{"x-a": ["", "~", "null", "yes", "true", "1", "0x10", "1_000", "2020-01-01", "<<", "=", ".inf", "!!int 1", "&a", "*a", " a ", "a\nb", "\u0000", "é"],
			"x-b": {"": 1, "~": 2, "null": 3, "true": 4, "1": 5, "<<": {"a": 6}, "2020-01-01": 7},
			"info": {"title": "1", "version": "1.0", "description": ""}, "servers": [{"url": "~", "variables": {"a": {"default": "1", "enum": ["1", "null"]}}}], "tags": null,
			"components": {"schemas": {"<<": {"properties": {"<<": {"type": "string"}, "y": {"type": ["string", "null"]}, "": {}}, "required": ["<<", "y"]}},
				"parameters": {"P": {"name": "1", "in": "query", "schema": {"enum": ["1", "no"]}, "examples": {"1": {"value": "1"}, "2": {"$ref": "#/components/examples/E", "summary": "1"}}}},
				"requestBodies": {"B": {"content": {"a/b": {"encoding": {"a": {"contentType": "1", "headers": {"H": {"schema": true}}}}}}}},
				"securitySchemes": {"S": {"type": "oauth2", "flows": {"implicit": {"scopes": {"1": "2"}}}}}}, "security": [{"S": ["1", "2"]}, {}]}`,
	} {
		bundle, found := oas.Parse(&oas.Source{Name: "openapi.json", Data: []byte(text)}, oas.NewLimits())
		if len(found) > 0 {
			t.Fatal(found)
		}
		checkUnresolved(t, name, bundle)
	}
	s, found, err := spec.Load(context.Background(), os.DirFS("../../spec"), "openapi.yaml")
	if err != nil || s == nil {
		t.Fatal(found, err)
	}
	checkUnresolved(t, "openapi.yaml", s.At(""))
}

func checkUnresolved(t *testing.T, name string, bundle *oas.Node) {
	t.Helper()
	for n := range bundle.All() {
		if n.Get("$ref") != nil { // kin-openapi sorts the names next to a $ref only if it reads JSON
			slices.SortFunc(n.Entries, func(a, b oas.Entry) int { return strings.Compare(a.Key, b.Key) })
		}
	}
	got, err := spec.Unresolved(bundle)
	if err != nil {
		t.Errorf("Unresolved of %s: got error %v, want none", name, err)
		return
	}
	want := &openapi3.T{}
	if err := json.Unmarshal(bundle.JSON(), want); err != nil {
		t.Fatal(name, err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Unresolved of %s: got another document than json.Unmarshal, want the same document", name)
	}
}
