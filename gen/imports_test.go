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

// layers lists, for each folder, the packages of this module that its code may import. A row that ends in "/..." also applies to the folders below
// it. Every other folder with Go code must have its own row. The tests fail for a folder without a row, and for a row without a folder. Tests and
// testdata need no row. A new package also needs a row in docs/internals/architecture.md and a line in doc.go.
var layers = map[string]struct {
	allowed []string // folders of this module; "x/..." means x and the folders below it
	reason  string
}{
	"gen/report":        {nil, "every stage reports findings, so gen/report imports no stage"},
	"gen/tree":          {nil, "code, enum and the command write the tree, which does not depend on the spec"},
	"gen/names":         {nil, "gen/names derives names from texts, not from a document"},
	"gen/oas":           {[]string{"gen/report"}, "every stage uses the values and objects of a document, so gen/oas imports no stage"},
	"gen/spec":          {[]string{"gen/oas", "gen/parallel", "gen/report", "internal/nearest"}, "loading a spec does not depend on the generators"},
	"gen/lint":          {[]string{"gen/names", "gen/oas", "gen/parallel", "gen/report", "gen/spec", "internal/nearest"}, "rules check the spec, not the generated code"},
	"gen/code/oapi":     {[]string{"gen/code/ir", "gen/names", "gen/oas", "gen/report", "gen/spec"}, "reading a document does not depend on how the code is printed"},
	"gen/code/lines":    {[]string{"gen/report"}, "breaking a text into lines does not depend on the document"},
	"gen/code/render":   {[]string{"gen/code/ir", "gen/code/lines", "gen/names", "gen/parallel", "gen/report", "gen/tree"}, "printing does not depend on the document"},
	"gen/code/ir":       {[]string{"gen/names"}, "the intermediate form is data that gen/code/oapi fills and gen/code/render prints"},
	"gen/code":          {[]string{"gen/code/ir", "gen/code/oapi", "gen/code/render", "gen/names", "gen/oas", "gen/report", "gen/spec", "gen/tree"}, "gen.Build combines the generators; they do not import each other"},
	"gen/enum":          {[]string{"gen/code/ir", "gen/code/lines", "gen/names", "gen/oas", "gen/parallel", "gen/report", "gen/spec", "gen/tree"}, "gen.Build combines the generators; they do not import each other"},
	"gen/check":         {[]string{"gen/parallel", "gen/report", "gen/tree"}, "gen/check reads Go files; the index of the tree maps Go names to the spec"},
	"gen/coverage":      {[]string{"gen/names", "gen/oas", "gen/report", "gen/spec"}, "coverage compares the spec with a map of the API and does not read the generated code"},
	"gen/parallel":      {nil, "gen/parallel does not depend on the functions that it runs"},
	"gen/lock":          {nil, "a lock records sums and settings; other packages read the files"},
	"gen/diff/wire":     {[]string{"gen/oas", "gen/report", "gen/spec"}, "gen/diff/wire compares the messages of two bundles, not edits, names or Go"},
	"gen/diff/edit":     {[]string{"gen/oas", "gen/report", "gen/spec"}, "gen/diff/edit compares two bundles and does not decide what an edit means"},
	"gen/diff/gosource": {[]string{"gen/check", "gen/tree"}, "gen/diff/gosource compares generated packages and does not read documents"},
	"gen/diff":          {[]string{"gen/diff/edit", "gen/diff/gosource", "gen/diff/wire", "gen/oas", "gen/report", "gen/spec", "gen/tree", "internal/nearest"}, "diff compares two generated sides; the command generates them"},
	"gen":               {[]string{"gen/check", "gen/code", "gen/enum", "gen/lint", "gen/oas", "gen/parallel", "gen/report", "gen/spec", "gen/tree"}, "Build runs the stages for one side; only the command has two sides to compare"},

	"cmd/specgen":                   {[]string{"cmd/specgen/internal/cli"}, "main.go calls package cli and does nothing else"},
	"cmd/specgen/internal/build":    {[]string{"cmd/specgen/internal/project", "gen", "gen/check", "gen/lock", "gen/parallel", "gen/report", "gen/spec", "gen/tree"}, "build generates and compares; package cli writes and prints"},
	"cmd/specgen/internal/defect":   {[]string{"gen/parallel"}, "defect converts panics with gen/parallel, and runs no stage"},
	"cmd/specgen/internal/github":   {nil, "github reads events and writes comments; package cli compares"},
	"cmd/specgen/internal/golist":   {nil, "golist runs the go command and does not depend on the generated code"},
	"cmd/specgen/internal/project":  {[]string{".", "gen", "gen/report", "gen/spec"}, "a project is settings and paths; it runs no stage"},
	"cmd/specgen/internal/revision": {[]string{"cmd/specgen/internal/defect", "cmd/specgen/internal/project", "gen", "gen/check", "gen/diff", "gen/diff/gosource", "gen/lint", "gen/report", "gen/spec", "gen/tree"}, "revision loads two sides; package cli compares and prints"},
	"cmd/specgen/internal/cli":      {[]string{"cmd/specgen/internal/...", "gen/...", "internal/nearest"}, "the command prints and writes; it does not use the code that it generates"},

	"bench/prose":         {nil, "bench/prose reads the files of this repository and calls none of its packages"},
	"bench/proven":        {nil, "bench/proven reads the files of this repository and calls none of its packages"},
	"internal/nearest":    {nil, "gen and rest both suggest the nearest name"},
	"rest":                {[]string{"internal/nearest", "rest/internal/..."}, "generated code in other modules imports rest, so rest adds no dependency"},
	"rest/protocol":       {[]string{"rest", "rest/internal/call", "rest/internal/enum"}, "protocol serves generated code; rest, which users import, does not import it"},
	"rest/internal/call":  {nil, "rest/internal/call is the interface between rest and rest/protocol"},
	"rest/internal/enum":  {nil, "rest/internal/enum is the interface between rest and rest/protocol"},
	"rest/internal/pace":  {nil, "rest/internal/pace counts events in time"},
	"rest/internal/retry": {nil, "rest/internal/retry uses statuses, errors and delays, and makes no calls"},
	"generated/...":       {[]string{"generated/...", "rest", "rest/protocol"}, "generated code needs rest and rest/protocol at run time and nothing of the pipeline"},
	"ras":                 {[]string{"generated/...", "rest"}, "the SDK calls the generated client as any other program does"},
	"examples/...":        {[]string{"examples/farm", "generated/...", "ras", "rest"}, "an example imports what users of the module import"},
	"wire/handlers":       {[]string{"generated/...", "rest"}, "the HTTP tests import what users of the module import"},
	".":                   {nil, "the root has embed.go, which embeds the spec as data, and tools.go"},
}

