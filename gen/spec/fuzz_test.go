package spec_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// seeds returns the archives in a directory of testdata.
func seeds(f *testing.F, folder string) []archive {
	f.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(names) == 0 {
		f.Fatalf("got no archives in testdata/%s, want at least one (Glob error %v)", folder, err)
	}
	var list []archive
	for _, name := range names {
		parsed, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		list = append(list, openArchive(f, parsed))
	}
	return list
}

// fuzzLoad loads a document and checks properties that every loaded document must have.
func fuzzLoad(t *testing.T, fsys fstest.MapFS) {
	s, found, err := spec.Load(context.Background(), fsys, "openapi.yaml")
	if err != nil {
		t.Fatal(err) // reading a file in memory cannot fail
	}
	if s == nil && !found.HasErrors() {
		t.Fatal("Load: got neither a spec nor a finding that is an error, want one of them")
	}
	for _, d := range found {
		if d.Rule == "" || d.Message == "" || fsys[d.Pos.File] == nil {
			t.Errorf("Load: got finding %+v, want one with a rule, a message and a file", d)
		}
	}
	if s == nil {
		return
	}
	checkBundle(t, s, found)
	for _, name := range s.Files() {
		checkOffsets(t, s.Parsed(name))
	}
	s.Operations()
	for _, schema := range s.Schemas() {
		oas.ReadEnum(schema.Object().Node)
	}
	s.Refs()
}

// checkOffsets checks that the offset of every key and every string without quotes is the start of its text.
func checkOffsets(t *testing.T, root *oas.Node) {
	data := root.Source().Data
	check := func(offset int, value string) {
		if offset < 0 || offset > len(data) {
			t.Errorf("offset of %q = %d, want an offset in %q", value, offset, data)
			return
		}
		text := data[offset:]
		if len(text) > 0 && bytes.IndexByte([]byte("\"'|>"), text[0]) >= 0 || value == "" || root.Source().Anchored() {
			return
		}
		if end := strings.IndexAny(value, " \n"); end >= 0 {
			value = value[:end]
		}
		if !bytes.HasPrefix(text, []byte(value)) {
			t.Errorf("offset of %q = %d, want the start of the text in %q", value, offset, data)
		}
	}
	for n := range root.All() {
		for _, e := range n.Entries {
			check(e.Offset(), e.Key)
		}
		if n.Type == oas.String {
			check(n.Offset(), n.Value)
		}
	}
}

// FuzzLoad calls Load with a root of random bytes.
func FuzzLoad(f *testing.F) {
	for _, a := range seeds(f, "load") {
		f.Add(a.fsys[a.root].Data)
	}
	f.Fuzz(func(t *testing.T, root []byte) {
		fuzzLoad(t, fstest.MapFS{"openapi.yaml": {Data: root, Mode: 0o666}})
	})
}

