package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
)

// TestDiffOfMutatedDocuments compares a document with copies that have random defects. A comparison may report changes and findings with positions,
// but it must not fail.
func TestDiffOfMutatedDocuments(t *testing.T) {
	const seed, runs = 3, 150
	base := treeDocument("3.0.3", `
    Tree:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1, enum: [a, b]}
        kind: {oneOf: [{$ref: '#/components/schemas/Leaf'}, {$ref: '#/components/schemas/Tree'}], discriminator: {propertyName: name}}
        size: {allOf: [{$ref: '#/components/schemas/Leaf'}, {type: object, additionalProperties: {type: integer, minimum: 1}}]}
    Leaf: {type: object, properties: {name: {type: string, default: a}, trees: {type: array, maxItems: 3, items: {$ref: '#/components/schemas/Tree'}}}}
`)
	var root any
	if err := yaml.Unmarshal([]byte(base), &root); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("base.yaml", []byte(base), 0o666); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(seed, 0))
	codes := map[int]int{}
	for run := range runs {
		m := mutation{random, copied(root)}
		for range 1 << random.IntN(4) {
			m.apply()
		}
		text, err := json.Marshal(m.root)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("head.json", text, 0o666); err != nil {
			t.Fatal(err)
		}
		var out, failure strings.Builder
		code := Run(t.Context(), []string{"diff", "--base", "base.yaml", "--head", "head.json", "--levels", "wire,names"}, strings.NewReader(""), &out, &failure)
		codes[code]++
		if code != exitClean && code != exitFindings || strings.Contains(failure.String(), "specgen: ") || code == exitFindings && !strings.Contains(out.String(), "head.json:") {
			t.Errorf("run %d of seed %d: got exit code %d and the output below, want no failure and 0, or 1 and a position in head.json\n%s%s\n%s", run, seed, code, &out, &failure, text)
		}
	}
	if codes[exitFindings] < runs/2 {
		t.Errorf("got exit codes %v, want code %d in at least half of %d runs", codes, exitFindings, runs)
	}
}

// mutation makes random changes to a document.
type mutation struct {
	*rand.Rand
	root any
}

// junk returns a value that is wrong in most places of a document.
func (m mutation) junk() any {
	values := []any{
		nil, true, 0, -1, 1.5, "", "x", []any{}, map[string]any{}, "#/components/schemas/Nope", []any{1, 1}, map[string]any{"$ref": "#/components/schemas/Nope"},
		map[string]any{"$ref": []any{}}, "a/b", "\u00e9", "{", "\x00\u202e*/",
	}
	return values[m.IntN(len(values))]
}

// apply makes one change. It removes, replaces, renames, copies or adds a value.
func (m mutation) apply() {
	all := containers(m.root, nil)
	if len(all) == 0 {
		return
	}
	switch n := all[m.IntN(len(all))].(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(n))
		key := keys[m.IntN(len(keys))]
		switch m.IntN(6) {
		case 0:
			delete(n, key)
		case 1:
			n[key] = m.junk()
		case 2:
			variants := []string{key + "_", strings.ToUpper(key), "", "-", key + "<", key + "'"}
			n[variants[m.IntN(len(variants))]] = copied(n[key])
		case 3:
			if other := copied(all[m.IntN(len(all))]); len(containers(other, nil)) < 200 {
				n[key] = other
			}
		case 4:
			fields := []string{"allOf", "oneOf", "anyOf", "nullable", "enum", "$ref", "x-go-name", "type", "required", "readOnly", "discriminator", "additionalProperties"}
			n[fields[m.IntN(len(fields))]] = m.junk()
		case 5:
			value := n[key]
			delete(n, key)
			n["z"+key] = value
		}
	case []any:
		i := m.IntN(len(n))
		n[i] = m.junk()
		if m.IntN(2) == 0 {
			n[i] = copied(n[m.IntN(len(n))])
		}
	}
}

// containers appends the non-empty mappings and lists of a document to list, and returns the result.
func containers(n any, list []any) []any {
	switch n := n.(type) {
	case map[string]any:
		if len(n) > 0 {
			list = append(list, n)
		}
		for _, key := range slices.Sorted(maps.Keys(n)) {
			list = containers(n[key], list)
		}
	case []any:
		if len(n) > 0 {
			list = append(list, n)
		}
		for _, item := range n {
			list = containers(item, list)
		}
	}
	return list
}

// copied returns a deep copy of a value. A key that is not a string becomes a string, and a time becomes a date.
func copied(n any) any {
	switch n := n.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, value := range n {
			out[key] = copied(value)
		}
		return out
	case map[any]any:
		out := map[string]any{}
		for key, value := range n {
			out[fmt.Sprint(key)] = copied(value)
		}
		return out
	case []any:
		out := make([]any, len(n))
		for i, item := range n {
			out[i] = copied(item)
		}
		return out
	case time.Time:
		return n.Format(time.DateOnly)
	}
	return n
}
