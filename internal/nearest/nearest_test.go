package nearest_test

import (
	"testing"

	"github.com/rasapi/specgen/internal/nearest"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{
		{"", "", 1, 0},
		{"", "abc", 9, 3},
		{"state", "state", 9, 0},
		{"state", "stat", 9, 1},
		{"state", "slate", 9, 1},
		{"state", "satte", 9, 1},
		{"ca", "abc", 9, 3}, // Distance cannot edit bytes after swapping them
		{"kitten", "sitting", 9, 3},
		{"state", "st", 3, 3},
		{"Zürich", "Zurich", 9, 2},
	} {
		if got := nearest.Distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
		if got := nearest.Distance(c.b, c.a, c.limit); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.b, c.a, c.limit, got, c.want)
		}
	}
}

func TestName(t *testing.T) {
	names := []string{"title", "status", "states", "state"}
	for _, c := range []struct {
		want  string
		limit int
		name  string
	}{
		{"stat", 3, "state"},
		{"statuss", 3, "status"},
		{"statez", 3, "states"}, // state has the same distance, but is later in the list
		{"state", 1, "state"},
		{"size", 2, ""},
		{"", 3, ""},
	} {
		if got := nearest.Name(c.want, names, c.limit); got != c.name {
			t.Errorf("Name(%q, %d) = %q, want %q", c.want, c.limit, got, c.name)
		}
	}
}
