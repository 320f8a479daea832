package diff_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oasdiff/oasdiff/checker"

	"github.com/rasapi/specgen/gen/diff"
)

// TestMutationTable compares docs/internals/diff-mutations.md with the results of specgen, oasdiff and the compiler for each mutation. With -update, it
// writes the page.
func TestMutationTable(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("# Mutations\n\n" +
		"Each row is one edit of a small API. `go test ./gen/diff -run TestMutationTable -update` writes this page from `gen/diff/testdata/mutations`.\n" +
		"**specgen** is the worst level of the entries of `specgen diff`. **oasdiff** is the worst level of oasdiff v1.37.0 (ERR, WARN, INFO). **compiler** is\n" +
		"whether a program that uses every exported identifier of the old code compiles with the new code.\n" +
		"\n" +
		"| mutation | specgen | entries | oasdiff | compiler |\n" +
		"|---|---|---|---|---|\n")
	gated, theirs, breaking := 0, 0, 0
	for _, m := range everyMutant(t) {
		base, head := m.sides(t)
		changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Wire: true, Names: true, Go: true})
		if err != nil {
			t.Fatal(err)
		}
		compiler := "no Go"
		if head.Go != nil {
			compiler = "compiles"
			if compiles(t, base.Go, head.Go) != nil {
				compiler = "**fails**"
			}
		}
		ours, wire := "nothing", "nothing"
		if worst, any := diff.Worst(changes); any {
			ours = worst.String()
		}
		var ids []string
		for _, c := range changes {
			ids = append(ids, "`"+c.ID+"`")
		}
		worst := checker.NONE
		for _, c := range oasdiffChanges(t, base, head) {
			worst = max(worst, c.GetLevel())
		}
		switch worst {
		case checker.ERR:
			wire = "ERR"
		case checker.WARN:
			wire = "WARN"
		case checker.INFO:
			wire = "INFO"
		}
		if compiler == "**fails**" {
			breaking++
			if ours == "breaking" {
				gated++
			}
			if wire == "ERR" {
				theirs++
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", m.name, ours, strings.Join(ids, " "), wire, compiler)
	}
	fmt.Fprintf(&b, "\nOf %d mutations after which Go programs stop compiling, %d are breaking for specgen and %d for oasdiff.\n", breaking, gated, theirs)
	file := filepath.Join("..", "..", "docs", "internals", "diff-mutations.md")
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if data, err := os.ReadFile(file); err != nil || !bytes.Equal(data, b.Bytes()) {
		t.Errorf("%s is out of date; run go test ./gen/diff -run TestMutationTable -update", file)
	}
}
