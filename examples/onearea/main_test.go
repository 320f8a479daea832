package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

const want = "NormalTrial, 10 users, until 21/02/2027\n"

func TestTranscript(t *testing.T) {
	server, err := farm.Start("One area")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	ras, err := client.New(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := ras.Session.LogOn(t.Context(), session.LogOnParams{}, model.LogOn{Username: new(farm.Username), Password: new(farm.Password)})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run(t.Context(), &out, server.URL, rest.Value(opened.JSON200.AuthToken)); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("run: got\n%s\nwant\n%s", &out, want)
	}
	if err := run(t.Context(), &out, server.URL, "no token"); rest.Status(err) != http.StatusUnauthorized {
		t.Errorf("without a session: got error %v, want status 401", err)
	}
}
