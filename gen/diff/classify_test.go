package diff_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff"
)

// TestChangeList keeps the list of change IDs in docs/diff.md, which is generated from the table.
func TestChangeList(t *testing.T) {
	var b strings.Builder
	b.WriteString("| change | level | affects | what changed | fix |\n|---|---|---|---|---|\n")
	for _, c := range diff.Classes() {
		level := c.Level.String()
		switch {
		case c.Judged && len(c.Affects) > 0:
			level += "; on the wire by the messages"
		case c.Judged:
			level = "by the messages"
		}
		b.WriteString("| `" + c.ID + "` | " + level + " | ")
		for i, a := range c.Affects {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(string(a))
		}
		b.WriteString(" | " + c.Title + " | " + c.Fix + " |\n")
	}
	file := filepath.Join("..", "..", "docs", "diff.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const open, end = "<!-- changes -->\n", "<!-- /changes -->"
	before, rest, ok := strings.Cut(string(data), open)
	old, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no list of changes", file)
	}
	if old == b.String() {
		return
	}
	if !*update {
		t.Errorf("the list in %s is not that of the table; run go test ./gen/diff -run TestChangeList -update", file)
		return
	}
	if err := os.WriteFile(file, []byte(before+open+b.String()+end+after), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestEveryMutationIsClassified checks that the changes of the mutations have IDs of the table, or rules of the wire judge.
func TestEveryMutationIsClassified(t *testing.T) {
	known := map[string]bool{}
	for _, c := range diff.Classes() {
		if known[c.ID] {
			t.Errorf("%s is in the table twice", c.ID)
		}
		known[c.ID] = true
		if c.Title == "" {
			t.Errorf("%s has no title", c.ID)
		}
	}
	for _, m := range everyMutant(t) {
		want := string(m.archive.Files[len(m.archive.Files)-1].Data)
		for line := range strings.Lines(want) {
			level, rest, ok := strings.Cut(line, " ")
			if _, err := diff.ParseLevel(level); err != nil || !ok {
				continue
			}
			if id, _, _ := strings.Cut(rest, ":"); !known[id] {
				t.Errorf("%s: %s is not in the table", m.name, id)
			}
		}
	}
}
