package protocol_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// serve sends a request to a handler and returns the response.
func serve(h http.Handler, method string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, "/x", nil))
	return w
}

func TestServerAnswersErrors(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		status int
		body   string
	}{
		"chosen":         {rest.Errorf(409, "taken"), 409, `{"title":"Conflict","status":409,"detail":"taken"}`},
		"wrapped":        {errors.Join(errors.New("x"), rest.Errorf(404, "gone")), 404, `{"title":"Not Found","status":404,"detail":"gone"}`},
		"own body":       {&rest.Error{Status: 400, Body: map[string]any{"code": 3, "msg": "m"}}, 400, `{"code":3,"msg":"m"}`},
		"a success":      {&rest.Error{Status: 202, Body: []int{1}}, 202, `[1]`},
		"unknown":        {errors.New("secret"), 500, `{"title":"Internal Server Error","status":500}`},
		"no status":      {&rest.Error{Detail: "secret"}, 500, `{"title":"Internal Server Error","status":500}`},
		"nil":            {(*rest.Error)(nil), 500, `{"title":"Internal Server Error","status":500}`}, // a function whose result type is *Error returned nil
		"wrapping":       {rest.Errorf(404, "no door: %w", io.EOF), 404, `{"title":"Not Found","status":404,"detail":"no door: EOF"}`},
		"too large":      {fmt.Errorf("part 2: %w", &http.MaxBytesError{Limit: 9}), 413, `{"title":"Request Entity Too Large","status":413,"detail":"the request body is larger than 9 bytes"}`},
		"early hints":    {rest.Errorf(103, "secret"), 500, `{"title":"Internal Server Error","status":500}`},
		"relayed":        {&rest.Error{Operation: "op", Status: 404, Detail: "gone"}, 404, `{"title":"Not Found","status":404,"detail":"gone"}`},
		"relayed 200":    {&rest.Error{Operation: "op", Status: 200, Detail: "no JSON"}, 502, `{"title":"Bad Gateway","status":502,"detail":"no JSON"}`},
		"invalid status": {&rest.Error{Status: 7, Detail: "secret"}, 500, `{"title":"Internal Server Error","status":500}`},
		"all fields":     {&rest.Error{Status: 418, Type: "urn:x", Title: "Pot", Detail: "short"}, 418, `{"type":"urn:x","title":"Pot","status":418,"detail":"short"}`},
	} {
		t.Run(name, func(t *testing.T) {
			var logged error
			s := protocol.Server{OnError: func(_ *http.Request, err error) { logged = err }}
			w := serve(s.Operation(protocol.Route{Open: true, Serve: func(http.ResponseWriter, *http.Request) error { return c.err }}), "GET")
			if w.Code != c.status || w.Body.String() != c.body || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("got %d, Content-Type %s and body %s, want %d, problem+json and %s", w.Code, w.Header().Get("Content-Type"), w.Body, c.status, c.body)
			}
			if logged != c.err {
				t.Errorf("OnError: got %v, want %v", logged, c.err)
			}
		})
	}
}

// TestPanicInHandler checks that a panic of a handler ends only the request of this handler. It also checks that a recovery middleware, as in
// docs/production.md, responds with 500.
func TestPanicInHandler(t *testing.T) {
	recovery := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				if fault := recover(); fault == http.ErrAbortHandler {
					panic(fault)
				} else if fault != nil {
					w.WriteHeader(http.StatusInternalServerError)
				}
			}()
			next.ServeHTTP(w, r)
		})
	}
	fault := any("secret")
	route := protocol.Route{Open: true, Serve: func(http.ResponseWriter, *http.Request) error { panic(fault) }}
	for _, c := range []struct {
		name   string
		server protocol.Server
		fault  any
		status int // 0 if the connection is closed
	}{
		{"closed", protocol.Server{}, "secret", 0},
		{"recovered", protocol.Server{Middleware: []func(http.Handler) http.Handler{recovery}}, "secret", 500},
		{"aborted", protocol.Server{Middleware: []func(http.Handler) http.Handler{recovery}}, http.ErrAbortHandler, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			fault = c.fault
			mux := http.NewServeMux()
			mux.Handle("/panic", c.server.Operation(route))
			mux.HandleFunc("/ok", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) })
			s := httptest.NewUnstartedServer(mux)
			s.Config.ErrorLog = log.New(io.Discard, "", 0)
			s.Start()
			defer s.Close()
			status := func(path string) int {
				res, err := s.Client().Get(s.URL + path)
				if err != nil {
					return 0
				}
				defer res.Body.Close()
				if body, err := io.ReadAll(res.Body); err != nil || strings.Contains(string(body), "secret") {
					t.Errorf("%s: got body %q and error %v, want no secret and no error", path, body, err)
				}
				return res.StatusCode
			}
			if got := status("/panic"); got != c.status {
				t.Errorf("/panic: got status %d, want %d", got, c.status)
			}
			if got := status("/ok"); got != 204 {
				t.Errorf("next request: got status %d, want 204", got)
			}
		})
	}
}

