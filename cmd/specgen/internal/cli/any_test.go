package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestAnyDocument lints the documents in testdata/any, and generates and builds their code. The generator works around the defects in each document,
// or generates no code for the parts with defects. Lint must therefore report no error. The file "want" in each archive contains the expected output
// of lint.
func TestAnyDocument(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test builds the code of many documents")
	}
	program, dir := command(t), houseModule(t)
	archives, err := filepath.Glob("testdata/any/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("got no documents in testdata/any, want at least one; error:", err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		folder := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(name), ".txtar"), "-", "")
		root, want := "", ""
		for _, f := range archive.Files {
			if f.Name == "want" {
				want = string(f.Data)
				continue
			}
			if filepath.Base(f.Name) == "openapi.yaml" {
				root = f.Name
			}
			writeBelow(t, filepath.Join(dir, folder), f.Name, string(f.Data))
		}
		got := generateAny(t, program, filepath.Join(dir, folder), "spec: "+root+"\noutput: api\npackage: example.com/house/"+folder+"/api\n")
		if got == want {
			continue
		}
		if !*update {
			t.Errorf("%s: lint: got\n%swant\n%s-update rewrites the file", name, got, want)
			continue
		}
		if last := len(archive.Files) - 1; archive.Files[last].Name == "want" {
			archive.Files = archive.Files[:last]
		}
		archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(got)})
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	goTool(t, dir, "vet", "./...")
}

// TestCases lints the documents in directories outside the project, and generates and builds their code. Lint must report no error. Each document has
// a subtest with the name of its file, such as TestCases/A01-panic-example-wrong-type-31.
func TestCases(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test builds the code of many documents")
	}
	shared := filepath.Join(repositoryDir(t), "..", "shared")
	if _, err := os.Stat(filepath.Join(shared, "any-cases")); err != nil {
		t.Skipf("SKIPPED: no cases: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(shared, "a*-cases", "*.yaml"))
	if err != nil || len(files) < 20 {
		t.Fatalf("documents in a*-cases: got %d and error %v, want at least 20", len(files), err)
	}
	program, dir := command(t), houseModule(t)
	for i, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			folder := fmt.Sprintf("case%d", i)
			writeBelow(t, filepath.Join(dir, folder), "api/"+filepath.Base(file), string(text))
			writeBelow(t, filepath.Join(dir, folder), "shared.yaml", "A: {type: string}\n")
			writeBelow(t, filepath.Join(dir, folder), "api/op.yaml", "{operationId: op, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}\n")
			t.Logf("%s", generateAny(t, program, filepath.Join(dir, folder), "spec: api/"+filepath.Base(file)+"\noutput: out\npackage: example.com/house/"+folder+"/out\n"))
			goTool(t, dir, "build", "./"+folder+"/...")
		})
	}
}

// generateAny writes config to specgen.yaml in a directory, and runs lint and generate there. The exit code of each verb must be 0. generateAny
// returns the output of lint without the source lines that lint quotes.
func generateAny(t *testing.T, program, dir, config string) string {
	t.Helper()
	writeBelow(t, dir, "specgen.yaml", config)
	code, out := runToEnd(t, dir, program, "lint")
	if code != exitClean {
		t.Errorf("%s: lint: got exit code %d, want %d\n%s", filepath.Base(dir), code, exitClean, out)
	}
	if code, out := runToEnd(t, dir, program, "generate"); code != exitClean {
		t.Errorf("%s: generate: got exit code %d, want %d\n%s", filepath.Base(dir), code, exitClean, out)
	}
	var b strings.Builder
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "  ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// writeBelow writes a file in a directory and creates the parent directories of the file.
func writeBelow(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
