package wire_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server"
	"github.com/rasapi/specgen/rest"
)

// exchange sends a request to a handler and returns the response and its body.
func exchange(t *testing.T, h http.Handler, method, target, body string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", mediaType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	res := w.Result()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

// problemDetails is a ProblemDetails object (RFC 9457).
type problemDetails struct {
	Title, Detail string
	Status        int
}

// problem checks that a response is a ProblemDetails object with the given status and the media type of the API.
func problem(t *testing.T, res *http.Response, body string, status int) problemDetails {
	t.Helper()
	var p problemDetails
	if err := json.Unmarshal([]byte(body), &p); err != nil || res.StatusCode != status || p.Status != status || p.Title != http.StatusText(status) ||
		res.Header.Get("Content-Type") != mediaType {
		t.Errorf("got response %d %s %s (error %v), want a ProblemDetails object with status %d", res.StatusCode, res.Header.Get("Content-Type"), body, err, status)
	}
	return p
}

// TestSecurityIsRequired checks that New returns an error if neither or both of WithAuthorize and Insecure are set, because the document requires
// security. It also checks the response of a server whose Authorize function returns an error.
func TestSecurityIsRequired(t *testing.T) {
	refuse := server.WithAuthorize(func(_ *http.Request, operation string) (context.Context, error) {
		return nil, rest.Errorf(http.StatusUnauthorized, "log on before you call %s", operation)
	})
	for _, options := range [][]server.Option{nil, {server.IgnoreCase()}, {server.Insecure(), refuse}, {server.WithAuthorize(nil)}} {
		if h, err := server.New(server.Handlers{}, options...); h != nil || err == nil || !strings.Contains(err.Error(), "server.Insecure") {
			t.Errorf("New with %d options: got error %v, want one that names server.Insecure", len(options), err)
		}
	}
	rec := &recorder{}
	h, err := server.New(handlers(rec), refuse)
	if err != nil {
		t.Fatal(err)
	}
	res, body := exchange(t, h, "GET", "/api/MFA", "")
	if p := problem(t, res, body, http.StatusUnauthorized); p.Detail != "log on before you call listMFA" || len(rec.take()) > 0 {
		t.Errorf("GET /api/MFA: got response %s, want the detail \"log on before you call listMFA\" and no call", body)
	}
	if res, body := exchange(t, h, "POST", "/api/Session/logon", "{}"); res.StatusCode != http.StatusOK || len(rec.take()) != 1 {
		t.Errorf("log-on: got status %d and body %s, want 200 and one call", res.StatusCode, body)
	}
}

func TestEmptyServer(t *testing.T) {
	h, err := server.New(server.Handlers{}, server.Insecure())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, target string
		status         int
	}{
		{"GET", "/api/MFA", http.StatusNotImplemented},
		{"POST", "/api/Session/logoff", http.StatusNotImplemented},
		{"GET", "/api/Nowhere", http.StatusNotFound},
		{"GET", "/api/MFA/", http.StatusNotFound},
		{"GET", "/", http.StatusNotFound},
		{"GET", "/api/mfa", http.StatusNotFound},
		{"PATCH", "/api/MFA", http.StatusMethodNotAllowed},
		{"OPTIONS", "/api/MFA", http.StatusMethodNotAllowed},
	} {
		res, body := exchange(t, h, c.method, c.target, "")
		p := problem(t, res, body, c.status)
		if c.status == http.StatusMethodNotAllowed && res.Header.Get("Allow") != "GET" {
			t.Errorf("%s %s: got Allow %q, want GET", c.method, c.target, res.Header.Get("Allow"))
		}
		if p.Detail == "" {
			t.Errorf("%s %s: got a response without a detail, want one", c.method, c.target)
		}
	}
}

// TestMethodNotAllowed checks the responses to methods that a path does not have, including PROPFIND, which chi does not know. It also checks paths
// that are not part of the API.
func TestMethodNotAllowed(t *testing.T) {
	for _, options := range [][]server.Option{{server.Insecure()}, {server.Insecure(), server.IgnoreCase()}} {
		r := chi.NewRouter()
		if err := server.Register(r, server.Handlers{}, options...); err != nil {
			t.Fatal(err)
		}
		r.Get("/health", http.NotFound)
		outer := chi.NewRouter()
		outer.Mount("/below", r)
		for _, h := range []struct {
			http.Handler
			prefix string
		}{{r, ""}, {outer, "/below"}} {
			for target, want := range map[string]struct {
				status int
				allow  string
			}{
				"PROPFIND /api/MFA/7": {405, "DELETE, GET"}, "PROPFIND /api/Nowhere": {404, ""}, "POST /health": {405, "GET"}, "PUT /api/MFA": {405, "GET"},
			} {
				method, path, _ := strings.Cut(target, " ")
				if method == "PROPFIND" && h.prefix != "" {
					continue // the outer router responds instead of the API
				}
				res, body := exchange(t, h, method, h.prefix+path, "")
				problem(t, res, body, want.status)
				if allow := res.Header.Get("Allow"); allow != want.allow {
					t.Errorf("%s: got Allow %q, want %q", target, allow, want.allow)
				}
			}
		}
	}
}

