package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/rasapi/specgen/generated/client/mfa"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server"
	mfaserver "github.com/rasapi/specgen/generated/server/mfa"
	sessionserver "github.com/rasapi/specgen/generated/server/session"
	"github.com/rasapi/specgen/rest"
)

// sessions is a fake of area Session: it accepts every administrator.
type sessions struct{ sessionserver.Unimplemented }

func (sessions) LogOn(context.Context, sessionserver.LogOnParams, model.LogOn) (model.Session, error) {
	return model.Session{AuthToken: new("token-1")}, nil
}

// providers is a fake of area MFA with one provider.
type providers struct{ mfaserver.Unimplemented }

func (providers) GetMFA(_ context.Context, id int32) (model.MFA, error) {
	if id != 7 {
		return model.MFA{}, rest.Errorf(http.StatusNotFound, "there is no provider %d", id)
	}
	return model.MFA{ID: new(id), Name: new("Code by email"), Type: new(model.MFATypeEmailOTP)}, nil
}

// startFarm starts a server with both fakes.
func startFarm() *httptest.Server {
	handler, err := server.New(server.Handlers{Session: sessions{}, MFA: providers{}}, server.Insecure())
	if err != nil {
		log.Fatal(err)
	}
	return httptest.NewServer(handler)
}

// connect returns a connection to a server.
func connect(url string) *rest.Conn {
	conn, err := rest.NewConn(url)
	if err != nil {
		log.Fatal(err)
	}
	return conn
}

// The clients of two areas share a connection: one logs on, and the other uses the token.
func ExampleNewConn() {
	farm := startFarm()
	defer farm.Close()
	conn := connect(farm.URL)
	ctx := context.Background()

	opened, err := session.New(conn).LogOn(ctx, session.LogOnParams{}, model.LogOn{Username: new("admin"), Password: new("secret")})
	if err != nil {
		log.Fatal(err)
	}
	conn.SetToken(rest.Value(opened.JSON200.AuthToken))

	provider, err := mfa.New(conn).GetMFA(ctx, 7)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(provider.Status, rest.Value(provider.JSON200.Name), rest.Value(provider.JSON200.Type))
	// Output: 200 Code by email EmailOTP
}

// A response with an error status is an *Error, with the operation and what the server said.
func ExampleError() {
	farm := startFarm()
	defer farm.Close()

	_, err := mfa.New(connect(farm.URL)).GetMFA(context.Background(), 8)
	if failed, ok := errors.AsType[*rest.Error](err); ok {
		fmt.Println(failed.Operation, failed.Status, failed.Detail)
	}
	fmt.Println(err)
	// Output:
	// getMFA 404 there is no provider 8
	// getMFA: 404 Not Found: there is no provider 8
}

// Status is for programs that need only the status.
func ExampleStatus() {
	farm := startFarm()
	defer farm.Close()

	_, err := mfa.New(connect(farm.URL)).GetMFA(context.Background(), 8)
	switch rest.Status(err) {
	case http.StatusNotFound:
		fmt.Println("create the provider first")
	case http.StatusUnauthorized:
		fmt.Println("log on again")
	}
	// Output: create the provider first
}

// A type with a Named member reads and writes an enum by its name, for example in a configuration file.
func ExampleNamed() {
	var config struct {
		Factor rest.Named[model.MFAType] `json:"factor"`
	}
	if err := json.Unmarshal([]byte(`{"factor": "EmailOTP"}`), &config); err != nil {
		log.Fatal(err)
	}
	wire, err := json.Marshal(model.MFA{Type: new(model.MFATypeEmailOTP)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(config.Factor, string(wire))

	err = json.Unmarshal([]byte(`{"factor": "EmialOTP"}`), &config)
	fmt.Println(err)
	// Output:
	// EmailOTP {"type":11}
	// MFAType: "EmialOTP" is not a member; did you mean EmailOTP?
}

// CheckEnums reports values that a newer server sends and this document does not know.
func ExampleCheckEnums() {
	var provider model.MFA
	if err := json.Unmarshal([]byte(`{"type": 99}`), &provider); err != nil {
		log.Fatal(err)
	}
	fmt.Println(rest.Value(provider.Type), rest.CheckEnums(provider) != nil)
	// Output: MFAType(99) true
}
