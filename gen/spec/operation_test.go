package spec_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// TestModel checks the operations, the schemas with their areas, the enums and the references of each archive in testdata/model.
func TestModel(t *testing.T) {
	eachArchive(t, "model", func(t *testing.T, a archive) []txtar.File {
		s, found := load(t, a)
		if len(found) > 0 {
			t.Fatal(found)
		}
		var b strings.Builder
		for _, o := range s.Operations() {
			fmt.Fprintf(&b, "operation %s %s id %q tag %q area %q at %s %v\n", o.Method, o.Path, o.ID, o.Tag, o.Area, o.Pointer, s.Position(o.Pointer))
			if s.At(o.Pointer) != o.Object().Node {
				t.Errorf("At(%q): got another node, want the node of the operation", o.Pointer)
			}
		}
		for _, schema := range s.Schemas() {
			fmt.Fprintf(&b, "schema %s area %q at %s %v\n", schema.Name, schema.Area, schema.Pointer, s.Position(schema.Pointer))
			if s.At(schema.Pointer) != schema.Object().Node {
				t.Errorf("At(%q): got another node, want the node of the schema", schema.Pointer)
			}
			e, ok := oas.ReadEnum(schema.Object().Node)
			if !ok {
				continue
			}
			fmt.Fprintf(&b, "  enum flags %v strings %v names %d\n", e.Flags, e.Strings, e.Names)
			for _, m := range e.Members {
				fmt.Fprintf(&b, "    %s %q %q deprecated %v named %v\n", m.Value.Value, m.Name, m.Description, m.Deprecated, m.NameNode != nil)
			}
		}
		for _, r := range s.Refs() {
			fmt.Fprintf(&b, "ref %v %s %s\n", r.Pos, r.Value, r.Kind)
			if r.File != r.Pos.File {
				t.Errorf("File of the reference at %v = %q, want %q", r.Pos, r.File, r.Pos.File)
			}
		}
		fmt.Fprintf(&b, "files %v, root %s\n", s.Files(), s.Root())
		for _, name := range s.Files() {
			if string(s.Source(name)) != string(a.fsys[name].Data) || s.Parsed(name) == nil {
				t.Errorf("Source(%q) or Parsed(%[1]q): got another result, want the file", name)
			}
		}
		if s.Source("nosuch") != nil || s.Parsed("nosuch") != nil {
			t.Error("Source or Parsed of an unknown file: got a result, want nil")
		}
		return []txtar.File{{Name: "want-model", Data: []byte(b.String())}}
	})
}

func TestArea(t *testing.T) {
	for tag, want := range map[string]string{
		"": "api", "MFA": "mfa", "MFADefaultSettings": "mfadefaultsettings", "Door & Window": "doorwindow", "2FA": "x2fa", "漢字": "api", "É1": "x1",
		"Documentation": "documentationapi", "CON": "conapi", "com1": "com1api", "com0": "com0", "lpt9": "lpt9api", "con.txt": "contxt", "init": "initapi",
		"main": "mainapi", "Internal": "internalapi", "vendor": "vendorapi", "testdata": "testdataapi", "func": "funcapi", "len": "len", "adm_test": "admtest",
		strings.Repeat("t", 100): strings.Repeat("t", 100), strings.Repeat("t", 101): strings.Repeat("t", 92) + "8a3a703a",
	} {
		if got := spec.Area(tag); got != want {
			t.Errorf("Area(%q) = %q, want %q", tag, got, want)
		}
	}
}

// TestBundleOfFiles checks that the bundle stays the same if a component moves to another file and the formatting of the root changes.
func TestBundleOfFiles(t *testing.T) {
	const door = "type: object, properties: {id: {type: integer}, next: {$ref: '%s'}}"
	one := fstest.MapFS{"openapi.yaml": {Data: []byte(head + "paths: {}\ncomponents: {schemas: {Door: {" + fmt.Sprintf(door, "#/components/schemas/Door") + "}}}\n")}}
	two := fstest.MapFS{
		"openapi.yaml": {Data: []byte("# other\nopenapi: \"3.0.3\"\ninfo:\n  title: >-\n    T\n  version: \"1\"\npaths: {}\ncomponents:\n  schemas:\n    Door: {$ref: 'door.yaml#/Door'}\n")},
		"door.yaml":    {Data: []byte("Door: {" + fmt.Sprintf(door, "openapi.yaml#/components/schemas/Door") + "}\n")},
	}
	var texts []string
	for _, fsys := range []fstest.MapFS{one, two} {
		s, found, err := spec.Load(context.Background(), fsys, "openapi.yaml")
		if err != nil || len(found) > 0 {
			t.Fatal(found, err)
		}
		texts = append(texts, string(s.Bundle()))
	}
	if texts[0] != texts[1] {
		t.Errorf("bundle of two files: got\n%s\nwant\n%s", texts[1], texts[0])
	}
}
