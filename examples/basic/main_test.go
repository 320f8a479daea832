package main

import (
	"strings"
	"testing"
)

const want = `host 5: rdsh-03.example.com
gateway 6: gw-02.example.com
desktop 7: Desktop, from All hosts
license: 204
applied; agent on rdsh-03.example.com: OK
logged off
`

func TestTranscript(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("run: got\n%s\nwant\n%s", &out, want)
	}
}
