package diff_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// load gives a side without a Go level.
func load(t testing.TB, fsys fstest.MapFS) diff.Side {
	t.Helper()
	s, _, err := spec.Load(t.Context(), fsys, "openapi.yaml")
	if err != nil || s == nil {
		t.Fatal(err)
	}
	return diff.Side{Spec: s}
}

// mutation gives the changes of one of the mutations, without the Go level.
func mutation(t testing.TB, name string) []diff.Change {
	t.Helper()
	a, err := txtar.ParseFile(filepath.Join("testdata", "mutations", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	changes, err := diff.Compare(t.Context(), load(t, folder(a, "base")), load(t, folder(a, "head")), diff.Levels{Wire: true, Names: true})
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// hostile is a report with every kind of text that could break a format.
func hostile(n int) *diff.Report {
	r := &diff.Report{Base: "a`b|c", Head: "<script>", Version: "1.0", Skipped: "no\nGo"}
	r.Unused.Add(report.Position{File: "a.yaml", Line: 3, Column: 1}, "approval-unused", "no change is %q", "<b> @someone")
	for i := range n {
		c := diff.Change{
			ID: "enum-member-renamed", Level: diff.Level(i % 4), Hits: []diff.Hit{diff.GoCallers}, Subject: fmt.Sprintf("schema `A|%d", i),
			Detail: "x -> </td>", Area: fmt.Sprint("area", i%7), Message: "**bold** <b> @someone #1 \x1b[31m \u202e" + strings.Repeat("long ", i%90), Remedy: "a | b", Why: "<b> @someone",
			Base: diff.Place{Pointer: "/a", Pos: report.Position{File: "a.yaml", Line: 1, Column: 2}}, Head: diff.Place{Pointer: "/b", Pos: report.Position{File: "b.yaml", Line: i + 1, Column: 1}},
			Wire: []diff.Wire{{Rule: "x", Level: diff.Risky, Message: "<i>", Count: 3}},
		}
		for j := range 30 {
			c.Requests = append(c.Requests, diff.Operation{Method: "GET", Path: fmt.Sprintf("/a/%d/{id}", j), ID: "x"})
			c.Go = append(c.Go, diff.Go{Symbol: tree.Symbol{Package: "example.com/x/model", Name: "A", Member: fmt.Sprint("M", j)}, Message: "removed", Breaks: j%2 == 0})
		}
		r.Changes = append(r.Changes, c)
	}
	return r
}

func TestMarkdownFits(t *testing.T) {
	for _, n := range []int{0, 1, 3, 20, 100, 1000, 10_000} {
		var b bytes.Buffer
		r := hostile(n)
		if err := diff.Print(&b, diff.Markdown, r, diff.Options{}); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if size := utf8.RuneCountInString(text); size > diff.MarkdownLimit {
			t.Errorf("%d changes: %d characters", n, size)
		}
		shown := strings.Count(text, "\n- **")
		folded := 0
		if _, rest, ok := strings.Cut(text, "\n**"); ok {
			for _, line := range strings.Split("**"+rest, "\n") {
				_, _ = fmt.Sscanf(line, "**%d changes more did not fit here", &folded)
			}
		}
		if shown+folded != n {
			t.Errorf("%d changes: %d shown and %d folded", n, shown, folded)
		}
		if strings.Contains(text, "<b>") || strings.Contains(text, "@someone") || strings.Contains(text, "</td>") {
			t.Errorf("%d changes: text of the spec is markup", n)
		}
	}
}

func TestFormatsAreWellFormed(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "diff.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*diff.Report{
		"none": {Base: "a", Head: "b"}, "hostile": hostile(40),
		"real": {Base: "a", Head: "b", Changes: mutation(t, "two-causes")},
	} {
		for _, f := range diff.Formats() {
			var a, b bytes.Buffer
			if err := diff.Print(&a, diff.Format(f), r, diff.Options{}); err != nil {
				t.Fatalf("%s %s: %v", name, f, err)
			}
			if err := diff.Print(&b, diff.Format(f), r, diff.Options{}); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s %s: another text the second time, %v", name, f, err)
			}
			switch diff.Format(f) {
			case diff.JSON:
				value, err := jsonschema.UnmarshalJSON(&a)
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(value); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			case diff.GitLab, diff.SARIF:
				if !json.Valid(a.Bytes()) {
					t.Errorf("%s %s: no JSON", name, f)
				}
			case diff.HTML:
				if strings.Contains(a.String(), "<script") || strings.Contains(a.String(), "<b>") {
					t.Errorf("%s: text of the spec is markup", name)
				}
			}
		}
	}
}

// TestGoneIsShownInHead: annotations stand in the files of head, where a line of base would be another one.
func TestGoneIsShownInHead(t *testing.T) {
	for name, want := range map[string]string{
		"property-removed":  "properties:",
		"operation-removed": "/api/Door/{id}:",
	} {
		a, err := txtar.ParseFile(filepath.Join("testdata", "mutations", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(folder(a, "head")["openapi.yaml"].Data), "\n")
		var b bytes.Buffer
		if err := diff.Print(&b, diff.GitHub, &diff.Report{Base: "a", Head: "b", Changes: mutation(t, name)}, diff.Options{}); err != nil {
			t.Fatal(err)
		}
		shown := false
		for annotation := range strings.Lines(b.String()) {
			if _, at, ok := strings.Cut(annotation, "line="); ok && strings.Contains(annotation, "is gone") {
				line := 0
				if _, err := fmt.Sscanf(at, "%d", &line); err != nil {
					t.Fatal(err)
				}
				shown = true
				if got := strings.TrimSpace(lines[line-1]); got != want {
					t.Errorf("%s: shown at line %d, %q, want %q", name, line, got, want)
				}
			}
		}
		if !shown {
			t.Errorf("%s: nothing is gone:\n%s", name, b.String())
		}
	}
}

func TestApprovals(t *testing.T) {
	changes := mutation(t, "two-causes")
	if len(changes) != 2 {
		t.Fatalf("%d changes", len(changes))
	}
	data := "- id: enum-member-renamed\n  subject: schema DoorState\n  detail: Locked = 2 -> Barred = 2\n  reason: said so\n  until: 1.10.0\n"
	list, found := diff.ReadApprovals("a.yaml", []byte(data))
	if len(list) != 1 || len(found) > 0 {
		t.Fatal(list, found)
	}
	if found := diff.Approve(changes, list, nil, "1.9"); len(found) > 0 {
		t.Error(found)
	}
	r := diff.Report{Changes: changes}
	if r.Approved() != 1 || r.Count(diff.Breaking) != 1 || r.Bump() != "major" {
		t.Errorf("%d approved, %d breaking, %s", r.Approved(), r.Count(diff.Breaking), r.Bump())
	}
	if found := diff.Approve(mutation(t, "two-causes"), list, nil, "1.10.0"); len(found) != 1 || found[0].Rule != "approval-expired" {
		t.Error(found)
	}
	if found := diff.Approve(mutation(t, "two-causes"), list, nil, "1.10.0-rc1"); len(found) != 0 {
		t.Error(found)
	}
	for text, want := range map[string]string{
		"- {id: x, subject: y, reason: [z]}": "a.yaml:1:31: a text is expected here, as the reason of an approval (approvals)",
		"a: b":                               "a.yaml:1:1: a list is expected here, of entries with id, subject, detail, reason and until (approvals)",
		"- id: x":                            "a.yaml:1:3: an approval says at least id, subject and reason; specgen diff --as json has the first two of each change (approvals)",
		"- [":                                "a.yaml:1:1: did not find expected node content (approvals)",
		"- {id: x, subject: y, reason: z, who: w}": `a.yaml:1:34: unknown key "who"; the keys here are id, subject, detail, reason, until (approvals)`,
	} {
		if _, found := diff.ReadApprovals("a.yaml", []byte(text)); len(found) == 0 || found[0].String() != want {
			t.Errorf("%s: %v, want %s", text, found, want)
		}
	}
	for _, text := range []string{"", "# nothing\n", "null"} {
		if list, found := diff.ReadApprovals("a.yaml", []byte(text)); len(list)+len(found) > 0 {
			t.Error(text, list, found)
		}
	}
}

// TestMergedApprovals checks that an approval that base has does not fail a comparison without its change.
func TestMergedApprovals(t *testing.T) {
	of := func(detail, until string) diff.Approval {
		return diff.Approval{ID: "enum-member-renamed", Subject: "schema DoorState", Detail: detail, Reason: "said so", Until: until}
	}
	const renamed, other = "Locked = 2 -> Barred = 2", "Open = 0 -> Ajar = 0"
	for _, tt := range []struct {
		name       string
		head, base diff.Approval
		want       string // the rule of the only finding
		approved   int
	}{
		{"base has it, no change needs it", of(other, ""), of(other, ""), "", 0},
		{"base has it with another reason and end", of(other, ""), diff.Approval{ID: "enum-member-renamed", Subject: "schema DoorState", Detail: other, Until: "3"}, "", 0},
		{"base has it, the change is made again", of(renamed, ""), of(renamed, ""), "", 1},
		{"base has it for another detail", of(other, ""), of(renamed, ""), "approval-unused", 0},
		{"base has it for every detail", of(other, ""), of("", ""), "approval-unused", 0},
		{"base has it for another subject", of(other, ""), diff.Approval{ID: "enum-member-renamed", Subject: "schema Door", Detail: other}, "approval-unused", 0},
		{"base has it for another id", of(other, ""), diff.Approval{ID: "enum-member-removed", Subject: "schema DoorState", Detail: other}, "approval-unused", 0},
		{"base has it, it expired, no change needs it", of(other, "1.0"), of(other, "1.0"), "", 0},
		{"base has it, it expired, a change needs it", of(renamed, "1.0"), of(renamed, "1.0"), "approval-expired", 0},
		{"it is new and expired", of(other, "1.0"), diff.Approval{}, "approval-expired", 0},
		{"it is new and matches", of(renamed, "2.0"), diff.Approval{}, "", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := diff.Report{Changes: mutation(t, "two-causes")}
			found := diff.Approve(r.Changes, []diff.Approval{tt.head}, []diff.Approval{tt.base}, "1.0")
			if tt.want == "" && len(found) > 0 || tt.want != "" && (len(found) != 1 || found[0].Rule != tt.want) {
				t.Errorf("found %v, want %q", found, tt.want)
			}
			if r.Approved() != tt.approved {
				t.Errorf("%d changes approved, want %d", r.Approved(), tt.approved)
			}
		})
	}
}

func TestLevelsChoose(t *testing.T) {
	a, err := txtar.ParseFile(filepath.Join("testdata", "mutations", "two-causes.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	base, head := load(t, folder(a, "base")), load(t, folder(a, "head"))
	for levels, want := range map[diff.Levels]int{{Wire: true}: 1, {Names: true}: 2, {}: 0} {
		changes, err := diff.Compare(t.Context(), base, head, levels)
		if err != nil || len(changes) != want {
			t.Errorf("%+v: %d changes, %v; want %d", levels, len(changes), err, want)
		}
	}
	if _, err := diff.Compare(t.Context(), diff.Side{}, head, diff.Levels{}); err == nil {
		t.Error("no error for a side without a specification")
	}
}
