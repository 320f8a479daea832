package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// unwrapped returns an error and every error that it wraps.
func unwrapped(err error) []error {
	all := []error{err}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			all = append(all, unwrapped(inner)...)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			all = append(all, unwrapped(inner)...)
		}
	}
	return all
}

// hasSecret reports whether the text "secret" appears in an error, in an error that it wraps, or in a URL of these errors.
func hasSecret(err error) bool {
	for _, e := range unwrapped(err) {
		text := fmt.Sprintf("%v %+v %q", e, e, e)
		if failed, ok := e.(*url.Error); ok {
			text += failed.URL
		}
		if strings.Contains(text, "secret") {
			return true
		}
	}
	for _, e := range []error{err} {
		if failed, ok := errors.AsType[*url.Error](e); ok && strings.Contains(failed.URL, "secret") {
			return true
		}
		if failed, ok := errors.AsType[net.Error](e); ok && strings.Contains(failed.Error(), "secret") {
			return true
		}
	}
	return false
}

// TestErrorsOfCallsHaveNoSecrets checks that errors contain no secret, even if net/http or a Doer writes a URL or a header into the error.
func TestErrorsOfCallsHaveNoSecrets(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	redirects := func(location string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Location"] = []string{location}
			w.WriteHeader(http.StatusFound)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	sentinel := errors.New("https://user:secret@other.example/?password=secret")
	query := rest.Request{Operation: rest.Operation{ID: "op", Method: "POST"}, Path: "/x", Query: []string{"password=secret"}}
	proxy := func(address string) rest.Option {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return rest.WithHTTPClient(&http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(u)}})
	}
	fails := func(err error) rest.Option { return rest.WithHTTPClient(&doer{fail: err}) }
	inQuery, inHeader := query, query
	inQuery.Security = rest.Security{{{Name: "token", Kind: "query", Key: "key", Token: true}}}
	inHeader.Security = bearer()
	for name, at := range map[string]struct {
		base    string
		request rest.Request
		options []rest.Option
		want    string // text that the error must contain
		is      error  // error that the returned error must wrap, or nil
	}{
		"no server":              {base: closed.URL, request: query, want: closed.URL + "/x"},
		"credentials":            {base: strings.Replace(closed.URL, "://", "://user:secret@", 1), request: query, want: closed.URL + "/x"},
		"token in the query":     {base: closed.URL, request: inQuery, options: []rest.Option{rest.WithToken("secret")}, want: closed.URL + "/x"},
		"target":                 {base: closed.URL, request: rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/%zz", Query: []string{"a=secret"}}, want: "/%zz"},
		"header":                 {base: closed.URL, request: inHeader, options: []rest.Option{rest.WithToken("secret\n")}, want: "Authorization"},
		"redirect, no server":    {base: redirects(closed.URL + "/to?token=secret#secret"), request: rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/"}, want: closed.URL + "/to"},
		"redirect, invalid URL":  {base: redirects("http://user:secret@h/%zz?a=secret b"), request: query, want: "Location"},
		"redirect, invalid path": {base: redirects("/%zz?password=secret b"), request: query, want: "/%zz"},
		"redirect, scheme":       {base: redirects("ftp://user:secret@h/y?token=secret"), request: rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/"}, want: "ftp"},
		"proxy": {base: "http://farm.example", request: query, want: "http://farm.example/x",
			options: []rest.Option{proxy(strings.Replace(closed.URL, "http://", "http://user:secret@", 1))}},
		"path": {base: closed.URL, request: rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/key/se%2Fcret-1/y", Secrets: []string{"se%2Fcret-1"}}, want: "/key/REDACTED/y"},
		"nested": {base: closed.URL, request: query, want: "http://a/b", is: io.EOF, options: []rest.Option{fails(fmt.Errorf("cache: %w",
			&url.Error{Op: "Get", URL: "http://a/b?x=secret", Err: fmt.Errorf("hop: %w", &url.Error{Op: "Get", URL: "http://u:secret@c/d", Err: io.EOF})}))}},
		"joined": {base: closed.URL, request: query, want: "other.example", is: sentinel, options: []rest.Option{fails(errors.Join(io.EOF, sentinel))}},
		"token":  {base: closed.URL, request: query, want: "REDACTED", is: io.EOF, options: []rest.Option{rest.WithToken("secret"), fails(fmt.Errorf("malformed line secret: %w", io.EOF))}},
		"proxy env": {base: closed.URL, request: query, want: "invalid proxy",
			options: []rest.Option{fails(fmt.Errorf("invalid proxy address %q: %v", "user:secret@h", io.EOF))}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := rest.NewConn(at.base, at.options...)
			if err != nil {
				t.Fatal(err)
			}
			res, err := c.Do(t.Context(), at.request)
			if err == nil { // the client returns the redirect as the response
				err = protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 204})
			}
			if err == nil || hasSecret(err) || strings.Contains(err.Error(), "cret-1") || !strings.Contains(err.Error(), at.want) {
				t.Errorf("got error %v, want one that contains %q and no secret", err, at.want)
			}
			if at.is != nil && !errors.Is(err, at.is) {
				t.Errorf("got error %v, want one that wraps %v", err, at.is)
			}
		})
	}
}

