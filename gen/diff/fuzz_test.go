package diff_test

import (
	"math/rand"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/spec"
)

// shed is a small document with most kinds of objects. Comparing it takes a few milliseconds.
const shed = `openapi: 3.0.3
info: {title: Shed, version: "1"}
security: [{Token: []}]
tags: [{name: Tool}]
paths:
  /tool/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, format: int32}}
    put:
      tags: [Tool]
      operationId: putTool
      parameters:
        - {name: dry, in: query, schema: {type: boolean}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Tool'}}}
      responses:
        "200": {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/Rake'}}}}
        "404": {description: Gone}
components:
  securitySchemes: {Token: {type: apiKey, in: header, name: auth}}
  schemas:
    Tool:
      type: object
      required: [id]
      properties:
        id: {type: integer, format: int32, minimum: 1}
        name: {type: string, maxLength: 9, pattern: '^a'}
        kind: {$ref: '#/components/schemas/Kind'}
        parts: {type: array, items: {$ref: '#/components/schemas/Tool'}}
    Rake:
      allOf:
        - $ref: '#/components/schemas/Tool'
        - {type: object, properties: {teeth: {type: integer, nullable: true}}, additionalProperties: {type: string}}
    Kind: {type: integer, enum: [0, 1, 2], x-enum-varnames: [Rake, Saw, Axe], x-enum-reserved: [7]}
`

// wrongValues is an OpenAPI 3.1 document with examples and a default that do not match the types of their schemas.
const wrongValues = `openapi: 3.1.0
info: {title: Shed, version: "1"}
paths:
  /tools:
    get:
      parameters: [{name: kind, in: query, schema: {type: string, example: [a, b]}}]
      responses: {"200": {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/Tool'}, example: {id: a}}}}}
components:
  schemas:
    Tool: {type: [object, "null"], properties: {id: {type: integer, default: one}, name: {type: string, example: null}}}
`

// FuzzCompare compares the documents in two arbitrary texts, and skips texts that do not load. It checks that Compare does not panic, that a document
// does not differ from itself, and that both directions have the same number of edits.
func FuzzCompare(f *testing.F) {
	f.Add([]byte(shed), []byte(shed))
	f.Add([]byte(wrongValues), []byte(strings.Replace(wrongValues, "default: one", "default: [1]", 1)))
	f.Add([]byte("openapi: 3.0.0\ninfo: {title: a, version: '1'}\npaths: {}\n"), []byte("openapi: 3.1.0\ninfo: {title: b, version: '2'}\npaths: {/a/{b}: {get: {responses: {}}}}\n"))
	f.Fuzz(func(t *testing.T, x, y []byte) {
		a, b := tryLoad(t, x), tryLoad(t, y)
		if a.Spec == nil || b.Spec == nil {
			return
		}
		checkInvariants(t, a, b)
	})
}

// FuzzEdits compares two variants of a small document. The bytes select the edits that create the variants. Most variants load, unlike arbitrary texts.
func FuzzEdits(f *testing.F) {
	for seed := range int64(12) {
		x, y := make([]byte, 4*seed), make([]byte, 12)
		r := rand.New(rand.NewSource(seed))
		r.Read(x)
		r.Read(y)
		f.Add(x, y)
	}
	f.Fuzz(func(t *testing.T, x, y []byte) {
		a, b := tryLoad(t, edited(t, x)), tryLoad(t, edited(t, y))
		if a.Spec == nil || b.Spec == nil {
			return
		}
		checkInvariants(t, a, b)
	})
}

// script is a [rand.Source] that returns its bytes one by one, and then zeros.
type script struct{ bytes []byte }

// Seed implements [rand.Source].
func (*script) Seed(int64) {}

// Int63 implements [rand.Source]. Int63 puts the next byte in the bits that rand.Intn uses.
func (s *script) Int63() int64 {
	if len(s.bytes) == 0 {
		return 0
	}
	b := s.bytes[0]
	s.bytes = s.bytes[1:]
	return int64(b) << 32
}

// edited returns the small document after at most 16 edits, which the bytes select.
func edited(t *testing.T, choices []byte) []byte {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(shed), &doc); err != nil {
		t.Fatal(err)
	}
	s := &script{choices}
	r := rand.New(s)
	for n := 0; len(s.bytes) > 0 && n < 16; n++ {
		if r.Intn(2) == 0 {
			program(r, doc.Content[0])
		} else {
			edit(r, doc.Content[0])
		}
	}
	text, err := yaml.Marshal(&doc)
	if err != nil {
		t.Skip(err)
	}
	return text
}

func tryLoad(t *testing.T, data []byte) diff.Side {
	s, found, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: data}}, "openapi.yaml")
	if err != nil || s == nil || found.HasErrors() {
		return diff.Side{}
	}
	return diff.Side{Spec: s}
}

// checkInvariants checks properties of Compare that hold for any two documents.
func checkInvariants(t *testing.T, a, b diff.Side) {
	t.Helper()
	both := diff.Levels{Wire: true, Names: true}
	if same, err := diff.Compare(t.Context(), a, a, both); err == nil && len(same) > 0 {
		t.Fatalf("a document differs from itself:\n%s", describe(same))
	}
	if _, err := diff.Compare(t.Context(), a, b, both); err != nil {
		t.Skip(err) // a side that Compare rejects
	}
	checkReverse(t, a, b)
}

// TestRandomEdits makes random edits of a small API and checks the invariants.
func TestRandomEdits(t *testing.T) {
	a, err := txtar.ParseFile(filepath.Join("testdata", "mutations", "enum-varname-renamed.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	data := folder(a, "base")["openapi.yaml"].Data
	base := load(t, folder(a, "base"))
	loaded := 0
	for seed := range int64(150) {
		r := rand.New(rand.NewSource(seed))
		var doc yaml.Node
		if err := yaml.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		for range 1 + r.Intn(4) {
			edit(r, doc.Content[0])
		}
		text, err := yaml.Marshal(&doc)
		if err != nil {
			t.Fatal(err)
		}
		if head := tryLoad(t, text); head.Spec != nil {
			loaded++
			t.Run("", func(t *testing.T) { checkInvariants(t, base, head) })
		}
	}
	if loaded < 30 {
		t.Errorf("%d edited documents load, want at least 30", loaded)
	}
}

// edit removes, renames, swaps or changes a random descendant of a node.
func edit(r *rand.Rand, n *yaml.Node) {
	for len(n.Content) > 0 && r.Intn(6) > 0 {
		next := n.Content[r.Intn(len(n.Content))]
		if len(next.Content) == 0 {
			break
		}
		n = next
	}
	if len(n.Content) == 0 {
		n.Value += "x"
		return
	}
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	i := r.Intn(len(n.Content)/step) * step
	switch r.Intn(4) {
	case 0:
		n.Content = append(n.Content[:i:i], n.Content[i+step:]...)
	case 1:
		if last := n.Content[i+step-1]; len(last.Content) == 0 {
			last.Value, last.Tag, last.Style = "7", "", 0
		}
	case 2:
		if step == 2 {
			n.Content[i].Value += "2"
		}
	case 3:
		j := r.Intn(len(n.Content)/step) * step
		n.Content[i+step-1], n.Content[j+step-1] = n.Content[j+step-1], n.Content[i+step-1]
	}
}
