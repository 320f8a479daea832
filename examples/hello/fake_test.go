package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/server"
	"github.com/rasapi/specgen/generated/server/rdshost"
	"github.com/rasapi/specgen/rest"
)

type hosts struct{ rdshost.Unimplemented }

func (hosts) DeleteRDSHost(_ context.Context, id int32) error {
	return rest.Errorf(http.StatusNotFound, "there is no host %d", id)
}

func TestMissingHost(t *testing.T) {
	handler, err := server.New(server.Handlers{RDSHost: hosts{}}, server.Insecure()) // the server requires no token
	if err != nil {
		t.Fatal(err)
	}
	fake := httptest.NewServer(handler)
	defer fake.Close()
	farm, err := client.New(fake.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := farm.RDSHost.DeleteRDSHost(t.Context(), 7); rest.Status(err) != http.StatusNotFound {
		t.Errorf("got error %v, want status 404", err)
	}
}
