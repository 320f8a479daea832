package diff_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
)

// TestSidesThatCannotBeUsed compares sides that do not load or have type errors.
func TestSidesThatCannotBeUsed(t *testing.T) {
	i := slices.IndexFunc(everyMutant(t), func(m mutant) bool { return m.name == "enum-varname-renamed" })
	base, head := everyMutant(t)[i].sides(t)
	pos := report.Position{File: "spec/door.yaml", Line: 3, Column: 7}
	with := func(s diff.Side, change func(*diff.Side)) diff.Side {
		s.NoPos = pos
		change(&s)
		return s
	}
	bad := func(s *diff.Side) { s.Bad = "there is no file" }
	wrong := func(s *diff.Side) { s.Wrong = "undefined: Window" }
	same := func(*diff.Side) {}
	const renamed = "breaking enum-member-renamed"
	for _, test := range []struct {
		name   string
		change [2]func(*diff.Side)
		want   []string // level and ID of each entry
		says   string   // part of the first message
		at     string   // position of the first entry
	}{
		{"neither", [2]func(*diff.Side){same, same}, []string{renamed}, "was renamed to", "openapi.yaml"},
		{"head does not load", [2]func(*diff.Side){same, bad}, []string{"breaking spec-not-loaded"}, "head does not load: there is no file", pos.String()},
		{"base does not load", [2]func(*diff.Side){bad, same}, []string{"risky spec-not-loaded"}, "base does not load: there is no file", pos.String()},
		{"neither loads", [2]func(*diff.Side){bad, bad}, []string{"breaking spec-not-loaded", "risky spec-not-loaded"}, "head does not load", pos.String()},
		{"type errors on both sides", [2]func(*diff.Side){wrong, wrong}, []string{renamed, "risky go-not-checked"}, "was renamed to", "openapi.yaml"},
		{"type errors on one side", [2]func(*diff.Side){wrong, same}, []string{renamed}, "was renamed to", "openapi.yaml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changes, err := diff.Compare(t.Context(), with(base, test.change[0]), with(head, test.change[1]), diff.Levels{Wire: true, Names: true, Go: true})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range changes {
				got = append(got, c.Level.String()+" "+c.ID)
			}
			if !slices.Equal(got, test.want) {
				t.Fatalf("Compare returned %q, want %q", got, test.want)
			}
			if first := changes[0]; !strings.Contains(first.Message, test.says) || !strings.HasPrefix(first.Pos().String(), test.at) {
				t.Errorf("the first change is %s: %s, want %s: %s", first.Pos(), first.Message, test.at, test.says)
			}
		})
	}
	changes, err := diff.Compare(t.Context(), with(base, wrong), with(head, wrong), diff.Levels{Go: true})
	if err != nil {
		t.Fatal(err)
	}
	last := changes[len(changes)-1]
	if last.ID != "go-not-checked" || !strings.Contains(last.Message, "undefined: Window") || last.Remedy == "" || len(changes) != 1+1 {
		t.Errorf("want one change and then go-not-checked with the type error and a fix, got:\n%s", describe(changes))
	}
}
