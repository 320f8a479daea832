package oas_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func parse(t testing.TB, text string) *oas.Node {
	t.Helper()
	n, found := oas.Parse(&oas.Source{Name: "a.yaml", Data: []byte(text)}, oas.NewLimits())
	if len(found) > 0 || n == nil {
		t.Fatalf("Parse(%s): got findings %v, want none and a node", text, found)
	}
	return n
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a: b", `{"a":"b"}`},
		{"- 1\n- 1.50\n- 0x10\n- 0o17\n- +3\n- 1e3\n- 12345678901234567890", `[1,1.50,16,15,3,1e3,12345678901234567890]`},
		{"[True, no, yes, ~, null, '', '1', 2020-01-01]", `[true,"no","yes",null,null,"","1","2020-01-01"]`},
		{"a:\nb: |\n  x\n  y\n", `{"a":null,"b":"x\ny\n"}`},
		{"404: a\ntrue: b", `{"404":"a","true":"b"}`},
		{"a: &x {k: 1}\nb: *x\nc: {<<: *x, l: 2}\nd: {k: 3, <<: *x}", `{"a":{"k":1},"b":{"k":1},"c":{"k":1,"l":2},"d":{"k":3}}`},
		{"a: {<<: [{k: 1, l: 1}, {k: 2, m: 2}]}", `{"a":{"k":1,"l":1,"m":2}}`},
		{"&k key: 1\nb: *k", `{"key":1,"b":"key"}`},
		{`{"a": [1, {"b": null}]}`, `{"a":[1,{"b":null}]}`},
		{"\ufeffa: ä", `{"a":"ä"}`},
	} {
		if got := string(parse(t, c.text).JSON()); got != c.want {
			t.Errorf("JSON of %s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestParseFindings(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "a.yaml:1:1: the file is empty (yaml-syntax)"},
		{"# nothing", "a.yaml:1:1: the file is empty (yaml-syntax)"},
		{"a: b: c", "a.yaml:1:1: mapping values are not allowed in this context; quote a text that contains a colon, or correct the indentation (yaml-syntax)"},
		{"a:\n\tb: 1", "a.yaml:2:1: found character that cannot start any token; indent with spaces; YAML does not allow tabs there (yaml-syntax)"},
		{"a: 1\nb: *x", "a.yaml:2:1: unknown anchor 'x' referenced; mark the value with &name before the alias, or quote the text (yaml-syntax)"},
		{"# ä\na: [1,\n  2\n  # c\n\n", "a.yaml:3:3: did not find expected ',' or ']'; write a comma, or close the bracket (yaml-syntax)"},
		{"a: [\n  'b' 'c']", "a.yaml:2:3: did not find expected ',' or ']'; write a comma, or close the bracket (yaml-syntax)"},
		{"a: [\n", "a.yaml:1:1: did not find expected node content; write a value, or close the bracket (yaml-syntax)"},
		{"{a: 1}\n}", "a.yaml:2:1: did not find expected <document start>; remove the text after the end of the document (yaml-syntax)"},
		{"a: 1\nb: \"c\n\n", "a.yaml:2:1: found unexpected end of stream; close the quote (yaml-syntax)"},
		{"a: 1\n  b: 2", "a.yaml:2:3: mapping values are not allowed in this context; quote a text that contains a colon, or correct the indentation (yaml-syntax)"},
		{"a:\n  b: 1\n c: 2", "a.yaml:3:2: did not find expected key; indent the line like the entries above it (yaml-syntax)"},
		{"a: \xff", "a.yaml:1:4: byte 0xff is not valid UTF-8; save the file as UTF-8 (yaml-syntax)"},
		{"a: \x01", "a.yaml:1:4: character U+0001 is not allowed in YAML; remove it, or write it as an escape in double quotes (yaml-syntax)"},
		{"a: 1\n---\nb: 2", "a.yaml:3:1: the file contains a second YAML document; remove it or move it to a file of its own (yaml-syntax)"},
		{"ä: 1\nä: 2", "a.yaml:2:1: duplicate key \"ä\"; remove or rename one (duplicate-key)"},
		{"{ä: 1, ä: 2}", "a.yaml:1:9: duplicate key \"ä\"; remove or rename one (duplicate-key)"},
		{"a: .inf", "a.yaml:1:4: \".inf\" has no JSON form; quote it if it is text (yaml-value)"},
		{"a: !x b", "a.yaml:1:4: tag \"!x\" is not supported; remove it (yaml-value)"},
		{"a: 0777", "a.yaml:1:4: warning: YAML readers disagree about \"0777\": some read a number, others another number or text; quote it if it is text, otherwise write plain decimal digits (yaml-value)"},
		{"? [a]\n: 1", "a.yaml:1:3: a mapping key must be a scalar, found a mapping or sequence; quote the text if it begins with { or [ (yaml-key)"},
		{"a: &x [*x]", "a.yaml:1:8: alias *x contains itself; replace it with a value (yaml-alias)"},
		{"a: {<<: 1}", "a.yaml:1:9: the value of a merge key (<<) must be a mapping or a sequence of mappings; quote << if it is the name of a key (yaml-alias)"},
	} {
		_, found := oas.Parse(&oas.Source{Name: "a.yaml", Data: []byte(c.text)}, oas.NewLimits())
		if got := lines(found); got != c.want {
			t.Errorf("findings of Parse(%q)\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

func lines(found report.List) string {
	var list []string
	for _, f := range found {
		list = append(list, f.String())
	}
	return strings.Join(list, "\n")
}

func TestLimits(t *testing.T) {
	bomb := "a: &a0 [1, 1]\n"
	for i := range 30 {
		bomb += fmt.Sprintf("b%d: &a%d [*a%d, *a%d]\n", i, i+1, i, i)
	}
	for name, c := range map[string]struct{ text, want string }{
		"bytes":   {strings.Repeat(" ", 65<<20), "file-size"},
		"marks":   {strings.Repeat("[],", 3_000_000), "file-size"},
		"depth":   {strings.Repeat("[", 2_000) + strings.Repeat("]", 2_000), "yaml-depth"},
		"aliases": {bomb, "spec-size"},
	} {
		n, found := oas.Parse(&oas.Source{Name: "a.yaml", Data: []byte(c.text)}, oas.NewLimits())
		if n != nil || len(found) != 1 || found[0].Rule != c.want {
			t.Errorf("Parse of %s: got a node: %t, findings: %v; want no node and a finding of rule %s", name, n != nil, found, c.want)
		}
	}
	limits := oas.NewLimits()
	limits.Bytes = 5
	for i, want := range []int{0, 1} { // the limit applies to the total size of the two texts
		if _, found := oas.Parse(&oas.Source{Data: []byte("a: 1")}, limits); len(found) != want {
			t.Errorf("Parse of text %d: got findings %v, want %d findings", i, found, want)
		}
	}
}

// TestPositions compares the position and the offset of every key and scalar with the source text, which contains several kinds of line ends.
func TestPositions(t *testing.T) {
	text := "\ufeffä: {ö: ü, b: [c, ß]}\r\nd: 'e'\re: x\u2028h: y\nf:\n  - g\n"
	n := parse(t, text)
	for value := range n.All() {
		for _, e := range value.Entries {
			if at := e.Offset(); !strings.HasPrefix(text[at:], e.Key) {
				t.Errorf("Offset of key %q = %d (position %v), want the start of the key in the text", e.Key, at, e.Pos())
			}
		}
		if at := value.Offset(); value.IsScalar() && !strings.HasPrefix(strings.TrimLeft(text[at:], "'"), value.Value[:1]) {
			t.Errorf("Offset of value %q = %d (position %v), want the start of the value in the text", value.Value, at, value.Pos())
		}
		if got := value.Source().Pos(value.Offset()); got != value.Pos() {
			t.Errorf("position of the offset of value %q: got %v, want %v", value.Value, got, value.Pos())
		}
	}
	value, key := n.Locate("/f/0")
	if value != (report.Position{File: "a.yaml", Line: 5, Column: 5}) || key != value {
		t.Errorf("Locate(/f/0) = %v, %v; want both at 5:5", value, key)
	}
	if value, key := n.Locate("/f/7/x"); value.Line != 5 || key.Line != 4 {
		t.Errorf("Locate(/f/7/x) = %v, %v; want lines 5 and 4", value, key)
	}
}

func TestNode(t *testing.T) {
	n := parse(t, "a: {b: [x, {c: true}], 'no': 'true'}\nrequired: [p, q]\nn: null\ntype: [string, 'null']\ni: 1.6e1\nref: {$ref: '#/x'}\nl: [{$ref: '#/y'}]")
	var none *oas.Node
	if n.Get("a", "b", "1", "c") == nil || n.Get("a", "b", "01") != nil || n.Get("a", "x", "y") != nil || none.Get("a") != nil || n.Get() != n {
		t.Error("Get: got another result, want the node at a/b/1/c, n for no keys, and nil for a missing key, a malformed index and a nil node")
	}
	if n.Text("a", "b", "0") != "x" || n.Text("a") != "" || n.Text("n") != "" || none.Text() != "" {
		t.Error("Text: got another result, want \"x\" for a/b/0, and \"\" for a mapping, null and a nil node")
	}
	if !n.True("a", "b", "1", "c") || n.True("a", "no") || none.True() {
		t.Error("True: got another result, want true for a/b/1/c, and false for the string true and a nil node")
	}
	if got := n.Strings("required"); !slices.Equal(got, []string{"p", "q"}) || n.Strings("a") != nil {
		t.Errorf("Strings: got %q for required, want [p q], and nil for the mapping a", got)
	}
	if types, null := n.Types(); !slices.Equal(types, []string{"string"}) || !null {
		t.Errorf("Types() = %q, %v; want string, true", types, null)
	}
	if i, ok := n.Get("i").Int(); !ok || i.Int64() != 16 {
		t.Errorf("Int() = %v, %v; want 16, true", i, ok)
	}
	if got := slices.Collect(n.Refs()); !slices.Equal(got, []string{"#/x", "#/y"}) {
		t.Errorf("Refs() = %q, want #/x and #/y", got)
	}
	if got := string(n.Get("a").Without("b").JSON()); got != `{"no":"true"}` {
		t.Errorf("Without(b) = %s, want only the key no", got)
	}
	if got := n.Get("a").Keys(); !slices.Equal(got, []string{"b", "no"}) || n.Get("a").Len() != 2 {
		t.Errorf("Keys() = %q, want [b no], and Len() = 2", got)
	}
}

// TestLongMapping looks up keys of a long mapping from several goroutines, and again after adding an entry.
func TestLongMapping(t *testing.T) {
	var b strings.Builder
	for i := range 1_000 {
		fmt.Fprintf(&b, "k%d: %d\n", i, i)
	}
	n := parse(t, b.String())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 1_000 {
				if n.Text(fmt.Sprintf("k%d", i)) != fmt.Sprint(i) {
					t.Errorf("Text(k%d): got a different text, want %[1]d", i)
				}
			}
		})
	}
	wait.Wait()
	n.Entries = append(n.Entries, oas.NewEntry("new", oas.NewString("x", n)))
	if n.Text("new") != "x" || n.Get("nosuch") != nil {
		t.Error("Text or Get after a new entry: got another result, want the value of the entry, and nil for an unknown key")
	}
}

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		equal oas.Compare // options with which Equal ignores all differences between a and b
		never bool
	}{
		{a: "{a: 1, b: 2}", b: "{b: 2, a: 1}", equal: oas.Compare{IgnoreKeyOrder: true}},
		{a: "{type: [a, b]}", b: "{type: [b, a]}", equal: oas.Compare{Sets: true}},
		{a: "{enum: [a, b]}", b: "{enum: [b, a]}", never: true},
		{a: "1", b: "1.0", equal: oas.Compare{Numbers: true}},
		{a: "1", b: "'1'", never: true},
		{a: "{$ref: a}", b: "{$ref: b}", equal: oas.Compare{Rename: map[string]string{"a": "b"}}},
		{a: "{$ref: b}", b: "{$ref: a}", never: true},
		{a: "[1]", b: "[1, 1]", never: true},
		{a: "{a: 1}", b: "[a, 1]", never: true},
	} {
		a, b := parse(t, c.a), parse(t, c.b)
		if oas.Equal(a, b, oas.Compare{}) {
			t.Errorf("Equal(%s, %s) without options: got true, want false", c.a, c.b)
		}
		all := oas.Compare{IgnoreKeyOrder: true, Sets: true, Numbers: true, Rename: map[string]string{"a": "b"}}
		if oas.Equal(a, b, all) == c.never || !c.never && !oas.Equal(a, b, c.equal) {
			t.Errorf("Equal(%s, %s) with all options = %t, want %t; with options %+v, want %[4]t", c.a, c.b, oas.Equal(a, b, all), !c.never, c.equal)
		}
		if !oas.Equal(a, parse(t, c.a), oas.Compare{}) {
			t.Errorf("Equal(%s, %[1]s) = false, want true", c.a)
		}
	}
}

