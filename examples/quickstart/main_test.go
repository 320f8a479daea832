package main

import (
	"strings"
	"testing"
)

const want = `log on       200, farm "Quickstart"
create       201, provider 2, type EmailOTP; on the wire: "type":11
create again createEmailOTP: 409 Conflict: there is a provider "Code by email" already
read         200, name "Code by email", enabled false
update       204, name "Code by email", enabled true
delete       204
log off      200, logged off
read again   getMFA: 401 Unauthorized: the session has ended or does not exist; log on
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
