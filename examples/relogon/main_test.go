package main

import (
	"strings"
	"testing"
)

func TestTranscript(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if want := "20 updates, 2 sessions\n"; out.String() != want {
		t.Errorf("got %swant %s", &out, want)
	}
}
