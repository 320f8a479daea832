package gen_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/tree"
)

// marker is the identifier that the test tries to inject into the generated code.
const marker = "injectedMarker"

var all = flag.Bool("all", false, "insert every payload into every string")

// payloads end comments, strings, struct tags and lines, and then try to declare or call something.
var payloads = map[string]string{
	"line":    "\nfunc " + marker + "() {}\n//go:build " + marker + "\n//line x.go:1\n",
	"comment": " */ func " + marker + "() {} /*",
	"quote":   `" + ` + marker + `() + "`,
	"tag":     "`\n}\nfunc " + marker + "() {}\ntype X struct{ Y int `json:\"y",
	"cr":      "\r\u2028\u2029\u0085func " + marker + "() {}\r",
	"nul":     "\x00\ufeff" + marker,
}

// TestTextIsNotCode inserts a marker into every string of a document, keys included, one at a time. The document must be rejected, or the marker must
// appear in comments and string literals only.
func TestTextIsNotCode(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/hostile.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(archive.Files[0].Data, &doc); err != nil {
		t.Fatal(err)
	}
	if rejected := attack(t, &doc, "nothing"); rejected {
		t.Fatal("the unchanged document is rejected, so nothing would be tested")
	}
	positions, rejected := 0, 0
	var visit func(n *yaml.Node, at string)
	visit = func(n *yaml.Node, at string) {
		for i, c := range n.Content {
			name := at
			if n.Kind == yaml.MappingNode {
				name += "/" + n.Content[i&^1].Value
			}
			visit(c, name)
		}
		if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" {
			return
		}
		old := *n
		for _, kind := range payloadsFor(positions) {
			payload := payloads[kind]
			n.Value, n.Style = old.Value+payload, yaml.DoubleQuotedStyle
			positions++
			if attack(t, &doc, kind+" at "+at) {
				rejected++
			}
		}
		*n = old
	}
	visit(&doc, "")
	t.Logf("%d payloads: %d rejected, %d without effect", positions, rejected, positions-rejected)
	if positions-rejected < 200 {
		t.Errorf("code was generated for only %d payloads: the document is too small, or is rejected too early", positions-rejected)
	}
}

// TestZeroByteInText checks that zero bytes in texts do not get into comments, because Go source must not contain any.
func TestZeroByteInText(t *testing.T) {
	var doc yaml.Node
	err := yaml.Unmarshal([]byte(`
openapi: 3.0.3
info: {title: "A\0", version: "1", description: "A\0"}
paths:
  /doors:
    get:
      operationId: listDoors
      summary: "A\0"
      description: "A\0"
      parameters: [{name: a, in: query, description: "A\0", deprecated: true, x-deprecated-reason: "A\0", schema: {type: string}}]
      responses: {"200": {description: "A\0", content: {application/json: {schema: {$ref: "#/components/schemas/Door"}}}}}
components:
  schemas:
    Door: {type: object, description: "A\0", properties: {name: {type: string, description: "A\0", deprecated: true, x-deprecated-reason: "A\0"}}}
`), &doc)
	if err != nil {
		t.Fatal(err)
	}
	if attack(t, &doc, "zero bytes") {
		t.Error("the document is rejected")
	}
}

// payloadsFor returns the kinds of payloads for the nth string: one, or all with -all.
func payloadsFor(n int) []string {
	kinds := slices.Sorted(maps.Keys(payloads))
	if *all {
		return kinds
	}
	return kinds[n%len(kinds):][:1]
}

// attack generates code from a document, and reports whether the document was rejected.
func attack(t *testing.T, doc *yaml.Node, what string) (rejected bool) {
	t.Helper()
	var b bytes.Buffer
	if err := yaml.NewEncoder(&b).Encode(doc); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	fsys := fstest.MapFS{"openapi.yaml": {Data: b.Bytes()}}
	result, found, err := plan(t.Context(), fsys, gen.Config{Spec: "openapi.yaml", Target: gen.Target{Code: code.Config{Package: "example.com/x"}}})
	if err != nil {
		t.Errorf("%s: want a finding, got the error %v", what, err)
		return true
	}
	if result == nil {
		if !found.HasErrors() {
			t.Errorf("%s: no code and no finding that is an error", what)
		}
		return true
	}
	harmless(t, result.Tree, what)
	return false
}

// harmless checks that the marker is not code.
func harmless(t *testing.T, x *tree.Tree, what string) {
	t.Helper()
	for _, name := range x.Paths() {
		data, _ := x.Data(name)
		if path.Ext(name) != ".go" || !bytes.Contains(data, []byte(marker)) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%s: %s is not Go: %v", what, name, err)
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Name == marker {
				t.Errorf("%s: %s has the marker as code", what, name)
			}
			if c, ok := n.(*ast.Comment); ok && (strings.HasPrefix(c.Text, "//go:") || strings.HasPrefix(c.Text, "//line") || strings.HasPrefix(c.Text, "/*")) {
				t.Errorf("%s: %s has the directive %q", what, name, c.Text)
			}
			return true
		})
	}
}
