package diff_test

import (
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff"
)

// TestChangeList compares the list of change IDs in docs/diff.md with the table in classify.go. With -update, it writes the list.
func TestChangeList(t *testing.T) {
	var b strings.Builder
	b.WriteString("| change | level | affects | what changed | fix |\n|---|---|---|---|---|\n")
	for _, c := range diff.Classes() {
		level := c.Level.String()
		switch {
		case c.Judged && len(c.Affects) > 0:
			level += " for names; on the wire, the messages decide"
		case c.Judged:
			level = "the messages decide"
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
	comparePart(t, "changes", b.String())
}

// TestEveryMutationIsClassified checks that each pair of ID and variant is in the table only once and has a title, and that the table has the change
// IDs of all mutations.
func TestEveryMutationIsClassified(t *testing.T) {
	known := map[string]bool{}
	for _, c := range diff.Classes() {
		if known[c.ID+"/"+c.Variant] {
			t.Errorf("%s %s is in the table twice", c.ID, c.Variant)
		}
		known[c.ID], known[c.ID+"/"+c.Variant] = true, true
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
				t.Errorf("%s: the ID %s is not in the table", m.name, id)
			}
		}
	}
}
