package main

import (
	"strings"
	"testing"
)

const want = `create: 201, host 5 on rdsh-03.example.com
create again: createRDSHost: 409 Conflict: "rdsh-03.example.com" is already a host of the farm
update: "for the night shift", files ClientToServer, port 3389 as before
session 1 on host 1: EXAMPLE\anna, Desktop, Active
state of rdsh-01.example.com: LogonDrain, 0 active sessions
state of rdsh-02.example.com: OK, 0 active sessions
state of rdsh-03.example.com: NotVerified, 0 active sessions
delete: 204
applied
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