// FuzzLoadFiles calls Load with a root and another file, both of random bytes.
func FuzzLoadFiles(f *testing.F) {
	for _, a := range seeds(f, "load") {
		for name, other := range a.fsys {
			if name != a.root {
				f.Add(bytes.ReplaceAll(a.fsys[a.root].Data, []byte(name), []byte("a.yaml")), other.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, root, other []byte) {
		fuzzLoad(t, fstest.MapFS{"openapi.yaml": {Data: root, Mode: 0o666}, "a.yaml": {Data: other, Mode: 0o666}})
	})
}

// FuzzFormat calls Format with random roots and random area files.
func FuzzFormat(f *testing.F) {
	for _, a := range seeds(f, "format") {
		var paths, schemas []byte
		for name, file := range a.fsys {
			if strings.Contains(name, "paths/") {
				paths = file.Data
			} else if strings.Contains(name, "schemas/") {
				schemas = file.Data
			}
		}
		f.Add(a.fsys[a.root].Data, paths, schemas)
	}
	f.Fuzz(func(t *testing.T, root, paths, schemas []byte) {
		fsys := fstest.MapFS{
			"openapi.yaml": {Data: root, Mode: 0o666}, "paths/door.yaml": {Data: paths, Mode: 0o666}, "schemas/door.yaml": {Data: schemas, Mode: 0o666},
		}
		changed, found, err := spec.Format(context.Background(), fsys, "openapi.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if len(changed) > 0 && found.HasErrors() {
			t.Errorf("Format: got changes together with errors %v, want no changes", found)
		}
		checkFormat(t, fsys, "openapi.yaml", root, changed)
	})
}

// FuzzBundle builds documents that consist of two files with random references, and checks the bundles of these documents.
func FuzzBundle(f *testing.F) {
	f.Add([]byte("a reference"))
	f.Add([]byte("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"))
	f.Add(bytes.Repeat([]byte("\x01\xff\x17\x80\x33"), 40))
	f.Add(bytes.Repeat([]byte("zyxwvutsrq"), 30))
	f.Fuzz(func(t *testing.T, choices []byte) {
		g := generator{choices: choices}
		root := g.document()
		other := g.fragment()
		fsys := fstest.MapFS{"openapi.yaml": {Data: root, Mode: 0o666}, "a.yaml": {Data: other, Mode: 0o666}}
		fuzzLoad(t, fsys)
		s, found, err := spec.Load(context.Background(), fsys, "openapi.yaml")
		if err != nil || s == nil || len(found) > 0 {
			return
		}
		if _, err := s.Document(context.Background()); err != nil {
			t.Errorf("Document after Load without findings: got error %v, want none\n%s\n---\n%s\n---\n%s", err, root, other, string(s.Bundle()))
		}
	})
}

type generator struct {
	choices []byte
	out     strings.Builder
}

// pick returns the next choice as a number below n. After the last choice, it returns 0.
func (g *generator) pick(n int) int {
	if len(g.choices) == 0 {
		return 0
	}
	c := g.choices[0]
	g.choices = g.choices[1:]
	return int(c) % n
}

func (g *generator) one(words ...string) string { return words[g.pick(len(words))] }

func (g *generator) document() []byte {
	g.out.Reset()
	g.out.WriteString("openapi: " + g.one("3.0.3", "3.1.0") + "\ninfo: {title: T, version: '1'}\npaths:\n")
	for _, name := range []string{"/a", "/b"} {
		g.out.WriteString("  " + name + ": " + g.pathItem(0) + "\n")
	}
	g.out.WriteString("components:\n")
	g.sections("  ")
	return []byte(g.out.String())
}

func (g *generator) fragment() []byte {
	g.out.Reset()
	g.sections("")
	g.out.WriteString("paths:\n  a: " + g.pathItem(0) + "\n  b: " + g.pathItem(0) + "\n")
	return []byte(g.out.String())
}

func (g *generator) sections(indent string) {
	for _, s := range []struct {
		name   string
		object func(int) string
	}{{"schemas", g.schema}, {"responses", g.response}, {"parameters", g.parameter}} {
		g.out.WriteString(indent + s.name + ":\n")
		for _, name := range []string{"A", "B", "C"} {
			g.out.WriteString(indent + "  " + name + ": " + s.object(0) + "\n")
		}
	}
}

func (g *generator) ref(section string) string {
	file := g.one("", "", "a.yaml", "openapi.yaml", "./a.yaml")
	where := "/components/"
	if strings.HasSuffix(file, "a.yaml") || file == "" && g.pick(4) == 0 {
		where = "/"
	}
	tail := ""
	if section == "schemas" {
		tail = g.one("", "", "", "", "", "", "", "", "", "/properties/x", "/properties/y", "/allOf/0", "/properties/x/properties/y")
	}
	return "{$ref: '" + file + "#" + where + section + "/" + g.one("A", "B", "C") + tail + "'}"
}

func (g *generator) schema(depth int) string {
	if depth > 3 {
		return "{}"
	}
	switch g.pick(14) {
	case 1, 2:
		return g.ref("schemas")
	case 3:
		return "{type: object, properties: {x: " + g.schema(depth+1) + ", y: " + g.schema(depth+1) + "}}"
	case 4:
		return "{allOf: [" + g.schema(depth+1) + ", " + g.schema(depth+1) + "]}"
	case 5:
		return "{type: array, items: " + g.schema(depth+1) + "}"
	case 6:
		return "{type: object, additionalProperties: " + g.schema(depth+1) + ", x-a: {$ref: nowhere}, example: {$ref: 1}}"
	case 7:
		return "{type: object, discriminator: {propertyName: k, mapping: {a: A, b: '#/components/schemas/B', c: 'a.yaml#/schemas/C'}}}"
	}
	return "{type: string}"
}

func (g *generator) response(depth int) string {
	if g.pick(6) == 1 {
		return g.ref("responses")
	}
	return "{description: r, content: {application/json: {schema: " + g.schema(depth+1) + "}}}"
}

func (g *generator) parameter(depth int) string {
	if g.pick(6) == 1 {
		return g.ref("parameters")
	}
	return "{name: p, in: query, schema: " + g.schema(depth+1) + "}"
}

func (g *generator) pathItem(depth int) string {
	if depth > 2 {
		return "{}"
	}
	switch g.pick(5) {
	case 1:
		return "{$ref: '" + g.one("#/paths/~1a", "#/paths/~1b", "a.yaml#/paths/a", "a.yaml#/paths/b", "openapi.yaml#/paths/~1a") + "'}"
	case 2:
		return "{get: {responses: {'200': " + g.response(0) + "}, callbacks: {c: {e: " + g.pathItem(depth+1) + "}}}}"
	case 3:
		return "{parameters: [" + g.parameter(0) + "], put: {parameters: [" + g.parameter(0) + "], responses: {'200': " + g.response(0) + "}}}"
	}
	return "{get: {tags: [t], responses: {default: " + g.response(0) + "}}}"
}