// owners lists, for each external module or package, the folders that may import it. The root may import all of them. Every folder may import the
// standard library, except that impureImports restricts code under gen/. The tests fail for an import without a row.
var owners = map[string]struct {
	folders []string
	reason  string
}{
	"github.com/dave/jennifer":              {[]string{"gen/enum"}, "one package writes Go with jennifer"},
	"github.com/getkin/kin-openapi":         {[]string{"gen/code/oapi", "gen/lint", "gen/spec"}, "it is v0, so a release may break every package that uses its types"},
	"github.com/oapi-codegen/oapi-codegen":  {[]string{"gen/code/oapi"}, "it keeps its options in global variables, which one package locks"},
	"github.com/oapi-codegen/runtime":       {nil, "only the stock outputs use it, which are not generated here"},
	"github.com/oasdiff/oasdiff":            {nil, "only tests and benchmarks compare with it"},
	"github.com/go-chi/chi/v5":              {[]string{"generated/..."}, "only the generated server and its users route requests"},
	"github.com/spf13/cobra":                {[]string{"cmd/specgen/internal/cli"}, "the stages do not read flags"},
	"golang.org/x/mod":                      {[]string{"cmd/specgen/internal/cli", "cmd/specgen/internal/project", "gen/diff", "gen/lint", "gen/spec"}, "the stages do not read go.mod; gen/lint and gen/spec check import paths, and gen/diff compares versions"},
	"golang.org/x/term":                     {[]string{"cmd/specgen/internal/cli"}, "the stages do not use a terminal"},
	"golang.org/x/text":                     {[]string{"gen/..."}, "it has Unicode normal forms and widths, and the language of messages"},
	"golang.org/x/tools/go/packages":        {[]string{"cmd/specgen/internal/cli"}, "it starts the go command"},
	"golang.org/x/tools/imports":            {nil, "package imports searches the module cache, so the output would depend on the machine"},
	"golang.org/x/exp/apidiff":              {[]string{"gen/diff/gosource"}, "one package compares Go interfaces"},
	"go.yaml.in/yaml/v4":                    {[]string{"gen/oas"}, "one package reads YAML; all others use its nodes"},
	"github.com/rogpeppe/go-internal":       {nil, "only tests use it"},
	"github.com/santhosh-tekuri/jsonschema": {[]string{"gen/lint"}, "kin-openapi validates values of OpenAPI 3.1 with this module, whose errors contain the reason"},
	"github.com/yuin/goldmark":              {[]string{"bench/prose"}, "specgen does not read Markdown; a tool and tests read the pages of docs"},
}

