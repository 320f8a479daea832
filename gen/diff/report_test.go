package diff_test

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// load returns a side without generated code.
func load(t testing.TB, fsys fstest.MapFS) diff.Side {
	t.Helper()
	s, _, err := spec.Load(t.Context(), fsys, "openapi.yaml")
	if err != nil || s == nil {
		t.Fatal(err)
	}
	return diff.Side{Spec: s}
}

// mutation returns the changes of a mutation, without the Go comparison.
func mutation(t testing.TB, name string) []diff.Change {
	t.Helper()
	return mutationWith(t, name, diff.Levels{Wire: true, Names: true})
}

func mutationWith(t testing.TB, name string, levels diff.Levels) []diff.Change {
	t.Helper()
	a, err := txtar.ParseFile(filepath.Join("testdata", "mutations", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	changes, err := diff.Compare(t.Context(), load(t, folder(a, "base")), load(t, folder(a, "head")), levels)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// TestDocumentMatchesSchema prints the changes of a mutation in every format and validates the JSON output.
func TestDocumentMatchesSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "diff.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	r := diff.Report{Base: "a", Head: "b", Changes: mutation(t, "two-causes")}
	for _, f := range report.DocumentFormats() {
		var b bytes.Buffer
		if err := report.PrintDocument(&b, report.Format(f), r.Document(), report.Options{}); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if f != string(report.JSON) {
			continue
		}
		value, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Error(err)
		}
	}
}

func printReport(w io.Writer, f report.Format, changes []diff.Change) error {
	r := diff.Report{Base: "base", Head: "head", Changes: changes}
	return report.PrintDocument(w, f, r.Document(), report.Options{})
}

// TestRemovedObjectsHavePositionsInHead checks that the GitHub format reports a removed object at the position in head of the object that contained
// it.
func TestRemovedObjectsHavePositionsInHead(t *testing.T) {
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
		if err := printReport(&b, report.GitHub, mutation(t, name)); err != nil {
			t.Fatal(err)
		}
		shown := false
		for annotation := range strings.Lines(b.String()) {
			if _, at, ok := strings.Cut(annotation, "line="); ok && strings.Contains(annotation, "was removed") {
				line := 0
				if _, err := fmt.Sscanf(at, "%d", &line); err != nil {
					t.Fatal(err)
				}
				shown = true
				if got := strings.TrimSpace(lines[line-1]); got != want {
					t.Errorf("%s: the removed object is reported at line %d, %q, want %q", name, line, got, want)
				}
			}
		}
		if !shown {
			t.Errorf("%s: the output has no removed object:\n%s", name, b.String())
		}
	}
}

func TestApprovals(t *testing.T) {
	changes := mutation(t, "two-causes")
	if len(changes) != 2 {
		t.Fatalf("got %d changes, want 2", len(changes))
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
		t.Errorf("got %d approved, %d breaking and bump %q, want 1, 1 and major", r.Approved(), r.Count(diff.Breaking), r.Bump())
	}
	if found := diff.Approve(mutation(t, "two-causes"), list, nil, "1.10.0"); len(found) != 1 || found[0].Rule != "approval-expired" {
		t.Error(found)
	}
	if found := diff.Approve(mutation(t, "two-causes"), list, nil, "1.10.0-rc1"); len(found) != 0 {
		t.Error(found)
	}
	for text, want := range map[string]string{
		"- {id: x, subject: y, reason: [z]}": "a.yaml:1:31: expected a string as the reason of an approval (approvals)",
		"a: b":                               "a.yaml:1:1: expected a list of approvals with id, subject, detail, reason and until (approvals)",
		"- id: x":                            "a.yaml:1:3: an approval needs id, subject and reason; specgen diff --as json prints the id and subject of each change (approvals)",
		"- [":                                "a.yaml:1:1: did not find expected node content; write a value, or close the bracket (approvals)",
		"- {id: x, subject: y, reason: z, who: w}": `a.yaml:1:34: unknown key "who"; the keys are id, subject, detail, reason, until (approvals)`,
	} {
		_, found := diff.ReadApprovals("a.yaml", []byte(text))
		if !slices.ContainsFunc(found, func(f report.Finding) bool { return f.String() == want }) {
			t.Errorf("ReadApprovals(%s) returned %v, want %s", text, found, want)
		}
	}
	for _, text := range []string{"", "# nothing\n", "null"} {
		if list, found := diff.ReadApprovals("a.yaml", []byte(text)); len(list)+len(found) > 0 {
			t.Error(text, list, found)
		}
	}
}

// TestMergedApprovals checks that Approve does not report an unused approval if base also has the approval.
func TestMergedApprovals(t *testing.T) {
	of := func(detail, until string) diff.Approval {
		return diff.Approval{ID: "enum-member-renamed", Subject: "schema DoorState", Detail: detail, Reason: "said so", Until: until}
	}
	const renamed, other = "Locked = 2 -> Barred = 2", "Open = 0 -> Ajar = 0"
	for _, tt := range []struct {
		name       string
		head, base diff.Approval
		want       string // the rule of the only finding; "" for no finding
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
				t.Errorf("Approve returned %v, want a finding of the rule %q", found, tt.want)
			}
			if r.Approved() != tt.approved {
				t.Errorf("got %d approved changes, want %d", r.Approved(), tt.approved)
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
	for levels, want := range map[diff.Levels]int{{Wire: true}: 0, {Names: true}: 2, {}: 0} {
		changes, err := diff.Compare(t.Context(), base, head, levels)
		if err != nil || len(changes) != want {
			t.Errorf("Compare with levels %+v returned %d changes and the error %v, want %d changes and no error", levels, len(changes), err, want)
		}
	}
	required := mutationWith(t, "query-parameter-required", diff.Levels{Wire: true})
	if len(required) != 1 || required[0].Audiences[diff.WireClients] != diff.Breaking || len(required[0].Audiences) != 1 {
		t.Errorf("want one change that is breaking for wire clients only, got:\n%s", describe(required))
	}
	if _, err := diff.Compare(t.Context(), diff.Side{}, head, diff.Levels{}); err == nil {
		t.Error("Compare returned no error for a side without a document")
	}
}
