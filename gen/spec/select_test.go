package spec_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

const zoo = `openapi: 3.1.0
info: {title: Zoo, version: "1"}
security: [{Key: []}]
tags: [{name: Cat}, {name: Dog}, {name: Log}]
paths:
  /cat/{id}:
    parameters: [{$ref: '#/components/parameters/ID'}]
    get:
      tags: [Cat]
      operationId: getCat
      x-evidence: documented
      responses: {"200": {$ref: '#/components/responses/Cat'}}
    delete:
      tags: [Cat]
      operationId: deleteCat
      x-evidence: inferred
      x-since: v21
      security: [{Basic: []}]
      responses: {"204": {description: Gone}}
  /dog/{id}/bone:
    put:
      tags: [Dog, Cat]
      operationId: buryBone
      x-until: v20
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Bone'}}}}
      responses: {"204": {description: Done}}
  /log/in:
    post:
      tags: [Log]
      operationId: logIn
      responses: {"200": {description: OK, content: {application/json: {schema: {$ref: '#/paths/~1log~1out/post/requestBody/content/application~1json/schema'}}}}}
  /log/out:
    post:
      tags: [Log]
      operationId: logOut
      requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}
      responses: {"204": {description: OK}}
webhooks:
  born: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Unused'}}}}, responses: {"204": {description: OK}}}}
components:
  parameters:
    ID: {name: id, in: path, required: true, schema: {$ref: '#/components/schemas/ID'}}
    Page: {name: page, in: query, schema: {type: integer}}
  responses:
    Cat: {description: A cat, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
  schemas:
    Animal: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', tiger: Tiger}}}
    Cat: {type: object, properties: {kind: {type: string}, mother: {$ref: '#/components/schemas/Cat/properties/kind'}}}
    Tiger: {type: object, properties: {kind: {type: string}, prey: {$ref: '#/components/schemas/Prey'}}}
    Prey: {allOf: [{$ref: '#/components/schemas/Food'}]}
    Food: {type: object, discriminator: {propertyName: taste}, properties: {taste: {type: string}}}
    Fish: {allOf: [{$ref: '#/components/schemas/Food'}, {type: object}]}
    Salmon: {allOf: [{$ref: '#/components/schemas/Fish'}, {type: object}]}
    Bone: {type: object}
    ID: {type: integer}
    Unused: {type: object}
  securitySchemes:
    Key: {type: apiKey, in: header, name: key}
    Basic: {type: http, scheme: basic}
    Other: {type: http, scheme: bearer}
`

// TestSelectResponseKey checks that a selection keeps the key that a response has in the files.
func TestSelectResponseKey(t *testing.T) {
	const document = `openapi: 3.0.3
info: {title: Zoo, version: "1"}
paths:
  /cat: {get: {operationId: getCat, responses: {4xx: {description: Wrong}}}}
  /dog: {get: {operationId: getDog, responses: {"204": {description: Done}}}}
`
	whole, found, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: []byte(document)}}, "openapi.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	s, found := whole.Select(spec.Selection{Operations: choices("getCat")})
	if len(found) > 0 {
		t.Fatal(found)
	}
	if key := s.ResponseKey(s.At("/paths/~1cat/get/responses/4XX"), "4XX"); key != "4xx" {
		t.Errorf("ResponseKey of the selection: got %s, want 4xx", key)
	}
}

// TestSelectPathParameters checks that a selection keeps the parameters that it needs of another path item, and what these parameters reference.
func TestSelectPathParameters(t *testing.T) {
	const document = `openapi: 3.0.3
info: {title: Zoo, version: "1"}
paths:
  /cat: {get: {operationId: getCat, parameters: [{$ref: '#/paths/~1dog/parameters/0'}], responses: {"204": {description: Done}}}}
  /dog:
    parameters: [{name: limit, in: query, schema: {$ref: '#/components/schemas/Limit'}}]
    get: {operationId: getDog, responses: {"204": {description: Done}}}
  /owl: {get: {operationId: getOwl, responses: {"204": {description: Done}}}}
components: {schemas: {Limit: {type: integer}}}
`
	whole, found, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: []byte(document)}}, "openapi.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	s, found := whole.Select(spec.Selection{Operations: choices("getCat")})
	if len(found) > 0 {
		t.Fatal(found)
	}
	if got := s.At("/paths").Keys(); !slices.Equal(got, []string{"/cat", "/dog"}) {
		t.Errorf("paths of the selection: got %v, want /cat and /dog", got)
	}
	if operations := s.Operations(); len(operations) != 1 {
		t.Errorf("operations of the selection: got %d, want 1", len(operations))
	}
	if s.At("/paths/~1dog/parameters/0") == nil || s.At("/components/schemas/Limit") == nil {
		t.Errorf("bundle of the selection: got no parameter of /dog or no schema Limit, want both:\n%s", s.Bundle())
	}
	if _, err := s.Document(t.Context()); err != nil {
		t.Errorf("Document of the selection: got error %v, want none", err)
	}
}

