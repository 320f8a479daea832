package cli

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/cmd/specgen/internal/golist"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
)

// TestAnyCases generates code for small public documents that are difficult for generators. It uses each router. The client of each document must
// exchange values with its server over HTTP (testdata/speaks), except for one document whose code the test only compiles. The test skips a document
// with names that specgen rejects.
func TestAnyCases(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test compiles many packages")
	}
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(repository, "..", "shared", "any-cases", "B*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("SKIPPED: no documents in ../shared/any-cases")
	}
	dir := t.TempDir()
	if err := writeModule(repository, dir, "example.com/any"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-mod=mod -trimpath")
	importer := lockedImporter(golist.New(".").Prepare)
	apis := map[string]string{}
	for _, file := range files {
		name := strings.ToLower(filepath.Base(file)[:3])
		if name == "b12" {
			continue // specgen rejects the names in this document
		}
		for _, router := range code.Routers() {
			for _, nullable := range code.Nullables() {
				cfg := code.Config{Router: router, Nullable: nullable, Packages: "one"}
				made := generateAnyCase(t, file, name+router+nullable, cfg, importer, dir)
				if name != "b08" { // the program testdata/speaks sends texts that contain the list separators of this document
					maps.Copy(apis, made)
				}
				if name != "b02" { // the setting nullable affects only this document
					break
				}
			}
		}
	}
	goTool(t, dir, "vet", "./...")
	t.Logf("%s", speak(t, dir, apis, "-every"))
}

// generateAnyCase generates code for a document in a directory below dir. It returns a map from name to the import path of the code, or nil if the
// test fails.
func generateAnyCase(t *testing.T, file, name string, target code.Config, importer gen.Importer, dir string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	target.Package = "example.com/any/" + name
	cfg := gen.Config{Spec: "openapi.yaml", Importer: importer, Target: gen.Target{Output: name, Code: target}}
	s, found, err := gen.Lint(t.Context(), fstest.MapFS{"openapi.yaml": {Data: data}}, cfg)
	if err != nil || found.HasErrors() {
		t.Errorf("%s: gen.Lint: got error %v and findings %v, want no errors", file, err, found)
		return nil
	}
	result, found, err := gen.Build(t.Context(), s, cfg)
	if err != nil || result == nil {
		t.Errorf("%s: gen.Build: got error %v and findings %v, want generated code", file, err, found)
		return nil
	}
	if _, err := result.Tree.Write(t.Context(), filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
	return map[string]string{name: cfg.Code.Package}
}
