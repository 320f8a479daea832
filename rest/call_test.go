package rest_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// list returns an idempotent operation.
func list() rest.Operation {
	return rest.Operation{ID: "listThings", Method: "GET", Pattern: "/things/{id}", Area: "Things", Idempotent: true}
}

func TestCallOptions(t *testing.T) {
	var header http.Header
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		w.Header().Set("X-Answer", "yes")
		w.WriteHeader(http.StatusTeapot)
	}))
	defer s.Close()
	conn, err := rest.NewConn(s.URL, rest.WithEditor(func(r *http.Request) error { r.Header.Set("X-Name", "connection"); return nil }))
	if err != nil {
		t.Fatal(err)
	}
	var answer *http.Response
	var limited bool
	res, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/things/1"}, rest.Header("X-Name", "call"), rest.HTTPResponse(&answer), rest.Timeout(time.Hour),
		rest.Editor(func(r *http.Request) error { _, limited = r.Context().Deadline(); return nil }))
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if header.Get("X-Name") != "call" || answer != res || !limited {
		t.Errorf("Do: got X-Name %q, response %v and deadline %t, want \"call\", the same response, and true", header.Get("X-Name"), answer, limited)
	}
	if !errors.Is(answer.Request.Context().Err(), context.Canceled) {
		t.Error("context of the request after closing the body: got no cancellation, want context.Canceled")
	}
	if got := header.Get("User-Agent"); !strings.HasPrefix(got, "specgen/") || !strings.Contains(got, "github.com/rasapi/specgen") {
		t.Errorf("Do: got User-Agent %q, want one that starts with \"specgen/\" and contains the module path", got)
	}
	for want, option := range map[string]rest.CallOption{"timeout of a call: got 0s": rest.Timeout(0), "HTTPResponse": rest.HTTPResponse(nil), "an editor is nil": rest.Editor(nil)} {
		if _, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/"}, option); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Do with an option that is not valid: got error %v, want one that contains %q", err, want)
		}
	}
}

// TestMiddleware checks that the middleware wraps each attempt in the given order, and receives the operation and a copy of the request.
func TestMiddleware(t *testing.T) {
	url, bodies := scripted(t, []step{{status: 503}, {status: 401}})
	var events []string
	c := &clock{time: time.Now()}
	conn, err := rest.NewConn(url, rest.WithClock(c.now, c.sleep), rest.WithMiddleware(
		func(r *http.Request, next rest.Next) (*http.Response, error) {
			operation, ok := rest.OperationFromContext(r.Context())
			if !ok || operation != list() {
				t.Errorf("OperationFromContext: got %v, want %v", operation, list())
			}
			r.Header.Add("X-Attempt", "1")
			if got := len(r.Header["X-Attempt"]); got != 1 {
				t.Errorf("got %d values of header X-Attempt, want 1 in each attempt", got)
			}
			events = append(events, "outer")
			return next(r)
		},
		func(r *http.Request, next rest.Next) (*http.Response, error) {
			events = append(events, "inner")
			res, err := next(r)
			if err == nil && res.StatusCode == http.StatusUnauthorized {
				events = append(events, "again")
				_ = res.Body.Close()
				return next(r)
			}
			return res, err
		}))
	if err != nil {
		t.Fatal(err)
	}
	res, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/", Body: strings.NewReader("content")})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if got := strings.Join(events, " "); got != "outer inner outer inner again" || res.StatusCode != 200 {
		t.Errorf("Do with middleware: got order %q and status %d, want \"outer inner outer inner again\" and 200", got, res.StatusCode)
	}
	if got := bodies(); !slices.Equal(got, []string{"content", "content", "content"}) {
		t.Errorf("Do with middleware: got bodies %q, want \"content\" three times", got)
	}
	if _, ok := rest.OperationFromContext(t.Context()); ok {
		t.Error("OperationFromContext of a context without a call: got true, want false")
	}
}

