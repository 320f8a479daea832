package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// doer is a [rest.Doer] that records the last request. Do returns the error fail, or a response with the status if fail is nil.
type doer struct {
	status int
	last   *http.Request
	fail   error
}

func (d *doer) Do(r *http.Request) (*http.Response, error) {
	d.last = r
	if d.fail != nil {
		return nil, d.fail
	}
	w := httptest.NewRecorder()
	w.WriteHeader(d.status)
	return w.Result(), nil
}

// bearer returns a requirement for the token in the header Authorization.
func bearer() rest.Security { return rest.Security{{{Name: "token", Kind: "bearer", Token: true}}} }

// authToken returns a requirement for the token in a header that net/http does not treat as a credential.
func authToken() rest.Security {
	return rest.Security{{{Name: "token", Kind: "header", Key: "auth_token", Token: true}}}
}

func TestNewConnRefuses(t *testing.T) {
	for base, shown := range map[string]string{
		"": "", "farm.example": "", "ftp://farm.example": "", "https://": "", "https://:20443": "", "192.168.1.2:20443": "", "https://farm example": "",
		"https://farm.example?x=secret":        "https://farm.example",
		"https://farm.example?":                "https://farm.example",
		"https://farm.example#secret":          "https://farm.example",
		"ftp://user:secret@farm.example/x":     "ftp://farm.example/x",
		"ftp://user:secret@farm.example?y#z":   "ftp://farm.example",
		"https://user:sec%zzret@farm.example":  "REDACTED",
		"https://user:p#secret@farm.example":   "REDACTED",
		"https://user:p/secret@farm.example":   "REDACTED",
		"https://user:p?secret@farm.example":   "REDACTED",
		"https:/user:secret@farm.example":      "REDACTED",
		"user:secret@farm.example":             "REDACTED",
		"secret@farm.example":                  "REDACTED",
		"https://user:secret@farm.example:x":   "REDACTED",
		"https://user:secret@farm.example?y=1": "https://farm.example",
	} {
		if shown == "" {
			shown = base
		}
		_, err := rest.NewConn(base)
		if err == nil || !strings.Contains(err.Error(), "base URL") || !strings.Contains(err.Error(), shown) || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "secret") {
			t.Errorf("NewConn(%q): got error %v, want one about the base URL with %q and no secret", base, err, shown)
		}
	}
	for name, option := range map[string]rest.Option{
		"WithHTTPClient": rest.WithHTTPClient(nil), "client is nil": rest.WithHTTPClient((*http.Client)(nil)), "WithEditor": rest.WithEditor(nil),
		"option is nil": nil,
	} {
		if _, err := rest.NewConn("https://farm.example", option); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("option %s: got error %v, want one that contains %q", name, err, name)
		}
	}
}

func TestConnBuildsRequests(t *testing.T) {
	d := &doer{status: 200}
	var order []string
	editor := func(name string) rest.Editor {
		return func(r *http.Request) error {
			order = append(order, name+" "+r.Header.Get("Authorization"))
			return nil
		}
	}
	c, err := rest.NewConn("https://farm.example/base/", rest.WithHTTPClient(d), rest.WithToken("t1"), rest.WithEditor(editor("a")), rest.WithEditor(editor("b")))
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(t.Context(), rest.Request{
		Operation: rest.Operation{ID: "op", Method: "PUT"}, Path: "/x%2Fy", Query: []string{"a=1", "b=2&b=3"}, Header: http.Header{"x-h": {"v"}},
		Cookies: []string{"c=d"}, ContentType: "text/x", Body: strings.NewReader("body"), Accept: "text/y",
		Security: bearer(),
	}, editor("call"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	r := d.last
	if got := r.URL.String(); got != "https://farm.example/base/x%2Fy?a=1&b=2&b=3" {
		t.Errorf("got URL %s, want https://farm.example/base/x%%2Fy?a=1&b=2&b=3", got)
	}
	for name, want := range map[string]string{"X-H": "v", "Cookie": "c=d", "Content-Type": "text/x", "Accept": "text/y", "Authorization": "Bearer t1"} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("header %s: got %q, want %q", name, got, want)
		}
	}
	if got := strings.Join(order, ", "); got != "a Bearer t1, b Bearer t1, call Bearer t1" {
		t.Errorf("got order of editors %s, want a, b, call, each with the token", got)
	}
	if r.ContentLength != 4 {
		t.Errorf("got ContentLength %d, want 4", r.ContentLength)
	}

	if _, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "open", Method: "GET"}, Path: "/"}); err != nil {
		t.Fatal(err)
	}
	if got := d.last.Header.Get("Authorization"); got != "" {
		t.Errorf("open operation: got Authorization %q, want none", got)
	}
}

