package protocol_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// digits is a body that never ends. Every prefix of at least one byte is valid JSON.
type digits struct{}

func (digits) Read(p []byte) (int, error) { return copy(p, strings.Repeat("1", len(p))), nil }

// call sends a GET request to path. The test fails if the server does not respond within one minute.
func call(t *testing.T, c *rest.Conn, path, accept string) *http.Response {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	res, err := c.Do(ctx, rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: path, Accept: accept})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestResponseLimit checks that Decode stops reading a body at the limit of the client. Streams and raw responses have no limit.
func TestResponseLimit(t *testing.T) {
	ended := make(chan string, 10)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch path, status, _ := strings.Cut(r.URL.Path[1:], "-"); path {
		case "endless":
			if status == "400" {
				w.WriteHeader(http.StatusBadRequest)
			}
			_, _ = io.Copy(w, digits{})
		case "bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.Copy(z, digits{})
		case "exact":
			_, _ = io.WriteString(w, `"`+strings.Repeat("x", 98)+`"`)
		case "over":
			_, _ = io.WriteString(w, `"`+strings.Repeat("x", 99)+`"`)
		}
		ended <- r.URL.Path
	}))
	defer s.Close()
	limited, err := rest.NewConn(s.URL, rest.WithMaxResponseBytes(100))
	if err != nil {
		t.Fatal(err)
	}
	standard, err := rest.NewConn(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	var text *string
	want := protocol.Want{Status: 200, JSON: &text}
	for _, at := range []struct {
		conn  *rest.Conn
		path  string
		want  protocol.Want
		limit string // expected part of the error, or "" for no error
		raw   int    // maximum number of bytes of the body in the error
	}{
		{limited, "/exact", want, "", 0},
		{limited, "/over", want, "100 bytes", 101},
		{limited, "/endless", want, "100 bytes", 101},
		{limited, "/endless", protocol.Want{Status: 204}, "100 bytes", 101}, // a successful response without a declared body
		{limited, "/bomb", want, "100 bytes", 101},
		{limited, "/endless-400", want, "400 Bad Request", 100},
		{standard, "/over", want, "", 0},
		{standard, "/endless", want, "67108864 bytes", 1 << 20},
		{standard, "/bomb", want, "67108864 bytes", 1 << 20},
		{standard, "/endless-400", want, "400 Bad Request", 1 << 20},
	} {
		err := protocol.Decode(call(t, at.conn, at.path, ""), "op", new(rest.Response), at.want)
		e, ok := errors.AsType[*rest.Error](err)
		if ok != (at.limit != "") || err != nil && !ok {
			t.Fatalf("%s: got error %v, want one that contains %q, or no error if the text is empty", at.path, err, at.limit)
		}
		if ok && (!strings.Contains(err.Error(), at.limit) || len(e.Raw) > at.raw || cap(e.Raw) > 2<<20) {
			t.Errorf("%s: got error %v with a body of %d bytes, want one that contains %q and at most %d bytes", at.path, err, len(e.Raw), at.limit, at.raw)
		}
		_, tooLarge := errors.AsType[*http.MaxBytesError](err)
		if tooLarge != strings.HasSuffix(at.limit, "bytes") || tooLarge && !strings.Contains(err.Error(), "WithMaxResponseBytes") {
			t.Errorf("%s: got error %v, want an *http.MaxBytesError and the text \"WithMaxResponseBytes\": %t", at.path, err, strings.HasSuffix(at.limit, "bytes"))
		}
		select {
		case <-ended:
		case <-time.After(time.Minute):
			t.Fatalf("%s: the server still sends the body after one minute, want a client that stops reading at the limit", at.path)
		}
	}
	var file *rest.File
	if err := protocol.Decode(call(t, limited, "/over", ""), "op", new(rest.Response), protocol.Want{Status: 200, File: &file}); err != nil {
		t.Fatal(err)
	}
	raw := call(t, limited, "/over", "")
	for name, body := range map[string]io.ReadCloser{"a stream": file, "a raw response": raw.Body} {
		if b, err := io.ReadAll(body); len(b) != 101 || err != nil || body.Close() != nil {
			t.Errorf("%s: got %d bytes and error %v, want 101 bytes", name, len(b), err)
		}
	}
	for _, n := range []int64{0, -1} {
		if _, err := rest.NewConn(s.URL, rest.WithMaxResponseBytes(n)); err == nil || !strings.Contains(err.Error(), "WithMaxResponseBytes") {
			t.Errorf("WithMaxResponseBytes(%d): got error %v, want one that contains \"WithMaxResponseBytes\"", n, err)
		}
	}
	most, err := rest.NewConn(s.URL, rest.WithMaxResponseBytes(1<<63-1))
	if err != nil {
		t.Fatal(err)
	}
	if err := protocol.Decode(call(t, most, "/exact", ""), "op", new(rest.Response), want); err != nil {
		t.Error(err)
	}
}

