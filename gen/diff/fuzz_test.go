package diff_test

import (
	"math/rand"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/spec"
)

// FuzzCompare compares two documents of any kind: nothing panics, a document does not differ from itself, and the way back has as many
// edits as the way there.
func FuzzCompare(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "mutations", "*.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	for i, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		if i%10 == 0 {
			f.Add(folder(a, "base")["openapi.yaml"].Data, folder(a, "head")["openapi.yaml"].Data)
		}
	}
	f.Add([]byte("openapi: 3.0.0\ninfo: {title: a, version: '1'}\npaths: {}\n"), []byte("openapi: 3.1.0\ninfo: {title: b, version: '2'}\npaths: {/a/{b}: {get: {responses: {}}}}\n"))
	f.Fuzz(func(t *testing.T, x, y []byte) {
		a, b := tryLoad(t, x), tryLoad(t, y)
		if a.Spec == nil || b.Spec == nil {
			return
		}
		sound(t, a, b)
	})
}

func tryLoad(t *testing.T, data []byte) diff.Side {
	s, found, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: data}}, "openapi.yaml")
	if err != nil || s == nil || found.HasErrors() {
		return diff.Side{}
	}
	return diff.Side{Spec: s}
}

// sound checks what is true of any two documents.
func sound(t *testing.T, a, b diff.Side) {
	t.Helper()
	both := diff.Levels{Wire: true, Names: true}
	if same, err := diff.Compare(t.Context(), a, a, both); err == nil && len(same) > 0 {
		t.Fatalf("a document differs from itself:\n%s", describe(same))
	}
	if _, err := diff.Compare(t.Context(), a, b, both); err != nil {
		t.Skip(err) // kin-openapi takes less than we do
	}
	mirrors(t, a, b, nil)
}

// TestRandomEdits edits the small API at random places.
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
			t.Run("", func(t *testing.T) { sound(t, base, head) })
		}
	}
	if loaded < 30 {
		t.Errorf("only %d edited documents load", loaded)
	}
}

// edit removes, renames, swaps or rewrites something below a node.
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
