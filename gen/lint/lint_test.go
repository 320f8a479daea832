package lint_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// check loads and judges a document, with the findings of all stages.
func check(t testing.TB, fsys fs.FS, root, config string, muxes ...lint.Mux) report.List {
	t.Helper()
	s, found, err := spec.Load(context.Background(), fsys, root)
	if err != nil {
		t.Fatal(err)
	}
	cfg, wrong, err := lint.ReadConfig(fsys, config)
	if err != nil {
		t.Fatal(err)
	}
	found = append(found, wrong...)
	cfg.Muxes = muxes
	if s != nil {
		judged, err := lint.Check(context.Background(), s, cfg)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, judged...)
	}
	return found.Compact()
}

// TestGolden runs every testdata/*.txtar: the files of a spec (openapi.yaml is the root, lint.yaml its configuration) and, under want, the
// findings with their related places. A file muxes says which servers on an http.ServeMux are asked for: ours, or oapi-codegen's (stock).
func TestGolden(t *testing.T) { golden(t, "testdata/*.txtar") }

// golden compares the findings of every archive with what it expects.
func golden(t *testing.T, pattern string) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys := fstest.MapFS{}
			want, config := "", ""
			var muxes []lint.Mux
			for _, f := range archive.Files {
				switch f.Name {
				case "want":
					want = string(f.Data)
					continue
				case "muxes":
					for server := range strings.FieldsSeq(string(f.Data)) {
						muxes = append(muxes, lint.Mux{Stock: server == "stock"})
					}
					continue
				case "lint.yaml":
					config = f.Name
				}
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			got := text(check(t, fsys, "openapi.yaml", config, muxes...))
			if got == want {
				return
			}
			if !*update {
				t.Errorf("findings differ; -update rewrites them\ngot:\n%swant:\n%s", got, want)
				return
			}
			if last := len(archive.Files) - 1; archive.Files[last].Name == "want" {
				archive.Files = archive.Files[:last]
			}
			archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(got)})
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func text(found report.List) string {
	var b strings.Builder
	for _, d := range found {
		b.WriteString(d.String() + "\n")
		for _, r := range d.Related {
			b.WriteString("\t" + r.Pos.String() + ": " + r.Message + "\n")
		}
	}
	return b.String()
}

// TestHouseLayout holds that a document is in house layout when most of its paths stand in area files, and not for one that does.
func TestHouseLayout(t *testing.T) {
	const doors = "/doors: {$ref: 'paths/door.yaml#/~1doors'}"
	const item = "{get: {summary: Get it, operationId: %s, responses: {'204': {description: Nothing}}}}"
	for _, c := range []struct {
		paths string
		house bool
	}{
		{doors, true},
		{doors + "\n  /bells: " + fmt.Sprintf(item, "getBells"), false},
	} {
		files := fstest.MapFS{
			"openapi.yaml":    {Data: []byte("openapi: 3.0.3\ninfo: {title: House, version: '1'}\nservers: [{url: 'https://house.example'}]\npaths:\n  " + c.paths + "\n")},
			"paths/door.yaml": {Data: []byte("/doors: " + fmt.Sprintf(item, "getDoors") + "\n")},
		}
		found := check(t, files, "openapi.yaml", "")
		if judged := slices.ContainsFunc(found, func(d report.Finding) bool { return d.Rule == "one-tag" }); judged != c.house {
			t.Errorf("%s: judged by the rules of the house: %v, want %v; %s", c.paths, judged, c.house, text(found))
		}
	}
}
