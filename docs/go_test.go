package docs_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// imports contains the packages that a fragment may use without an import. The keys are the names of the packages, and the values are their import
// paths.
var imports = map[string]string{
	"client":  "github.com/rasapi/specgen/generated/client",
	"model":   "github.com/rasapi/specgen/generated/model",
	"server":  "github.com/rasapi/specgen/generated/server",
	"rest":    "github.com/rasapi/specgen/rest",
	"ras":     "github.com/rasapi/specgen/ras",
	"rdshost": "github.com/rasapi/specgen/generated/client/rdshost",
	"chi":     "github.com/go-chi/chi/v5",

	"bytes": "bytes", "context": "context", "errors": "errors", "fmt": "fmt", "http": "net/http", "httptest": "net/http/httptest", "io": "io",
	"json": "encoding/json", "log": "log", "os": "os", "slog": "log/slog", "strings": "strings", "testing": "testing", "time": "time",
	"tls": "crypto/tls", "x509": "crypto/x509",
}

// checkGo type-checks the Go blocks that have neither a file name nor the attribute skip. The fragments on a page form one package. A block that is a
// whole file is a separate package.
func checkGo(t *testing.T, pages []*page) {
	fset := token.NewFileSet()
	var packages []*ast.File
	for _, p := range pages {
		if p.generated {
			continue
		}
		var fragments []block
		for _, b := range p.blocks {
			if b.language != "go" || b.file != "" || b.skip != "" {
				continue
			}
			file, err := parser.ParseFile(fset, p.name, lineDirective(p, b)+b.text, parser.SkipObjectResolution)
			switch {
			case err == nil:
				packages = append(packages, file)
			case strings.Contains(err.Error(), "expected 'package'"):
				fragments = append(fragments, b)
			default:
				t.Error(err)
			}
		}
		if len(fragments) == 0 {
			continue
		}
		source, err := join(p, fragments)
		if err != nil {
			t.Error(err)
			continue
		}
		file, err := parser.ParseFile(fset, p.name, source, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			continue
		}
		packages = append(packages, file)
	}

	shared := newImporter(t, fset, packages)
	for _, file := range packages {
		config := types.Config{Importer: shared, GoVersion: "go1.26", Error: func(err error) {
			if e, ok := errors.AsType[types.Error](err); !ok || !e.Soft { // unused variables and imports are soft errors
				t.Error(err)
			}
		}}
		_, _ = config.Check(file.Name.Name, fset, []*ast.File{file}, nil) // config.Error has already reported the errors
	}
}

func lineDirective(p *page, b block) string { return fmt.Sprintf("//line ../%s:%d\n", p.name, b.line) }

// join returns a Go file that contains the fragments on a page. Fragments with only declarations are at the top level. Other fragments are in a
// function, each in a block inside the block of the previous one.
func join(p *page, fragments []block) (string, error) {
	used := maps.Clone(imports)
	var declarations, statements strings.Builder
	depth := 0
	for _, b := range fragments {
		const clause = "package p;"
		head, err := parser.ParseFile(token.NewFileSet(), "", clause+b.text, parser.ImportsOnly)
		if err != nil {
			return "", fmt.Errorf("%s:%d: %w", p.name, b.line, err)
		}
		end := len(clause)
		for _, d := range head.Decls {
			end = max(end, int(d.End())-1)
		}
		for _, spec := range head.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return "", err
			}
			local := name[strings.LastIndex(name, "/")+1:]
			if spec.Name != nil {
				local = spec.Name.Name
			}
			used[local] = name
		}
		skipped := strings.Count(b.text[:end-len(clause)], "\n")
		b.text = b.text[end-len(clause):]
		b.line += skipped
		if strings.TrimSpace(b.text) == "" {
			continue
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "", clause+b.text, parser.SkipObjectResolution); err == nil {
			declarations.WriteString(lineDirective(p, b) + b.text)
			continue
		}
		statements.WriteString("{\n" + lineDirective(p, b) + b.text)
		depth++
	}
	body := declarations.String() + "func _(ctx context.Context, t *testing.T) error {\n" + statements.String() + strings.Repeat("}\n", depth) + "return nil\n}\n"
	var b strings.Builder
	b.WriteString("package page\n")
	for _, name := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(&b, "import %s %q\n", name, used[name])
	}
	return b.String() + body, nil
}

// newImporter returns an importer for the imports of files.
func newImporter(t *testing.T, fset *token.FileSet, files []*ast.File) types.Importer {
	t.Helper()
	needed := map[string]bool{}
	for _, file := range files {
		for _, spec := range file.Imports {
			if name, err := strconv.Unquote(spec.Path.Value); err == nil {
				needed[name] = true
			}
		}
	}
	exports := exportData(t, slices.Sorted(maps.Keys(needed)))
	return importer.ForCompiler(fset, "gc", func(name string) (io.ReadCloser, error) {
		if exports[name] == "" {
			return nil, fmt.Errorf("got no export data for %s, want a file", name)
		}
		return os.Open(exports[name])
	})
}

// exportData returns the names of the files with export data, by import path. It includes the dependencies of the packages.
func exportData(t *testing.T, packages []string) map[string]string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", "--"}, packages...)...)
	cmd.Dir = ".."
	cmd.WaitDelay = 10 * time.Second
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: got error %v, want none: %s", err, &stderr)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		files[name] = file
	}
	return files
}