// TestLiteralBeforeParameter checks that DELETE /api/MFA/Users, which is not declared, does not match DELETE /api/MFA/{id} with the id "Users".
func TestLiteralBeforeParameter(t *testing.T) {
	rec := &recorder{}
	h, err := server.New(handlers(rec), server.Insecure())
	if err != nil {
		t.Fatal(err)
	}
	res, body := exchange(t, h, "DELETE", "/api/MFA/Users", "")
	problem(t, res, body, http.StatusMethodNotAllowed)
	if allow := res.Header.Get("Allow"); strings.Contains(allow, "DELETE") || !strings.Contains(allow, "GET") {
		t.Errorf("DELETE /api/MFA/Users: got Allow %q, want GET and not DELETE", allow)
	}
	if calls := rec.take(); len(calls) > 0 {
		t.Errorf("DELETE /api/MFA/Users: got calls %v, want none", calls)
	}
	if res, _ := exchange(t, h, "DELETE", "/api/MFA/7", ""); res.StatusCode != http.StatusNoContent {
		t.Errorf("DELETE /api/MFA/7: got status %d, want 204", res.StatusCode)
	}
}

func TestIgnoreCase(t *testing.T) {
	rec := &recorder{}
	h, err := server.New(handlers(rec), server.Insecure(), server.IgnoreCase())
	if err != nil {
		t.Fatal(err)
	}
	for target, method := range map[string]string{
		"/API/mfa/eMAILotp/12": "PUT", "/api/session/LOGON": "POST", "/api/MFA/7/criteria/ips": "GET",
	} {
		res, body := exchange(t, h, method, target, "{}")
		if res.StatusCode >= 300 || len(rec.take()) != 1 {
			t.Errorf("%s %s: got status %d and body %s, want a successful status and one call", method, target, res.StatusCode, body)
		}
	}
	res, body := exchange(t, h, "PATCH", "/API/mfa", "")
	problem(t, res, body, http.StatusMethodNotAllowed)
	res, body = exchange(t, h, "GET", "/API/nowhere", "")
	problem(t, res, body, http.StatusNotFound)

	outer := chi.NewRouter()
	outer.Mount("/Below", h)
	if res, body := exchange(t, outer, "PUT", "/Below/api/MFA/emailOTP/12", "{}"); res.StatusCode != http.StatusNoContent {
		t.Errorf("mounted handler: got status %d and body %s, want 204", res.StatusCode, body)
	}
	if calls := rec.take(); len(calls) != 1 || calls[0].args[0] != int32(12) {
		t.Errorf("mounted handler: got calls %v, want one with ID 12", calls)
	}
}

func TestRegisterTwiceIsAnError(t *testing.T) {
	r := chi.NewRouter()
	r.Get("/api/MFA", http.NotFound)
	before := len(r.Routes())
	err := server.Register(r, server.Handlers{}, server.Insecure())
	if err == nil || !strings.Contains(err.Error(), "/api/MFA ") {
		t.Errorf("Register: got error %v, want one that names /api/MFA", err)
	}
	if len(r.Routes()) != before {
		t.Errorf("Register with an error: got %d new routes, want 0", len(r.Routes())-before)
	}
	r = chi.NewRouter()
	if err := server.Register(r, server.Handlers{}, server.Insecure()); err != nil {
		t.Fatal(err)
	}
	if err := server.Register(r, server.Handlers{}, server.Insecure()); err == nil {
		t.Error("second Register of the API: got no error, want one")
	}
}

func TestServerErrorsAreNotShown(t *testing.T) {
	rec := &recorder{answer: func(call, any) error { return errors.New("password of the database") }}
	var seen []error
	h, err := server.New(handlers(rec), server.Insecure(), server.WithErrorLog(func(_ *http.Request, err error) { seen = append(seen, err) }))
	if err != nil {
		t.Fatal(err)
	}
	res, body := exchange(t, h, "GET", "/api/MFA", "")
	if p := problem(t, res, body, http.StatusInternalServerError); p.Detail != "" || strings.Contains(body, "password") {
		t.Errorf("GET /api/MFA: got response %s, want one without the text of the error", body)
	}
	if len(seen) != 1 || seen[0].Error() != "password of the database" {
		t.Errorf("GET /api/MFA: got error log %v, want only the error of the handler", seen)
	}
}

func TestMiddlewareWrapsEveryResponse(t *testing.T) {
	var order []string
	wrap := func(name string) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				order = append(order, name)
				next.ServeHTTP(w, r)
			})
		}
	}
	h, err := server.New(server.Handlers{}, server.Insecure(), server.WithMiddleware(wrap("a"), wrap("b")), server.WithMiddleware(wrap("c")))
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, h, "GET", "/api/MFA", "")
	if !slices.Equal(order, []string{"a", "b", "c"}) {
		t.Errorf("GET /api/MFA: got middleware in the order %v, want [a b c]", order)
	}
}

