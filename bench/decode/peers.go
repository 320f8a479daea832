package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/rasapi/specgen/bench/decode/oapicodegen"
	"github.com/rasapi/specgen/bench/decode/ogen"
	specgen "github.com/rasapi/specgen/bench/decode/specgen/client"
	"github.com/rasapi/specgen/bench/decode/specgen/client/api"
	"github.com/rasapi/specgen/bench/decode/specgen/model"
)

// operation calls an operation and returns the decoded body of the response.
type operation func(context.Context) (any, error)

// client has the operations of a generated client.
type client struct{ list, get, create operation }

// peer is a generator.
type peer struct {
	name string
	open func(http.RoundTripper) (client, error)
}

// peers are the generators to compare.
var peers = []peer{{"specgen", openSpecgen}, {"oapi-codegen", openOAPICodegen}, {"ogen", openOgen}}

// What the calls send.
const (
	secret = "the token"
	server = "rdsh-0003.farm.example"
	id     = 7
)

// over returns an HTTP client with a transport.
func over(transport http.RoundTripper) *http.Client {
	return &http.Client{Transport: transport, Timeout: time.Minute}
}

// undeclared is the error for a response of a type that no operation of this benchmark has.
var undeclared = errors.New("the response has no decoded body")

func openSpecgen(transport http.RoundTripper) (client, error) {
	c, err := specgen.New(url, specgen.WithHTTPClient(over(transport)), specgen.WithToken(secret))
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

func openOAPICodegen(transport http.RoundTripper) (client, error) {
	c, err := oapicodegen.NewClientWithResponses(url, oapicodegen.WithHTTPClient(over(transport)),
		oapicodegen.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.Header.Set("auth_token", secret)
			return nil
		}))
	if err != nil {
		return client{}, err
	}
	return client{
		list: func(ctx context.Context) (any, error) {
			res, err := c.ListRDSHostsWithResponse(ctx, nil)
			if err != nil || res.ApplicationjsonApiVersion10200 == nil {
				return nil, errors.Join(err, undeclared)
			}
			return *res.ApplicationjsonApiVersion10200, nil
		},
		get: func(ctx context.Context) (any, error) {
			res, err := c.GetRDSHostWithResponse(ctx, id)
			if err != nil || res.ApplicationjsonApiVersion10200 == nil {
				return nil, errors.Join(err, undeclared)
			}
			return res.ApplicationjsonApiVersion10200, nil
		},
		create: func(ctx context.Context) (any, error) {
			body := oapicodegen.CreateRDSHost{Server: new(server)}
			res, err := c.CreateRDSHostWithApplicationJSONAPIVersion10BodyWithResponse(ctx, nil, body)
			if err != nil || res.ApplicationjsonApiVersion10201 == nil {
				return nil, errors.Join(err, undeclared)
			}
			return res.ApplicationjsonApiVersion10201, nil
		},
	}, nil
}

// token is the source of the credentials of ogen's client.
type token struct{}

func (token) AuthToken(context.Context, ogen.OperationName) (ogen.AuthToken, error) {
	return ogen.AuthToken{APIKey: secret}, nil
}

func openOgen(transport http.RoundTripper) (client, error) {
	c, err := ogen.NewClient(url, token{}, ogen.WithClient(over(transport)))
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

// success returns a response of ogen's client, or an error if it has another type than T.
func success[T any](res any, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	if _, ok := res.(T); !ok {
		return nil, fmt.Errorf("got a %T", res)
	}
	return res, nil
}
