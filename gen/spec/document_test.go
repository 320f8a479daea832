package spec

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen/oas"
)

// TestReadSchemas reads schemas that have references to schemas in different places.
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
	s, found, err := Load(context.Background(), fstest.MapFS{"openapi.json": {Data: []byte(text), Mode: 0o666}}, "openapi.json")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	all := map[string]string{"Plain": "string", "To": "string", "Into": "integer", "Door": "object", "Odd": "boolean", "Parameter": "number"}
	for name, want := range all {
		schemas, err := s.ReadSchemas(context.Background(), []*oas.Node{s.At("/components/schemas/" + name), s.At("/components/schemas/Plain")})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := schemas[0]
		if len(got.AllOf) == 1 {
			got = got.AllOf[0].Value
		}
		if !got.Type.Is(want) || !schemas[1].Type.Is("string") {
			t.Errorf("%s: got type %v, want %s; Plain: got type %v, want string", name, got.Type, want, schemas[1].Type)
		}
	}
}

// TestReadSchemasWithoutComponents reads a schema whose example looks like a reference.
func TestReadSchemasWithoutComponents(t *testing.T) {
	text := `{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"parameters": [
		{"name": "p", "in": "query", "schema": {"type": "object", "example": {"$ref": "#/components/schemas/A"}}}]}}}`
	s, found, err := Load(context.Background(), fstest.MapFS{"openapi.json": {Data: []byte(text), Mode: 0o666}}, "openapi.json")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	schemas, err := s.ReadSchemas(context.Background(), []*oas.Node{s.At("/paths/~1a/parameters/0/schema")})
	if err != nil || !schemas[0].Type.Is("object") {
		t.Errorf("ReadSchemas = %v, error %v; want an object", schemas, err)
	}
}
