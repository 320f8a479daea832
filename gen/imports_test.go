package gen_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/rasapi/specgen"

// layers says what a folder may import of ours. A folder takes the entry of the nearest folder above it. A folder of Go code
// without any entry fails the test: a new room gets its line here and in doc.go.
var layers = map[string]struct {
	ours []string // folders of this module; "x/..." is the folder and all below
	why  string
}{
	"gen/report":   {nil, "findings are the language of all stages, so they know none of them"},
	"gen/tree":     {nil, "the file set is written by code, enum and the command alike, and knows nothing of specs"},
	"gen/spec":     {[]string{"gen/report"}, "a spec is loaded without knowing what is made of it"},
	"gen/lint":     {[]string{"gen/report", "gen/spec"}, "rules judge the spec, never the generated code"},
	"gen/code":     {[]string{"gen/report", "gen/parallel", "gen/spec", "gen/tree"}, "generators meet in gen.Plan, not in each other"},
	"gen/enum":     {[]string{"gen/report", "gen/spec", "gen/tree"}, "generators meet in gen.Plan, not in each other"},
	"gen/check":    {[]string{"gen/report", "gen/parallel", "gen/tree"}, "it checks Go; the index of the tree maps Go names to the spec"},
	"gen/coverage": {[]string{"gen/report", "gen/spec"}, "coverage judges the spec by a map of the API, never the generated code"},
	"gen/parallel": {nil, "goroutines are run without knowing what for"},
	"gen/lock":     {nil, "a lock is facts about files, whoever made them"},
	"gen/diff":     {[]string{"gen/check", "gen/report", "gen/spec", "gen/tree"}, "two finished sides are compared; planning them is the command's work"},
	"gen":          {[]string{"gen/check", "gen/code", "gen/report", "gen/enum", "gen/lint", "gen/spec", "gen/tree"}, "Plan runs the stages of one side; only the command has two sides to diff"},
	"rest":         {nil, "generated code of strangers imports rest, so it drags nothing in"},
	"cmd/specgen":  {[]string{"gen/...", ".", "cmd/specgen/internal/..."}, "the command prints and writes; what it generates is a stranger to it"},
	"generated":    {[]string{"rest", "generated/..."}, "generated code needs rest at run time and nothing of the pipeline"},
	"examples":     {[]string{"rest", "generated/...", "examples/internal/..."}, "an example uses what a user of the module uses"},
	"wire":         {[]string{"rest", "generated/..."}, "the HTTP tests use what a user of the module uses"},
	".":            {nil, "the root holds the description as data, and tools.go"},

	"cmd/specgen/internal/cache": {[]string{"gen/tree"}, "a cache keeps bytes, whatever they are"},
	"cmd/specgen/internal/sums":  {nil, "sums are told of any file"},
}

// owners says which folders may import a module of others; every folder may import the standard library. A module without an
// entry fails the test.
var owners = map[string]struct {
	folders []string
	why     string
}{
	"github.com/dave/jennifer":              {[]string{"gen/enum"}, "one package writes Go with jennifer"},
	"github.com/getkin/kin-openapi":         {[]string{"gen/spec", "gen/lint", "gen/code", "gen/diff"}, "it is v0: what sees its types breaks with it"},
	"github.com/oapi-codegen/oapi-codegen":  {[]string{"gen/code"}, "it keeps its options in globals: one package holds the lock"},
	"github.com/oapi-codegen/runtime":       {[]string{"generated/..."}, "it serves generated code at run time"},
	"github.com/oasdiff/oasdiff":            {[]string{"gen/diff"}, "one package compares specs"},
	"github.com/go-chi/chi/v5":              {[]string{"generated/..."}, "routing is the generated server's, and its users'"},
	"github.com/spf13/cobra":                {[]string{"cmd/specgen"}, "the stages know no flags"},
	"golang.org/x/mod":                      {[]string{"cmd/specgen", "gen/spec"}, "the stages know no go.mod, only which names a module may have"},
	"golang.org/x/term":                     {[]string{"cmd/specgen"}, "the stages know no terminal"},
	"golang.org/x/text":                     {[]string{"gen/..."}, "Unicode normal forms and widths, and the language of messages"},
	"golang.org/x/tools/go/gcexportdata":    {[]string{"cmd/specgen"}, "export data comes from the go command, and the stages run no process"},
	"golang.org/x/tools/go/packages":        {[]string{"cmd/specgen"}, "it runs the go command"},
	"golang.org/x/tools/go/ast/astutil":     {[]string{"gen/code"}, "imports of generated Go are edited where it is made"},
	"golang.org/x/tools/imports":            {nil, "it searches the machine's module cache: output would depend on the machine"},
	"golang.org/x/exp/apidiff":              {[]string{"gen/diff"}, "one package compares Go interfaces"},
	"go.yaml.in/yaml/v3":                    {[]string{"gen/...", "cmd/specgen"}, "the nodes of a spec are this YAML library's"},
	"github.com/rogpeppe/go-internal":       {nil, "it is for tests"},
	"github.com/santhosh-tekuri/jsonschema": {[]string{"gen/lint"}, "kin-openapi validates values of OpenAPI 3.1 with it, and its errors hold the reason"},
	"github.com/yuin/goldmark":              {nil, "it is for tests"},
}

