package wire

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
		fmt.Fprintf(&b, "%s/%s %s base %s head %s %s (%d operations, %d places)\n", e.Clients, e.Servers, e.Rule, e.Base.Pointer, e.Head.Pointer, e.Part, len(e.Operations), len(e.Places))
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

func TestDiffCases(t *testing.T) {
	root := "../../../../shared/diff-cases"
	file, err := os.Open(filepath.Join(root, "expected.tsv"))
	if err != nil {
		t.Skip("SKIPPED: " + root + " is not here")
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
			ok := false
			for l := range strings.SplitSeq(levels, "|") {
				ok = ok || l == worst.String() || worst == None && l == "doc"
			}
			binding := strings.HasPrefix(levels, "breaking") || strings.HasPrefix(levels, "risky")
			if !ok || binding && fmt.Sprint(n) != row[2] {
				t.Errorf("got %s %d, want %s %s (%s)\n%s", worst, n, row[1], row[2], row[3], describe(entries))
			}
		})
	}
}
