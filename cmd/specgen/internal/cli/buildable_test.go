package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/token"
	"go/types"

	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// unusualTags returns tags that could cause conflicts, or names that are not valid as Go identifiers, file names or elements of module paths.
func unusualTags() []string {
	tags := []string{
		"documentation", "Documentation", "main", "init", "internal", "vendor", "testdata", "cmd", "std", "all", "builtin", "unsafe", "C", "cgo",
		"_under", ".dot", "...", "_", "../up", "a/b", `a\b`, "a:b", "adm_test", "adm_linux", "x_windows_amd64", "linux", "js_wasm",
		"con", "CON", "con.txt", "prn", "aux", "nul", "conin$", "Admin", "admin", "ADMIN", "1", "N1", "名前", "名a", "x名a", "é", "",
		"model", "client", "server", "api", "common", "enum", "package", "doc", "test", "default", "defaultAPI",
		strings.Repeat("t", 100), strings.Repeat("t", 101), strings.Repeat("T", 255), strings.Repeat("t", 256), strings.Repeat("t", 5000),
		strings.Repeat("Long tag ", 40), strings.Repeat("ü", 300), strings.Repeat("1", 300),
	}
	for i := range 10 {
		tags = append(tags, fmt.Sprintf("com%d", i), fmt.Sprintf("lpt%d", i))
	}
	return tags
}

// shadowingTags returns tags whose package names could hide an identifier in the facades. The tags are "conn", the keywords and predeclared
// identifiers of Go, and the words in the facade templates that start with a lower-case letter, except words after //.
func shadowingTags(t *testing.T) []string {
	t.Helper()
	tags := append(types.Universe.Names(), "conn")
	for tok := range token.Token(200) {
		if tok.IsKeyword() {
			tags = append(tags, tok.String())
		}
	}
	templates, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "gen", "code", "render", "*_facade*.tmpl"))
	if err != nil || len(templates) < 3 {
		t.Fatalf("got templates %v and error %v, want at least 3 templates", templates, err)
	}
	comment, word := regexp.MustCompile(`//.*`), regexp.MustCompile(`\b[a-z][A-Za-z0-9]*\b`)
	for _, file := range templates {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tags = append(tags, word.FindAllString(comment.ReplaceAllString(string(text), ""), -1)...)
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// taggedDocument returns a document with an operation, a schema and an enum for each tag. If long is true, the document also contains names of up to
// 8,001 bytes.
func taggedDocument(t *testing.T, tags []string, long bool) string {
	t.Helper()
	type object = map[string]any
	list := func(o ...any) []any { return append([]any{}, o...) }
	response := func(schema string) object {
		return object{"200": object{"description": "D", "content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + schema}}}}}
	}
	paths, schemas := object{}, object{}
	for i, tag := range tags {
		schema := fmt.Sprintf("S%d", i)
		schemas[schema] = object{"type": "object", "properties": object{"kind": object{"type": "string", "enum": list("a", "b")}}}
		op := object{"operationId": fmt.Sprintf("get%d", i), "responses": response(schema)}
		if tag != "" {
			op["tags"] = list(tag)
		}
		paths[fmt.Sprintf("/p%d", i)] = object{"get": op}
	}
	for i, name := range []string{strings.Repeat("long", 100), strings.Repeat("long", 2000), "x" + strings.Repeat("1", 300)} {
		if !long {
			break
		}
		schemas["S"+name] = object{"type": "object", "required": list(name), "properties": object{
			name: object{"type": "string"}, "inline": object{"type": "object", "properties": object{name: object{"type": "string", "enum": list(name, name+"2")}}},
		}}
		schemas["E"+name] = object{"type": "string", "enum": list(name, "b")}
		paths[fmt.Sprintf("/long%d/{%s}", i, name)] = object{"post": object{
			"operationId": name, "tags": list("long"), "responses": response("S" + name),
			"parameters": list(
				object{"name": name, "in": "path", "required": true, "schema": object{"type": "string"}},
				object{"name": "q" + name, "in": "query", "schema": object{"$ref": "#/components/schemas/E" + name}},
			),
			"requestBody": object{"content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/S" + name}}}},
		}}
	}
	doc, err := json.Marshal(object{
		"openapi": "3.0.3", "info": object{"title": "T", "version": "1"}, "paths": paths,
		"security":   list(object{"key": list()}),
		"components": object{"schemas": schemas, "securitySchemes": object{"key": object{"type": "apiKey", "in": "query", "name": "key"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

// generateTargets writes a module with a document, and generates the targets. It returns the directory of the module.
func generateTargets(t *testing.T, document string, targets ...string) (dir string) {
	t.Helper()
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := writeModule(repository, dir, "example.com/unusual"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-mod=mod -trimpath")
	config := "spec: openapi.json\ntargets:\n"
	for _, target := range targets {
		config += "  - {" + target + "}\n"
	}
	for name, text := range map[string]string{"openapi.json": document, "specgen.yaml": config} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := Run(t.Context(), []string{"generate", "--config", filepath.Join(dir, "specgen.yaml")}, strings.NewReader(""), &stdout, &stderr); code != exitClean {
		t.Fatalf("generate: got exit code %d, want %d\n%.5000s\n%.5000s", code, exitClean, &stdout, &stderr)
	}
	return dir
}

// TestShadowingNamesCompile checks that the type check of generate accepts the code of a document with all shadowingTags.
func TestShadowingNamesCompile(t *testing.T) {
	generateTargets(t, taggedDocument(t, shadowingTags(t), false), "output: areas, package: example.com/unusual/areas",
		"output: mux, package: example.com/unusual/mux, router: std, generate: [server]")
}

// TestUnusualNamesBuild generates code for a document with all unusualTags, once with a package per area and once with a single package. The go
// command must be able to build and vet every file. Every path must be valid in a module and on Windows.
func TestUnusualNamesBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test compiles hundreds of packages")
	}
	dir := generateTargets(t, taggedDocument(t, unusualTags(), true), "output: areas, package: example.com/unusual/areas",
		"output: one, package: example.com/unusual/one, packages: one")
	packages := map[string]bool{}
	for name := range contents(t, dir) {
		if len(name) > 240 {
			t.Errorf("path %s: got %d bytes, want at most 240", name, len(name))
		}
		if path.Ext(name) == ".go" {
			packages["example.com/unusual/"+path.Dir(name)] = true
		}
	}
	for name := range packages {
		if err := module.CheckImportPath(name); err != nil {
			t.Error(err)
		}
	}
	checked, err := zip.CheckDir(dir)
	if err == nil {
		err = checked.Err()
	}
	if err != nil || len(checked.Valid) < len(packages) {
		t.Errorf("zip.CheckDir: got error %v and %d valid files, want no error and at least %d valid files", err, len(checked.Valid), len(packages))
	}

	goTool(t, dir, "build", "./...")
	goTool(t, dir, "vet", "./...")
	for line := range strings.Lines(goTool(t, dir, "list", "-f", "{{.ImportPath}} {{.IgnoredGoFiles}} {{.InvalidGoFiles}}", "./...")) {
		name, files, _ := strings.Cut(strings.TrimSpace(line), " ")
		if files != "[] []" {
			t.Errorf("package %s: got files that the go command ignores, want none: %s", name, files)
		}
		delete(packages, name)
	}
	if len(packages) > 0 {
		t.Errorf("go list ./...: got a list without the packages %v, want all packages", packages)
	}
}
