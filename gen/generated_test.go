package gen_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// plan lints a document and builds its only target. The result is nil if a finding is an error.
func plan(ctx context.Context, fsys fs.FS, cfg gen.Config) (*gen.Result, report.List, error) {
	s, found, err := gen.Lint(ctx, fsys, cfg)
	if err != nil || s == nil || found.HasErrors() {
		return nil, found, err
	}
	result, more, err := gen.Build(ctx, s, cfg)
	return result, append(found, more...), err
}

// ownPlan generates the code of this repository in memory. It generates the code once for all tests.
var ownPlan = sync.OnceValues(func() (*gen.Result, error) { return planned("..") })

// planned generates the tree of the project in the directory root.
func planned(root string) (*gen.Result, error) {
	fsys := os.DirFS(root)
	cfg, found, err := gen.ReadConfig(fsys, "specgen.yaml")
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return nil, fmt.Errorf("specgen.yaml: %v", found)
	}
	result, found, err := plan(context.Background(), fsys, cfg)
	if err != nil {
		return nil, err
	}
	if result == nil {
		return nil, fmt.Errorf("no code was generated: %v", found)
	}
	return result, nil
}

// TestGeneratedIsUpToDate compares generated/ with the code that specgen generates from spec/.
func TestGeneratedIsUpToDate(t *testing.T) {
	result := mustPlan(t)
	changes, err := result.Tree.Diff(filepath.Join("..", "generated"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		t.Errorf("generated/%s: got a missing, different or unexpected file, want the file that specgen generates; run make generate", c.Path)
	}
}

// TestDeterminism checks that two runs generate the same files.
func TestDeterminism(t *testing.T) {
	first := mustPlan(t)
	second, err := planned("..")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(first.Tree.Paths(), second.Tree.Paths()) {
		t.Fatalf("got files %v and %v in two runs, want the same files", first.Tree.Paths(), second.Tree.Paths())
	}
	for _, name := range first.Tree.Paths() {
		a, _ := first.Tree.Data(name)
		b, _ := second.Tree.Data(name)
		if !bytes.Equal(a, b) {
			t.Errorf("%s: got different content in two runs, want the same", name)
		}
	}
	if !slices.Equal(first.Tree.Symbols(), second.Tree.Symbols()) {
		t.Error("got different indexes in two runs, want the same")
	}
}

const namesFile = "testdata/names.txt"

// TestExportedNames compares the exported names in the generated code with the list in testdata/names.txt. These names are the public API. Because of
// the list, a review shows every change of the names.
func TestExportedNames(t *testing.T) {
	result := mustPlan(t)
	var b strings.Builder
	for _, s := range exported(t, result.Tree) {
		b.WriteString(s.String() + "\n")
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(namesFile), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(namesFile, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(namesFile)
	if err != nil {
		t.Fatal(err)
	}
	before, after := lines(string(want)), lines(b.String())
	for name := range before {
		if !after[name] {
			t.Errorf("exported names: got no %s, want every name in testdata/names.txt", name)
		}
	}
	for name := range after {
		if !before[name] {
			t.Errorf("exported names: got %s, which is not in testdata/names.txt", name)
		}
	}
	if t.Failed() {
		t.Log("if the change is intended, run make names UPDATE=1")
	}
}

// TestIndexIsComplete checks the index of the project's own code and of the golden cases of package code.
func TestIndexIsComplete(t *testing.T) {
	result := mustPlan(t)
	checkIndex(t, root, result.Tree, result.Spec)
	cases, err := filepath.Glob("code/testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("got no golden cases and error %v, want at least one case", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys, err := txtar.FS(archive)
			if err != nil {
				t.Fatal(err)
			}
			s, found, err := spec.Load(t.Context(), fsys, "spec/openapi.yaml")
			if err != nil || len(found) > 0 {
				t.Fatalf("spec.Load: got findings %v and error %v, want none", found, err)
			}
			made, err := code.Generate(t.Context(), s, code.Config{Package: "example.com/api"})
			if err != nil {
				t.Fatal(err)
			}
			checkIndex(t, "example.com/api", made.Tree, s)
		})
	}
}

// checkIndex checks that the index of a tree contains exactly the exported identifiers, and that its pointers exist in the bundle. root is the import
// path of the tree.
func checkIndex(t *testing.T, root string, x *tree.Tree, s *spec.Spec) {
	t.Helper()
	generated := map[tree.Symbol]bool{}
	for _, symbol := range exported(t, x) {
		symbol.Package = root + strings.TrimSuffix("/"+symbol.Package, "/")
		generated[symbol] = true
		if _, ok := x.Pointer(symbol); !ok {
			t.Errorf("index: got no entry for %s, want one", symbol)
		}
	}
	for _, symbol := range x.Symbols() {
		pointer, _ := x.Pointer(symbol)
		if !generated[symbol] {
			t.Errorf("index: got an entry for %s, which is not in the generated code", symbol)
		}
		if pointer != "" && s.At(pointer) == nil {
			t.Errorf("index: got pointer %[2]s for %[1]s, want one in the bundle", symbol, pointer)
		}
	}
}

const root = "github.com/rasapi/specgen/generated"

// exported returns the exported identifiers in a tree. These are package-level names, methods, fields, and methods of interfaces. The Package of a
// symbol is the directory of its file.
func exported(t *testing.T, x *tree.Tree) []tree.Symbol {
	t.Helper()
	var symbols []tree.Symbol
	for _, name := range x.Paths() {
		if path.Ext(name) != ".go" {
			continue
		}
		data, _ := x.Data(name)
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			for _, s := range declared(decl) {
				if ast.IsExported(s.Name) && (s.Member == "" || ast.IsExported(s.Member)) {
					s.Package = path.Dir(name)
					symbols = append(symbols, s)
				}
			}
		}
	}
	slices.SortFunc(symbols, tree.Symbol.Compare)
	return symbols
}

