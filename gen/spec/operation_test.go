package spec_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/spec"
)

// TestModel lists what each archive of testdata/model holds: operations, schemas with their areas, enums, references.
func TestModel(t *testing.T) {
	eachArchive(t, "model", func(t *testing.T, a archive) []txtar.File {
		s, found := load(t, a)
		if len(found) > 0 {
			t.Fatal(found)
		}
		var b strings.Builder
		for _, o := range s.Operations() {
			fmt.Fprintf(&b, "operation %s %s id %q tag %q area %q at %s %v\n", o.Method, o.Path, o.ID, o.Tag, o.Area, o.Pointer, s.Position(o.Pointer))
			if s.Node(o.Pointer) != o.Node {
				t.Errorf("%s leads elsewhere", o.Pointer)
			}
		}
		for _, schema := range s.Schemas() {
			fmt.Fprintf(&b, "schema %s area %q at %s %v\n", schema.Name, schema.Area, schema.Pointer, s.Position(schema.Pointer))
			if s.Node(schema.Pointer) != schema.Node {
				t.Errorf("%s leads elsewhere", schema.Pointer)
			}
			e, ok := spec.ReadEnum(schema.Node)
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
				t.Errorf("file %q of %v", r.File, r.Pos)
			}
		}
		fmt.Fprintf(&b, "files %v, root %s\n", s.Files(), s.Root())
		for _, name := range s.Files() {
			if string(s.Source(name)) != string(a.fsys[name].Data) || s.File(name) == nil {
				t.Errorf("Source and File of %q", name)
			}
		}
		if s.Source("nosuch") != nil || s.File("nosuch") != nil {
			t.Error("a file that was not read is there")
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

func TestPointer(t *testing.T) {
	for _, tokens := range [][]string{{}, {""}, {"a"}, {"a/b", "~", "~1", "/~0"}, {"paths", "/a/{id}", "get"}, {"", ""}} {
		pointer := spec.Pointer(tokens...)
		back, err := spec.Tokens(pointer)
		if err != nil || fmt.Sprint(back) != fmt.Sprint(tokens) || len(back) != len(tokens) {
			t.Errorf("Tokens(%q) = %q, %v, want %q", pointer, back, err, tokens)
		}
	}
	for _, wrong := range []string{"a", "a/b", "/~", "/~2", "/a~", "/~~0", "#/a"} {
		if tokens, err := spec.Tokens(wrong); err == nil {
			t.Errorf("Tokens(%q) = %q without an error", wrong, tokens)
		}
	}
	s, found, err := spec.Load(context.Background(), fstest.MapFS{"a.yaml": {Data: []byte(head + "paths: {}\nx-a: [1, {b: 2}]\n")}}, "a.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	for pointer, want := range map[string]bool{
		"": true, "/x-a": true, "/x-a/0": true, "/x-a/1/b": true, "/x-a/2": false, "/x-a/01": false, "/x-a/-1": false, "/x-a/+0": false,
		"/x-a/0/c": false, "/x-a/1/b/c": false, "x-a": false, "/": false, "/nosuch": false,
	} {
		if got := s.Node(pointer) != nil; got != want {
			t.Errorf("Node(%q) is there: %v, want %v", pointer, got, want)
		}
		if pos := s.Position(pointer); pos.File != "a.yaml" || pos.Line < 1 {
			t.Errorf("Position(%q) = %v", pointer, pos)
		}
	}
}

// TestEqualSpreads proves that the bytes of a bundle depend on the content only, not on how it is spread over files or written.
func TestEqualSpreads(t *testing.T) {
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
		texts = append(texts, bundle(t, s))
	}
	if texts[0] != texts[1] {
		t.Errorf("%s\nand\n%s", texts[0], texts[1])
	}
}
