package main

import (
	"testing"

	"github.com/rasapi/specgen/bench/styles/table"
)

// TestSpecgen checks that the results of specgen are right for all cells, except for the two empty strings in paths with style simple, which no
// router matches.
func TestSpecgen(t *testing.T) {
	rows, err := measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 65 {
		t.Errorf("measure: got %d cells, want 53 of the table and 12 with reserved characters", len(rows))
	}
	for _, r := range rows {
		got, possible := r.results[0], r.In != "path" || r.Style != "simple" || r.Value != any("")
		if got.right() != possible {
			t.Errorf("%s, value %v: got %+v, want right = %v", r.ID(), r.Value, got, possible)
		}
	}
}

// TestNormal checks that normal returns the same text only for texts that differ at most in the order of members, or in the encoding of dots,
// brackets and pipes.
func TestNormal(t *testing.T) {
	for _, c := range table.Cells() {
		for text, want := range map[string]bool{c.Text: true, c.Text + "x": false} {
			if got := normal(text) == normal(c.Text); got != want {
				t.Errorf("normal(%q) == normal(%q): got %v, want %v", text, c.Text, got, want)
			}
		}
	}
	for _, pair := range []struct {
		a, b string
		want bool
	}{
		{"R,100,G,200", "G,200,R,100", true},
		{"color%5BR%5D=100&color%5BG%5D=200", "color[G]=200&color[R]=100", true},
		{"color=blue%20black", "color=blue+black", false},
		{"color=R,100,G,200", "color=R,200,G,100", false},
		{"color=blue,black", "color=blue%2Cblack", false},
	} {
		if got := normal(pair.a) == normal(pair.b); got != pair.want {
			t.Errorf("normal(%q) == normal(%q): got %v, want %v", pair.a, pair.b, got, pair.want)
		}
	}
}