// TestEditorChangesBody checks that the server receives the body that an editor sets, and that a wrong ContentLength is an error. If the server has
// closed an idle connection, net/http repeats the request. The repeated request must not contain the original body.
func TestEditorChangesBody(t *testing.T) {
	var got []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		got = append(got, fmt.Sprint(string(body), " ", r.ContentLength, " ", err))
	}))
	defer s.Close()
	c, err := rest.NewConn(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	change := func(body string, length int64) rest.Editor {
		return func(r *http.Request) error {
			before, err := io.ReadAll(r.Body)
			if string(before) != "first" || err != nil {
				t.Errorf("editor: got body %q and error %v, want \"first\"", before, err)
			}
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), length
			return nil
		}
	}
	for _, at := range []struct {
		edit []rest.CallOption
		want string // expected body, or "" for an error
	}{
		{nil, "first 5 <nil>"},
		{[]rest.CallOption{change("first", 5)}, "first 5 <nil>"}, // the editor replaces the body with a body of the same text
		{[]rest.CallOption{change("other", 5)}, "other 5 <nil>"},
		{[]rest.CallOption{change("longer than before", 18)}, "longer than before 18 <nil>"},
		{[]rest.CallOption{change("longer than before", 5)}, ""}, // the request uses the connection of the previous calls
	} {
		got = nil
		res, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "PUT"}, Path: "/", Body: strings.NewReader("first")}, at.edit...)
		if err == nil {
			res.Body.Close()
		}
		switch {
		case at.want == "" && (err == nil || !strings.Contains(err.Error(), "ContentLength=5")):
			t.Errorf("wrong ContentLength: got error %v, want one that contains ContentLength=5; the server received %q", err, got)
		case at.want != "" && (err != nil || len(got) != 1 || got[0] != at.want):
			t.Errorf("Do with an editor: the server received %q, error %v; want %q and no error", got, err, at.want)
		}
	}
}

// closer is a body that records whether Close was called.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

var errStop = errors.New("stop")

func TestConnFailures(t *testing.T) {
	d := &doer{fail: errors.New("no route to host")}
	c, err := rest.NewConn("https://farm.example", rest.WithHTTPClient(d))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/"}); !errors.Is(err, d.fail) || !strings.HasPrefix(err.Error(), "op: ") {
		t.Errorf("Do: got error %v, want op: %v", err, d.fail)
	}
	stop := errStop
	body := &closer{Reader: strings.NewReader("x")}
	_, err = c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/", Body: body}, rest.Editor(func(*http.Request) error { return stop }))
	if !errors.Is(err, stop) || !body.closed {
		t.Errorf("failing editor: got error %v and body closed %t, want %v and true", err, body.closed, stop)
	}
	if _, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/"}, rest.Editor(nil)); err == nil || err.Error() != "op: an editor is nil" {
		t.Errorf("nil editor: got error %v, want op: an editor is nil", err)
	}
	if _, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/"}, nil); err == nil || err.Error() != "op: an option is nil" {
		t.Errorf("nil option: got error %v, want op: an option is nil", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, err = rest.NewConn("https://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(ctx, rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/"}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled context: got error %v, want context.Canceled", err)
	}
}

