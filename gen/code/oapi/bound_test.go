package oapi

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/spec"
)

// TestBound checks the number of properties that bound counts for a document.
func TestBound(t *testing.T) {
	const document = `openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a: {get: {operationId: getA, responses: {"200": {$ref: '#/components/responses/Shared'}}}}
  /b: {get: {operationId: getB, responses: {"200": {$ref: '#/components/responses/Shared'}}}}
components:
  responses:
    Shared: {description: ok, content: {application/json: {schema: {type: object, properties: {a: {type: string}, b: {type: string}}}}}}
  schemas:
    Base: {type: object, properties: {a: {type: string}, b: {type: string}, c: {type: array, items: {type: object, properties: {d: {type: string}}}}}}
    Twice: {allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Base'}, {type: object, properties: {e: {type: string}}}]}
`
	s, found, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: []byte(document)}}, "openapi.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	doc, err := s.Document(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := prepare(doc, s, names.Namer(nil), false)
	const want = 2*2 + (3 + 1) + 4 // 2 for each of two responses, 3 for Base and 1 for its item, 4 for Twice
	if found, err := p.bound(want); err != nil || len(found) > 0 {
		t.Errorf("limit %d: got findings %v and error %v, want none", want, found, err)
	}
	found, err = p.bound(want - 1)
	if err != nil || len(found) != 1 || found[0].Pos.Line != 11 || !strings.Contains(found[0].Message, "more than 11 properties") {
		t.Errorf("bound: got findings %v and error %v, want one finding at Twice, which is the largest schema", found, err)
	}

	base := doc.Components.Schemas["Base"].Value
	base.Properties["d"] = &openapi3.SchemaRef{Value: &openapi3.Schema{Items: &openapi3.SchemaRef{Value: base}}}
	if _, err := p.bound(want); err == nil || !strings.Contains(err.Error(), "schema \"Base\" (openapi.yaml:10:11) contains itself") {
		t.Errorf("bound: got error %v, want one with the name of the schema that contains itself", err)
	}
}