// declared returns the package-level names, methods and fields in a declaration. It does not set their Package.
func declared(decl ast.Decl) []tree.Symbol {
	var symbols []tree.Symbol
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []tree.Symbol{{Name: d.Name.Name}}
		}
		return []tree.Symbol{{Name: typeName(d.Recv.List[0].Type), Member: d.Name.Name}}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.ValueSpec:
				for _, id := range s.Names {
					symbols = append(symbols, tree.Symbol{Name: id.Name})
				}
			case *ast.TypeSpec:
				symbols = append(symbols, tree.Symbol{Name: s.Name.Name})
				for _, member := range fields(s.Type) {
					symbols = append(symbols, tree.Symbol{Name: s.Name.Name, Member: member})
				}
			}
		}
	}
	return symbols
}

// fields returns the names of the fields of a struct or the methods of an interface. For any other type, it returns nil.
func fields(expr ast.Expr) []string {
	var list *ast.FieldList
	switch e := expr.(type) {
	case *ast.StructType:
		list = e.Fields
	case *ast.InterfaceType:
		list = e.Methods
	default:
		return nil
	}
	var names []string
	for _, f := range list.List {
		if len(f.Names) == 0 {
			names = append(names, typeName(f.Type))
		}
		for _, id := range f.Names {
			names = append(names, id.Name)
		}
	}
	return names
}

// typeName returns the name of a type, without a pointer and without its package. It returns "" for any other type, such as a generic type.
func typeName(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// lines returns the lines of a text as a set, without surrounding spaces.
func lines(text string) map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(text) {
		set[strings.TrimSpace(line)] = true
	}
	return set
}

// mustPlan returns the result of ownPlan. The test fails if there is an error.
func mustPlan(t *testing.T) *gen.Result {
	t.Helper()
	result, err := ownPlan()
	if err != nil {
		t.Fatal(err)
	}
	return result
}