// TestBodyWithoutJSON checks that the response has status 500 if the field Body of a rest.Error cannot be encoded. It also checks that OnError
// receives the rest.Error and the encoding error.
func TestBodyWithoutJSON(t *testing.T) {
	var seen []string
	s := protocol.Server{OnError: func(_ *http.Request, err error) { seen = append(seen, err.Error()) }}
	w := serve(s.Operation(protocol.Route{Open: true, Serve: func(http.ResponseWriter, *http.Request) error {
		return &rest.Error{Status: 409, Body: math.NaN()}
	}}), "GET")
	if want := `{"title":"Internal Server Error","status":500}`; w.Code != 500 || w.Body.String() != want {
		t.Errorf("got status %d and body %s, want 500 and %s", w.Code, w.Body, want)
	}
	if len(seen) != 2 || seen[0] != "409 Conflict" || !strings.Contains(seen[1], "NaN") {
		t.Errorf("OnError: got %q, want \"409 Conflict\" and an error that contains \"NaN\"", seen)
	}
}

// TestServerSendsHeaders checks that a server sends the Header of an error that its handler creates. It must not send the Header of an error that a
// client returned to the handler.
func TestServerSendsHeaders(t *testing.T) {
	for operation, want := range map[string]string{"": "3", "op": ""} {
		var s protocol.Server
		w := serve(s.Operation(protocol.Route{Open: true, Serve: func(http.ResponseWriter, *http.Request) error {
			return &rest.Error{Status: 429, Operation: operation, Header: http.Header{"Retry-After": {"3"}, "Content-Type": {"text/x"}}}
		}}), "GET")
		if w.Code != 429 || w.Header().Get("Retry-After") != want || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("operation %q: got status %d and header %v, want 429 and Retry-After %q", operation, w.Code, w.Header(), want)
		}
	}
}