// impure contains the names that code under gen/ must not use. The values are the reasons. The result of a stage must depend only on its arguments.
var impure = map[string]string{
	"fmt.Print": "the command prints", "fmt.Printf": "the command prints", "fmt.Println": "the command prints",
	"os.Stdin": "the command reads standard input", "os.Stdout": "the command prints", "os.Stderr": "the command prints",
	"os.Exit": "the command chooses the exit code", "os.Args": "the command parses flags",
	"os.Getenv": "the output must not depend on the machine", "os.LookupEnv": "the output must not depend on the machine",
	"os.Environ": "the output must not depend on the machine", "os.Getwd": "paths are arguments",
	"time.Now": "the output must not depend on the time", "time.Since": "the output must not depend on the time",
}

// impureImports contains the packages of the standard library that code under gen/ must not import. The values are the reasons.
var impureImports = map[string]string{
	"log": "findings are returned, not logged", "log/slog": "findings are returned, not logged", "flag": "the command parses flags",
	"os/exec": "the stages start no process", "net/http": "the stages use no network", "math/rand": "the output must be the same on every run",
	"math/rand/v2": "the output must be the same on every run", "os/signal": "the command handles signals",
}

// goFile is a parsed Go file of the module.
type goFile struct {
	folder string // path of the folder relative to the root of the module, with slashes
	ast    *ast.File
	fset   *token.FileSet
}

func TestImports(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, spec := range f.ast.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if reason := forbidden(f.folder, imported); reason != "" {
				t.Errorf("%s: got an import of %q, want none: %s", f.fset.Position(spec.Pos()), imported, reason)
			}
		}
	}
}

// TestImportsHaveNoUnusedRows checks that each row of layers has a folder with Go code.
func TestImportsHaveNoUnusedRows(t *testing.T) {
	used := map[string]bool{}
	for _, f := range goFiles(t) {
		row, _ := rowOf(f.folder)
		used[row] = true
	}
	for row := range layers {
		if !used[row] {
			t.Errorf("layers[%q]: got no Go code in this folder; remove the row", row)
		}
	}
}

// TestImportsMatchArchitecture checks that docs/internals/architecture.md lists the packages of layers and no other packages. The page may omit ".",
// wire/handlers, and packages that a row with "/..." covers.
func TestImportsMatchArchitecture(t *testing.T) {
	page, err := os.ReadFile(filepath.FromSlash("../docs/internals/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) == 5 && strings.HasPrefix(cells[1], " `") { // the cells are package, purpose and entry point
			listed[strings.Trim(cells[1], " `")] = true
		}
	}
	for row := range layers {
		if !listed[row] && row != "." && row != "wire/handlers" && !strings.HasSuffix(row, "/...") {
			t.Errorf("docs/internals/architecture.md: got no row for %s, want one", row)
		}
	}
	for row := range listed {
		if _, ok := layers[row]; !ok {
			t.Errorf("docs/internals/architecture.md: got a row for %s, which has no row in layers", row)
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
						t.Errorf("%s: got a use of %s.%s, want none: %s", f.fset.Position(n.Pos()), pkg.Name, sel.Sel.Name, why)
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
				t.Errorf("%s: got func init, want none because importing a package must have no effect", f.fset.Position(fn.Pos()))
			}
		}
	}
}

