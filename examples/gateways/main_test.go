package main

import (
	"strings"
	"testing"
)

const want = `create: 201, gateway 5
gateway 3: gw-01.example.com, Normal, ports 80 and 443, TLSv1 and newer, ciphers High
gateway 5: gw-02.example.com, Normal, ports 80 and 443, TLSv1 and newer, ciphers High
harden: TLSv12 and newer, HSTS true, port 443 as before; upload 204, certificate 381e949a
custom ciphers: updateGateway: 409 Conflict: custom ciphers require a list of ciphers
state of gw-01.example.com: OK, 3 encrypted sessions
state of gw-02.example.com: OK, 3 encrypted sessions
the farm is older than v21
broker 1: broker-01.example.com, enabled true
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
