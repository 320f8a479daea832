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
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

var update = flag.Bool("update", false, "rewrite golden files")

const restPath = "github.com/rasapi/specgen/rest"

var fullConfig = enum.Config{Package: "example.com/farm/generated/model", Rest: restPath, Visitor: true, SQL: true}

// load loads a document and returns it with the enums of its components. The Go names of the members are those of goName.
func load(t testing.TB, fsys fs.FS) (*spec.Spec, []ir.Enum) {
	t.Helper()
	s, found, err := spec.Load(t.Context(), fsys, "openapi.yaml")
	if err != nil || s == nil {
		t.Fatalf("Load of openapi.yaml: got findings %v and error %v, want a spec", found, err)
	}
	var enums []ir.Enum
	for name, node := range s.At("/components/schemas").Each() {
		read, ok := oas.ReadEnum(node)
		if !ok {
			continue
		}
		e := ir.Enum{Schema: name, Pointer: oas.Pointer("components", "schemas", name), Type: name, Base: node.Text("format"), Flags: read.Flags}
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

// goName returns a Go name for a member. This package cannot import package code, which chooses the real names.
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

// generate generates the code for the enums of a document.
func generate(t testing.TB, fsys fs.FS, cfg enum.Config) (*tree.Tree, report.List) {
	t.Helper()
	s, enums := load(t, fsys)
	made, found, err := enum.Generate(t.Context(), s, enums, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return made, found
}

// TestSampleIsUpToDate compares the package testdata/model with the generated code. Other tests call that package.
func TestSampleIsUpToDate(t *testing.T) {
	cfg := fullConfig
	cfg.Package = "github.com/rasapi/specgen/gen/enum/testdata/model"
	made, found := generate(t, os.DirFS("testdata/model"), cfg)
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, path := range made.Paths() {
		data, _ := made.Data(path)
		golden(t, filepath.Join("testdata", filepath.FromSlash(path)), data)
	}
}

// golden compares a file with generated text. With the flag -update, it writes the text to the file.
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
		t.Errorf("%s is out of date; run go test ./gen/enum -update", file)
	}
}