// TestForbidden checks the results of forbidden for imports that the tables permit or forbid.
func TestForbidden(t *testing.T) {
	cases := []struct{ folder, imported, reason string }{
		{"gen/spec", module + "/gen/report", ""},
		{"gen/spec", module + "/gen/lint", "loading a spec"},
		{"gen", module + "/gen/diff", "only the command has two sides"},
		{"cmd/specgen", module + "/gen/diff", "calls package cli"},
		{"cmd/specgen/internal/cli", module + "/gen/diff", ""},
		{"cmd/specgen/internal/cli", module + "/generated/model", "does not use the code that it generates"},
		{"cmd/specgen/internal/cli", module, "does not use the code that it generates"},
		{"cmd/specgen/internal/project", module, ""},
		{"gen/code", module, "gen.Build combines the generators"},
		{"rest", "net/http", ""},
		{"rest", module + "/rest/protocol", "adds no dependency"},
		{"rest/protocol", module + "/rest", ""},
		{"generated/client/mfa", module + "/rest/protocol", ""},
		{"examples/quickstart", module + "/rest/protocol", "what users of the module import"},
		{"rest", "github.com/go-chi/chi/v5", "only the generated server"},
		{"gen/lint", "github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen", "which one package locks"},
		{"gen/check", "os/exec", "start no process"},
		{"gen/enum", "example.com/new", "no row"},
		{"generated/client/mfa", module + "/generated/model", ""},
		{"generated/client/mfa", module + "/gen/spec", "nothing of the pipeline"},
		{"examples/quickstart", "fmt", ""},
		{"pkg/utils", "fmt", "no row"},
		{"gen/utils", "fmt", "no row"},
		{"gen/code/names", "fmt", "no row"},
		{"cmd/specgen/internal/utils", "fmt", "no row"},
		{"rest/utils", "fmt", "no row"},
		{"internal/utils", "fmt", "no row"},
		{"ras/utils", "fmt", "no row"},
		{"wire/utils", "fmt", "no row"},
	}
	for _, c := range cases {
		got := forbidden(c.folder, c.imported)
		if (got == "") != (c.reason == "") || !strings.Contains(got, c.reason) {
			t.Errorf("forbidden(%q, %q) = %q, want a reason that contains %q", c.folder, c.imported, got, c.reason)
		}
	}
}

// forbidden returns the reason why a folder must not import a package, or "" if it may import the package.
func forbidden(folder, imported string) string {
	row, ok := rowOf(folder)
	if !ok {
		return fmt.Sprintf("%s has no row in the table of layers; add one with its imports and the reason", folder)
	}
	if imported == module {
		imported += "/." // the root has the row "."
	}
	if internal, ok := strings.CutPrefix(imported, module+"/"); ok {
		if internal == folder || matches(layers[row].allowed, internal) {
			return ""
		}
		return layers[row].reason
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		if folder == "gen" || strings.HasPrefix(folder, "gen/") {
			return impureImports[imported]
		}
		return ""
	}
	for owned := imported; owned != "."; owned = path.Dir(owned) {
		if owner, ok := owners[owned]; ok {
			if folder == "." || matches(owner.folders, folder) { // tools.go in the root may import any module in owners, to set its version
				return ""
			}
			return fmt.Sprintf("%s; only %v may import it", owner.reason, owner.folders)
		}
	}
	return "the imported module has no row in the table of owners; add one with its importers and the reason"
}

// rowOf returns the row of layers that covers a folder.
func rowOf(folder string) (row string, ok bool) {
	if _, ok := layers[folder]; ok {
		return folder, true
	}
	for above := folder; above != "."; above = path.Dir(above) {
		if _, ok := layers[above+"/..."]; ok {
			return above + "/...", true
		}
	}
	return "", false
}

// matches reports whether one of the patterns covers a folder.
func matches(patterns []string, folder string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		above, all := strings.CutSuffix(pattern, "/...")
		return folder == above || all && strings.HasPrefix(folder, above+"/")
	})
}

// goFiles returns the parsed Go files of the module, except tests and files in testdata.
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
			return filepath.SkipDir // the directory is another module, such as bench/enums
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
		t.Fatal("goFiles: got no Go files, want the files of the module")
	}
	return found
}
