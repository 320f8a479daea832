package diff_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/diff"
)

var update = flag.Bool("update", false, "rewrite the expected changes in testdata/mutations")

var lab = flag.Int("lab", 0, "how many random edits TestLab judges")

const root = "example.com/house/generated"

// exports finds the export data of the packages that generated code imports, once: `go list` is slow.
var exports = sync.OnceValues(func() (map[string]string, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", "--",
		"bytes", "context", "encoding/json", "errors", "fmt", "io", "iter", "log/slog", "mime/multipart", "net/http", "net/url", "slices", "strconv", "strings", "time", "flag",
		"github.com/go-chi/chi/v5", "github.com/oapi-codegen/runtime", "github.com/oapi-codegen/runtime/types", "github.com/rasapi/specgen/rest")
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); err != nil {
			return nil, err
		}
		files[p.ImportPath] = p.Export
	}
	return files, nil
})

// outside is one importer for all sides: a program that is checked against two of them needs one package time.
var outside = sync.OnceValues(func() (types.Importer, error) {
	files, err := exports()
	if err != nil {
		return nil, err
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("no export data of %q", path)
		}
		return os.Open(files[path])
	}), nil
})

func newImporter(context.Context, []string) (types.Importer, error) { return outside() }

// side plans one side of a comparison.
func side(t testing.TB, fsys fs.FS) diff.Side {
	t.Helper()
	cfg := gen.Config{Spec: "openapi.yaml", Output: "generated", Package: root, Initialisms: []string{"ID"}, Importer: newImporter}
	result, found, err := gen.Plan(t.Context(), fsys, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if result != nil {
		return diff.Side{Spec: result.Spec, Tree: result.Tree, Go: result.Checked, Root: root}
	}
	s, _, err := gen.Lint(t.Context(), fsys, cfg)
	if err != nil || s == nil {
		t.Fatalf("the side does not load: %v %v", found, err)
	}
	first := found[0]
	for _, d := range found {
		if d.Severity == 0 {
			first = d
			break
		}
	}
	return diff.Side{Spec: s, Root: root, NoGo: first.Message, NoPos: first.Pos}
}

// folder gives the files of an archive below a folder.
func folder(a *txtar.Archive, name string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range a.Files {
		if file, ok := strings.CutPrefix(f.Name, name+"/"); ok {
			fsys[file] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

// TestMutations compares one edit of a small API a file. The part want has the changes as the text format writes them.
func TestMutations(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "mutations", "*.txtar"))
	if err != nil || len(files) < 80 {
		t.Fatalf("%d files, %v; want 80 at least", len(files), err)
	}
	var base diff.Side
	var known []byte
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if data := folder(a, "base")["openapi.yaml"].Data; !bytes.Equal(data, known) { // it is the same in most of them
				base, known = side(t, folder(a, "base")), data
			}
			head := side(t, folder(a, "head"))
			all := diff.Levels{Wire: true, Names: true, Go: true}
			changes, err := diff.Compare(t.Context(), base, head, all)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(changes)
			want := &a.Files[len(a.Files)-1]
			if want.Name != "want" {
				t.Fatalf("the last part is %q, not want", want.Name)
			}
			if strings.HasPrefix(filepath.Base(file), "same-") && got != "" {
				t.Errorf("noise:\n%s", got)
			}
			mirrors(t, base, head, changes)
			if got == string(want.Data) {
				return
			}
			if !*update {
				t.Errorf("got\n%s\nwant\n%s", got, want.Data)
				return
			}
			want.Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// mirrors tells whether the way back has as many edits. What the judges say depends on the direction, so only names are compared.
func mirrors(t *testing.T, base, head diff.Side, there []diff.Change) {
	t.Helper()
	names := diff.Levels{Names: true}
	a, err := diff.Compare(t.Context(), base, head, names)
	b, wrong := diff.Compare(t.Context(), head, base, names)
	if err != nil || wrong != nil {
		t.Fatal(err, wrong)
	}
	if len(a) != len(b) {
		t.Errorf("%d edits there, %d back:\n%s\nback\n%s", len(a), len(b), describe(a), describe(b))
	}
}

// describe writes changes for a reader of a test.
func describe(changes []diff.Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%s %s: %s\n\t%s\n", c.Level, c.ID, c.Subject, c.Message)
		if c.Detail != "" {
			fmt.Fprintf(&b, "\tdetail: %s\n", c.Detail)
		}
		fmt.Fprintf(&b, "\tbase %s head %s\n", place(c.Base), place(c.Head))
		if len(c.Hits) > 0 {
			fmt.Fprintf(&b, "\thits: %v\n", c.Hits)
		}
		if len(c.Requests)+len(c.Responses) > 0 {
			fmt.Fprintf(&b, "\t%d requests, %d responses\n", len(c.Requests), len(c.Responses))
		}
		for _, w := range c.Wire {
			fmt.Fprintf(&b, "\twire: %s %s, %d times\n", w.Level, w.Rule, w.Count)
		}
		for i, g := range c.Go {
			if i == 8 {
				fmt.Fprintf(&b, "\tgo: and %d more\n", len(c.Go)-i)
				break
			}
			fmt.Fprintf(&b, "\tgo: %s: %s\n", strings.TrimPrefix(g.Symbol.String(), root+"/"), g.Message)
		}
	}
	return b.String()
}

func place(p diff.Place) string {
	if p.Pos.IsZero() {
		return "-"
	}
	return p.Pos.String()
}
