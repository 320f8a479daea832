package main

import (
	"encoding/json"
	"testing"
)

// TestSame checks that both clients decode the whole list: what they encode again is the same JSON.
func TestSame(t *testing.T) {
	for _, n := range lengths {
		a := hosts(n)
		listOurs, err := listWithSpecgen(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		listTheirs, err := listWithOgen(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := listOurs()
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := listTheirs()
		if err != nil {
			t.Fatal(err)
		}
		if len(ours.JSON200) != n || len(*theirs) != n {
			t.Fatalf("specgen decodes %d hosts and ogen %d, want %d", len(ours.JSON200), len(*theirs), n)
		}
		want := canonical(t, json.RawMessage(a))
		if got := canonical(t, ours.JSON200); got != want {
			t.Errorf("specgen:\ngot  %s\nwant %s", got, want)
		}
		if got := canonical(t, theirs); got != want {
			t.Errorf("ogen:\ngot  %s\nwant %s", got, want)
		}
	}
}

// canonical returns the JSON of a value with the members of its objects sorted.
func canonical(t *testing.T, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var decoded any
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(decoded)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}
