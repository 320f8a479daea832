package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/report"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

var formats = []report.Format{report.Text, report.JSON, report.GitHub, report.SARIF, report.JUnit}

// TestPrint prints the findings of each archive testdata/*.txtar in every format. In an archive, findings.json contains the findings in the format of
// encoding/json. The files want.FORMAT contain the expected output. All remaining files are source files. NAME.json-string contains the source file
// NAME as a JSON string, because txtar cannot represent some characters.
func TestPrint(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("got no archives in testdata and error %v, want at least one", err)
	}
	schema := compileSchema(t)
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			list, options := readCase(t, archive)
			got := &txtar.Archive{Comment: archive.Comment}
			want := map[string]string{}
			for _, f := range archive.Files {
				if strings.HasPrefix(f.Name, "want.") {
					want[f.Name] = string(f.Data)
				} else {
					got.Files = append(got.Files, f)
				}
			}
			for _, format := range formats {
				out := print(t, format, list, options)
				if again := print(t, format, list, options); again != out {
					t.Errorf("%s: second run: got a different output, want the same", format)
				}
				checkOutput(t, format, out, schema)
				got.Files = append(got.Files, txtar.File{Name: "want." + string(format), Data: []byte(out)})
				if want["want."+string(format)] != out && !*update {
					t.Errorf("%s: got\n%s\nwant\n%s", format, out, want["want."+string(format)])
				}
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func readCase(t *testing.T, archive *txtar.Archive) (report.List, report.Options) {
	t.Helper()
	var list report.List
	files := map[string][]byte{}
	for _, f := range archive.Files {
		switch name, quoted := strings.CutSuffix(f.Name, ".json-string"); {
		case f.Name == "findings.json":
			if err := json.Unmarshal(f.Data, &list); err != nil {
				t.Fatalf("findings.json: %v", err)
			}
		case quoted:
			var text string
			if err := json.Unmarshal(f.Data, &text); err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			files[name] = []byte(text)
		default:
			files[f.Name] = f.Data
		}
	}
	return list, report.Options{
		Tool: "specgen", Version: "v1.2.3",
		Source: func(file string) ([]byte, error) {
			if data, ok := files[file]; ok {
				return data, nil
			}
			return nil, fs.ErrNotExist
		},
		Describe: func(rule string) string {
			if rule == "enum-names" {
				return "Every value of an enum has a name"
			}
			return ""
		},
	}
}

func print(t testing.TB, f report.Format, list report.List, o report.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Print(&b, f, list, o); err != nil {
		t.Fatalf("Print(%s): %v", f, err)
	}
	return b.String()
}

func compileSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../../docs/diagnostics.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// checkOutput checks that an output is valid and contains no control characters except line feeds.
func checkOutput(t testing.TB, f report.Format, out string, schema *jsonschema.Schema) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%s: got output that is not UTF-8: %q", f, out)
	}
	for i, r := range out {
		if r != '\n' && (r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r == 0x2028 || r == 0xfeff) {
			t.Fatalf("%s: got character %U at byte %d of %q, want no such character", f, r, i, out)
		}
	}
	switch f {
	case report.JSON:
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatalf("JSON: %v\n%s", err, out)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("JSON: %v\n%s", err, out)
		}
	case report.SARIF:
		if !json.Valid([]byte(out)) {
			t.Errorf("got SARIF output that is not JSON: %s", out)
		}
	case report.JUnit:
		for dec := xml.NewDecoder(strings.NewReader(out)); ; {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("JUnit: %v\n%s", err, out)
			}
		}
	}
}

func TestPrintEmpty(t *testing.T) {
	schema := compileSchema(t)
	for _, f := range formats {
		out := print(t, f, nil, report.Options{})
		checkOutput(t, f, out, schema)
		document := f == report.JSON || f == report.SARIF || f == report.JUnit
		if document == (out == "") {
			t.Errorf("Print(%s) of an empty list: got %q, want an empty output: %t", f, out, !document)
		}
	}
	if out := print(t, report.JSON, nil, report.Options{}); !strings.Contains(out, `"diagnostics": []`) {
		t.Errorf("Print(json) of an empty list: got %s\nwant no diagnostics", out)
	}
	if out := print(t, report.SARIF, nil, report.Options{}); !strings.Contains(out, `"results": []`) || !strings.Contains(out, `"rules": []`) {
		t.Errorf("Print(sarif) of an empty list: got %s\nwant no results and no rules", out)
	}
}

func TestPrintColor(t *testing.T) {
	list := report.List{
		{Rule: "a", Pos: report.Position{File: "f", Line: 1, Column: 1}, Message: "wrong"},
		{Rule: "b", Pos: report.Position{File: "f"}, Severity: report.Warning, Message: "odd"},
	}
	got := print(t, report.Text, list, report.Options{Color: true, Source: func(string) ([]byte, error) { return []byte("x: 1\n"), nil }})
	want := "\x1b[1mf:1:1\x1b[0m: \x1b[31mwrong\x1b[0m \x1b[2m(a)\x1b[0m\n" +
		"  \x1b[34m1 |\x1b[0m x: 1\n" +
		"  \x1b[34m  |\x1b[0m \x1b[31m^\x1b[0m\n" +
		"\x1b[1mf\x1b[0m: \x1b[33mwarning:\x1b[0m odd \x1b[2m(b)\x1b[0m\n" +
		"1 error, 1 warning\n"
	if got != want {
		t.Errorf("Print with Color: got %q\nwant %q", got, want)
	}
	for _, f := range formats[1:] {
		if plain := print(t, f, list, report.Options{}); plain != print(t, f, list, report.Options{Color: true}) {
			t.Errorf("%s: output with Options.Color: got a different text, want the same", f)
		}
	}
}