// TestServerReadsTheWholeQuery checks that a server rejects a query that cannot be parsed. net/url ignores a parameter that it cannot parse. If the
// server ignored the filter of a list operation, the response would contain all items.
func TestServerReadsTheWholeQuery(t *testing.T) {
	var got url.Values
	var s protocol.Server
	h := httptest.NewServer(s.Operation(protocol.Route{Open: true, Serve: func(w http.ResponseWriter, r *http.Request) error {
		got = r.URL.Query()
		return protocol.WriteNothing(w, 204)
	}}))
	defer h.Close()
	for query, want := range map[string]url.Values{
		"": {}, "a=1&a=2&b=%20": {"a": {"1", "2"}, "b": {" "}}, "a=1;b=2&c": {"a": {"1;b=2"}, "c": {""}}, "a=%zz": nil, "%=1": nil, "a=1&b=%": nil,
	} {
		got = nil
		r, err := http.NewRequestWithContext(t.Context(), "GET", h.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = query
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if (res.StatusCode == 400) != (want == nil) || !reflect.DeepEqual(got, want) {
			t.Errorf("query %q: got status %d and values %v, want values %v, or status 400 if the wanted values are nil", query, res.StatusCode, got, want)
		}
	}
}

func TestServerAuthorizes(t *testing.T) {
	type key struct{}
	var got any
	route := protocol.Route{Operation: "op", Serve: func(w http.ResponseWriter, r *http.Request) error {
		got = r.Context().Value(key{})
		return protocol.WriteNothing(w, 204)
	}}
	s := protocol.Server{MediaType: "application/x", Authorize: func(r *http.Request, operation string) (context.Context, error) {
		if r.Header.Get("token") == "" {
			return nil, rest.Errorf(401, "log on before you call %s", operation)
		}
		return context.WithValue(r.Context(), key{}, "user"), nil
	}}
	w := serve(s.Operation(route), "GET")
	if w.Code != 401 || !strings.Contains(w.Body.String(), "log on before you call op") || w.Header().Get("Content-Type") != "application/x" {
		t.Errorf("without a token: got %d %s, want 401 and %q", w.Code, w.Body, "log on before you call op")
	}
	r := httptest.NewRequest("GET", "/x", nil)
	r.Header.Set("token", "t")
	w = httptest.NewRecorder()
	if s.Operation(route).ServeHTTP(w, r); w.Code != 204 || got != "user" {
		t.Errorf("with a token: got status %d and context value %v, want 204 and user", w.Code, got)
	}
	got = nil
	route.Open = true
	if w := serve(s.Operation(route), "GET"); w.Code != 204 || got != nil {
		t.Errorf("open operation: got status %d and context value %v, want 204 and nil", w.Code, got)
	}
}

// TestServerFailsClosed checks that a Server with neither Authorize nor Insecure does not serve a route that requires authorization. It checks the
// handlers of Operation and Path.
func TestServerFailsClosed(t *testing.T) {
	allow := func(r *http.Request, _ string) (context.Context, error) { return r.Context(), nil }
	deny := func(*http.Request, string) (context.Context, error) { return nil, rest.Errorf(401, "log on first") }
	for name, c := range map[string]struct {
		server                     protocol.Server
		required, optional, public int // statuses
		check                      string
	}{
		"zero value": {protocol.Server{}, 500, 204, 204, "operation op requires authorization but the server has none; " +
			"add server.WithAuthorize(f) to check it, or server.Insecure() to serve everyone (fields Authorize and Insecure of protocol.Server)"},
		"insecure": {protocol.Server{Insecure: true}, 204, 204, 204, ""},
		"allows":   {protocol.Server{Authorize: allow}, 204, 204, 204, ""},
		"denies":   {protocol.Server{Authorize: deny}, 401, 401, 204, ""},
		"both":     {protocol.Server{Authorize: deny, Insecure: true}, 401, 401, 204, "server.WithAuthorize and server.Insecure are both set"},
	} {
		t.Run(name, func(t *testing.T) {
			for i, want := range []int{c.required, c.optional, c.public} {
				var logged error
				c.server.OnError = func(_ *http.Request, err error) { logged = err }
				called := false
				route := protocol.Route{Operation: "op", Method: "GET", Path: "/x", Optional: i == 1, Open: i == 2, Serve: func(w http.ResponseWriter, _ *http.Request) error {
					called = true
					return protocol.WriteNothing(w, 204)
				}}
				for _, h := range []http.Handler{c.server.Operation(route), c.server.Path([]protocol.Route{route})} {
					logged, called = nil, false
					w := serve(h, "GET")
					if w.Code != want || called != (want == 204) || (logged != nil) != (want != 204) || strings.Contains(w.Body.String(), "protocol.Server") {
						t.Errorf("route %d: got status %d, want %d; called %t, OnError received %v, body %s", i, w.Code, want, called, logged, w.Body)
					}
				}
				err := c.server.Check([]protocol.Route{route})
				if refused := i == 0 || name == "both"; (err != nil) != (c.check != "" && refused) || err != nil && !strings.HasPrefix(err.Error(), c.check) {
					t.Errorf("route %d: Check: got error %v, want %q", i, err, c.check)
				}
				if _, muxErr := protocol.NewMux(&c.server, []protocol.Route{route}, false); fmt.Sprint(muxErr) != fmt.Sprint(err) {
					t.Errorf("route %d: NewMux: got error %v, want %v", i, muxErr, err)
				}
				if regErr := c.server.Register(http.NewServeMux(), []protocol.Route{route}); fmt.Sprint(regErr) != fmt.Sprint(err) {
					t.Errorf("route %d: Register: got error %v, want %v", i, regErr, err)
				}
			}
		})
	}
}

func TestCheckNamesOperations(t *testing.T) {
	var routes []protocol.Route
	for n, want := range []string{"", "operation a requires", "2 operations (a, b) require", "3 operations (a, b, c) require", "5 operations (a, b, c and 2 more) require"} {
		for len(routes) < n || n == 4 && len(routes) < 5 {
			routes = append(routes, protocol.Route{Operation: string(rune('a' + len(routes)))})
		}
		if err := new(protocol.Server).Check(routes); (err == nil) != (n == 0) || err != nil && !strings.HasPrefix(err.Error(), want+" authorization") {
			t.Errorf("%d routes: got error %v, want %q", len(routes), err, want)
		}
	}
}

func TestServerChoosesMethods(t *testing.T) {
	var s protocol.Server
	answer := func(status int) func(http.ResponseWriter, *http.Request) error {
		return func(w http.ResponseWriter, _ *http.Request) error { return protocol.WriteNothing(w, status) }
	}
	h := s.Path([]protocol.Route{{Method: "PUT", Open: true, Serve: answer(204)}, {Method: "GET", Open: true, Serve: answer(200)}})
	for method, status := range map[string]int{"GET": 200, "PUT": 204, "DELETE": 405, "HEAD": 405} {
		w := serve(h, method)
		if w.Code != status || (status == 405) != (w.Header().Get("Allow") == "GET, PUT") {
			t.Errorf("%s: got status %d and Allow %q, want status %d", method, w.Code, w.Header().Get("Allow"), status)
		}
	}
}

func TestServerChoosesQueries(t *testing.T) {
	route := func(query string, status int) protocol.Route {
		return protocol.Route{Method: "GET", Path: "/doors", Query: query, Open: true, Serve: func(w http.ResponseWriter, _ *http.Request) error {
			return protocol.WriteNothing(w, status)
		}}
	}
	var s protocol.Server
	all := []protocol.Route{route("", 200), route("open=a+b", 201), route("all&open=a+b", 202)}
	for _, c := range []struct {
		target string
		routes []protocol.Route
		want   int
	}{
		{"/doors", all, 200},
		{"/doors?open=a", all, 200},
		{"/doors?page=2&open=a%20b", all, 201},
		{"/doors?open=a+b&all=", all, 202},
		{"/doors?all&open=c&open=a+b", all, 202},
		{"/doors?all", all[1:], 404},
	} {
		mux, err := protocol.NewMux(&s, c.routes, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range []http.Handler{mux, s.Path(c.routes)} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", c.target, nil))
			if w.Code != c.want {
				t.Errorf("GET %s: got status %d, want %d", c.target, w.Code, c.want)
			}
		}
	}
	w := httptest.NewRecorder()
	s.Path(all[1:]).ServeHTTP(w, httptest.NewRequest("GET", "/doors?all", nil))
	if want := `"detail":"path /doors needs the query all=\u0026open=a+b or open=a+b"`; !strings.Contains(w.Body.String(), want) {
		t.Errorf("GET /doors?all: got %s, want a body with %s", w.Body, want)
	}
	if _, err := protocol.NewMux(&s, append(all, route("open=a+b", 203)), false); err == nil {
		t.Error("NewMux for two routes with the same query: got no error, want one")
	}
}

func TestReadJSON(t *testing.T) {
	type body struct {
		A int32 `json:"a"`
		B struct {
			C []int8 `json:"c"`
		} `json:"b"`
		T *time.Time `json:"t"`
	}
	for in, want := range map[string]string{
		`{"a":1}`:             "",
		``:                    "a JSON body is required",
		" \n":                 "a JSON body is required",
		`{`:                   "byte 1: unexpected end of JSON input",
		`{"a":1} x`:           "byte 9: invalid character 'x' after top-level value",
		`{"a":"x"}`:           `member "a" (byte 8) cannot be string`,
		`{"a":2147483648}`:    `member "a" (byte 15) cannot be number 2147483648`,
		`{"b":{"c":[1,300]}}`: `member "b.c" (byte 16) cannot be number 300`,
		`[1]`:                 `byte 1: cannot be array`,
		` null `:              "a JSON body is required",
		`{"t":"2025-06-06"}`:  `"2025-06-06" is not a date and time in the format of RFC 3339`,
	} {
		var b body
		_, err := protocol.ReadJSON(httptest.NewRequest("POST", "/", strings.NewReader(in)), &b, true)
		switch {
		case want == "":
			if err != nil {
				t.Errorf("%s: got error %v, want none", in, err)
			}
		case rest.Status(err) != 400 || !strings.HasSuffix(err.Error(), want):
			t.Errorf("%s: got error %v, want status 400 and %s", in, err, want)
		}
	}
	for _, in := range []string{"", "null"} {
		if present, err := protocol.ReadJSON(httptest.NewRequest("POST", "/", strings.NewReader(in)), new(body), false); present || err != nil {
			t.Errorf("optional body %q: got present %t and error %v, want false and no error", in, present, err)
		}
	}
	if present, err := protocol.ReadJSON(httptest.NewRequest("POST", "/", strings.NewReader("null")), new([]int), true); !present || err != nil {
		t.Errorf("null for a list: got present %t and error %v, want true and no error", present, err)
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader(`{"a":1}`))
	r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, 3)
	if _, err := protocol.ReadJSON(r, new(body), true); rest.Status(err) != 413 {
		t.Errorf("body above the limit: got error %v, want status 413", err)
	}
}

