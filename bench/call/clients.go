package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/rasapi/specgen/bench/call/oapicodegen"
	"github.com/rasapi/specgen/bench/call/ogen"
	specgen "github.com/rasapi/specgen/bench/call/specgen/client"
	"github.com/rasapi/specgen/bench/call/specgen/client/api"
	"github.com/rasapi/specgen/bench/call/specgen/model"
)

// operation is a function that sends a request with a generated client and returns the decoded body of the response.
type operation func(context.Context) (any, error)

// client holds the operations of a generated client.
type client struct{ list, get, create operation }

// generator is a tool whose client is measured.
type generator struct {
	name      string
	newClient func(http.RoundTripper) (client, error)
}

var generators = []generator{{"specgen", newSpecgen}, {"oapi-codegen", newOAPICodegen}, {"ogen", newOgen}}

// These values are part of the requests.
const (
	token  = "the token"
	server = "rdsh-0003.farm.example"
	id     = 7
)

// newHTTPClient returns an HTTP client that uses transport.
func newHTTPClient(transport http.RoundTripper) *http.Client {
	return &http.Client{Transport: transport, Timeout: time.Minute}
}

// errNoBody is the error for a response that the client of oapi-codegen did not decode.
var errNoBody = errors.New("the response has no decoded body")

func newSpecgen(transport http.RoundTripper) (client, error) {
	c, err := specgen.New(url, specgen.WithHTTPClient(newHTTPClient(transport)), specgen.WithToken(token))
	if err != nil {
		return client{}, err
	}
	return client{
		list: func(ctx context.Context) (any, error) {
			res, err := c.API.ListRDSHosts(ctx, api.ListRDSHostsParams{})
			if err != nil {
				return nil, err
			}
			return res.JSON200, nil
		},
		get: func(ctx context.Context) (any, error) {
			res, err := c.API.GetRDSHost(ctx, id)
			if err != nil {
				return nil, err
			}
			return res.JSON200, nil
		},
		create: func(ctx context.Context) (any, error) {
			res, err := c.API.CreateRDSHost(ctx, api.CreateRDSHostParams{}, model.CreateRDSHost{Server: new(server)})
			if err != nil {
				return nil, err
			}
			return res.JSON201, nil
		},
	}, nil
}

func newOAPICodegen(transport http.RoundTripper) (client, error) {
	c, err := oapicodegen.NewClientWithResponses(url, oapicodegen.WithHTTPClient(newHTTPClient(transport)),
		oapicodegen.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.Header.Set("auth_token", token)
			return nil
		}))
	if err != nil {
		return client{}, err
	}
	return client{
		list: func(ctx context.Context) (any, error) {
			res, err := c.ListRDSHostsWithResponse(ctx, nil)
			if err != nil || res.ApplicationjsonApiVersion10200 == nil {
				return nil, errors.Join(err, errNoBody)
			}
			return *res.ApplicationjsonApiVersion10200, nil
		},
		get: func(ctx context.Context) (any, error) {
			res, err := c.GetRDSHostWithResponse(ctx, id)
			if err != nil || res.ApplicationjsonApiVersion10200 == nil {
				return nil, errors.Join(err, errNoBody)
			}
			return res.ApplicationjsonApiVersion10200, nil
		},
		create: func(ctx context.Context) (any, error) {
			body := oapicodegen.CreateRDSHost{Server: new(server)}
			res, err := c.CreateRDSHostWithApplicationJSONAPIVersion10BodyWithResponse(ctx, nil, body)
			if err != nil || res.ApplicationjsonApiVersion10201 == nil {
				return nil, errors.Join(err, errNoBody)
			}
			return res.ApplicationjsonApiVersion10201, nil
		},
	}, nil
}

// securitySource implements ogen.SecuritySource, which provides the token.
type securitySource struct{}

func (securitySource) AuthToken(context.Context, ogen.OperationName) (ogen.AuthToken, error) {
	return ogen.AuthToken{APIKey: token}, nil
}

func newOgen(transport http.RoundTripper) (client, error) {
	c, err := ogen.NewClient(url, securitySource{}, ogen.WithClient(newHTTPClient(transport)))
	if err != nil {
		return client{}, err
	}
	return client{
		list: func(ctx context.Context) (any, error) {
			return success[*ogen.ListRDSHostsOKApplicationJSON](c.ListRDSHosts(ctx, ogen.ListRDSHostsParams{}))
		},
		get: func(ctx context.Context) (any, error) {
			return success[*ogen.RDSHost](c.GetRDSHost(ctx, ogen.GetRDSHostParams{ID: id}))
		},
		create: func(ctx context.Context) (any, error) {
			return success[*ogen.RDSHost](c.CreateRDSHost(ctx, &ogen.CreateRDSHost{Server: ogen.NewNilString(server)}, ogen.CreateRDSHostParams{}))
		},
	}, nil
}

// success returns res, a response of the ogen client, or an error if err is not nil or res is not a T.
func success[T any](res any, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	if _, ok := res.(T); !ok {
		return nil, fmt.Errorf("the response is a %T, want a %T", res, *new(T))
	}
	return res, nil
}