// TestTextStartsWithString checks that the first line of a finding in the text format is equal to Finding.String.
func TestTextStartsWithString(t *testing.T) {
	for _, d := range []report.Finding{
		{Message: "a"},
		{Message: "a", Rule: "r", Severity: report.Info},
		{Message: "a", Rule: "r", Severity: report.Warning, Pos: report.Position{File: "f"}},
		{Message: "a", Pos: report.Position{File: "f", Line: 3}},
		{Message: "a", Pos: report.Position{File: "f", Line: 3, Column: 4}},
	} {
		first, _, _ := strings.Cut(print(t, report.Text, report.List{d}, report.Options{}), "\n")
		if first != d.String() {
			t.Errorf("first line of Print: got %q, want %q", first, d)
		}
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestPrintErrors(t *testing.T) {
	broken := errors.New("no space left")
	for _, f := range formats {
		err := report.Print(brokenWriter{broken}, f, report.List{{Message: "a"}}, report.Options{})
		if !errors.Is(err, broken) {
			t.Errorf("Print(%s) to a failing writer: got error %v, want %v", f, err, broken)
		}
	}
	if err := report.Print(io.Discard, "yaml", nil, report.Options{}); err == nil {
		t.Error("Print with an unknown format: got no error, want one")
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range formats {
		if got, err := report.ParseFormat(string(f)); err != nil || got != f {
			t.Errorf("ParseFormat(%q) = %q, error %v; want %[1]q and no error", f, got, err)
		}
	}
	if _, err := report.ParseFormat("Text"); err == nil || !strings.Contains(err.Error(), "one of text, json") {
		t.Errorf("ParseFormat(\"Text\"): got error %v, want an error with the list of formats", err)
	}
}

// TestPrintKeepsList checks that Print does not change the list.
func TestPrintKeepsList(t *testing.T) {
	list := report.List{{Rule: "b", Message: "x\x1b"}, {Rule: "a", Message: "y"}}
	for _, f := range formats {
		print(t, f, list, report.Options{})
	}
	if list[0].Rule != "b" || list[0].Message != "x\x1b" {
		t.Errorf("list after Print: got %v, want no change", list)
	}
}

// TestPrintLongLine checks that the excerpt of a long line is short and that its caret is below the column.
func TestPrintLongLine(t *testing.T) {
	const size = 1 << 20
	line := strings.Repeat("ä", size/2)
	for _, column := range []int{1, 2, 3, 60, 1000, size / 2, size - 1, size, size + 1, size + 50} {
		text := line
		if column <= size {
			at := (column - 1) &^ 1
			text = line[:at] + "XX" + line[at+2:]
		}
		out := print(t, report.Text, report.List{{Message: "m", Pos: report.Position{File: "f", Line: 1, Column: column}}},
			report.Options{Source: func(string) ([]byte, error) { return []byte(text), nil }})
		lines := strings.Split(out, "\n")
		if len(lines) < 3 || len(lines[1]) > 300 {
			t.Fatalf("column %d: got lines %.2000q, want at least 3 lines and a short excerpt", column, lines)
		}
		shown, caret := []rune(lines[1]), strings.IndexByte(lines[2], '^')
		if column <= size && (caret >= len(shown) || shown[caret] != 'X') {
			t.Errorf("column %d: got a caret that is not below an X: %s %s", column, lines[1], lines[2])
		}
	}
}

// FuzzPrint prints arbitrary findings about arbitrary files. It uses every format and checks the output.
func FuzzPrint(f *testing.F) {
	f.Add("enum-names", "a.yaml", "message", "/paths/~1a", "openapi: 3.0.3\n", 1, 10, 1, 12, 0)
	f.Add("a,b:c%", "a,b:c%\r\n.yaml", "x\r\n::error::pwned\x1b[2J", "\x00", "\tä漢字\u202e\x1b", 1, 3, 1, 5, 1)
	f.Add("]]>", "\xff\xfe", "</failure><!-- ]]> \ufffe \U000e0001", "~", "\ufeff\r\r\n", 2, 0, 9, 9, 2)
	f.Add("", "", "", "", "", 0, 0, 0, 0, 0)
	f.Add("r", "/abs/a b#?.yaml", "[x](http://evil)", "", "a\rb", -1, -5, -1, -1, 2)
	schema := compileSchema(f)
	f.Fuzz(func(t *testing.T, rule, file, message, pointer, data string, line, column, endLine, endColumn, severity int) {
		if line <= 0 { // a position without a line has no column
			line, column = 0, 0
		}
		if column <= 0 || endLine <= 0 || endColumn <= 0 {
			endLine, endColumn = 0, 0
		}
		column = max(column, 0)
		if file == "" {
			line, column, endLine, endColumn = 0, 0, 0, 0
		}
		if pointer != "" && pointer[0] != '/' {
			pointer = "/" + pointer
		}
		pos, end := report.Position{File: file, Line: line, Column: column}, report.Position{File: file, Line: endLine, Column: endColumn}
		d := report.Finding{
			Rule: rule, Severity: report.Severity(uint(severity) % 3), Pos: pos, End: end, Message: message, Pointer: pointer,
			Related: []report.Related{{Pos: end, Message: message}, {Message: rule}},
		}
		options := report.Options{
			Tool: rule, Version: message, Describe: func(string) string { return message },
			Source: func(string) ([]byte, error) { return []byte(data), nil },
		}
		for _, format := range formats {
			out := print(t, format, report.List{d, d}, options)
			checkOutput(t, format, out, schema)
			if format == report.GitHub && strings.Count(out, "\n") != 2 {
				t.Errorf("github: two findings: got\n%s\nwant two lines", out)
			}
		}
	})
}
