package lint

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// schemas31 contains components with references, recursion, siblings of references, and keywords that only package jsonschema supports.
const schemas31 = `openapi: 3.1.0
info: {title: House, version: "1"}
paths:
  /doors:
    parameters:
      - {name: at, in: query, schema: {type: string, format: date-time}}
components:
  schemas:
    Key: {type: string, minLength: 2, pattern: '^[a-z]+$'}
    Count: {type: [integer, "null"], format: int32, exclusiveMinimum: 3}
    Color: {enum: [red, blue, 1]}
    Door: {type: object, required: [key], properties: {key: {$ref: '#/components/schemas/Key'}, next: {$ref: '#/components/schemas/Door'}}}
    Doors: {type: array, items: {$ref: '#/components/schemas/Door'}, maxItems: 1}
    Sibling: {type: object, properties: {key: {$ref: '#/components/schemas/Key', maxLength: 3}}, additionalProperties: false}
    Union: {oneOf: [{$ref: '#/components/schemas/Key'}, {$ref: '#/components/schemas/Count'}]}
    Composed: {allOf: [{$ref: '#/components/schemas/Door'}, {type: object, properties: {count: {$ref: '#/components/schemas/Count'}}}]}
    Not: {not: {$ref: '#/components/schemas/Color'}}
    Map: {type: object, additionalProperties: {$ref: '#/components/schemas/Color'}}
    Deep: {type: array, items: {$ref: '#/components/schemas/Door/properties/key'}}
    Other: {type: array, items: {$ref: '#/paths/~1doors/parameters/0/schema'}}
    Both: {type: array, items: {anyOf: [{$ref: '#/paths/~1doors/parameters/0/schema'}, {$ref: '#/components/schemas/Color'}]}}
    Pattern: {type: object, properties: {a: {type: string, pattern: '^(?!x)'}, b: {$ref: '#/components/schemas/Key'}}}
    Const: {type: object, properties: {kind: {const: door}, key: {$ref: '#/components/schemas/Key'}}}
    Tuple: {type: array, prefixItems: [{$ref: '#/components/schemas/Key'}, {type: integer}]}
    ToConst: {type: array, items: {$ref: '#/components/schemas/Const'}}
    Example: {type: object, example: {$ref: '#/components/schemas/Key'}, properties: {a: {type: string}}}
`

// TestNeedsNoCompiler checks the schemas for which needsNoCompiler returns true. For each of them, kin-openapi must return the same errors with and
// without package jsonschema, for valid and invalid values.
func TestNeedsNoCompiler(t *testing.T) {
	s, found, err := spec.Load(context.Background(), fstest.MapFS{"openapi.yaml": {Data: []byte(schemas31)}}, "openapi.yaml")
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	checkNeedsNoCompiler(t, s, map[string]bool{
		"Door": true, "Doors": true, "Sibling": true, "Union": true, "Composed": true, "Not": true, "Map": true, "Deep": true, "Both": true, "Pattern": true,
	})
	const corpus = "../../../shared/corpus"
	for _, name := range []string{"adyen-management-v3.yaml", "discord-3.1.json"} {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat(corpus); errors.Is(err, fs.ErrNotExist) {
				t.Skipf("SKIPPED: %s does not exist", corpus)
			}
			s, _, err := spec.Load(context.Background(), os.DirFS(corpus), name)
			if err != nil || s == nil {
				t.Fatal(err)
			}
			checkNeedsNoCompiler(t, s, nil)
		})
	}
}

// checkNeedsNoCompiler checks needsNoCompiler for the component schemas of a document, as [TestNeedsNoCompiler] describes. If want is not nil,
// needsNoCompiler must return true for the schemas in want, and false for all others.
func checkNeedsNoCompiler(t *testing.T, s *spec.Spec, want map[string]bool) {
	t.Helper()
	var nodes []*oas.Node
	for _, schema := range s.Schemas() {
		nodes = append(nodes, s.At(schema.Pointer))
	}
	schemas, err := s.ReadSchemas(t.Context(), nodes)
	if err != nil {
		t.Fatal(err)
	}
	values := []any{
		nil, true, 1.0, 7.5, -1e12, "", "a", "door", "red", "2020-01-01T00:00:00Z", []any{}, []any{"red", "door"}, []any{map[string]any{"key": "x"}},
		map[string]any{}, map[string]any{"key": "door", "next": map[string]any{"key": 1.0}, "count": 2.0}, map[string]any{"kind": "window", "a": "x", "b": "B"},
	}
	same := 0
	for i, schema := range s.Schemas() {
		if schemas[i] == nil {
			continue
		}
		got := needsNoCompiler(schemas[i])
		if want != nil && got != want[schema.Name] {
			t.Errorf("needsNoCompiler(%s): got %t, want %t", schema.Name, got, want[schema.Name])
		}
		if !got {
			continue
		}
		all := values
		if example := nodes[i].Get("example"); example != nil {
			all = append(all[:len(all):len(all)], example.Any())
		}
		for _, value := range all {
			plain := schemas[i].VisitJSON(value, openapi3.MultiErrors())
			compiled := schemas[i].VisitJSON(value, openapi3.MultiErrors(), openapi3.EnableJSONSchema2020())
			if fmt.Sprint(plain) != fmt.Sprint(compiled) {
				t.Errorf("%s: VisitJSON(%v): got error %v without package jsonschema, want %v", schema.Name, value, plain, compiled)
			}
			same++
		}
	}
	if same == 0 {
		t.Error("got no schema for which needsNoCompiler returns true, want at least one")
	}
	t.Logf("compared the errors of %d pairs of schema and value; the document has %d schemas", same, len(nodes))
}
