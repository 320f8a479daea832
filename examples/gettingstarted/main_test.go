package main

import (
	"strings"
	"testing"
)

const want = `logged on to farm "Getting started"
host 1: rdsh-01.example.com, up to 250 sessions
host 2: rdsh-02.example.com, up to 250 sessions
host 1: URLs in sessions: Enabled
host 1: rdsh-01.example.com, up to 100 sessions
logged off
`

func TestTranscript(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
}
