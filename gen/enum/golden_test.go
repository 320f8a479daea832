package enum_test

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/enum"
	"github.com/rasapi/specgen/gen/tree"
)

// TestGolden type-checks the code that is generated for each document in testdata/golden, and compares the code and the findings with the archive.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("got no archives in testdata/golden, want at least one; error:", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys, err := txtar.FS(archive)
			if err != nil {
				t.Fatal(err)
			}
			cfg := enum.Config{Package: fullConfig.Package, Rest: restPath, Visitor: name == "visitor", SQL: name == "sql", Lean: name == "lean"}
			made, found := generate(t, fsys, cfg)
			check(t, made)

			result := &txtar.Archive{Comment: archive.Comment, Files: archive.Files[:1]}
			if len(found) > 0 {
				var b bytes.Buffer
				for _, d := range found {
					fmt.Fprintln(&b, d)
					for _, r := range d.Related {
						fmt.Fprintf(&b, "\t%s: %s\n", r.Pos, r.Message)
					}
				}
				result.Files = append(result.Files, txtar.File{Name: "findings", Data: b.Bytes()})
			}
			for _, path := range made.Paths() {
				data, _ := made.Data(path)
				result.Files = append(result.Files, txtar.File{Name: path, Data: data})
			}
			golden(t, file, txtar.Format(result))
		})
	}
}

// check reports type errors and unformatted files in generated code.
func check(t testing.TB, made *tree.Tree) {
	t.Helper()
	files := sources(made)
	for _, err := range typeErrors(t, files) {
		t.Error(err)
	}
	for path, data := range files {
		if formatted, err := format.Source(data); err != nil || !bytes.Equal(formatted, data) {
			t.Errorf("%s: gofmt changes the generated text or returns error %v, want neither", path, err)
		}
	}
}

// sources returns the content of each file in a tree.
func sources(made *tree.Tree) map[string][]byte {
	out := map[string][]byte{}
	for _, path := range made.Paths() {
		out[path], _ = made.Data(path)
	}
	return out
}

// typeErrors returns the type errors in files.
func typeErrors(t testing.TB, files map[string][]byte) []error {
	t.Helper()
	return typeCheck(t, files, nil)
}

// typeCheck type-checks files, fills info unless it is nil, and returns the errors.
func typeCheck(t testing.TB, files map[string][]byte, info *types.Info) []error {
	t.Helper()
	fset := token.NewFileSet()
	var parsed []*ast.File
	for path, data := range files {
		f, err := parser.ParseFile(fset, path, data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	var found []error
	cfg := types.Config{Importer: exports(t, fset), Error: func(err error) { found = append(found, err) }}
	_, _ = cfg.Check(fullConfig.Package, fset, parsed, info)
	return found
}

// exports returns an importer that reads export data of the go command. An importer that reads source code would be many times slower.
func exports(t testing.TB, fset *token.FileSet) types.Importer {
	t.Helper()
	files, err := exportFiles()
	if err != nil {
		t.Fatal(err)
	}
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
}

var exportFiles = sync.OnceValues(func() (map[string]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "go", "list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}",
		restPath+"/protocol", "iter", "log/slog", "database/sql/driver").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	return files, nil
})
