package enum_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/enum"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

var update = flag.Bool("update", false, "rewrite golden files")

const restPath = "github.com/rasapi/specgen/rest"

var everything = enum.Config{Package: "example.com/farm/generated/model", Rest: restPath, Visitor: true, SQL: true}

// load reads a document and finds the enums of its components, named as package code would name them.
func load(t testing.TB, fsys fs.FS, root string) (*spec.Spec, []ir.Enum) {
	t.Helper()
	s, found, err := spec.Load(t.Context(), fsys, root)
	if err != nil || s == nil {
		t.Fatalf("loading %s: %v %v", root, found, err)
	}
	var enums []ir.Enum
	schemas := spec.Get(spec.Get(s.Tree(), "components"), "schemas")
	for i := 0; i+1 < len(schemas.Content); i += 2 {
		name, node := schemas.Content[i].Value, schemas.Content[i+1]
		read, ok := spec.ReadEnum(node)
		if !ok {
			continue
		}
		e := ir.Enum{Schema: name, Pointer: spec.Pointer("components", "schemas", name), Type: name, Base: spec.Text(node, "format"), Flags: read.Flags}
		switch {
		case read.Strings:
			e.Base = "string"
		case e.Base == "":
			e.Base = "int"
		}
		for _, m := range read.Members {
			e.Names = append(e.Names, name+goName(m.Name, m.Value.Value))
		}
		enums = append(enums, e)
	}
	return s, enums
}

// goName is a small stand-in for the namer of package code, which this package may not import.
func goName(name, value string) string {
	if name == "" {
		name = strings.ReplaceAll("V"+value, "-", "Minus")
	}
	var b strings.Builder
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func generate(t testing.TB, fsys fs.FS, root string, cfg enum.Config) (*tree.Tree, report.List) {
	t.Helper()
	s, enums := load(t, fsys, root)
	made, found, err := enum.Generate(t.Context(), s, enums, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return made, found
}

// TestSample keeps the package in testdata/model, which the tests of behaviour run, as it is generated now.
func TestSample(t *testing.T) {
	cfg := everything
	cfg.Package = "github.com/rasapi/specgen/gen/enum/testdata/model"
	made, found := generate(t, os.DirFS("testdata/model"), "openapi.yaml", cfg)
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, path := range made.Paths() {
		data, _ := made.Data(path)
		golden(t, filepath.Join("testdata", filepath.FromSlash(path)), data)
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is generated now; go test ./gen/enum -update rewrites it", file)
	}
}
