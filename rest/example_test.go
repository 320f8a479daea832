package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/rasapi/specgen/generated/client/mfa"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server"
	mfaserver "github.com/rasapi/specgen/generated/server/mfa"
	sessionserver "github.com/rasapi/specgen/generated/server/session"
	"github.com/rasapi/specgen/rest"
)

// sessions is a fake server of area Session. It accepts every administrator.
type sessions struct{ sessionserver.Unimplemented }

func (sessions) LogOn(context.Context, sessionserver.LogOnParams, model.LogOn) (model.Session, error) {
	return model.Session{AuthToken: new("token-1")}, nil
}

// providers is a fake server of area MFA with one provider.
type providers struct{ mfaserver.Unimplemented }

func (providers) GetMFA(_ context.Context, id int32) (model.MFA, error) {
	if id != 7 {
		return model.MFA{}, rest.Errorf(http.StatusNotFound, "there is no provider %d", id)
	}
	return model.MFA{ID: new(id), Name: new("Code by email"), Type: new(model.MFATypeEmailOTP)}, nil
}

// startFarm starts a server with the handlers sessions and providers.
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

// The clients of two areas share a connection. One client logs on, and the other client uses the token.
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

// If the status of a response is 400 or above, the error is an *Error with the operation and the message of the server.
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

// Status returns the HTTP status of an error.
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

// A type with a Named member reads and writes a value of an enum by its name, for example in a configuration file.
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

// CheckEnums reports enum values that the document does not declare. A newer server may send such values.
func ExampleCheckEnums() {
	var provider model.MFA
	if err := json.Unmarshal([]byte(`{"type": 99}`), &provider); err != nil {
		log.Fatal(err)
	}
	fmt.Println(rest.Value(provider.Type), rest.CheckEnums(provider) != nil)
	// Output: MFAType(99) true
}

// Show returns a model as text for people. It replaces pointers with their values, enums with their names, and secrets with REDACTED.
func ExampleShow() {
	fmt.Println(rest.Show(model.MFA{ID: new(int32(7)), Name: new("Code by email"), Type: new(model.MFATypeEmailOTP)}))
	fmt.Println(rest.Show(model.LogOn{Username: new("admin"), Password: new("secret")}))
	// Output:
	// {id:7 name:"Code by email" type:EmailOTP}
	// {username:"admin" password:"REDACTED"}
}

// ValueOr returns the value of an optional member, or a fallback if the member is absent.
func ExampleValueOr() {
	fmt.Println(rest.ValueOr(nil, "no description"), rest.ValueOr(new("by email"), "no description"))
	// Output: no description by email
}

// This example encodes a model as JSON with the names of enum members, and decodes JSON that a person has edited.
func ExampleNamedTree() {
	tree, err := rest.NamedTree(model.MFA{Name: new("Code by email"), Type: new(model.MFATypeEmailOTP)})
	if err != nil {
		log.Fatal(err)
	}
	text, err := json.Marshal(tree)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))

	var changed any
	if err := json.Unmarshal([]byte(`{"name": "Code by app", "type": "TOTP"}`), &changed); err != nil {
		log.Fatal(err)
	}
	var provider model.MFA
	if err := rest.FromNamedTree(changed, &provider); err != nil {
		log.Fatal(err)
	}
	wire, err := json.Marshal(provider)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(wire))
	// Output:
	// {"name":"Code by email","type":"EmailOTP"}
	// {"name":"Code by app","type":9}
}

// The last parameters of a generated method are options for the call.
func ExampleCallOption() {
	farm := startFarm()
	defer farm.Close()

	var response *http.Response
	_, err := mfa.New(connect(farm.URL)).GetMFA(context.Background(), 7, rest.Header("X-Request-Id", "42"), rest.Timeout(time.Minute), rest.NoRetry(),
		rest.HTTPResponse(&response))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Status, response.Request.Header.Get("X-Request-Id"))
	// Output: 200 OK 42
}
