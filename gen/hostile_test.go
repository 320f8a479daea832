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

// marker is the identifier that TestTextIsNotCode tries to inject into generated code.
const marker = "injectedMarker"

var all = flag.Bool("all", false, "insert every payload into every string")

// payloads contains texts by kind. Most of them try to end a line, comment, string or struct tag, so that the marker becomes code. The kind "nul" has
// characters that Go source must not contain.
var payloads = map[string]string{
	"line":    "\nfunc " + marker + "() {}\n//go:build " + marker + "\n//line x.go:1\n",
	"comment": " */ func " + marker + "() {} /*",
	"quote":   `" + ` + marker + `() + "`,
	"tag":     "`\n}\nfunc " + marker + "() {}\ntype X struct{ Y int `json:\"y",
	"cr":      "\r\u2028\u2029\u0085func " + marker + "() {}\r",
	"nul":     "\x00\ufeff" + marker,
}

// TestTextIsNotCode appends a payload to each string value and each key of a document, one at a time. Either specgen rejects the document, or the
// marker appears only in comments and string literals.
func TestTextIsNotCode(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/hostile.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(archive.Files[0].Data, &doc); err != nil {
		t.Fatal(err)
	}
	if rejected := rejects(t, &doc, "unchanged document"); rejected {
		t.Fatal("unchanged document: got no code, want code")
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
			if rejects(t, &doc, kind+" at "+at) {
				rejected++
			}
		}
		*n = old
	}
	visit(&doc, "")
	t.Logf("specgen rejects %[2]d of %[1]d payloads; %[3]d appear only in comments and literals", positions, rejected, positions-rejected)
	if positions-rejected < 200 {
		t.Errorf("got code for %d payloads, want at least 200", positions-rejected)
	}
}

// TestZeroByteInText checks that specgen generates code for a document with zero bytes in its texts. Go source must not contain zero bytes.
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
	if rejects(t, &doc, "zero bytes") {
		t.Error("document with zero bytes: got no code, want code")
	}
}

// payloadsFor returns the kinds of payloads for the n-th string. It returns one kind, or all kinds with -all.
func payloadsFor(n int) []string {
	kinds := slices.Sorted(maps.Keys(payloads))
	if *all {
		return kinds
	}
	return kinds[n%len(kinds):][:1]
}

// rejects reports whether specgen rejects a document. If specgen accepts the document, rejects calls checkMarker for the generated code.
func rejects(t *testing.T, doc *yaml.Node, what string) bool {
	t.Helper()
	var b bytes.Buffer
	if err := yaml.NewEncoder(&b).Encode(doc); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	fsys := fstest.MapFS{"openapi.yaml": {Data: b.Bytes()}}
	result, found, err := plan(t.Context(), fsys, gen.Config{Spec: "openapi.yaml", Target: gen.Target{Code: code.Config{Package: "example.com/x"}}})
	if err != nil {
		t.Errorf("%s: got error %v, want code or a finding", what, err)
		return true
	}
	if result == nil {
		if !found.HasErrors() {
			t.Errorf("%s: got no code and no error, want code or an error", what)
		}
		return true
	}
	checkMarker(t, result.Tree, what)
	return false
}

// checkMarker checks that generated Go code contains the marker only in comments and string literals. The files with the marker must contain neither
// directives nor block comments.
func checkMarker(t *testing.T, x *tree.Tree, what string) {
	t.Helper()
	for _, name := range x.Paths() {
		data, _ := x.Data(name)
		if path.Ext(name) != ".go" || !bytes.Contains(data, []byte(marker)) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%s: %s: got code that is not valid Go: %v", what, name, err)
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Name == marker {
				t.Errorf("%s: %s: got the marker as an identifier, want none", what, name)
			}
			if c, ok := n.(*ast.Comment); ok && (strings.HasPrefix(c.Text, "//go:") || strings.HasPrefix(c.Text, "//line") || strings.HasPrefix(c.Text, "/*")) {
				t.Errorf("%s: %s: got directive or block comment %q, want none", what, name, c.Text)
			}
			return true
		})
	}
}
