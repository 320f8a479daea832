package diff_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff"
)

// oneWay has the mutations whose exchanged comparison has other changes or places, with the reason.
var oneWay = map[string]string{
	"enum-reordered-harmless":             "the place is the first member that moved",
	"enum-varnames-rotated":               "the place is the first member that moved",
	"enum-varnames-swapped":               "the place is the first member that moved",
	"flags-swapped":                       "the place is the first member that moved",
	"enum-reserved-name-reused":           "only a new member can reuse a reserved name",
	"enum-reserved-number-reused":         "only a new member can reuse a reserved number",
	"enum-value-removed-reserved":         "only a new member can reuse a reserved number",
	"enum-varname-duplicated":             "a duplicate is a fault of head only",
	"property-added-where-none-was-taken": "only an added property concerns a closed schema",
}

// TestExchanged compares each pair in both directions. The exchanged comparison has the same changes, with added and removed exchanged.
func TestExchanged(t *testing.T) {
	for _, m := range everyMutant(t) {
		base, head := m.sides(t)
		forward, backward := changesOf(t, base, head, false), changesOf(t, head, base, true)
		switch reason := oneWay[m.name]; {
		case slices.Equal(forward, backward) && reason != "":
			t.Errorf("%s needs no reason", m.name)
		case !slices.Equal(forward, backward) && reason == "":
			t.Errorf("%s: the comparison has\n%s\nand the exchanged comparison\n%s", m.name, strings.Join(forward, "\n"), strings.Join(backward, "\n"))
		}
	}
}

// changesOf lists the changes with their places. If back is set, it exchanges added and removed, and the places.
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
