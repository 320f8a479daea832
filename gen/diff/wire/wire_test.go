package wire

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

func load(t testing.TB, file string) *oas.Model {
	t.Helper()
	s, list, err := spec.Load(t.Context(), os.DirFS(filepath.Dir(file)), filepath.Base(file))
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		t.Fatalf("%s: %v", file, list)
	}
	return s.Model()
}

func describe(list []Entry) string {
	var b strings.Builder
	for _, e := range list {
		fmt.Fprintf(&b, "%s/%s %s base %s head %s %s (%d operations)\n", e.Clients, e.Servers, e.Rule, e.Base.Pointer, e.Head.Pointer, e.Part, len(e.Operations))
		for _, f := range e.Findings {
			who := "clients"
			if f.Servers {
				who = "servers"
			}
			fmt.Fprintf(&b, "    %s %s %s %s at %s", who, f.Level, f.Direction, f.Rule, f.At)
			if f.Witness != nil {
				fmt.Fprintf(&b, ": %s", f.Witness)
			}
			if f.Note != "" {
				fmt.Fprintf(&b, " (%s)", f.Note)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

var update = flag.Bool("update", false, "rewrite the expected results in testdata")

// TestCases compares the pairs in testdata. The parts base and head of an archive are documents. If the comment of the archive has an OpenAPI
// version, these parts are only component schemas, and the schema Root is the body of a request and of a response. The third part has the wanted
// entries.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	seen := map[Rule]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in := Input{Base: modelOf(t, archive, 0), Head: modelOf(t, archive, 1)}
			forward, backward := compare(t, in), compare(t, Input{Base: in.Head, Head: in.Base})
			for _, e := range forward {
				for _, f := range e.Findings {
					seen[f.Rule] = true
				}
			}
			exchanged(t, forward, backward)
			got := describe(forward)
			if want := &archive.Files[2]; *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(want.Data) {
				t.Errorf("Compare returned\n%swant\n%s", got, want.Data)
			}
		})
	}
	for _, r := range Rules() {
		if !seen[r] {
			t.Errorf("rule %s has no case", r)
		}
	}
}

// exchanged checks that the comparison of head with base has the same causes as the comparison of base with head.
func exchanged(t *testing.T, forward, backward []Entry) {
	t.Helper()
	causes := func(list []Entry, back bool) map[string]bool {
		out := map[string]bool{}
		for _, e := range list {
			if back {
				e.Base, e.Head = e.Head, e.Base
			}
			out[e.Base.Pointer+" "+e.Head.Pointer+" "+e.Part] = true
		}
		return out
	}
	a, b := causes(forward, false), causes(backward, true)
	for c := range a {
		if !b[c] {
			t.Errorf("the exchanged comparison lacks the cause %s", c)
		}
	}
	for c := range b {
		if !a[c] {
			t.Errorf("only the exchanged comparison has the cause %s", c)
		}
	}
}

func compare(t testing.TB, in Input) []Entry {
	t.Helper()
	entries, err := Compare(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// modelOf returns the document with index i of a case.
func modelOf(t testing.TB, archive *txtar.Archive, i int) *oas.Model {
	t.Helper()
	text := string(archive.Files[i].Data)
	if _, version, ok := strings.Cut(string(archive.Comment), "\nopenapi "); ok {
		body := "{content: {application/json: {schema: {$ref: '#/components/schemas/Root'}}}"
		text = "openapi: " + version + "info: {title: t, version: '1'}\npaths:\n  /x:\n    post:\n      requestBody: " + body + "}\n" +
			"      responses: {'200': " + body + ", description: d}}\ncomponents:\n  schemas:\n" + indent(text)
	}
	fsys := fstest.MapFS{"openapi.yaml": &fstest.MapFile{Data: []byte(text)}}
	s, list, err := spec.Load(t.Context(), fsys, "openapi.yaml")
	if s == nil || err != nil {
		t.Fatal(list, err, text)
	}
	return s.Model()
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ") + "\n"
}

func TestDiffCases(t *testing.T) {
	root := "../../../../shared/diff-cases"
	file, err := os.Open(filepath.Join(root, "expected.tsv"))
	if err != nil {
		t.Skip("SKIPPED: " + root + " is missing")
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		t.Run(row[0], func(t *testing.T) {
			in := Input{Base: load(t, filepath.Join(root, row[0]+".base.yaml")), Head: load(t, filepath.Join(root, row[0]+".head.yaml"))}
			entries, err := Compare(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			worst, n := None, 0
			for _, e := range entries {
				worst = max(worst, e.Clients)
				if e.Clients >= Risky {
					n++
				}
			}
			levels, _, _ := strings.Cut(row[1], ":")
			switch row[0] { // package diff has other levels for these cases
			case "14-sunset-operation-removed":
				levels = "breaking" // package diff compares x-sunset with the date
			case "16-schema-added-unused":
				levels = "none" // package diff reports added names
			}
			ok := false
			for l := range strings.SplitSeq(levels, "|") {
				ok = ok || l == worst.String() || worst == None && l == "doc"
			}
			binding := strings.HasPrefix(levels, "breaking") || strings.HasPrefix(levels, "risky")
			if !ok || binding && fmt.Sprint(n) != row[2] {
				t.Errorf("Compare returned %s with %d entries, want %s with %s (%s)\n%s", worst, n, row[1], row[2], row[3], describe(entries))
			}
		})
	}
}