// TestErrorsOfCallsKeepTheirCauses checks that Do wraps an error that contains no secret.
func TestErrorsOfCallsKeepTheirCauses(t *testing.T) {
	cause := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("why? refused by a@b.example #3")}
	c, err := rest.NewConn("http://farm.example", rest.WithToken("a"), rest.WithHTTPClient(&doer{fail: cause}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/"})
	if found, ok := errors.AsType[*net.OpError](err); !ok || found != cause || err.Error() != "op: "+cause.Error() {
		t.Errorf("got error %v, want op: %v", err, cause)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if c, err = rest.NewConn("http://127.0.0.1:1"); err != nil {
		t.Fatal(err)
	}
	_, err = c.Do(ctx, rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/", Query: []string{"a=b"}})
	failed, ok := errors.AsType[*url.Error](err)
	if !errors.Is(err, context.Canceled) || !ok || failed.URL != "http://127.0.0.1:1/" {
		t.Errorf("got error %v, want context.Canceled in a url.Error without the query", err)
	}
}

// TestConnsPrintNoSecrets checks that fmt and log/slog print a Conn without the credentials in the base URL and without the token.
func TestConnsPrintNoSecrets(t *testing.T) {
	c, err := rest.NewConn("https://user:secret@farm.example/base", rest.WithToken("secret"))
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("call", "conn", c)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("call", "conn", c)
	texts := []string{log.String(), fmt.Sprint([]any{c})}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%20v"} {
		texts = append(texts, fmt.Sprintf(verb, c))
	}
	for _, text := range texts {
		if strings.Contains(text, "secret") {
			t.Errorf("Conn: got text %s, want no secret", text)
		}
	}
	if got := fmt.Sprint(c, (*rest.Conn)(nil)); got != "https://farm.example/base <nil>" {
		t.Errorf("Sprint of a Conn and a nil Conn: got %s, want https://farm.example/base <nil>", got)
	}
}

// TestSecretsThatTheServerRepeats checks that errors contain REDACTED if the response repeats the token or a secret parameter.
func TestSecretsThatTheServerRepeats(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = fmt.Fprintf(w, `{"code": "E-%[1]s", "title": "No %[1]s", "detail": "%[1]s is not valid for %[2]s"}`, r.Header.Get("auth_token"), r.URL.Path)
	}))
	defer s.Close()
	c, err := rest.NewConn(s.URL, rest.WithToken("to-ken"))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"s ecret", "s%20ecret"} { // generated code adds the escaped text
		res, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/keys/s%20ecret", Secrets: []string{secret}, Security: authToken()})
		if err != nil {
			t.Fatal(err)
		}
		err = protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 204})
		if want := "op: 401 No REDACTED: REDACTED is not valid for /keys/REDACTED (code E-REDACTED)"; err == nil || err.Error() != want {
			t.Errorf("secret %q: got error %v, want %s", secret, err, want)
		}
		if e, ok := errors.AsType[*rest.Error](err); !ok || !strings.Contains(string(e.Raw), "to-ken is not valid") {
			t.Errorf("got body %q, want the unchanged body", e.Raw)
		}
	}
}

// TestErrorTextsAreShort checks that an error text contains no control characters of a response, and only a part of a long response.
func TestErrorTextsAreShort(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		body, err := json.Marshal(map[string]string{"code": "7\u009b", "title": "Zürich\x1b[31m\u202e", "detail": "a\n" + strings.Repeat("é", 100_000)})
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(body)
	}))
	defer s.Close()
	c, err := rest.NewConn(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/"})
	if err != nil {
		t.Fatal(err)
	}
	err = protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 204})
	if want := `op: 400 Zürich\x1b[31m\u202e: a\n` + strings.Repeat("é", 499) + `… (code 7\u009b)`; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	if e, ok := errors.AsType[*rest.Error](err); !ok || len(e.Detail) != 200_002 {
		t.Errorf("got an error with a detail of %d bytes, want the whole detail of 200,002 bytes", len(e.Detail))
	}
	if err := rest.Errorf(400, "two\nlines"); err.Error() != "400 Bad Request: two\nlines" {
		t.Errorf("error of a handler: got %q, want the unchanged text", err)
	}
}