// TestMiddlewareErrors checks that Do does not retry after an error of a middleware, and that it removes the tokens from the error.
func TestMiddlewareErrors(t *testing.T) {
	calls := 0
	fail := errors.New("cannot log on with token-1 and token-2")
	var conn *rest.Conn
	conn, err := rest.NewConn("http://127.0.0.1:1", rest.WithToken("token-1"), rest.WithMiddleware(func(*http.Request, rest.Next) (*http.Response, error) {
		calls++
		conn.SetToken("token-2")
		return nil, fail
	}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/", Security: bearer()})
	if !errors.Is(err, fail) || calls != 1 || err.Error() != "listThings: cannot log on with REDACTED and REDACTED" {
		t.Errorf("error of a middleware: got %d calls and error %v, want one call and REDACTED instead of both tokens", calls, err)
	}
	c := &clock{time: time.Now()}
	calls = 0
	if conn, err = rest.NewConn("http://127.0.0.1:1", rest.WithClock(c.now, c.sleep), rest.WithMiddleware(func(r *http.Request, next rest.Next) (*http.Response, error) {
		if calls++; calls > 1 {
			return nil, fail
		}
		return next(r)
	})); err != nil {
		t.Fatal(err)
	}
	if _, err = conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/"}); !errors.Is(err, fail) || calls != 2 {
		t.Errorf("connection error, then an error of the middleware: got %d calls and error %v, want 2 and %v", calls, err, fail)
	}
	url, _ := scripted(t, nil)
	if conn, err = rest.NewConn(url, rest.WithMiddleware(func(r *http.Request, next rest.Next) (*http.Response, error) {
		if res, err := next(r); err == nil {
			_ = res.Body.Close()
		}
		return next(r)
	})); err != nil {
		t.Fatal(err)
	}
	if _, err = conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/", Body: io.MultiReader(strings.NewReader("x"))}); err == nil || !strings.Contains(err.Error(), "cannot be sent again") {
		t.Errorf("middleware that sends a body twice: got error %v, want one that contains \"cannot be sent again\"", err)
	}
}

// answerer is a function that implements [rest.Doer].
type answerer func(*http.Request) (*http.Response, error)

func (d answerer) Do(r *http.Request) (*http.Response, error) { return d(r) }

// TestIncompleteResponses checks that Do accepts a response without a body, and returns an error if there is neither a response nor an error.
func TestIncompleteResponses(t *testing.T) {
	look := rest.WithMiddleware(func(r *http.Request, next rest.Next) (*http.Response, error) {
		res, err := next(r)
		if err == nil && res.Body == nil {
			t.Error("got a response without a body from next, want http.NoBody")
		}
		return res, err
	})
	for status, want := range map[int]string{0: "neither a response nor an error", 204: "", 503: "op: 503 Service Unavailable"} {
		answer := func() *http.Response {
			if status == 0 {
				return nil
			}
			return &http.Response{StatusCode: status}
		}
		middleware := rest.WithMiddleware(func(*http.Request, rest.Next) (*http.Response, error) { return answer(), nil })
		client := rest.WithHTTPClient(answerer(func(*http.Request) (*http.Response, error) { return answer(), nil }))
		for name, options := range map[string][]rest.Option{"middleware": {middleware}, "inner middleware": {look, middleware}, "client": {client}} {
			c := &clock{time: time.Now()}
			conn, err := rest.NewConn("http://127.0.0.1:1", append(options, rest.WithClock(c.now, c.sleep))...)
			if err != nil {
				t.Fatal(err)
			}
			res, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/"})
			if err == nil {
				err = protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 204})
			}
			if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s, status %d: got error %v, want one that contains %q", name, status, err, want)
			}
		}
	}
}

// TestBodyIsClosed checks that Do closes the body of a request, also if it does not send the request.
func TestBodyIsClosed(t *testing.T) {
	url, _ := scripted(t, nil)
	for name, option := range map[string]rest.Option{
		"middleware": rest.WithMiddleware(func(*http.Request, rest.Next) (*http.Response, error) { return nil, errStop }),
		"rate limit": rest.WithRateLimit(1, time.Hour), // only the second call is above the limit
	} {
		conn, err := rest.NewConn(url, option)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for n := range 2 {
			body := &closer{Reader: strings.NewReader("x")}
			res, err := conn.Do(ctx, rest.Request{Operation: list(), Path: "/", Body: body})
			if err == nil {
				_ = res.Body.Close()
			}
			if !body.closed {
				t.Errorf("%s, call %d: got error %v and an open body, want a closed body", name, n+1, err)
			}
		}
	}
}

