package spec

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// sameDocument compares a document that was filled from nodes with what kin-openapi reads from the text.
func sameDocument(t *testing.T, s *Spec) (filled bool) {
	t.Helper()
	doc := document(s.bundle)
	if doc == nil {
		return false
	}
	text, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var want openapi3.T
	if err := want.UnmarshalJSON(text); err != nil {
		t.Fatalf("filled, and kin-openapi says %v", err)
	}
	if !reflect.DeepEqual(doc, &want) {
		got, _ := json.Marshal(doc)
		t.Errorf("filled otherwise than kin-openapi does:\n%s\nof\n%s", got, text)
	}
	return true
}

// FuzzDocument compares documents of any content.
func FuzzDocument(f *testing.F) {
	f.Add([]byte(`{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {"responses": {"200": {"description": "d"}}}}}}`))
	f.Add([]byte("openapi: 3.0.3\npaths:\n  /a:\n    parameters: [{name: a, in: query, schema: {type: [a, b], x-a: 1}}]\n    x-b: {c: [null, 1.5]}\n"))
	f.Add([]byte("openapi: 3.0.3\ncomponents:\n  schemas:\n    A: {additionalProperties: {$ref: '#/components/schemas/A', title: t}, exclusiveMinimum: true, minLength: 3}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, _, err := Load(context.Background(), fstest.MapFS{"openapi.yaml": {Data: text, Mode: 0o666}}, "openapi.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if s != nil {
			sameDocument(t, s)
		}
	})
}

// TestDocument compares the document of this project, and two of the corpus. Nothing in them is unusual.
func TestDocument(t *testing.T) {
	for _, root := range []string{"../../spec/openapi.yaml", "../../../shared/corpus/adyen-management-v3.yaml", "../../../shared/corpus/discord-3.1.json"} {
		t.Run(filepath.Base(root), func(t *testing.T) {
			t.Parallel()
			if _, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) {
				t.Skipf("SKIPPED: there is no %s", root)
			}
			s, found, err := Load(context.Background(), os.DirFS(filepath.Dir(root)), filepath.Base(root))
			if err != nil || s == nil {
				t.Fatal(found, err)
			}
			if !sameDocument(t, s) {
				t.Error("left to kin-openapi")
			}
		})
	}
}

// TestDocumentFields fills each field of each type that a document is made of, with an extension and a stranger beside them.
func TestDocumentFields(t *testing.T) {
	types := []reflect.Type{reflect.TypeFor[openapi3.T](), reflect.TypeFor[openapi3.PathItem](), reflect.TypeFor[openapi3.Response]()}
	known := map[reflect.Type]bool{}
	var sample func(at reflect.Type, nested bool) any
	fields := func(at reflect.Type) any {
		object := map[string]any{"x-more": map[string]any{"list": []any{1, 2.5, nil, true, "text"}}, "stranger": nil}
		for i := range at.NumField() {
			field := at.Field(i)
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" && name != "-" && name != "$ref" {
				object[name] = sample(field.Type, true)
			}
		}
		return object
	}
	sample = func(at reflect.Type, nested bool) any {
		switch at {
		case reflect.TypeFor[openapi3.Paths](), reflect.TypeFor[openapi3.Callback](), reflect.TypeFor[openapi3.Responses]():
			return map[string]any{"/a": map[string]any{"summary": "text"}, "x-a": nil, "x-b": 1}
		case reflect.TypeFor[openapi3.Header]():
			return sample(reflect.TypeFor[openapi3.Parameter](), nested)
		case reflect.TypeFor[openapi3.BoolSchema]():
			return map[string]any{"type": "string"}
		case reflect.TypeFor[openapi3.ExclusiveBound]():
			return 0.5
		case reflect.TypeFor[openapi3.MappingRef]():
			return "#/components/schemas/a"
		}
		switch at.Kind() {
		case reflect.Pointer:
			return sample(at.Elem(), nested)
		case reflect.Slice:
			return []any{sample(at.Elem(), nested)}
		case reflect.Map:
			return map[string]any{"a": sample(at.Elem(), nested)}
		case reflect.String:
			return "text"
		case reflect.Bool:
			return true
		case reflect.Uint64:
			return 3
		case reflect.Float64:
			return -1.25e3
		case reflect.Interface:
			return map[string]any{"a": []any{1, nil, "b", map[string]any{}, []any{}}}
		}
		if !known[at] {
			known[at] = true
			types = append(types, at)
		}
		if value, ok := at.FieldByName("Value"); ok {
			if _, ok := at.FieldByName("Ref"); ok {
				sample(value.Type, true)
				return map[string]any{"$ref": "#/a", "description": "beside it", "x-a": 1}
			}
		}
		if nested {
			return map[string]any{}
		}
		return fields(at)
	}
	for i := 0; i < len(types); i++ {
		text, err := json.Marshal(sample(types[i], false))
		if err != nil {
			t.Fatal(err)
		}
		got, want := reflect.New(types[i]), reflect.New(types[i])
		f := filler{types: map[reflect.Type]layout{}}
		f.fill(parseJSON(text), got.Elem())
		if err := json.Unmarshal(text, want.Interface()); err != nil || f.unusual {
			t.Errorf("%s: kin-openapi says %v, left to it: %v", types[i], err, f.unusual)
		} else if !reflect.DeepEqual(got.Interface(), want.Interface()) {
			t.Errorf("%s is filled otherwise than kin-openapi does: %+v, want %+v", types[i], got, want)
		}
	}
	if len(types) < 30 {
		t.Errorf("only %d types were found", len(types))
	}
}

// TestDocumentUnusual has what kin-openapi has to read itself.
func TestDocumentUnusual(t *testing.T) {
	for _, text := range []string{
		`{"Openapi": "3.0.3"}`,
		`{"openapi": 3}`,
		`{"openapi": "3.0.3", "info": null}`,
		`{"openapi": "3.0.3", "info": []}`,
		`{"openapi": "3.0.3", "paths": {"/a": null}}`,
		`{"openapi": "3.0.3", "paths": {"/a": {"get": {"responses": null}}}}`,
		`{"openapi": "3.0.3", "components": {"schemas": {"A": {"$ref": ""}}}}`,
		`{"openapi": "3.0.3", "components": {"schemas": {"A": {"$REF": "#/b"}}}}`,
		`{"openapi": "3.0.3", "components": {"schemas": {"A": {"minLength": 9007199254740993}}}}`,
		`{"openapi": "3.0.3", "components": {"schemas": {"A": {"maxLength": 1.0}}}}`,
		`{"openapi": "3.0.3", "components": {"schemas": {"A": {"exclusiveMinimum": {}}}}}`,
		`{"openapi": "3.0.3", "components": {"schemas": {"A": {"additionalProperties": "no"}}}}`,
		`{"openapi": "3.0.3", "components": {"schemas": {"A": "true"}}}`,
	} {
		if document(parseJSON([]byte(text))) != nil {
			t.Errorf("filled: %s", text)
		}
	}
}

// TestReadSchemas reads schemas that refer to others, wherever these stand.
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
		schemas, err := s.ReadSchemas(context.Background(), []*yaml.Node{s.Node("/components/schemas/" + name), s.Node("/components/schemas/Plain")})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := schemas[0]
		if len(got.AllOf) == 1 {
			got = got.AllOf[0].Value
		}
		if !got.Type.Is(want) || !schemas[1].Type.Is("string") {
			t.Errorf("%s is of type %v, want %s; beside it stands %v", name, got.Type, want, schemas[1].Type)
		}
	}
}