func TestModel(t *testing.T) {
	m := oas.New(parse(t, `
paths:
  /a/{b}:
    get: {responses: {'200': {content: {j: {schema: {$ref: '#/components/schemas/A'}}}}, x-r: {}}}
  x-a: {}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {properties: {p: {type: string, discriminator: {}}}, definitions: {d: {}}, default: {properties: {q: {}}}}
    C: {$ref: '#/components/schemas/C'}
    D: {$ref: '#/components/schemas/B/properties/p'}
    E: {$ref: '#/nowhere'}
    F: {$ref: '#/paths/~1a~1%7Bb%7D'}
`))
	var got []string
	for kind := range oas.Kinds {
		for _, o := range m.Objects(kind) {
			got = append(got, fmt.Sprintf("%s %s", kind, o.Pointer()))
			if m.At(o.Pointer()) != o || m.Of(o.Node) != o {
				t.Errorf("At(%q) or Of: got another object, want the object at the pointer", o.Pointer())
			}
		}
	}
	want := []string{
		"document ", "components /components", "path item /paths/~1a~1{b}", "operation /paths/~1a~1{b}/get", "response /paths/~1a~1{b}/get/responses/200",
		"media type /paths/~1a~1{b}/get/responses/200/content/j", "schema /paths/~1a~1{b}/get/responses/200/content/j/schema",
		"schema /components/schemas/A", "schema /components/schemas/B", "schema /components/schemas/B/properties/p", "schema /components/schemas/C",
		"schema /components/schemas/D", "schema /components/schemas/E", "schema /components/schemas/F",
	}
	if !slices.Equal(got, want) {
		t.Errorf("objects of the model: got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for name, want := range map[string]string{"A": "B", "B": "B", "C": "", "D": "B/properties/p", "E": ""} {
		to := m.Resolve(m.At("/components/schemas/" + name))
		if want == "" && to != nil || want != "" && (to == nil || to.Pointer() != "/components/schemas/"+want) {
			t.Errorf("Resolve of %s: got %v, want %q", name, to, want)
		}
	}
	if to := m.Resolve(m.At("/components/schemas/F")); to == nil || to.Kind != oas.PathItem {
		t.Errorf("Resolve of F: got %v, want a path item", to)
	}
	p := m.At("/components/schemas/B").Child("properties", "p")
	if p.Component() != m.At("/components/schemas/B") || p.IsComponent() || p.Name != "p" || p.Shape != oas.Many {
		t.Errorf("Child(properties, p) = %+v, want property p of component B", p)
	}
	if n := len(slices.Collect(m.At("/components").Children("schemas"))); n != 6 {
		t.Errorf("Children(schemas): got %d objects, want 6", n)
	}
}

// TestKinds checks that the names of the kinds are distinct, and that the section of a kind contains objects of this kind.
func TestKinds(t *testing.T) {
	names := map[string]bool{}
	for kind := range oas.Kinds {
		if names[kind.String()] || kind.String() == "" {
			t.Errorf("kind %d: got name %q, want a distinct name that is not empty", kind, kind)
		}
		names[kind.String()] = true
		if section := kind.Section(); section != "" {
			if child, shape := oas.Components.Child(section); child != kind || shape != oas.Many || !kind.Referable() {
				t.Errorf("section %q: got kind %q, want %q in a mapping, and a kind that references can replace", section, child, kind)
			}
		}
	}
	if oas.Kind(-1).String() != "data" || oas.Operation.Article() != "an operation" || !oas.IsMethod("get") || oas.IsMethod("parameters") {
		t.Error("String, Article or IsMethod: got a wrong result, want \"data\" for an unknown kind, \"an operation\" for Operation, true for \"get\" and false for \"parameters\"")
	}
	kind, shape := oas.Document.Descendant([]string{"paths", "/a", "get", "callbacks", "c", "{$url}", "post", "responses"})
	if kind != oas.Response || shape != oas.Many {
		t.Errorf("responses of a callback: got kind %q and shape %d, want responses and Many", kind, shape)
	}
	if kind, _ := oas.Document.Descendant([]string{"x-a", "paths"}); kind != oas.Data {
		t.Errorf("value of an extension: got kind %q, want data", kind)
	}
}

func TestReader(t *testing.T) {
	r, root := oas.Read("specgen.yaml", []byte("spec: a\nspek: b\nflag: 1\nlist: {}\nmore: []\nspec: c\nname: ''\n"), "config")
	got := map[string]string{}
	r.Mapping(root, []string{"spec", "flag", "list", "more", "name"}, []string{"spec", "output"}, func(key string, value *oas.Node) {
		switch key {
		case "flag":
			r.Flag(value, key)
		case "list", "more":
			r.Sequence(value, key)
		default:
			got[key] = r.Text(value, key)
		}
	})
	want := `specgen.yaml:1:1: key "output" is missing (config)
specgen.yaml:2:1: unknown key "spek"; the keys are spec, flag, list, more, name (config)
specgen.yaml:3:7: flag must be true or false (config)
specgen.yaml:4:7: list must be a list with at least one item (config)
specgen.yaml:5:7: more must be a list with at least one item (config)
specgen.yaml:6:1: duplicate key "spec"; remove or rename one (config)
specgen.yaml:7:7: name must not be empty (config)`
	if text := lines(r.Findings()); text != want || got["spec"] != "a" {
		t.Errorf("Mapping: got values %v and findings\n%s\nwant value a for spec and findings\n%s", got, text, want)
	}
	for text, want := range map[string]string{
		"":      `a.yaml:1:1: key "k" is missing (config)`,
		"[]":    "a.yaml:1:1: expected a mapping with the keys k (config)",
		"a: [1": "a.yaml:1:1: did not find expected ',' or ']'; write a comma, or close the bracket (config)",
	} {
		r, root := oas.Read("a.yaml", []byte(text), "config")
		r.Mapping(root, []string{"k"}, []string{"k"}, nil)
		if got := lines(r.Findings()); got != want {
			t.Errorf("findings of Read(%q): got %s\nwant %s", text, got, want)
		}
	}
}

func TestYAML(t *testing.T) {
	text := "a: [x, '1', \"true\", {b: [], c: {}}]\nd: |\n  one\n  two\ne: ' x'\nf: \"\\u0007\"\ng: y\nh: [nulls, 1.2.3, 2020-01-01, '.5', '1_000', 'null', '~x']\n404: 1.50\n"
	out := string(parse(t, text).YAML())
	want := "a:\n  - x\n  - '1'\n  - 'true'\n  - b: []\n    c: {}\nd: |\n  one\n  two\ne: ' x'\nf: \"\\u0007\"\ng: 'y'\nh:\n  - nulls\n  - 1.2.3\n  - '2020-01-01'\n  - '.5'\n  - '1_000'\n  - 'null'\n  - '~x'\n'404': 1.50\n"
	if out != want {
		t.Errorf("YAML: got\n%s\nwant\n%s", out, want)
	}
	if !oas.Equal(parse(t, out), parse(t, text), oas.Compare{}) {
		t.Error("YAML: got different content, want the content of the parsed text")
	}
}

// TestYAMLLongKeys checks that YAML writes a long key after a question mark, even if only its quotes or escapes make it long.
func TestYAMLLongKeys(t *testing.T) {
	for _, key := range []string{strings.Repeat("k", 1025), strings.Repeat("'", 600), strings.Repeat("\u0001", 300)} {
		n := oas.NewMapping(nil)
		n.Entries = append(n.Entries, oas.NewEntry(key, &oas.Node{Type: oas.String, Value: "v"}))
		text := n.YAML()
		if !bytes.HasPrefix(text, []byte("? ")) {
			t.Errorf("YAML of a key that begins with %.5q: got %.20q, want a question mark at the start", key, text)
		}
		read, found := oas.Parse(&oas.Source{Name: "a.yaml", Data: text}, oas.NewLimits())
		if len(found) > 0 || read == nil || len(read.Entries) != 1 || read.Entries[0].Key != key {
			t.Errorf("Parse of %.20q: got findings %v, want the key and no findings", text, found)
		}
	}
}

func TestPointer(t *testing.T) {
	for _, tokens := range [][]string{{}, {""}, {"a"}, {"a/b", "~", "~1", "/~0"}, {"paths", "/a/{id}", "get"}, {"", ""}} {
		pointer := oas.Pointer(tokens...)
		back, err := oas.Tokens(pointer)
		if err != nil || !slices.Equal(back, tokens) {
			t.Errorf("Tokens(%q) = %q, %v; want %q", pointer, back, err, tokens)
		}
	}
	for _, wrong := range []string{"a", "a/b", "/~", "/~2", "/a~", "/~~0", "#/a"} {
		if tokens, err := oas.Tokens(wrong); err == nil {
			t.Errorf("Tokens(%q) = %q without an error, want an error", wrong, tokens)
		}
	}
	n := parse(t, "x-a: [1, {b: 2}]")
	for pointer, want := range map[string]bool{
		"": true, "/x-a": true, "/x-a/0": true, "/x-a/1/b": true, "/x-a/2": false, "/x-a/01": false, "/x-a/-1": false, "/x-a/+0": false,
		"/x-a/0/c": false, "/x-a/1/b/c": false, "x-a": false, "/": false, "/nosuch": false,
	} {
		if got := n.At(pointer) != nil; got != want {
			t.Errorf("At(%q) != nil: got %v, want %v", pointer, got, want)
		}
		if pos, _ := n.Locate(pointer); pos.Line != 1 {
			t.Errorf("Locate(%q) = %v, want line 1", pointer, pos)
		}
	}
	for ref, want := range map[string]string{
		"#/components/schemas/A": "/components/schemas/A", "#/components/schemas/A/properties/x/y": "/components/schemas/A", "/components/schemas/A": "/components/schemas/A",
		"#/components/schemas": "", "#/paths/~1a": "", "": "", "a.yaml#/components/schemas/A": "",
	} {
		if got := oas.ComponentOf(ref); got != want {
			t.Errorf("ComponentOf(%q) = %q, want %q", ref, got, want)
		}
	}
}
