package check_test

import (
	"errors"
	"fmt"
	"go/importer"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/tree"
)

const root = "example.com/api"

func sample(t *testing.T, files map[string]string) *tree.Tree {
	t.Helper()
	x := tree.New()
	for name, text := range files {
		if err := x.Add(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

// standard is an importer that returns an error for packages outside the standard library.
type standard struct{ types.Importer }

func (s standard) Import(name string) (*types.Package, error) {
	if strings.Contains(name, ".") {
		return nil, errors.New("no required module provides package " + name)
	}
	return s.Importer.Import(name)
}

func newImporter() types.Importer { return standard{importer.Default()} }

func TestTypes(t *testing.T) {
	x := sample(t, map[string]string{
		"model/a.gen.go":      "package model\n\nimport \"errors\"\n\ntype A struct{ B B }\n\nvar ErrA = errors.New(\"a\")\n",
		"model/b.gen.go":      "package model\n\ntype B int\n",
		"client/c.gen.go":     "package client\n\nimport \"example.com/api/client/x\"\n\ntype C struct{ X x.X }\n",
		"client/x/x.gen.go":   "package x\n\nimport \"example.com/api/model\"\n\ntype X struct{ A model.A }\n",
		"README.md":           "not Go",
		"client/c2.gen.go":    "package client\n",
		"server/empty.gen.go": "package server\n",
	})
	imports, err := check.Imports(x, root)
	if err != nil || !slices.Equal(imports, []string{"errors"}) {
		t.Errorf("Imports = %v, error %v; want [errors]", imports, err)
	}
	checked, found, err := check.Types(t.Context(), x, root, newImporter())
	if err != nil || len(found) > 0 {
		t.Fatalf("Types: got findings %v and error %v, want none", found, err)
	}
	var names []string
	for _, p := range checked.Packages {
		names = append(names, p.Path())
	}
	if want := []string{root + "/client", root + "/client/x", root + "/model", root + "/server"}; !slices.Equal(names, want) {
		t.Errorf("Types: got packages %v, want %v", names, want)
	}
	if f := checked.Packages[1].Scope().Lookup("X"); f == nil || f.Type().Underlying().String() != "struct{A example.com/api/model.A}" {
		t.Errorf("type X: got %v, want a struct with field A", f)
	}
}

func TestTypeErrorsHavePointers(t *testing.T) {
	x := sample(t, map[string]string{
		"model/a.gen.go":         "package model\n\ntype A struct {\n\tB Missing\n}\n\ntype A int\n",
		"client/mfa/mfa.gen.go":  "package mfa\n\nimport \"example.com/api/model\"\n\ntype Client struct{}\n\nfunc (c *Client) Get() model.A { return \"\" }\n\nfunc New() int { return nil }\n",
		"server/mfa/more.gen.go": "package mfa\n\ntype Handler interface {\n\tGet() Unknown\n}\n",
	})
	for s, at := range map[tree.Symbol]string{
		{Package: root + "/model", Name: "A"}:                           "/components/schemas/A",
		{Package: root + "/model", Name: "A", Member: "B"}:              "/components/schemas/A/properties/b",
		{Package: root + "/client/mfa", Name: "Client", Member: "Get"}:  "/paths/~1a/get",
		{Package: root + "/server/mfa", Name: "Handler", Member: "Get"}: "/paths/~1a/get",
	} {
		x.Index(s, at)
	}
	_, found, err := check.Types(t.Context(), x, root, newImporter())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range found {
		if d.Rule != "go-type" {
			t.Errorf("finding: got rule %q, want go-type", d.Rule)
		}
		if data, _ := x.Data(d.Pos.File); string(d.Source) != string(data) {
			t.Errorf("%s: got Source %q, want the content of the file", d.Pos, d.Source)
		}
		message, _, _ := strings.Cut(strings.TrimPrefix(d.Message, "the generated "), ";")
		got = append(got, d.Pos.String()+" "+d.Pointer+" "+message)
	}
	want := []string{
		`client/mfa/mfa.gen.go:7:41 /paths/~1a/get declaration "mfa.Client.Get" does not compile: cannot use "" (untyped string constant) as model.A value in return statement`,
		`client/mfa/mfa.gen.go:9:25  Go code does not compile: cannot use nil as int value in return statement`,
		`model/a.gen.go:4:4 /components/schemas/A/properties/b declaration "model.A.B" does not compile: undefined: Missing`,
		`model/a.gen.go:7:6 /components/schemas/A declaration "model.A" does not compile: A redeclared in this block`,
		`server/mfa/more.gen.go:4:8 /paths/~1a/get declaration "mfa.Handler.Get" does not compile: undefined: Unknown`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("Types: got findings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestMissingDependencies(t *testing.T) {
	x := sample(t, map[string]string{
		"client/a/a.gen.go": "package a\n\nimport (\n\t\"context\"\n\n\t\"github.com/go-chi/chi/v5\"\n\t\"github.com/oapi-codegen/runtime/types\"\n)\n\nvar _ context.Context = chi.X(types.Y)\n",
		"client/b/b.gen.go": "package b\n\nimport \"github.com/oapi-codegen/runtime\"\n\nvar _ = runtime.X\n",
		"client/c/c.gen.go": "package c\n\nimport \"gopkg.in/odd.v1/x\"\n\nvar _ = x.X\n",
	})
	_, found, err := check.Types(t.Context(), x, root, newImporter())
	if err != nil || len(found) != 1 {
		t.Fatalf("Types: got findings %v and error %v, want one finding", found, err)
	}
	want := "client/a/a.gen.go:6:2: the module does not have packages that the generated code imports; run: go get github.com/go-chi/chi/v5 " +
		"github.com/oapi-codegen/runtime github.com/oapi-codegen/runtime/types gopkg.in/odd.v1/x (no required module provides package github.com/go-chi/chi/v5) (missing-dependency)"
	if got := found[0].String(); got != want {
		t.Errorf("Types: got finding %s\nwant %s", got, want)
	}
}

// unreadable is an importer that cannot read any package.
type unreadable struct{}

func (unreadable) Import(name string) (*types.Package, error) {
	if name == "example.org/missing" {
		return nil, errors.New("no required module provides package " + name)
	}
	return nil, fmt.Errorf("%s: %w; build specgen again", name, errors.ErrUnsupported)
}

// TestUnreadablePackage checks that the finding about a package that the importer cannot read does not suggest go get.
func TestUnreadablePackage(t *testing.T) {
	x := sample(t, map[string]string{"a/a.gen.go": "package a\n\nimport (\n\t_ \"example.org/missing\"\n\t_ \"fmt\"\n)\n"})
	_, found, err := check.Types(t.Context(), x, root, unreadable{})
	want := "[a/a.gen.go:5:2: specgen cannot read a package that the generated code imports: fmt: unsupported operation; build specgen again (missing-dependency)]"
	if got := fmt.Sprint(found); err != nil || got != want {
		t.Errorf("Types: got findings %s and error %v\nwant %s", got, err, want)
	}
}

func TestTypesErrors(t *testing.T) {
	for name, files := range map[string]map[string]string{
		`"x.gen.go" is not valid Go`: {"x.gen.go": "package x\n\nfunc {"},
		"import cycle: example.com/api/a, example.com/api/b": {
			"a/a.gen.go": "package a\n\nimport \"example.com/api/b\"\n\nvar _ = b.B\n", "b/b.gen.go": "package b\n\nimport \"example.com/api/a\"\n\nvar _ = a.A\n",
		},
	} {
		if _, _, err := check.Types(t.Context(), sample(t, files), root, newImporter()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("Types: got error %v, want one that contains %q", err, name)
		}
	}
}