// TestLogger checks that a log line has only the attributes that WithLogger lists.
func TestLogger(t *testing.T) {
	url, _ := scripted(t, []step{{status: 0}, {status: 503}})
	var log bytes.Buffer
	c := &clock{time: time.Now()}
	conn, err := rest.NewConn(url, rest.WithClock(c.now, c.sleep), rest.WithToken("marker-token"), rest.WithLogger(slog.New(slog.NewJSONHandler(&log, nil))))
	if err != nil {
		t.Fatal(err)
	}
	res, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/things/marker-path", Query: []string{"a=marker-query"}, Security: bearer(),
		Header: http.Header{"X-Key": {"marker-header"}}, Body: strings.NewReader("marker-body")})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 3 || strings.Contains(log.String(), "marker") {
		t.Fatalf("log: got %d lines, want 3 without secrets:\n%s", len(lines), &log)
	}
	for i, want := range []string{"WARN error=no response attempt=1", "WARN status=503 attempt=2", "INFO status=200 attempt=3"} {
		var line map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &line); err != nil {
			t.Fatal(err)
		}
		result := "error=" + text(line["error"])
		if line["error"] == nil {
			result = "status=" + text(line["status"])
		}
		got := text(line["level"]) + " " + result + " attempt=" + text(line["attempt"])
		if got != want || line["operation"] != "listThings" || line["method"] != "GET" || line["pattern"] != "/things/{id}" {
			t.Errorf("log line: got %s, want %s and operation listThings, method GET and pattern /things/{id}", lines[i], want)
		}
		for name := range maps.Keys(line) {
			if !strings.Contains(" time level msg operation method pattern status error duration attempt ", " "+name+" ") {
				t.Errorf("got attribute %q in the log, want only the attributes that WithLogger lists", name)
			}
		}
	}
}

// text returns the text of a decoded JSON value: a string unchanged, and any other value as JSON.
func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, _ := json.Marshal(v)
	return string(b)
}

// TestRateLimit checks that Do sends at most the permitted number of requests in every period. Do does not send a request whose context ends before
// the limit permits the request.
func TestRateLimit(t *testing.T) {
	url, bodies := scripted(t, nil)
	c := &clock{time: time.Now()}
	conn, err := rest.NewConn(url, rest.WithClock(c.now, c.sleep), rest.WithRateLimit(3, 10*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	send := func(ctx context.Context) error {
		res, err := conn.Do(ctx, rest.Request{Operation: list(), Path: "/"})
		if err == nil {
			err = protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 200})
		}
		return err
	}
	for range 7 {
		if err := send(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if want := []time.Duration{10 * time.Second, 10 * time.Second}; !slices.Equal(c.slept, want) {
		t.Errorf("7 calls of Do: got delays %v, want %v", c.slept, want)
	}
	short, cancel := context.WithDeadline(t.Context(), c.now().Add(9*time.Second)) // two more requests can be sent before this deadline
	defer cancel()
	for range 2 {
		if err := send(short); err != nil {
			t.Fatal(err)
		}
	}
	if err := send(short); !errors.Is(err, context.DeadlineExceeded) || len(bodies()) != 9 || len(c.slept) != 2 {
		t.Errorf("Do: got %d requests, delays %v and error %v, want 9 requests and context.DeadlineExceeded without another delay", len(bodies()), c.slept, err)
	}
	for _, option := range []rest.Option{rest.WithRateLimit(0, time.Second), rest.WithRateLimit(1, 0), rest.WithRetry(rest.Retry{Max: -1}), rest.WithLogger(nil), rest.WithMiddleware(nil), rest.WithTLS(nil)} {
		if _, err := rest.NewConn(url, option); err == nil {
			t.Error("NewConn with an option that is not valid: got no error, want one")
		}
	}
}

// TestCredentials checks which credentials Do sends for each security requirement.
func TestCredentials(t *testing.T) {
	key := rest.Scheme{Name: "key", Kind: "query", Key: "api_key", Token: true}
	hdr, ck := rest.Scheme{Name: "hdr", Kind: "header", Key: "X-Key"}, rest.Scheme{Name: "ck", Kind: "cookie", Key: "sid"}
	user, bearer := rest.Scheme{Name: "user", Kind: "basic"}, rest.Scheme{Name: "bearer", Kind: "bearer"}
	var got string
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got = strings.Join(strings.Fields(r.URL.RawQuery+" "+r.Header.Get("Authorization")+" "+r.Header.Get("Cookie")+" "+r.Header.Get("X-Key")), " ")
	}))
	defer s.Close()
	source := func(context.Context) (string, error) { return "fresh", nil }
	all := []rest.Option{rest.WithToken("t&"), rest.WithAPIKey("hdr", "h"), rest.WithAPIKey("ck", "c"), rest.WithBasic("user", "ann", "pw"), rest.WithTokenSource("bearer", source)}
	for _, at := range []struct {
		security rest.Security
		options  []rest.Option
		want     string
	}{
		{nil, all, ""},
		{rest.Security{{key}}, all, "api_key=t%26"},
		{rest.Security{{key}}, nil, ""},
		{rest.Security{{hdr}}, all, "h"},
		{rest.Security{{ck}}, all, "sid=c"},
		{rest.Security{{user}}, all, "Basic YW5uOnB3"},
		{rest.Security{{bearer}}, all, "Bearer fresh"},
		{rest.Security{{bearer}}, []rest.Option{rest.WithBearer("bearer", "b")}, "Bearer b"},
		{rest.Security{{bearer}}, []rest.Option{rest.WithToken("t")}, ""},                      // the token belongs to another scheme
		{rest.Security{{bearer, hdr}, {key}}, []rest.Option{rest.WithToken("t")}, "api_key=t"}, // key is the first alternative with all credentials
		{rest.Security{{bearer, hdr}}, all, "Bearer fresh h"},
		{rest.Security{{bearer, hdr}}, []rest.Option{rest.WithAPIKey("hdr", "h")}, "h"}, // an editor may set the credential of bearer
	} {
		conn, err := rest.NewConn(s.URL, at.options...)
		if err != nil {
			t.Fatal(err)
		}
		res, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/", Security: at.security})
		if err != nil {
			t.Fatal(err)
		}
		if _ = res.Body.Close(); got != at.want {
			t.Errorf("%v: got credentials %q, want %q", at.security, got, at.want)
		}
	}
	schemes := rest.WithSchemes(key, user)
	for want, options := range map[string][]rest.Option{
		`WithBearer: unknown security scheme "other"; want one of key, user`:  {schemes, rest.WithBearer("other", "x")},
		`WithAPIKey: unknown security scheme "x"; the document declares none`: {rest.WithSchemes(), rest.WithAPIKey("x", "k")},
		`WithBearer: security scheme "user" needs WithBasic`:                  {schemes, rest.WithBearer("user", "x")},
		"WithTokenSource: the function is nil":                                {rest.WithTokenSource("key", nil)},
	} {
		if _, err := rest.NewConn(s.URL, options...); err == nil || err.Error() != want {
			t.Errorf("NewConn: got error %v, want %s", err, want)
		}
	}
	fail := errors.New("no token")
	conn, err := rest.NewConn(s.URL, rest.WithTokenSource("bearer", func(context.Context) (string, error) { return "", fail }), rest.WithBasic("key", "u", "p"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/", Security: rest.Security{{bearer}}}); !errors.Is(err, fail) {
		t.Errorf("token source that fails: got error %v, want %v", err, fail)
	}
	if _, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/", Security: rest.Security{{key}}}); err == nil || !strings.Contains(err.Error(), "needs WithAPIKey") {
		t.Errorf("WithBasic for an API key: got error %v, want one that contains \"needs WithAPIKey\"", err)
	}
}