// TestSetTokenDuringCalls calls SetToken during calls, so that the race detector can find data races.
func TestSetTokenDuringCalls(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer s.Close()
	c, err := rest.NewConn(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			c.SetToken("x")
			res, err := c.Do(context.Background(), rest.Request{Operation: rest.Operation{Method: "GET"}, Path: "/"})
			if err != nil {
				t.Error(err)
				return
			}
			res.Body.Close()
		})
	}
	group.Wait()
	if c.Token() != "x" {
		t.Errorf("got token %q, want x", c.Token())
	}
}

func TestErrorReadsBothShapes(t *testing.T) {
	for body, want := range map[string]rest.Error{
		`{"type":"about:blank","title":"Conflict","status":409,"detail":"taken"}`: {Type: "about:blank", Title: "Conflict", Detail: "taken"},
		`{"code":0,"msg":"bad key"}`:             {Code: "0", Detail: "bad key"},
		`{"Code":"E17","Message":"bad"}`:         {Code: "E17", Detail: "bad"},
		`{"code":null,"msg":null,"title":5}`:     {},
		`{"message":"c","msg":"b","detail":"a"}`: {Detail: "a"},
		`{"MESSAGE":"c","msg":"b","detail":""}`:  {Detail: "b"},
		`{"title":"Bad","errors":{"$.id":["is not a number"],"":["odd"],"name":["is long","is odd"]}}`: {
			Title: "Bad", Detail: "odd; $.id: is not a number; name: is long is odd",
		},
		`{"Title":"Bad","Errors":{"name":["is long"]}}`: {Title: "Bad", Detail: "name: is long"},
		`{"title":"Bad","errors":["x"]}`:                {Title: "Bad"},
		`{"detail":{"nested":true},"title":"Odd"}`:      {Title: "Odd"},
		`[1]`:  {},
		`oops`: {},
		``:     {},
	} {
		w := httptest.NewRecorder()
		w.WriteHeader(409)
		_, _ = w.WriteString(body)
		var base rest.Response
		err := protocol.Decode(w.Result(), "op", &base, protocol.Want{Status: 200})
		got, ok := errors.AsType[*rest.Error](err)
		if !ok {
			t.Errorf("%s: got error %v, want a rest.Error", body, err)
			continue
		}
		if got.Status != 409 || got.Operation != "op" || string(got.Raw) != body || base.Status != 409 || string(base.Raw) != body {
			t.Errorf("%s: got error %+v and response %+v, want status 409 and the body in both", body, got, base)
		}
		if got.Type != want.Type || got.Title != want.Title || got.Detail != want.Detail || got.Code != want.Code {
			t.Errorf("%s: got %+v, want %+v", body, got, want)
		}
	}
	for e, want := range map[*rest.Error]string{
		{Status: 404}: "404 Not Found",
		{Status: 409, Operation: "createX", Title: "Clash", Detail: "taken", Code: "3"}: "createX: 409 Clash: taken (code 3)",
		rest.Errorf(400, "bad %s", "id"):                                                "400 Bad Request: bad id",
	} {
		if got := e.Error(); got != want {
			t.Errorf("Error() = %q, want %q", got, want)
		}
	}
	if !errors.Is(rest.Errorf(400, "x: %w", io.EOF), io.EOF) || !errors.Is(rest.Errorf(400, "%w %w", io.EOF, errStop), errStop) || errors.Unwrap(rest.Errorf(400, "x")) != nil {
		t.Error("Errorf: got wrong wrapped errors, want the wrapped arguments, or none without such arguments")
	}
	if none := (*rest.Error)(nil); rest.Status(none) != 0 || !strings.Contains(none.Error(), "return nil instead") || errors.Unwrap(none) != nil {
		t.Error("a nil *Error: got another status, wrapped error or text, want 0, nil and the advice to return nil")
	}
	if rest.Status(errors.New("other")) != 0 || rest.Status(nil) != 0 || rest.Status(errors.Join(errors.New("x"), rest.Errorf(404, ""))) != 404 {
		t.Error("Status: got a wrong status, want 0 for an error without an Error, and the status of a wrapped Error")
	}
}
