package diff_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/diff/gosource"
	"github.com/rasapi/specgen/gen/report"
)

var update = flag.Bool("update", false, "rewrite the expected results in testdata, docs/diff.md and docs/internals/diff-mutations.md")

var lab = flag.Int("lab", 0, "number of random edits in TestLab and TestWireLab")

const root = "example.com/house/generated"

// exports returns the export data files of the packages that generated code imports. It runs go list once, because go list is slow.
var exports = sync.OnceValues(func() (map[string]string, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", "--",
		"bytes", "context", "encoding/json", "errors", "fmt", "io", "iter", "log/slog", "mime/multipart", "net/http", "net/url", "slices", "strconv", "strings", "time", "flag",
		"github.com/go-chi/chi/v5", "github.com/rasapi/specgen/rest/protocol")
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

// outside returns one importer for all sides. A program that is checked with two sides must get the same packages, such as time, for both.
var outside = sync.OnceValues(func() (types.Importer, error) {
	files, err := exports()
	if err != nil {
		return nil, err
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("no export data for %q", path)
		}
		return os.Open(files[path])
	}), nil
})

func newImporter(context.Context, []string) (types.Importer, error) { return outside() }

// side returns one side of a comparison, with its generated code.
func side(t testing.TB, fsys fs.FS) diff.Side {
	t.Helper()
	s, err := plan(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plan returns a side with its code, which it generates in memory. If the generation fails, NoGo has the reason.
func plan(fsys fs.FS) (diff.Side, error) {
	ctx := context.Background()
	cfg := gen.Config{
		Spec: "openapi.yaml", Importer: newImporter, Complete: true,
		Target: gen.Target{Output: "generated", Code: code.Config{Package: root, Initialisms: []string{"ID"}}},
	}
	s, found, err := gen.Lint(ctx, fsys, cfg)
	if err != nil {
		return diff.Side{}, err
	}
	if s == nil {
		return diff.Side{}, fmt.Errorf("load side: %v", found)
	}
	if !found.HasErrors() {
		result, more, err := gen.Build(ctx, s, cfg)
		if err != nil {
			return diff.Side{}, err
		}
		if result != nil {
			return diff.Side{Spec: result.Spec, Side: gosource.Side{Tree: result.Tree, Go: result.Checked, Root: root}}, nil
		}
		found = append(found, more...).Compact()
	}
	first := found[0]
	for _, d := range found {
		if d.Severity == report.Error {
			first = d
			break
		}
	}
	return diff.Side{Spec: s, Side: gosource.Side{Root: root}, NoGo: first.Message, NoPos: first.Pos}, nil
}

// mutant is one edit of an API, from a file in testdata/mutations.
type mutant struct {
	name, file string
	archive    *txtar.Archive
	base, head func() (diff.Side, error) // the sides, which are generated once for all tests to save time
}

// mutants returns all edits in testdata/mutations. Edits of the same API share the side of base.
var mutants = sync.OnceValues(func() ([]mutant, error) {
	files, err := filepath.Glob(filepath.Join("testdata", "mutations", "*.txtar"))
	if err != nil {
		return nil, err
	}
	bases := map[string]func() (diff.Side, error){}
	var list []mutant
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			return nil, err
		}
		planned := func(side string) func() (diff.Side, error) {
			return sync.OnceValues(func() (diff.Side, error) { return plan(folder(a, side)) })
		}
		m := mutant{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), file: file, archive: a, head: planned("head")}
		text := string(txtar.Format(&txtar.Archive{Files: slices.DeleteFunc(slices.Clone(a.Files), func(f txtar.File) bool { return !strings.HasPrefix(f.Name, "base/") })}))
		if bases[text] == nil {
			bases[text] = planned("base")
		}
		m.base = bases[text]
		list = append(list, m)
	}
	return list, nil
})

// everyMutant returns all edits, and fails the test if there are fewer than 80.
func everyMutant(t *testing.T) []mutant {
	t.Helper()
	list, err := mutants()
	if err != nil || len(list) < 80 {
		t.Fatalf("mutants returned %d mutations and error %v, want at least 80 and no error", len(list), err)
	}
	return list
}

// sides returns the two sides of a mutation.
func (m mutant) sides(t *testing.T) (base, head diff.Side) {
	t.Helper()
	base, err := m.base()
	head, wrong := m.head()
	if err := errors.Join(err, wrong); err != nil {
		t.Fatalf("%s: %v", m.name, err)
	}
	return base, head
}

// folder returns the files in a directory of an archive.
func folder(a *txtar.Archive, name string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range a.Files {
		if file, ok := strings.CutPrefix(f.Name, name+"/"); ok {
			fsys[file] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

// TestMutations compares the two sides of each file in testdata/mutations. The last file of the archive, want, has the expected changes.
func TestMutations(t *testing.T) {
	for _, m := range everyMutant(t) {
		t.Run(m.name, func(t *testing.T) {
			base, head := m.sides(t)
			changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Wire: true, Names: true, Go: true})
			if err != nil {
				t.Fatal(err)
			}
			got := describe(changes)
			want := &m.archive.Files[len(m.archive.Files)-1]
			if want.Name != "want" {
				t.Fatalf("the last part is %q, want \"want\"", want.Name)
			}
			if strings.HasPrefix(m.name, "same-") && got != "" {
				t.Errorf("Compare returned changes for equal documents:\n%s", got)
			}
			checkReverse(t, base, head)
			if got == string(want.Data) {
				return
			}
			if !*update {
				t.Errorf("Compare returned\n%s\nwant\n%s", got, want.Data)
				return
			}
			want.Data = []byte(got)
			if err := os.WriteFile(m.file, txtar.Format(m.archive), 0o666); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// checkReverse checks that both directions have the same number of edits. checkReverse compares only names, because the results of the wire and Go
// levels depend on the direction.
func checkReverse(t *testing.T, base, head diff.Side) {
	t.Helper()
	names := diff.Levels{Names: true}
	a, err := diff.Compare(t.Context(), base, head, names)
	b, wrong := diff.Compare(t.Context(), head, base, names)
	if err != nil || wrong != nil {
		t.Fatal(err, wrong)
	}
	if len(a) != len(b) {
		t.Errorf("Compare returned %d edits, but %d with the sides exchanged:\n%s\nexchanged:\n%s", len(a), len(b), describe(a), describe(b))
	}
}

// describe returns changes as text.
func describe(changes []diff.Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%s %s: %s\n\t%s\n", c.Level, c.ID, c.Subject, c.Message)
		if c.Detail != "" {
			fmt.Fprintf(&b, "\tdetail: %s\n", c.Detail)
		}
		fmt.Fprintf(&b, "\tbase %s head %s\n", place(c.Base), place(c.Head))
		for _, a := range diff.Audiences() {
			if level, ok := c.Audiences[a]; ok {
				fmt.Fprintf(&b, "\t%s for %s\n", level, a)
			}
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
