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

// check loads and lints a document, and returns the findings of the loader, of ReadConfig and of Check.
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
		_, more, err := lint.Check(context.Background(), s, cfg)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, more...)
	}
	return found.Compact()
}

// TestGolden checks the findings for the archives in testdata. An archive contains the files of a spec, with the root openapi.yaml and the
// configuration lint.yaml. The file "want" in an archive contains the expected findings with their related positions. The file "muxes" lists the
// servers that use an http.ServeMux: "own" is the server of specgen, and "stock" is the server of oapi-codegen.
func TestGolden(t *testing.T) { golden(t, "testdata/*.txtar") }

// golden lints every archive that matches pattern, and compares the findings with the file "want" in the archive. With -update, it rewrites this
// file.
func golden(t *testing.T, pattern string) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("golden files for %s: got %d and error %v, want at least one", pattern, len(files), err)
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
				t.Errorf("got findings:\n%swant:\n%srun the test with -update to rewrite the file", got, want)
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

// TestStrictLayout checks that a document is in strict layout only if most of its paths are in area files.
func TestStrictLayout(t *testing.T) {
	const doors = "/doors: {$ref: 'paths/door.yaml#/~1doors'}"
	const item = "{get: {summary: Get it, operationId: %s, responses: {'204': {description: Nothing}}}}"
	for _, c := range []struct {
		paths  string
		strict bool
	}{
		{doors, true},
		{doors + "\n  /bells: " + fmt.Sprintf(item, "getBells"), false},
	} {
		files := fstest.MapFS{
			"openapi.yaml":    {Data: []byte("openapi: 3.0.3\ninfo: {title: House, version: '1'}\nservers: [{url: 'https://house.example'}]\npaths:\n  " + c.paths + "\n")},
			"paths/door.yaml": {Data: []byte("/doors: " + fmt.Sprintf(item, "getDoors") + "\n")},
		}
		found := check(t, files, "openapi.yaml", "")
		if applied := slices.ContainsFunc(found, func(d report.Finding) bool { return d.Rule == "one-tag" }); applied != c.strict {
			t.Errorf("paths %s: got a finding of rule one-tag: %t, want %t; findings:\n%s", c.paths, applied, c.strict, text(found))
		}
	}
}
