package cli

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/cmd/specgen/internal/golist"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
)

// FuzzGenerate checks, for each document that lint accepts, that specgen generates code that passes the type check. The seeds are valid documents,
// documents with one error, and random documents.
func FuzzGenerate(f *testing.F) {
	for _, pattern := range []string{
		"../../../../gen/lint/testdata/clean*.txtar", "../../../../gen/lint/testdata/bad/*.txtar", "../../../../gen/lint/testdata/values-violate-schema-3.1.txtar",
		"../../../../gen/testdata/hostile.txtar",
	} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("got no archives for %s (error %v), want at least one", pattern, err)
		}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, part := range archive.Files {
				if part.Name == "openapi.yaml" {
					f.Add(part.Data)
				}
			}
		}
	}
	for seed := range uint64(20) {
		f.Add([]byte(newRandomDocument(seed).write()))
	}
	importer := lockedImporter(golist.New(".").Prepare)
	f.Fuzz(func(t *testing.T, root []byte) {
		cfg := gen.Config{
			Spec: "openapi.yaml", Importer: importer,
			Target: gen.Target{Output: "fuzzed", Code: code.Config{Package: "github.com/rasapi/specgen/fuzzed"}},
		}
		cfg.Enums.SQL, cfg.Enums.Visitor = true, true
		fsys := fstest.MapFS{"openapi.yaml": {Data: root}}
		s, judged, err := gen.Lint(t.Context(), fsys, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if s == nil || judged.HasErrors() {
			return
		}
		if _, found, err := gen.Build(t.Context(), s, cfg); err != nil || found.HasErrors() {
			t.Errorf("Build of a document without lint errors: got error %v and findings %v, want none", err, found)
		}
	})
}
