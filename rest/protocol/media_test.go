package protocol_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// TestContentType checks which media types of request bodies a server accepts.
func TestContentType(t *testing.T) {
	readJSON := func(r *http.Request) error {
		_, err := protocol.ReadJSON(r, new(any), false)
		return err
	}
	readForm := func(r *http.Request) error {
		_, err := protocol.ReadForm(r, &struct{}{}, false)
		return err
	}
	readParts := func(r *http.Request) error {
		_, err := protocol.ReadMultipart(r)
		return err
	}
	readText := func(r *http.Request) error { return protocol.CheckMediaType(r, "text/plain", "image/*") }
	for _, c := range []struct {
		read        func(*http.Request) error
		contentType string
		body        string
		status      int
		accept      string
	}{
		{readJSON, "", "{}", 0, ""},
		{readJSON, "Application/JSON; charset=utf-8", "{}", 0, ""},
		{readJSON, "application/merge-patch+json", "{}", 0, ""},
		{readJSON, "text/json", "{}", 0, ""},
		{readJSON, "application/xml", "<a/>", 415, "application/json"},
		{readJSON, "text/plain", "{}", 415, "application/json"},
		{readJSON, "application/x-www-form-urlencoded", "{}", 415, "application/json"},
		{readJSON, "text/plain", "", 0, ""},
		{readForm, "application/x-www-form-urlencoded", "", 0, ""},
		{readForm, "application/json", "{}", 415, "application/x-www-form-urlencoded"},
		{readForm, "", "{}", 400, ""},
		{readForm, "application/json", "", 0, ""},
		{readParts, "multipart/form-data; boundary=x", "--x--", 0, ""},
		{readParts, "multipart/form-data", "--x--", 400, ""},
		{readParts, "application/json", "{}", 415, "multipart/form-data"},
		{readText, "text/plain; charset=utf-8", "a", 0, ""},
		{readText, "image/png", "a", 0, ""},
		{readText, "", "a", 0, ""},
		{readText, "application/json", "", 0, ""},
		{readText, "application/json", "{}", 415, "text/plain, image/*"},
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(c.body))
		if c.contentType != "" {
			r.Header.Set("Content-Type", c.contentType)
		}
		err := c.read(r)
		var header http.Header
		if e, ok := err.(*rest.Error); ok {
			header = e.Header
		}
		if rest.Status(err) != c.status || c.status == 0 && err != nil || header.Get("Accept") != c.accept {
			t.Errorf("%q with body %q: got error %v and Accept %q, want status %d and Accept %q", c.contentType, c.body, err, header.Get("Accept"), c.status, c.accept)
		}
	}
}

// TestAccept checks for which Accept headers a server calls the handler.
func TestAccept(t *testing.T) {
	for _, c := range []struct {
		accept   []string
		produces string
		status   int
	}{
		{nil, "application/json", 204},
		{[]string{""}, "application/json", 204},
		{[]string{"*/*"}, "application/json", 204},
		{[]string{"text/html, application/xhtml+xml, */*;q=0.8"}, "application/json", 204},
		{[]string{"text/html", "application/*"}, "application/json", 204},
		{[]string{"application/json"}, "application/hal+json; charset=utf-8", 204},
		{[]string{"application/hal+json"}, "application/json", 406},
		{[]string{"application/xml"}, "application/json", 406},
		{[]string{"application/xml"}, "", 204},
		{[]string{"text/csv"}, "application/json, text/csv", 204},
		{[]string{"application/json;q=0, */*"}, "application/json", 406},
		{[]string{"application/json; q=0.000"}, "application/json", 406},
		{[]string{"application/json;q=x"}, "application/json", 204},
		{[]string{"application/*;q=0, application/json"}, "application/json", 204},
	} {
		route := protocol.Route{Operation: "op", Method: "GET", Path: "/", Open: true, Produces: c.produces, Serve: func(w http.ResponseWriter, _ *http.Request) error {
			return protocol.WriteNothing(w, 204)
		}}
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["Accept"] = c.accept
		w := httptest.NewRecorder()
		new(protocol.Server).Operation(route).ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("Accept %q for %q: got status %d, want %d", c.accept, c.produces, w.Code, c.status)
		}
	}
}
