package code_test

import (
	"bytes"
	"context"
	"flag"
	"go/format"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/spec"
)

var update = flag.Bool("update", false, "rewrite the expected files in testdata")

// config holds the default settings of golden cases.
var config = code.Config{Package: "example.com/api", Initialisms: []string{"ID", "URL", "IP", "IPv4", "OS", "MFA", "OTP"}}

// load reads the spec of a golden case from the files in spec/.
func load(t testing.TB, archive *txtar.Archive) *spec.Spec {
	t.Helper()
	fsys, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	s, found, err := spec.Load(context.Background(), fsys, "spec/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		t.Errorf("spec.Load: got finding %s, want none", d)
	}
	return s
}

// settings returns the settings of a golden case. Each line in the file settings starts with "router", "nullable" or "parts", followed by the
// values.
func settings(archive *txtar.Archive) code.Config {
	cfg := config
	for _, f := range archive.Files {
		if f.Name != "settings" {
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			switch words := strings.Fields(line); words[0] {
			case "router":
				cfg.Router = words[1]
			case "nullable":
				cfg.Nullable = words[1]
			case "parts":
				cfg.Parts = words[1:]
			}
		}
	}
	return cfg
}

// TestGolden compares the generated files with the golden cases in testdata/*.txtar. The input of a case is in spec/. The expected files are in
// want/. A case contains only the files that it tests.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("got no golden cases and error %v, want at least one case", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := load(t, archive)
			made, err := code.Generate(t.Context(), s, settings(archive))
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range archive.Files {
				name, ok := strings.CutPrefix(f.Name, "want/")
				if !ok {
					continue
				}
				data, ok := made.Tree.Data(name)
				if !ok {
					t.Errorf("got no file %s, want it among the generated files: %s", name, strings.Join(made.Tree.Paths(), ", "))
					continue
				}
				if *update {
					archive.Files[i].Data = data
				} else if !bytes.Equal(data, f.Data) {
					t.Errorf("%s: %s", name, firstDifference(string(f.Data), string(data)))
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestGofmt checks that gofmt does not change the generated files of the golden cases.
func TestGofmt(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("got no golden cases and error %v, want at least one case", err)
	}
	for _, file := range cases {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		made, err := code.Generate(t.Context(), load(t, archive), settings(archive))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range made.Tree.Paths() {
			data, _ := made.Tree.Data(name)
			if !strings.HasSuffix(name, ".go") {
				continue
			}
			if want, err := format.Source(data); err != nil {
				t.Errorf("%s: gofmt of %s: got error %v, want none", file, name, err)
			} else if !bytes.Equal(data, want) {
				t.Errorf("%s: %s: the generated text differs from the text after gofmt: %s", file, name, firstDifference(string(want), string(data)))
			}
		}
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "line " + strconv.Itoa(i+1) + ":\nwant " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one text ends after line " + strconv.Itoa(min(len(w), len(g)))
}

// TestEqualFields checks the finding about two parameters with the same Go field. specgen rejects them, so the message must not blame oapi-codegen.
func TestEqualFields(t *testing.T) {
	archive := txtar.Parse([]byte(`-- spec/openapi.yaml --
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /a:
    get:
      parameters:
        - {name: a, in: query, x-go-name: Same, schema: {type: string}}
        - {name: b, in: header, x-go-name: Same, schema: {type: string}}
      responses: {"204": {description: done}}
`))
	made, err := code.Generate(t.Context(), load(t, archive), config)
	if err != nil || len(made.Found) != 1 {
		t.Fatalf("Generate: got findings %v and error %v, want one finding", made.Found, err)
	}
	want := `spec/openapi.yaml:5:5: query parameter "a" and header parameter "b" are both Same in Go; give one an x-go-name (not-generated)`
	if got := made.Found[0].String(); got != want {
		t.Errorf("Generate: got finding %s\nwant %s", got, want)
	}
}