// TestTLS checks which certificates a connection trusts.
func TestTLS(t *testing.T) {
	requests := 0
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests++ }))
	defer s.Close()
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	for name, at := range map[string]struct {
		option  rest.Option
		trusted bool
	}{
		"none": {rest.WithRetry(rest.Retry{Max: 2}), false}, "WithCA": {rest.WithCA(authority), true},
		"WithTLS": {rest.WithTLS(&tls.Config{RootCAs: pool}), true}, "WithTLS without authorities": {rest.WithTLS(&tls.Config{RootCAs: x509.NewCertPool()}), false},
	} {
		c := &clock{time: time.Now()}
		conn, err := rest.NewConn(s.URL, at.option, rest.WithClock(c.now, c.sleep))
		if err != nil {
			t.Fatal(err)
		}
		res, err := conn.Do(t.Context(), rest.Request{Operation: list(), Path: "/"})
		if err == nil {
			_ = res.Body.Close()
		}
		if (err == nil) != at.trusted || len(c.slept) > 0 {
			t.Errorf("%s: got error %v and delays %v, want trusted %t and no delays", name, err, c.slept, at.trusted)
		}
		conn.CloseIdleConnections()
	}
	if requests != 2 {
		t.Errorf("server: got %d requests, want 2 (one per trusted connection)", requests)
	}
	for want, options := range map[string][]rest.Option{
		"no certificate in PEM":    {rest.WithCA([]byte("x"))},
		"WithHTTPClient":           {rest.WithCA(authority), rest.WithHTTPClient(http.DefaultClient)},
		"TLSClientConfig":          {rest.WithHTTPClient(http.DefaultClient), rest.WithTLS(&tls.Config{RootCAs: pool})},
		"the configuration is nil": {rest.WithTLS(nil)},
	} {
		if _, err := rest.NewConn(s.URL, options...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("NewConn: got error %v, want one that contains %q", err, want)
		}
	}
}