// impure are the names that nothing under gen/ may use: the stages are functions of their arguments.
var impure = map[string]string{
	"fmt.Print": "the command prints", "fmt.Printf": "the command prints", "fmt.Println": "the command prints",
	"os.Stdin": "the command reads", "os.Stdout": "the command prints", "os.Stderr": "the command prints",
	"os.Exit": "the command chooses the exit code", "os.Args": "the command parses flags",
	"os.Getenv": "the same input gives the same output on every machine", "os.LookupEnv": "the same input gives the same output on every machine",
	"os.Environ": "the same input gives the same output on every machine", "os.Getwd": "paths come in as arguments",
	"time.Now": "the same input gives the same output at every time", "time.Since": "the same input gives the same output at every time",
}

// impureImports are the packages that nothing under gen/ may import.
var impureImports = map[string]string{
	"log": "findings are returned, not logged", "log/slog": "findings are returned, not logged", "flag": "the command parses flags",
	"os/exec": "the stages run no process", "net/http": "the stages use no network", "math/rand": "output is the same on every run",
	"math/rand/v2": "output is the same on every run", "os/signal": "the command owns the process",
}

// goFile is one file of the module.
type goFile struct {
	folder string // slash-separated, below the module's root
	ast    *ast.File
	fset   *token.FileSet
}

func TestImportsFollowTheHouse(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, spec := range f.ast.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if reason := forbidden(f.folder, imported); reason != "" {
				t.Errorf("%s: import of %q: %s", f.fset.Position(spec.Pos()), imported, reason)
			}
		}
	}
}

func TestStagesArePure(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.folder != "gen" && !strings.HasPrefix(f.folder, "gen/") {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok {
					if why := impure[pkg.Name+"."+sel.Sel.Name]; why != "" {
						t.Errorf("%s: %s.%s: %s", f.fset.Position(n.Pos()), pkg.Name, sel.Sel.Name, why)
					}
				}
			}
			return true
		})
	}
}

func TestNoInit(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, decl := range f.ast.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: func init: nothing happens because a package is imported", f.fset.Position(fn.Pos()))
			}
		}
	}
}

// TestForbidden proves that the tables refuse what they are there to refuse.
func TestForbidden(t *testing.T) {
	cases := []struct{ folder, imported, reason string }{
		{"gen/spec", module + "/gen/report", ""},
		{"gen/spec", module + "/gen/lint", "a spec is loaded without"},
		{"gen", module + "/gen/diff", "only the command has two sides"},
		{"cmd/specgen", module + "/gen/diff", ""},
		{"cmd/specgen", module + "/generated/model", "a stranger to it"},
		{"cmd/specgen", module, ""},
		{"gen/code", module, "generators meet in gen.Plan"},
		{"rest", "net/http", ""},
		{"rest", "github.com/go-chi/chi/v5", "the generated server's"},
		{"gen/lint", "github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen", "one package holds the lock"},
		{"gen/check", "os/exec", "run no process"},
		{"gen/enum", "example.com/new", "no entry"},
		{"generated/client/mfa", module + "/generated/model", ""},
		{"generated/client/mfa", module + "/gen/spec", "nothing of the pipeline"},
		{"pkg/utils", "fmt", "no entry"},
		{"gen/utils", "fmt", "no entry"},
		{"gen/code/names", "fmt", ""},
	}
	for _, c := range cases {
		got := forbidden(c.folder, c.imported)
		if (got == "") != (c.reason == "") || !strings.Contains(got, c.reason) {
			t.Errorf("forbidden(%q, %q) = %q, want %q in it", c.folder, c.imported, got, c.reason)
		}
	}
}

// forbidden gives the reason why a folder may not import a package, "" when it may.
func forbidden(folder, imported string) string {
	room := folder
	for ; room != "."; room = path.Dir(room) {
		if _, ok := layers[room]; ok {
			break
		}
	}
	if room == "." && folder != "." || room == "gen" && folder != "gen" { // each stage has its own entry
		return fmt.Sprintf("%s has no entry in the table of layers: say what it may import, and why", folder)
	}
	if imported == module {
		imported += "/." // the root is a folder like any other
	}
	if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
		if ours == folder || matches(layers[room].ours, ours) {
			return ""
		}
		return layers[room].why
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		if room == "gen" || strings.HasPrefix(room, "gen/") {
			return impureImports[imported]
		}
		return ""
	}
	for owned := imported; owned != "."; owned = path.Dir(owned) {
		if owner, ok := owners[owned]; ok {
			if folder == "." || matches(owner.folders, folder) { // tools.go pins versions
				return ""
			}
			return fmt.Sprintf("%s; it belongs to %v", owner.why, owner.folders)
		}
	}
	return "this module has no entry in the table of owners: say who may import it, and why"
}

// matches tells whether one of the patterns covers a folder.
func matches(patterns []string, folder string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		above, all := strings.CutSuffix(pattern, "/...")
		return folder == above || all && strings.HasPrefix(folder, above+"/")
	})
}

// goFiles parses the Go files of the module that are no tests.
func goFiles(t *testing.T) []goFile {
	t.Helper()
	var found []goFile
	root := ".."
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && file != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if _, err := os.Stat(filepath.Join(file, "go.mod")); d.IsDir() && file != root && err == nil {
			return filepath.SkipDir // a module of its own, as bench/enums
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		found = append(found, goFile{path.Dir(filepath.ToSlash(name)), parsed, fset})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatal("no Go files found: the test looks in the wrong place")
	}
	return found
}
