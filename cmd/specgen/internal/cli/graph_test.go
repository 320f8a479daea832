package cli

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/cmd/specgen/internal/golist"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
)

// TestSchemaGraphs generates code for random schemas that compose, contain and reference each other, possibly in cycles. Each run must end within
// runDeadline, with code that passes the type check or with a finding. oapi-codegen may also return its error about incompatible types.
func TestSchemaGraphs(t *testing.T) {
	importer := lockedImporter(golist.New(".").Prepare)
	made, refused := 0, map[string]int{}
	for i := range uint64(*randomSpecs) {
		seed := *randomSeed + i
		g := schemaGraph{rand.New(rand.NewPCG(seed, 16)), "3.0.3", "{description: only words, nullable: true}"}
		if seed%2 == 0 {
			g.version, g.words = "3.1.0", "{description: only words}"
		}
		data := treeDocument(g.version, g.schemas())
		cfg := gen.Config{
			Spec: "openapi.yaml", Importer: importer,
			Target: gen.Target{Output: "random", Code: code.Config{Package: "github.com/rasapi/specgen/random"}},
		}
		ctx, cancel := context.WithTimeout(t.Context(), runDeadline)
		var result *gen.Result
		s, found, err := gen.Lint(ctx, fstest.MapFS{"openapi.yaml": {Data: []byte(data)}}, cfg)
		if err == nil && !found.HasErrors() {
			result, found, err = gen.Build(ctx, s, cfg)
		}
		cancel()
		if err == nil && result != nil {
			made++
			continue
		}
		for _, f := range found {
			if f.Severity == 0 {
				refused[f.Rule]++
			}
			if f.Rule == "go-type" {
				t.Errorf("seed %d: got finding %v, want no finding of the rule go-type\n%s", seed, f, numbered(data))
			}
		}
		if err != nil && strings.Contains(err.Error(), "can not merge incompatible types") {
			refused["incompatible types"]++
			continue
		}
		if err != nil || !found.HasErrors() {
			t.Errorf("seed %d: got error %v and no result, want a finding\n%s", seed, err, numbered(data))
		}
	}
	t.Logf("specgen generates code for %d documents; rejected documents by rule: %v", made, refused)
	if made < *randomSpecs/4 {
		t.Errorf("got code for %d of %d documents, want code for at least a quarter; other documents by rule: %v", made, *randomSpecs, refused)
	}
}

// schemaGraph generates random schemas that reference each other.
type schemaGraph struct {
	*rand.Rand
	version, words string // version is the version of OpenAPI, and words is a schema that contains only annotations
}

// graphNames lists the names of the schemas in a graph. The operation in treeDocument returns a value of the first schema.
var graphNames = [...]string{"Tree", "Leaf", "Root", "Bark"}

func (g schemaGraph) schemas() string {
	var b strings.Builder
	for i, name := range graphNames {
		schema := g.object(3, i+1)
		fmt.Fprintf(&b, "\n    %s: %s", name, schema)
	}
	return b.String() + "\n"
}

// object returns a schema with properties, or with an allOf or oneOf of other schemas. In most cases, these schemas are in graphNames[first:], so
// that few schemas extend themselves.
func (g schemaGraph) object(depth, first int) string {
	switch n := g.IntN(6); {
	case n == 0 && depth > 0:
		return g.union("oneOf", depth, first)
	case n <= 2 && depth > 0:
		return g.union("allOf", depth, first)
	}
	var members []string
	for _, name := range []string{"a", "b", "c"}[:1+g.IntN(3)] {
		members = append(members, name+": "+g.value(depth-1))
	}
	required := ""
	if g.IntN(4) == 0 {
		required = ", required: [a]"
	}
	return fmt.Sprintf("{type: object, properties: {%s}%s}", strings.Join(members, ", "), required)
}

func (g schemaGraph) union(keyword string, depth, first int) string {
	var members []string
	for range 1 + g.IntN(3) {
		switch n := g.IntN(5); {
		case n == 0 && keyword == "allOf":
			members = append(members, g.words)
		case n == 1:
			members = append(members, g.object(depth-1, first))
		default:
			members = append(members, g.reference(first))
		}
	}
	return fmt.Sprintf("{%s: [%s]}", keyword, strings.Join(members, ", "))
}

// reference returns a reference to a random schema. In most cases, the schema is in graphNames[first:]. In one of eight cases, the reference is to a
// property of the schema.
func (g schemaGraph) reference(first int) string {
	if first >= len(graphNames) || g.IntN(20) == 0 {
		first = 0
	}
	inside := ""
	if g.IntN(8) == 0 {
		inside = "/properties/a"
	}
	return fmt.Sprintf("{$ref: '#/components/schemas/%s%s'}", graphNames[first+g.IntN(len(graphNames)-first)], inside)
}

// value returns a random schema of any kind.
func (g schemaGraph) value(depth int) string {
	if depth <= 0 {
		return []string{"{type: string}", "{type: integer}", g.reference(0)}[g.IntN(3)]
	}
	switch g.IntN(8) {
	case 0:
		return fmt.Sprintf("{type: array, items: %s}", g.value(depth-1))
	case 1:
		return fmt.Sprintf("{type: object, additionalProperties: %s}", g.value(depth-1))
	case 2:
		return g.union("anyOf", depth, 0)
	case 3, 4:
		return g.union("allOf", depth, 0)
	case 5:
		return g.object(depth-1, 0)
	}
	return g.reference(0)
}
