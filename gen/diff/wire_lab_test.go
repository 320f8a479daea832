package diff_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/diff"
)

// score counts the results for edits of one kind.
type score struct {
	edits, broken, strict, missed, lost, unseen, alarms int
	first                                               string // a description of a missed break, unseen loss or false alarm
}

func (s *score) add(o score) {
	s.edits, s.broken, s.strict, s.missed = s.edits+o.edits, s.broken+o.broken, s.strict+o.strict, s.missed+o.missed
	s.lost, s.unseen, s.alarms = s.lost+o.lost, s.unseen+o.unseen, s.alarms+o.alarms
}

// judged returns the worst level for wire clients, and the worst level of any change.
func judged(changes []diff.Change) (wire, worst diff.Level) {
	wire, worst = diff.Doc, diff.Doc
	for _, c := range changes {
		worst = min(worst, c.Level)
		if level, ok := c.Audiences[diff.WireClients]; ok {
			wire = min(wire, level)
		}
	}
	return wire, worst
}

// experiment makes one edit of a kind and compares the changes with the oracle. It returns false if there is no such edit, or if the edited document
// does not load or cannot be compared.
func experiment(t *testing.T, k kind, seed int64, text []byte, base diff.Side) (score, bool) {
	t.Helper()
	before, after := decoded(t, text), decoded(t, text)
	if !k.edit(draft{api{after}, rand.New(rand.NewSource(seed))}) {
		return score{}, false
	}
	edited, err := yaml.Marshal(after)
	if err != nil {
		t.Fatal(err)
	}
	head := tryLoad(t, edited)
	if head.Spec == nil {
		return score{}, false
	}
	changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Wire: true, Names: true})
	if err != nil {
		t.Logf("%s, seed %d: Compare returned the error %v", k.name, seed, err)
		return score{}, false
	}
	s := score{edits: 1}
	f := play(before, decoded(t, edited))
	wire, worst := judged(changes)
	describeFirst := func(format string, args ...any) {
		s.first = fmt.Sprintf("%s, seed %d: ", k.name, seed) + fmt.Sprintf(format, args...) + "\n" + describe(changes)
	}
	switch {
	case f.breaks != "":
		s.broken++
		if worst == diff.Breaking {
			s.strict++
		}
		if worst > diff.Risky {
			s.missed++
			describeFirst("missed: %s", f.breaks)
		}
	case f.loses != "":
		s.lost++
		if worst > diff.Risky {
			s.unseen++
			describeFirst("loss not seen: %s", f.loses)
		}
	case wire == diff.Breaking:
		s.alarms++
		describeFirst("false alarm")
	}
	return s, true
}

func decoded(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestWireLab makes edits of every kind and compares the changes with the oracle. With -update and -lab, it writes the scores to docs/diff.md.
func TestWireLab(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "lab", "yard.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if f := play(decoded(t, text), decoded(t, text)); f != (outcome{}) {
		t.Fatalf("play of a document with itself = %+v, want no broken message and no lost object", f)
	}
	base := tryLoad(t, text)
	each := 1
	if *lab > 0 {
		each = (*lab + len(kinds()) - 1) / len(kinds())
	}
	var table bytes.Buffer
	var total score
	for i, k := range kinds() {
		var sum score
		seen := 0
		for seed := int64(i * 10_000); sum.edits < each && seed < int64(i*10_000+20*each+20); seed++ {
			s, ok := experiment(t, k, seed, text, base)
			if !ok {
				continue
			}
			sum.add(s)
			if s.first != "" && seen < 2 {
				seen++
				t.Log(s.first)
			}
		}
		if sum.edits == 0 {
			t.Errorf("%s: no edit was made", k.name)
		}
		total.add(sum)
		fmt.Fprintf(&table, "| %s | %s |\n", k.name, sum)
	}
	t.Logf("%d kinds of edits, %d edits; %d break clients: %d of them reported as breaking, %d missed; %d lose an object: %d of them not reported; "+
		"%d false alarms",
		len(kinds()), total.edits, total.broken, total.strict, total.missed, total.lost, total.unseen, total.alarms)
	if total.missed*50 > total.broken {
		t.Errorf("%d of %d breaks missed, want at most 2 %%", total.missed, total.broken)
	}
	if *update && *lab > 0 {
		fmt.Fprintf(&table, "| **all** | %s |\n", total)
		comparePart(t, "lab:wire", fmt.Sprintf("%d kinds of edits with fixed seeds. *Seen* counts the edits that the report has as risky or breaking.\n\n"+
			"| kind of edit | edits | break | seen | breaking | lose | seen | false alarms |\n|---|---|---|---|---|---|---|---|\n%s", len(kinds()), &table))
	}
}

// String returns the counts of s as cells of a table row in docs/diff.md.
func (s score) String() string {
	return fmt.Sprintf("%d | %d | %d | %d | %d | %d | %d", s.edits, s.broken, s.broken-s.missed, s.strict, s.lost, s.lost-s.unseen, s.alarms)
}

// comparePart compares text with the part of docs/diff.md between the markers for name. With -update, it writes the text.
func comparePart(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("..", "..", "docs", "diff.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	open, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	before, rest, ok := strings.Cut(string(data), open)
	old, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no part %s", file, name)
	}
	if old == text {
		return
	}
	if !*update {
		t.Errorf("part %s of %s is out of date; run go test ./gen/diff -run %s -update", name, file, t.Name())
		return
	}
	if err := os.WriteFile(file, []byte(before+open+text+end+after), 0o666); err != nil {
		t.Fatal(err)
	}
}