// TestEmailOTPBytes compares a request and a response with expected bytes.
func TestEmailOTPBytes(t *testing.T) {
	f := newFarm(t)
	f.answer = func(_ call, out any) error {
		return json.Unmarshal([]byte(`{"id":7,"type":11,"name":"Code","userEnrollment":4711}`), out)
	}
	got, err := f.client.MFA.CreateEmailOTP(t.Context(), model.CreateEmailOTP{
		Name: new("Code"), DisplayName: nil, UserEnrollment: new(model.UserEnrollmentAllowUntil), OTPLength: new(int32(0)),
	})
	if err != nil {
		t.Fatal(err)
	}
	const sent = `{"name":"Code","displayName":null,"userEnrollment":1,"otpLength":0}`
	if string(f.requestBody) != sent {
		t.Errorf("CreateEmailOTP: got request body %s, want %s", f.requestBody, sent)
	}
	for name, want := range map[string]string{"Content-Type": mediaType, "Accept": mediaType, "Auth_token": "the token"} {
		if got := f.request.Header.Get(name); got != want {
			t.Errorf("header %s: got %q, want %q", name, got, want)
		}
	}
	if got.Status != http.StatusCreated || got.JSON201 == nil || *got.JSON201.Type != model.MFATypeEmailOTP || *got.JSON201.UserEnrollment != 4711 {
		t.Errorf("CreateEmailOTP: got %+v, want status 201, type EmailOTP and user enrollment 4711", got)
	}
	if again, err := json.Marshal(got.JSON201); err != nil || string(again) != string(got.Raw) {
		t.Errorf("Marshal(JSON201): got %s and error %v, want %s", again, err, got.Raw)
	}
}

func TestTokenIsSetForAllAreas(t *testing.T) {
	f := newFarm(t)
	for _, token := range []string{"first", "second", ""} {
		f.client.SetToken(token)
		if _, err := f.client.MFA.ListMFA(t.Context(), paramsOf(f.client.MFA.ListMFA)); err != nil {
			t.Fatal(err)
		}
		if got := f.request.Header.Get("auth_token"); got != token {
			t.Errorf("header auth_token: got %q, want %q", got, token)
		}
	}
	f.client.SetToken("secret")
	if _, err := f.client.Session.LogOn(t.Context(), session.LogOnParams{LocalAuth: new(true)}, model.LogOn{}); err != nil {
		t.Fatal(err)
	}
	if got := f.request.Header.Get("auth_token"); got != "" {
		t.Errorf("log-on: got header auth_token %q, want none", got)
	}
	if got := f.request.URL.RawQuery; got != "localAuth=true" {
		t.Errorf("log-on: got query %q, want localAuth=true", got)
	}
}

// paramsOf returns the zero value of the params struct of a client method.
func paramsOf[C, P, E, R any](func(C, P, ...E) (R, error)) (zero P) { return zero }

func TestUndeclaredResponses(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"error without body":  {http.StatusServiceUnavailable, "", "listMFA: 503 Service Unavailable"},
		"error page":          {http.StatusBadGateway, "<html>", "listMFA: 502 Bad Gateway"},
		"redirect":            {http.StatusNotModified, "", "listMFA: 304 Not Modified: the operation does not declare this status"},
		"success, no value":   {http.StatusNoContent, "", "listMFA: 204 No Content: the operation does not declare this status"},
		"success, not JSON":   {http.StatusOK, "<html>", "listMFA: 200 OK: the body (text/html; charset=utf-8) is not what the operation declares: byte 1: invalid character '<'"},
		"success, wrong type": {http.StatusOK, `{"id":1}`, "listMFA: 200 OK: the body (text/plain; charset=utf-8) is not what the operation declares: byte 1: cannot be object"},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			defer s.Close()
			farm, err := client.New(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			result, err := farm.MFA.ListMFA(t.Context(), paramsOf(farm.MFA.ListMFA))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("ListMFA: got %+v and error %v, want error %s", result, err, c.want)
			}
		})
	}
}

// TestEmptyPathParameter checks that a client returns an error for an empty account. The client must not send DELETE /api/PubItems/3/UserFilters/,
// because a server may treat this path as the path of the list.
func TestEmptyPathParameter(t *testing.T) {
	f := newFarm(t)
	_, err := f.client.PubItems.RemovePubItemUserFilter(t.Context(), 3, "")
	if want := `removePubItemUserFilter: path parameter "account" is empty`; err == nil || err.Error() != want || f.request != nil {
		t.Errorf("empty account: got error %v and request %v, want error %s and no request", err, f.request, want)
	}
	for _, account := range []string{"..", `EXAMPLE\anna b/ä%2F`} {
		if _, err := f.client.PubItems.RemovePubItemUserFilter(t.Context(), 3, account); err != nil {
			t.Fatal(err)
		}
		if calls := f.take(); len(calls) != 1 || calls[0].args[1] != account {
			t.Errorf("account %q: got calls %v, want one with this account", account, calls)
		}
	}
}
