package code_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/code/render"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/spec"
)

// TestIdentifiers generates the code of a document whose path parameters have the names in [render.Variables], and whose tags have the names in
// [render.Packages]. In the generated code, each identifier of a template must still refer to the object that the template declares.
func TestIdentifiers(t *testing.T) {
	var doc strings.Builder
	doc.WriteString("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n")
	seen := map[string]bool{}
	for i, name := range slices.Sorted(maps.Keys(render.Variables())) {
		if variable := names.LowerFirst(names.Namer(nil)(name)); seen[variable] {
			continue
		} else {
			seen[variable] = true
		}
		fmt.Fprintf(&doc, "  /v%d/{%s}/{id}:\n    post:\n      operationId: post%d\n      tags: [a]\n", i, name, i)
		doc.WriteString("      parameters:\n        - {name: filter, in: query, schema: {type: string}}\n        - {name: id, in: path, required: true, schema: {type: integer}}\n")
		fmt.Fprintf(&doc, "        - {name: %q, in: path, required: true, schema: {type: string}}\n", name)
		doc.WriteString("      requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}\n")
		doc.WriteString("      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}}\n")
	}
	for i, name := range slices.Sorted(maps.Keys(render.Packages())) {
		fmt.Fprintf(&doc, "  /p%d: {get: {operationId: get%d, tags: [%q], responses: {'204': {description: ok}}}}\n", i, i, name)
	}
	s, found, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: []byte(doc.String())}}, "openapi.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	for _, router := range code.Routers() {
		made, err := code.Generate(t.Context(), s, code.Config{Package: "example.com/api", Router: router})
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range made.Tree.Paths() {
			if data, _ := made.Tree.Data(file); path.Ext(file) == ".go" {
				checkScopes(t, file, data)
			}
		}
	}
}

// checkScopes type-checks a file, with empty packages in place of its imports. It ignores the errors that the empty packages cause, which are
// undefined members of the packages and unknown fields of type settings. It reports any other error, for example for an identifier that is declared
// twice, is unused, or is hidden by another identifier.
func checkScopes(t *testing.T, name string, data []byte) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, data, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	check := types.Config{
		Importer: emptyPackages{},
		Error: func(err error) {
			fault := err.(types.Error)
			if !strings.HasPrefix(fault.Msg, "undefined: ") && !strings.Contains(fault.Msg, "type *settings has no field") {
				t.Errorf("%s: %s", fset.Position(fault.Pos), fault.Msg)
			}
		},
	}
	_, _ = check.Check(path.Dir(name), fset, []*ast.File{file}, nil) // check.Error has already reported the errors
}

// emptyPackages is an importer that returns a package without members for every import path.
type emptyPackages struct{}

func (emptyPackages) Import(importPath string) (*types.Package, error) {
	p := types.NewPackage(importPath, names.Package(importPath))
	p.MarkComplete()
	return p, nil
}
