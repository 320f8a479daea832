package diff_test

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/diff"
)

// street is an API of which many operations use the same components, in several ways.
func street() string {
	var b strings.Builder
	b.WriteString(`openapi: 3.0.3
info: {title: Street, version: "1.0.0"}
security: [{Token: []}]
tags: [{name: House}]
components:
  securitySchemes: {Token: {type: apiKey, in: header, name: auth}}
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, maximum: 50}}
  responses:
    Wrong: {description: Wrong, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
    Gone: {description: Gone, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  schemas:
    Problem: {type: object, properties: {title: {type: string}, kind: {$ref: '#/components/schemas/Kind'}}}
    Kind: {type: integer, enum: [0, 1, 2], x-enum-varnames: [Odd, Even, Both]}
    House: {type: object, required: [id], properties: {id: {type: integer, format: int32}, kind: {$ref: '#/components/schemas/Kind'}, next: {$ref: '#/components/schemas/House'}}}
    Garden: {type: object, properties: {trees: {type: integer}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: is, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
    Cat: {type: object, required: [is], properties: {is: {type: string}, lives: {type: integer}}}
    Dog: {type: object, required: [is], properties: {is: {type: string}, barks: {type: boolean}}}
paths:
`)
	schemas := []string{"House", "Garden", "Pet"}
	for i := range 12 {
		schema := schemas[i%3]
		fmt.Fprintf(&b, `  /n%d/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, format: int32}}
    get:
      tags: [House]
      operationId: get%d
      description: Number %d
      parameters: [{$ref: '#/components/parameters/Limit'}]
      responses:
        "200": {description: Number %d, content: {application/json: {schema: {$ref: '#/components/schemas/%s'}}}}
        "400": {$ref: '#/components/responses/Wrong'}
    put:
      tags: [House]
      operationId: put%d
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/%s'}}}}
      responses:
        "204": {description: Done}
        "%d": {$ref: '#/components/responses/Gone'}
`, i, i, i, i, schema, i, schema, 400+i%2)
	}
	return b.String()
}

// same compares with and without leaving out, and gives what was found.
func same(t *testing.T, base, head diff.Side) []diff.Change {
	t.Helper()
	both := diff.Levels{Wire: true, Names: true}
	want, err := diff.CompareWhole(t.Context(), base, head, both)
	got, wrong := diff.Compare(t.Context(), base, head, both)
	switch {
	case err != nil: // kin-openapi does not read the whole: words that are numbers, for instance
	case wrong != nil:
		t.Error(wrong)
	case !reflect.DeepEqual(got, want):
		t.Errorf("found:\n%s\nand of the whole:\n%s", describe(got), describe(want))
	}
	return got
}

// TestLeavesOutNothingThatCounts compares the answers of oasdiff about what it is asked with those about whole documents.
func TestLeavesOutNothingThatCounts(t *testing.T) {
	t.Run("mutations", func(t *testing.T) {
		for _, m := range everyMutant(t) {
			t.Run(m.name, func(t *testing.T) { same(t, load(t, folder(m.archive, "base")), load(t, folder(m.archive, "head"))) })
		}
	})
	t.Run("random", func(t *testing.T) {
		base := tryLoad(t, []byte(street()))
		loaded := 0
		for seed := range int64(300) {
			if head := tryLoad(t, random(t, street(), seed)); head.Spec != nil {
				loaded++
				same(t, base, head)
			}
		}
		if loaded < 100 {
			t.Errorf("only %d edited documents load", loaded)
		}
	})
	t.Run("pair", func(t *testing.T) {
		base, head := pair(t)
		same(t, base, head)
	})
}

// random edits a document.
func random(t *testing.T, text string, seed int64) []byte {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	for range 1 + r.Intn(4) {
		at := doc.Content[0].Content
		edit(r, at[len(at)-3]) // the components
		if r.Intn(3) == 0 {
			edit(r, doc.Content[0])
		}
	}
	out, err := yaml.Marshal(&doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// pair are two versions of a large public API.
func pair(t testing.TB) (base, head diff.Side) {
	t.Helper()
	var sides [2]diff.Side
	for i, name := range []string{"adyen-mgmt-2023.json", "adyen-mgmt-2026.json"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "corpus", "pairs", name))
		if err != nil {
			t.Skip("the corpus is not here")
		}
		sides[i] = load(t, fstest.MapFS{"openapi.yaml": {Data: data}})
	}
	return sides[0], sides[1]
}

// TestOneUseIsEnough counts every operation that reaches a shared schema, though oasdiff is asked about few of them.
func TestOneUseIsEnough(t *testing.T) {
	base := tryLoad(t, []byte(street()))
	head := tryLoad(t, []byte(strings.Replace(street(), "title: {type: string}", "title: {type: boolean}", 1)))
	got := same(t, base, head)
	if len(got) == 0 || len(got[0].Wire) != 1 || got[0].Wire[0].Count != 24 || len(got[0].Responses) != 24 {
		t.Errorf("one change that oasdiff tells of 24 operations is wanted:\n%s", describe(got))
	}
}