func choices(texts ...string) []spec.Choice {
	var list []spec.Choice
	for i, text := range texts {
		list = append(list, spec.Choice{Text: text, Pos: report.Position{File: "specgen.yaml", Line: i + 1, Column: 1}})
	}
	return list
}

func TestSelect(t *testing.T) {
	whole, found, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: []byte(zoo)}}, "openapi.yaml")
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	for _, c := range []struct {
		name                  string
		sel                   spec.Selection
		operations, schemas   string
		schemes, tags, refuse string
	}{
		{name: "all", operations: "getCat deleteCat buryBone logIn logOut", schemas: "Animal Cat Tiger Prey Food Fish Salmon Bone ID Unused", schemes: "Key Basic Other", tags: "Cat Dog Log"},
		{name: "tag", sel: spec.Selection{Tags: choices("Dog")}, operations: "buryBone", schemas: "Bone", schemes: "Key", tags: "Cat Dog"},
		{name: "any tag of an operation", sel: spec.Selection{Tags: choices("Cat")}, operations: "getCat deleteCat buryBone", schemas: "Animal Cat Tiger Prey Food Fish Salmon Bone ID", schemes: "Key Basic", tags: "Cat Dog"},
		{name: "operation", sel: spec.Selection{Operations: choices("deleteCat")}, operations: "deleteCat", schemas: "ID", schemes: "Key Basic", tags: "Cat"},
		{name: "method and path", sel: spec.Selection{Operations: choices("put /dog/{id}/bone")}, operations: "buryBone", schemas: "Bone", schemes: "Key", tags: "Cat Dog"},
		{name: "path", sel: spec.Selection{Paths: choices("/cat/*")}, operations: "getCat deleteCat", schemas: "Animal Cat Tiger Prey Food Fish Salmon ID", schemes: "Key Basic", tags: "Cat"},
		{name: "path with any number of segments", sel: spec.Selection{Paths: choices("/dog/**", "/log/o**t", "/**/in")[:1]}, operations: "buryBone", schemas: "Bone", schemes: "Key", tags: "Cat Dog"},
		{name: "union of tags and operations", sel: spec.Selection{Tags: choices("Dog"), Operations: choices("deleteCat")}, operations: "deleteCat buryBone", schemas: "Bone ID", schemes: "Key Basic", tags: "Cat Dog"},
		{name: "evidence", sel: spec.Selection{Tags: choices("Cat"), Evidence: choices("documented")}, operations: "getCat", schemas: "Animal Cat Tiger Prey Food Fish Salmon ID", schemes: "Key", tags: "Cat"},
		{name: "version", sel: spec.Selection{Tags: choices("Cat"), Version: "v20"}, operations: "getCat buryBone", schemas: "Animal Cat Tiger Prey Food Fish Salmon Bone ID", schemes: "Key", tags: "Cat Dog"},
		{name: "later version", sel: spec.Selection{Tags: choices("Cat"), Version: "21.3"}, operations: "getCat deleteCat", schemas: "Animal Cat Tiger Prey Food Fish Salmon ID", schemes: "Key Basic", tags: "Cat"},
		{name: "reference into another operation", sel: spec.Selection{Operations: choices("logIn")}, operations: "logIn logOut", schemes: "Key", tags: "Log"},
		{name: "unknown tag", sel: spec.Selection{Tags: choices("Cat", "Cow")}, refuse: `specgen.yaml:2:1: no operation has the tag "Cow"; correct or remove it`},
		{name: "unknown path", sel: spec.Selection{Paths: choices("/cat")}, refuse: `no path matches "/cat"`},
		{name: "empty result", sel: spec.Selection{Tags: choices("Dog"), Version: "v21"}, refuse: "no operation is selected"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, found := whole.Select(c.sel)
			if c.refuse != "" {
				if s != nil || len(found) != 1 || !strings.Contains(found[0].String(), c.refuse) {
					t.Fatalf("Select: got findings %v, want one that contains %s", found, c.refuse)
				}
				return
			}
			if len(found) > 0 {
				t.Fatal(found)
			}
			var operations, schemas, tags []string
			for _, op := range s.Operations() {
				operations = append(operations, op.ID)
			}
			for _, x := range s.Schemas() {
				schemas = append(schemas, x.Name)
				if s.Position(x.Pointer) != whole.Position(x.Pointer) {
					t.Errorf("position of %s: got %v, want %v", x.Name, s.Position(x.Pointer), whole.Position(x.Pointer))
				}
			}
			for _, tag := range s.At("/tags").List() {
				tags = append(tags, tag.Text("name"))
			}
			for _, list := range []struct {
				what, want string
				got        []string
			}{{"operations", c.operations, operations}, {"schemas", c.schemas, schemas}, {"tags", c.tags, tags},
				{"schemes", c.schemes, s.At("/components/securitySchemes").Keys()}} {
				if !slices.Equal(list.got, strings.Fields(list.want)) {
					t.Errorf("selected %s: got %v, want %v", list.what, list.got, list.want)
				}
			}
			if _, err := s.Document(t.Context()); err != nil {
				t.Errorf("Document of the selection: got error %v, want none", err)
			}
		})
	}
}
