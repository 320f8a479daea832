package diff_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff"
)

// oneWay has the mutations for which a comparison with the sides exchanged returns different changes or pointers. The values are the reasons.
var oneWay = map[string]string{
	"enum-reordered-harmless":           "the place is the first member that moved",
	"enum-varnames-rotated":             "the place is the first member that moved",
	"enum-varnames-swapped":             "the place is the first member that moved",
	"flags-swapped":                     "the place is the first member that moved",
	"enum-reserved-name-reused":         "only a new member can reuse a reserved name",
	"enum-reserved-number-reused":       "only a new member can reuse a reserved number",
	"enum-value-removed-reserved":       "only a new member can reuse a reserved number",
	"enum-varname-duplicated":           "only head has a duplicate name",
	"property-added-to-closed-response": "only an added property affects a closed schema",
}

// TestExchanged compares the sides of each mutation in both directions. Both comparisons must have the same changes, with added and removed
// exchanged.
func TestExchanged(t *testing.T) {
	for _, m := range everyMutant(t) {
		base, head := m.sides(t)
		forward, backward := changesOf(t, base, head, false), changesOf(t, head, base, true)
		switch reason := oneWay[m.name]; {
		case slices.Equal(forward, backward) && reason != "":
			t.Errorf("%s has the same changes in both directions; remove it from oneWay", m.name)
		case !slices.Equal(forward, backward) && reason == "":
			t.Errorf("%s: Compare returned the changes\n%s\nbut, with the sides exchanged,\n%s", m.name, strings.Join(forward, "\n"), strings.Join(backward, "\n"))
		}
	}
}

// changesOf returns the sorted IDs of the changes with their pointers. If back is set, it exchanges IDs with opposite meanings, such as "-added" and
// "-removed", and the pointers of base and head.
func changesOf(t *testing.T, base, head diff.Side, back bool) []string {
	t.Helper()
	changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Wire: true, Names: true})
	if err != nil {
		t.Fatal(err)
	}
	opposite := strings.NewReplacer("-added", "-removed", "-removed", "-added", "member-required", "member-optional", "member-optional", "member-required",
		"-named", "-unnamed", "-unnamed", "-named", "-shortened", "-completed", "-completed", "-shortened")
	var list []string
	for _, c := range changes {
		if back {
			c.ID, c.Base, c.Head = opposite.Replace(c.ID), c.Head, c.Base
		}
		list = append(list, c.ID+" "+c.Base.Pointer+" "+c.Head.Pointer)
	}
	slices.Sort(list)
	return list
}
