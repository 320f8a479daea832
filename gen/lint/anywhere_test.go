package lint_test

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/spec"
)

// TestCheckReplacedNodes replaces every third node of the golden documents, one node at a time. The new values cycle through scalars, sequences,
// mappings and references. Check must not panic or return an error. If neither the loader nor Check finds an error, kin-openapi must be able to load
// the document.
func TestCheckReplacedNodes(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	kinds := []string{"null", "7", "text", "true", "[]", "{}", "[7, text]", "{a: {b: c}}", "[[{}]]", "-1.5", "{$ref: '#/components/schemas/A'}", "{$ref: []}"}
	for i, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys := fstest.MapFS{}
			for _, f := range archive.Files {
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			runs := i
			for _, name := range slices.Sorted(maps.Keys(fsys)) {
				if filepath.Ext(name) != ".yaml" || name == "lint.yaml" {
					continue
				}
				f := fsys[name]
				original := f.Data
				var doc yaml.Node
				if err := yaml.Unmarshal(original, &doc); err != nil {
					continue
				}
				var nodes []*yaml.Node
				collect(doc.Content[0], &nodes)
				for _, n := range nodes {
					if runs++; runs%3 != 0 { // a test of every node takes too long
						continue
					}
					kind := kinds[runs/3%len(kinds)]
					saved := *n
					var other yaml.Node
					if err := yaml.Unmarshal([]byte(kind), &other); err != nil {
						t.Fatal(err)
					}
					*n = *other.Content[0]
					data, err := yaml.Marshal(&doc)
					if err != nil {
						t.Fatal(err)
					}
					*n = saved
					f.Data = data
					checkReadable(t, fsys, name+" "+kind)
				}
				f.Data = original
			}
		})
	}
}

// checkReadable checks that kin-openapi can load a document in which neither the loader nor Check finds an error.
func checkReadable(t *testing.T, fsys fstest.MapFS, what string) {
	t.Helper()
	s, found, err := spec.Load(t.Context(), fsys, "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		return
	}
	adapted, checked, err := lint.Check(t.Context(), s, lint.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if found.HasErrors() || checked.HasErrors() {
		return
	}
	if _, err := adapted.Document(t.Context()); err != nil {
		t.Errorf("%s: Document after Check without errors: got error %v, want none\n%s", what, err, fsys["openapi.yaml"].Data)
	}
}

// collect appends n and its descendants, except the keys of mappings, to nodes.
func collect(n *yaml.Node, nodes *[]*yaml.Node) {
	*nodes = append(*nodes, n)
	for i, child := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			collect(child, nodes)
		}
	}
}
