package mfa_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/rasapi/specgen/generated/client/mfa"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server"
	fakes "github.com/rasapi/specgen/generated/server/mfa"
	"github.com/rasapi/specgen/rest"
)

// providers is a fake of the area. It has one provider.
type providers struct{ fakes.Unimplemented }

func (providers) GetMFA(_ context.Context, id int32) (model.MFA, error) {
	if id != 7 {
		return model.MFA{}, rest.Errorf(http.StatusNotFound, "there is no provider %d", id)
	}
	return model.MFA{ID: new(id), Name: new("Code by email"), Type: new(model.MFATypeEmailOTP)}, nil
}

func Example() {
	handler, err := server.New(server.Handlers{MFA: providers{}}, server.Insecure())
	if err != nil {
		log.Fatal(err)
	}
	farm := httptest.NewServer(handler)
	defer farm.Close()
	conn, err := rest.NewConn(farm.URL, rest.WithToken("token")) // "https://farm.example:20443"
	if err != nil {
		log.Fatal(err)
	}
	client, ctx := mfa.New(conn), context.Background()

	provider, err := client.GetMFA(ctx, 7)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rest.Value(provider.JSON200.Name), rest.Value(provider.JSON200.Type))

	_, err = client.GetMFA(ctx, 8)
	fmt.Println(rest.Status(err), err)
	// Output:
	// Code by email EmailOTP
	// 404 getMFA: 404 Not Found: there is no provider 8
}

// names returns the names of all providers. It accepts the client and its replacements in tests.
func names(ctx context.Context, api mfa.API) ([]string, error) {
	listed, err := api.ListMFA(ctx, mfa.ListMFAParams{})
	if err != nil {
		return nil, err
	}
	var names []string
	for _, provider := range listed.JSON200 {
		names = append(names, rest.Value(provider.Name))
	}
	return names, nil
}

// list is an [mfa.API] with one method. The others panic.
type list struct{ mfa.API }

func (list) ListMFA(context.Context, mfa.ListMFAParams, ...rest.CallOption) (*mfa.ListMFAResult, error) {
	return &mfa.ListMFAResult{JSON200: []model.MFA{{Name: new("Code by email")}, {Name: new("RADIUS")}}}, nil
}

// A test replaces the client with a struct that embeds the interface and has some of its methods.
func ExampleAPI() {
	got, err := names(context.Background(), list{})
	fmt.Println(got, err)
	// Output: [Code by email RADIUS] <nil>
}