// TestUndeclaredBodies checks which undeclared bodies Decode accepts. Decode must reject an undeclared HTML page, because a proxy may have sent it.
func TestUndeclaredBodies(t *testing.T) {
	const page = "<!DOCTYPE html><html><body>log on</body></html>"
	type response struct {
		status          int
		mediaType, body string
	}
	var send response
	var login string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/redirect" {
			http.Redirect(w, r, login, http.StatusFound)
			return
		}
		w.Header()["Content-Type"] = slices.DeleteFunc([]string{send.mediaType}, func(s string) bool { return s == "" })
		if send.mediaType == "attachment" {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Disposition", `attachment; filename="report.html"`)
		}
		w.WriteHeader(send.status)
		_, _ = io.WriteString(w, send.body)
	}))
	defer s.Close()
	login = s.URL + "/login?session=secret"
	c, err := rest.NewConn(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	var value *struct{ A int }
	var file *rest.File
	none, oneJSON, download := []protocol.Want{{Status: 204}}, []protocol.Want{{Status: 200, JSON: &value}}, []protocol.Want{{Status: 200, File: &file}}
	for _, at := range []struct {
		wants  []protocol.Want
		accept string
		send   response
		want   string // expected part of the error, or "" for no error
	}{
		{none, "", response{204, "", ""}, ""},
		{none, "", response{200, "", ""}, ""},
		{none, "", response{200, "text/html", ""}, ""}, // some servers send a media type without a body
		{none, "", response{200, "text/html; charset=utf-8", " \r\n"}, ""},
		{none, "", response{200, "application/json; api-version=1.0", `{"a":1}`}, ""},
		{none, "", response{201, "application/hal+json", `"<html>"`}, ""},
		{none, "", response{200, "text/plain", "OK"}, ""},
		{none, "", response{200, "", "OK"}, ""},
		{none, "", response{200, "", `{"a":1}`}, ""},
		{none, "", response{200, "text/html", page}, "200 OK: the body (text/html) is not what the operation declares"},
		{none, "", response{200, "application/xhtml+xml", page}, "xhtml"},
		{none, "", response{202, "TEXT/HTML; charset=utf-8", page}, "202 Accepted: the body (TEXT/HTML"},
		{none, "", response{200, "text/html", "not a page"}, "text/html"},
		{none, "", response{200, "text/plain", page}, "text/plain"},
		{none, "", response{200, "", page}, "the body is not what the operation declares"},
		{none, "", response{200, "application/xml", "<a/>"}, "application/xml"},
		{none, "", response{200, "text/plain", "\ufeff" + page}, "text/plain"},
		{none, "", response{200, "application/json", "\ufeff\r\n" + page}, "application/json"},
		{none, "", response{200, "", "\ufeff" + page}, "the body is not what the operation declares"},
		{none, "", response{200, "text/plain", `<?xml version="1.0"?>` + page}, "text/plain"},
		{none, "", response{200, "text/plain", `<meta http-equiv="refresh">`}, "text/plain"},
		{none, "", response{200, "text/html", "\ufeff"}, ""},
		{none, "", response{200, "image/png", "\x89PNG\r\n\x1a\n"}, "image/png"},
		{nil, "", response{200, "text/html", page}, "text/html"},
		{[]protocol.Want{{Status: 200}}, "", response{200, "text/html", page}, "text/html"},
		{[]protocol.Want{{Status: 2}}, "", response{207, "text/html", page}, "text/html"},
		{[]protocol.Want{{Status: 200}}, "", response{200, "application/json", "{}"}, ""},
		{[]protocol.Want{{Status: 3}}, "", response{304, "", ""}, ""},
		{[]protocol.Want{{Status: 300}}, "", response{300, "text/html", page}, ""}, // the operation declares the status, so any body is valid
		{oneJSON, "application/json", response{200, "text/html", page}, "the body (text/html) is not what the operation declares"},
		{oneJSON, "application/json", response{200, "text/html", `{"a":1}`}, ""},
		{oneJSON, "application/json", response{201, "text/html", page}, "does not declare this status"},
		{download, "image/png", response{200, "text/html", page}, "the body (text/html) is not what the operation declares"},
		{download, "image/png", response{200, "attachment", page}, ""},
		{download, "image/png, text/html", response{200, "text/html", page}, ""},
		{download, "application/octet-stream", response{200, "text/html", page}, ""},
		{download, "", response{200, "text/html", page}, ""},
		{download, "image/png", response{200, "image/jpeg", "\xff\xd8"}, ""},
	} {
		send = at.send
		for _, path := range []string{"/", "/redirect"} {
			var base rest.Response
			file = nil
			err := protocol.Decode(call(t, c, path, at.accept), "op", &base, at.wants...)
			if file != nil {
				_ = file.Close()
			}
			e, ok := errors.AsType[*rest.Error](err)
			if ok != (at.want != "") || err != nil && !ok {
				t.Errorf("response %v for %v: got error %v, want one that contains %q", at.send, at.wants, err, at.want)
				continue
			}
			if !ok {
				continue
			}
			if !strings.Contains(err.Error(), at.want) || e.Status != at.send.status || string(e.Raw) != at.send.body || string(base.Raw) != at.send.body {
				t.Errorf("response %v for %v: got error %v with body %q, want one that contains %q", at.send, at.wants, err, e.Raw, at.want)
			}
			redirected := strings.Contains(err.Error(), "after a redirect to "+s.URL+"/login")
			if strings.Contains(err.Error(), "secret") || redirected != (path == "/redirect" && !strings.Contains(at.want, "status")) {
				t.Errorf("%s: got error %v, want one without the text \"secret\"; want the redirect in the text: %t", path, err, path == "/redirect")
			}
		}
	}
}

