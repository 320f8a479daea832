package main

import (
	"strings"
	"testing"
)

const want = `activate: status 400, code 0, "The email address or the password is wrong"; on the wire: {"code":0,"msg":"The email address or the password is wrong"}
activate: 204
license AAAA-BBBB: PostPaid, 250 users, until 21/02/2028
it is not a trial
deactivate: status 400, code 0, "The email address or the password is wrong"; on the wire: {"code":0,"msg":"The email address or the password is wrong"}
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
