package main

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
)

// recorder is a transport that records the last request and then calls the transport response.
type recorder struct {
	response
	method, url, token, body string
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.method, r.url, r.token, r.body = req.Method, req.URL.String(), req.Header.Get("auth_token"), ""
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		r.body = string(body)
		req.Body = nil
	}
	return r.response.RoundTrip(req)
}

// TestClientsAgree checks that all clients send the same requests, and that they decode the whole response. A decoded response must encode to the
// JSON that the transport returned.
func TestClientsAgree(t *testing.T) {
	for _, c := range calls() {
		want := canonical(t, json.RawMessage(c.response.body))
		var first *recorder
		for _, g := range generators {
			sent := &recorder{response: c.response}
			client, err := g.newClient(sent)
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.operation(client)(t.Context())
			if err != nil {
				t.Fatalf("%s, %s: %v", g.name, c.name, err)
			}
			if got := canonical(t, got); got != want {
				t.Errorf("%s, %s: decoded response:\ngot  %s\nwant %s", g.name, c.name, got, want)
			}
			if first == nil {
				first = sent
			}
			if sent.method != first.method || sent.url != first.url || sent.token != first.token || sent.body != first.body {
				t.Errorf("%s, %s: sent %s %s %s %s, want %s %s %s %s", g.name, c.name, sent.method, sent.url, sent.token, sent.body, first.method, first.url,
					first.token, first.body)
			}
		}
	}
}

// canonical returns the JSON of a value, with the members of objects in sorted order.
func canonical(t *testing.T, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var decoded any
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(decoded)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}
