package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

func TestParsePage(t *testing.T) {
	p, err := parsePage("a.md", []byte("# One `two` (three)\n\n## One two three\n\n[x](b.md#c)\n\n```go file=a/b.go\nx\n```\n\n<!-- sh\ntrue\n-->\n\n"+
		"```sh skip=\"no network\"\ny\n```\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !p.anchors["one-two-three"] || !p.anchors["one-two-three-1"] || len(p.anchors) != 2 {
		t.Errorf("parsePage: got anchors %v, want one-two-three and one-two-three-1", p.anchors)
	}
	if len(p.links) != 1 || p.links[0] != (link{5, "b.md#c"}) {
		t.Errorf("parsePage: got links %v, want b.md#c on line 5", p.links)
	}
	want := []block{
		{line: 8, language: "go", file: "a/b.go", text: "x\n"}, {line: 12, language: "sh", text: "true\n"}, {line: 16, language: "sh", skip: "no network", text: "y\n"},
	}
	if len(p.blocks) != len(want) {
		t.Fatalf("parsePage: got blocks %+v, want %+v", p.blocks, want)
	}
	for i, b := range p.blocks {
		if b != want[i] {
			t.Errorf("parsePage: block %d: got %+v, want %+v", i, b, want[i])
		}
	}
	for _, text := range []string{"```\nx\n```\n", "```go files=x\n```\n", "text\n\n    indented\n"} {
		if _, err := parsePage("a.md", []byte(text)); err == nil {
			t.Errorf("parsePage(%q): got no error, want one", text)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		want, got string
		ok        bool
	}{
		{"a\nb\n", "a\nb", true},
		{"a\nb\n", "a\nc\n", false},
		{"a\n", "a\nb\n", false},
		{"took ... s\n", "took 3.2 s\n", true},
		{"took ... s\n", "took 3\n.2 s\n", false},
		{"a\n...\nz\n", "a\nb\nc\nz\n", true},
		{"a\n...\nz\n", "a\nz\n", true},
		{"a\n  ...\nz\n", "a\n  b\n  c\nz\n", true},
		{"a\n...\n", "b\n", false},
		{"a.c\n", "abc\n", false},
	} {
		if ok := matches(c.want, c.got); ok != c.ok {
			t.Errorf("matches(%q, %q) = %t, want %t", c.want, c.got, ok, c.ok)
		}
	}
}

func TestCommands(t *testing.T) {
	p := &page{name: "a.md"}
	got := commands(t, p, block{line: 3, language: "console", exit: "1", text: "$ one \\\n  more\nout\n$ two\n"})
	want := []command{{line: 3, script: "one \\\n  more\n", want: "out\n", compare: true}, {line: 6, script: "two\n", exit: 1, compare: true}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("commands = %+v, want %+v", got, want)
	}
	for _, b := range []block{{language: "text", text: "$ one\n"}, {language: "sh", skip: "x", text: "one\n"}} {
		if got := commands(t, p, b); got != nil {
			t.Errorf("commands(%+v) = %+v, want none", b, got)
		}
	}
}

// TestJoin checks that a fragment can use the imports, functions and variables of earlier fragments. The position of an error must be its line on the
// page.
func TestJoin(t *testing.T) {
	p := &page{name: "a.md"}
	fragments := []block{
		{line: 10, text: "import \"strconv\"\n\nn, err := strconv.Atoi(\"1\")\n"},
		{line: 20, text: "func double(n int) int { return 2 * n }\n"},
		{line: 30, text: "n, err := double(n), error(nil)\nm := n\n"},
	}
	check := func() (errs []types.Error) {
		source, err := join(p, fragments)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, p.name, source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		config := types.Config{Importer: newImporter(t, fset, []*ast.File{file}), Error: func(err error) {
			if e, ok := err.(types.Error); ok && !e.Soft {
				errs = append(errs, e)
			}
		}}
		_, _ = config.Check("p", fset, []*ast.File{file}, nil)
		return errs
	}
	if errs := check(); len(errs) > 0 {
		t.Errorf("type check of the joined fragments: got errors %v, want none", errs)
	}
	fragments = append(fragments, block{line: 40, text: "k := 1\nk = \"text\"\n"})
	errs := check()
	if len(errs) != 1 || !strings.HasSuffix(errs[0].Fset.Position(errs[0].Pos).Filename, "a.md") || errs[0].Fset.Position(errs[0].Pos).Line != 41 {
		t.Errorf("type check of a fragment with an error: got errors %v, want one on line 41 of a.md", errs)
	}
}