func TestWriteJSONWritesNothingOnFailure(t *testing.T) {
	w := httptest.NewRecorder()
	if err := protocol.WriteJSON(w, 200, "application/json", func() {}); err == nil || w.Body.Len() > 0 || len(w.Header()) > 0 {
		t.Errorf("WriteJSON of a func: got error %v and body %q, want an error and no body", err, w.Body)
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          map[string]string
	}{
		{"/api/MFA/{id}", "/API/mfa/Seven", map[string]string{"id": "Seven"}},
		{"/a/{x}/b/{y}", "/A/1/B/2", map[string]string{"x": "1", "y": "2"}},
		{"/report-{id}.pdf", "/REPORT-Q1.PDF", map[string]string{"id": "Q1"}},
		{"/{a}-{b}", "/x-y-z", map[string]string{"a": "x", "b": "y-z"}},
		{"/Keys('{x}')", "/keys%28%27a%2Fb%27%29", map[string]string{"x": "a%2Fb"}},
		{"/a/{x}", "/a/1/2", nil},
		{"/a/b", "/a/c", nil},
		{"/{a}.x", "/y.z", nil},
	} {
		got, ok := protocol.Values(c.pattern, c.path)
		if ok != (c.want != nil) || ok && !reflect.DeepEqual(got, c.want) {
			t.Errorf("Values(%q, %q) = %v, %v, want %v", c.pattern, c.path, got, ok, c.want)
		}
	}
}