func TestDecode(t *testing.T) {
	answer := func(status int, body string) *http.Response {
		w := httptest.NewRecorder()
		w.Header().Set("Content-Type", "text/x; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="a b.txt"`)
		w.WriteHeader(status)
		_, _ = w.WriteString(body)
		return w.Result()
	}
	var base rest.Response
	var one *struct{ A int }
	var file *rest.File
	wants := []protocol.Want{{Status: 200, JSON: &one}, {Status: 201, File: &file}, {Status: 2}}

	if err := protocol.Decode(answer(200, `{"a":5}`), "op", &base, wants...); err != nil || one == nil || one.A != 5 || string(base.Raw) != `{"a":5}` {
		t.Errorf("JSON: got %v, error %v and body %s, want A = 5", one, err, base.Raw)
	}
	base = rest.Response{}
	if err := protocol.Decode(answer(201, "content"), "op", &base, wants...); err != nil || base.Raw != nil {
		t.Fatalf("file: got error %v and body %q, want no error and an empty body", err, base.Raw)
	}
	b, err := io.ReadAll(file)
	if err != nil || string(b) != "content" || file.Name != "a b.txt" || file.MediaType != "text/x; charset=utf-8" || file.Close() != nil {
		t.Errorf("file: got %q, name %q, media type %q and error %v, want \"content\" and \"a b.txt\" as text/x", b, file.Name, file.MediaType, err)
	}
	if err := protocol.Decode(answer(204, ""), "op", &base, wants...); err != nil || base.Status != 204 {
		t.Errorf("status 204 for 2XX: got status %d and error %v, want 204", base.Status, err)
	}
	for body, want := range map[string]string{
		`{`:        "op: 200 OK: the body (text/x; charset=utf-8) is not what the operation declares: byte 1: unexpected end of JSON input",
		`{"A":""}`: "op: 200 OK: the body (text/x; charset=utf-8) is not what the operation declares: member \"A\" (byte 7) cannot be string",
		" \n":      "op: 200 OK: the body is empty, but the operation declares JSON",
		`null`:     "op: 200 OK: the body is null, which the operation does not declare", // a nil value would make callers panic
	} {
		err := protocol.Decode(answer(200, body), "op", &base, wants...)
		e, ok := errors.AsType[*rest.Error](err)
		if !ok || !strings.HasPrefix(err.Error(), want) || e.Status != 200 || string(e.Raw) != body || string(base.Raw) != body || e.Header == nil {
			t.Errorf("body %q: got error %v, want %s", body, err, want)
		}
		if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok != (body == `{"A":""}`) {
			t.Errorf("body %q: errors.As with *json.UnmarshalTypeError: got %t, want %t", body, ok, !ok)
		}
	}
	one = nil
	if err := protocol.Decode(answer(200, "null"), "op", &base, protocol.Want{Status: 200, JSON: &one, Null: true}); err != nil || one != nil {
		t.Errorf("declared null: got %v and error %v, want nil", one, err)
	}
	var list []int
	if err := protocol.Decode(answer(200, "null"), "op", &base, protocol.Want{Status: 200, JSON: &list}); err != nil {
		t.Errorf("null for a list: got error %v, want none", err)
	}
	var named *map[string]any
	if err := protocol.Decode(answer(200, "null"), "op", &base, protocol.Want{Status: 200, JSON: &named}); err != nil || named == nil || *named != nil {
		t.Errorf("null for a map: got %v and error %v, want a pointer to a nil map", named, err)
	}
	if err := protocol.Decode(answer(200, ""), "op", &base); err != nil {
		t.Errorf("undeclared status of an operation that declares no body: got error %v, want none", err)
	}
	if err := protocol.Decode(answer(200, ""), "op", &base, protocol.Want{Status: 201, JSON: &one}); err == nil {
		t.Error("undeclared status of an operation that declares a body: got no error, want one")
	}
}