func TestEscapedPattern(t *testing.T) {
	for in, want := range map[string]string{"/doors/{id}": "/doors/{id}", "/Keys('{größe}')/größe": "/Keys%28%27{größe}%27%29/gr%C3%B6%C3%9Fe", "/{a}{b}": "/{a}{b}"} {
		if got := protocol.EscapedPattern(in); got != want {
			t.Errorf("EscapedPattern(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLower(t *testing.T) {
	for in, want := range map[string]string{"/API/Ä/x": "/api/Ä/x", "\xffA\xc3": "\xffa\xc3", "": ""} {
		if got := protocol.Lower(in); got != want {
			t.Errorf("Lower(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBadParameter(t *testing.T) {
	_, err := strconv.ParseInt("x", 10, 32)
	err = protocol.BadParameter("query", "siteId", fmt.Errorf("error binding string parameter: %w", err))
	if want := `400 Bad Request: query parameter "siteId": "x" is not valid: invalid syntax`; err.Error() != want {
		t.Errorf("BadParameter: got %v, want %s", err, want)
	}
}

func mustParse(t *testing.T, target string) *url.URL {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestLowerPattern(t *testing.T) {
	for path, want := range map[string]string{
		"/":                     "/",
		"/api/MFA/{Id}":         "/api/mfa/{1}",
		"/Places/{Desk}/{desk}": "/places/{1}/{2}",
		"/Files/{Name}.PDF":     "/files/{1}.pdf",
		"/A/{open":              "/a/{1}", // lint rejects a path with unbalanced braces
	} {
		if got := protocol.LowerPattern(path); got != want {
			t.Errorf("LowerPattern(%q) = %q, want %q", path, got, want)
		}
	}
}
