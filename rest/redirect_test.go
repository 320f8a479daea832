package rest_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// hop is a request that a server receives after a redirect.
type hop struct {
	method, token, auth, referer, body string
}

// redirecting starts a server that redirects /other to another host, and every other path to /end. The query contains the status of the redirect. The
// function arrived returns the requests that have followed a redirect since its previous call.
func redirecting(t *testing.T) (base string, arrived func() []hop) {
	t.Helper()
	var hops []hop
	end := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		hops = append(hops, hop{r.Method, r.Header.Get("auth_token"), r.Header.Get("Authorization"), r.Header.Get("Referer"), string(body)})
		_, _ = io.WriteString(w, "<html>log on</html>")
	}
	other := httptest.NewServer(http.HandlerFunc(end))
	t.Cleanup(other.Close)
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		var status int
		_, _ = fmt.Sscan(r.URL.Query().Get("status"), &status)
		to := "/end"
		if r.URL.Path == "/other" {
			to = strings.Replace(other.URL, "127.0.0.1", "localhost", 1)
		}
		http.Redirect(w, r, to, status)
	})
	mux.HandleFunc("/end", end)
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL, func() []hop { got := hops; hops = nil; return got }
}

func TestRedirects(t *testing.T) {
	base, arrived := redirecting(t)
	c, err := rest.NewConn(base, rest.WithToken("secret"))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []struct {
		method, path string
		status       int
		want         []hop
	}{
		{"GET", "/", 302, []hop{{method: "GET", token: "secret"}}},
		{"HEAD", "/", 301, []hop{{method: "HEAD", token: "secret"}}},
		{"PUT", "/", 307, []hop{{method: "PUT", token: "secret", body: "content"}}},
		{"DELETE", "/", 308, []hop{{method: "DELETE", token: "secret", body: "content"}}},
		{"PUT", "/", 302, nil}, // http.Client would send a GET, whose success does not prove the success of the PUT
		{"POST", "/", 303, nil},
		{"DELETE", "/", 301, nil},
		{"GET", "/other", 302, []hop{{method: "GET"}}},
		{"GET", "/other", 307, []hop{{method: "GET"}}},
		{"POST", "/other", 307, nil}, // the body may contain a password
		{"DELETE", "/other", 308, nil},
	} {
		r := rest.Request{Operation: rest.Operation{ID: "op", Method: at.method}, Path: at.path, Security: authToken(), Query: []string{fmt.Sprint("status=", at.status)}}
		if at.method != "GET" && at.method != "HEAD" {
			r.Body = strings.NewReader("content")
		}
		res, err := c.Do(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		err = protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 204})
		got := arrived()
		for i := range got {
			if at.path == "/" {
				got[i].referer = ""
			}
		}
		if !slices.Equal(got, at.want) {
			t.Errorf("%s %s with %d: got requests %+v after the redirect, want %+v", at.method, at.path, at.status, got, at.want)
		}
		if at.want == nil && (rest.Status(err) != at.status || !strings.Contains(err.Error(), "a redirect to ")) {
			t.Errorf("%s %s with %d: got error %v, want one with the status of the redirect", at.method, at.path, at.status, err)
		}
	}
}

// TestRedirectBack checks that a request has no token if another host redirects it back to the server.
func TestRedirectBack(t *testing.T) {
	var token []string
	server := httptest.NewServer(nil)
	defer server.Close()
	other := httptest.NewServer(http.RedirectHandler(server.URL+"/end", http.StatusFound))
	defer other.Close()
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token = append(token, r.Header.Get("auth_token"))
		if r.URL.Path == "/" {
			http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1), http.StatusFound)
		}
	})
	c, err := rest.NewConn(server.URL, rest.WithToken("secret"))
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/", Security: authToken()})
	if err != nil {
		t.Fatal(err)
	}
	if res.Body.Close(); !slices.Equal(token, []string{"secret", ""}) {
		t.Errorf("got tokens %q, want a token only in the first request", token)
	}
}

// TestCheckRedirect checks that the CheckRedirect function of the http.Client decides which redirects the client follows. It also checks that other
// hosts receive no token, and that the client stops at the tenth redirect.
func TestCheckRedirect(t *testing.T) {
	base, arrived := redirecting(t)
	stop := errors.New("stop")
	for name, check := range map[string]func(*http.Request, []*http.Request) error{
		"all": func(*http.Request, []*http.Request) error { return nil }, "none": func(*http.Request, []*http.Request) error { return stop },
	} {
		client := &http.Client{CheckRedirect: check}
		c, err := rest.NewConn(base, rest.WithHTTPClient(client), rest.WithToken("secret"))
		if err != nil {
			t.Fatal(err)
		}
		res, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "PUT"}, Path: "/other", Security: authToken(), Query: []string{"status=302"}})
		if name == "none" {
			if !errors.Is(err, stop) || arrived() != nil {
				t.Errorf("CheckRedirect returns an error: got error %v, want %v and no redirect", err, stop)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if res.Body.Close(); !slices.Equal(arrived(), []hop{{method: "GET"}}) {
			t.Errorf("CheckRedirect returns nil: got status %d, want 200 and one GET without a token", res.StatusCode)
		}
	}
	loop := httptest.NewServer(http.RedirectHandler("/", http.StatusFound))
	defer loop.Close()
	c, err := rest.NewConn(loop.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/", Security: authToken()}); err == nil || !strings.Contains(err.Error(), "10 redirects") {
		t.Errorf("endless redirects: got error %v, want one that contains \"10 redirects\"", err)
	}
}

// transport is a function that implements [http.RoundTripper].
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRedirectToAnotherOrigin checks that the client sends only headers without secrets if the scheme, host or port differs.
func TestRedirectToAnotherOrigin(t *testing.T) {
	for _, at := range []struct {
		base, to string
		same     bool
	}{
		{"https://farm.example", "/y", true},
		{"https://farm.example", "https://farm.example:443/y", true},
		{"https://farm.example:443", "HTTPS://farm.example/y", true},
		{"http://farm.example:80", "http://farm.example/y", true},
		{"https://[::1]:20443", "https://[::1]:20443/y", true},
		{"https://farm.example:20443", "https://farm.example:20444/y", false},
		{"https://farm.example:20443", "https://farm.example/y", false},
		{"https://farm.example", "http://farm.example/y", false},
		{"http://farm.example", "https://farm.example/y", false},
		{"http://farm.example:443", "https://farm.example/y", false},
		{"https://farm.example", "https://api.farm.example/y", false}, // http.Client sends Authorization to subdomains
		{"https://farm.example", "https://farm.example.evil.example/y", false},
		{"https://farm.example", "https://farm.example@evil.example/y", false},
	} {
		for _, hasCheck := range []bool{false, true} { // whether the user sets CheckRedirect
			var got []*http.Request
			var body string
			client := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
				got = append(got, r)
				w := httptest.NewRecorder()
				if len(got) == 1 {
					w.Header().Set("Location", at.to)
					w.WriteHeader(http.StatusTemporaryRedirect)
				} else if r.Body != nil {
					b, err := io.ReadAll(r.Body)
					body += string(b)
					if err != nil {
						return nil, err
					}
				}
				return w.Result(), nil
			})}
			checked := http.Header(nil)
			if hasCheck {
				client.CheckRedirect = func(r *http.Request, _ []*http.Request) error { checked = r.Header.Clone(); return nil }
			}
			c, err := rest.NewConn(at.base, rest.WithHTTPClient(client), rest.WithToken("secret"), rest.WithEditor(func(r *http.Request) error {
				r.Header.Set("X-Editor", "secret")
				r.Header.Set("User-Agent", "test")
				r.AddCookie(&http.Cookie{Name: "editor", Value: "secret"})
				return nil
			}))
			if err != nil {
				t.Fatal(err)
			}
			res, err := c.Do(t.Context(), rest.Request{
				Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/x", Security: bearer(), Query: []string{"password=secret"}, Accept: "text/plain", ContentType: "text/plain",
				Header: http.Header{"X-Key": {"secret"}}, Cookies: []string{"sid=secret"}, Body: strings.NewReader("secret"),
			})
			if err != nil {
				t.Fatal(err)
			}
			if res.Body.Close(); len(got) != 2 {
				t.Fatalf("%s to %s: got %d requests, want 2", at.base, at.to, len(got))
			}
			want := http.Header{"Accept": {"text/plain"}, "User-Agent": {"test"}}
			if at.same {
				want = got[0].Header.Clone()
				want["Referer"] = got[1].Header["Referer"]
			}
			if !reflect.DeepEqual(got[1].Header, want) || (body == "secret") != at.same || !at.same && (body != "" || got[1].ContentLength != 0) {
				t.Errorf("%s to %s: got headers %v and body %q, want headers %v", at.base, at.to, got[1].Header, body, want)
			}
			if hasCheck && !at.same && !reflect.DeepEqual(checked, want) {
				t.Errorf("%s to %s: CheckRedirect: got headers %v, want %v", at.base, at.to, checked, want)
			}
		}
	}
}

// TestWithoutRedirects checks that no request follows a redirect, even if the HTTP client follows redirects.
func TestWithoutRedirects(t *testing.T) {
	base, arrived := redirecting(t)
	follow := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
	for _, options := range [][]rest.Option{{rest.WithoutRedirects()}, {rest.WithoutRedirects(), rest.WithHTTPClient(follow)}} {
		c, err := rest.NewConn(base, options...)
		if err != nil {
			t.Fatal(err)
		}
		res, err := c.Do(t.Context(), rest.Request{Operation: rest.Operation{ID: "op", Method: "GET"}, Path: "/", Query: []string{"status=302"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		if hops := arrived(); res.StatusCode != http.StatusFound || len(hops) > 0 {
			t.Errorf("got status %d and %d requests after the redirect, want 302 and 0", res.StatusCode, len(hops))
		}
	}
}

// TestDeclaredRedirects checks that Do returns the redirects of an operation that declares no other successful response, unless CheckRedirect
// decides otherwise.
func TestDeclaredRedirects(t *testing.T) {
	base, arrived := redirecting(t)
	for name, c := range map[string]struct {
		client *http.Client
		hops   int
	}{
		"default":       {&http.Client{}, 0},
		"CheckRedirect": {&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}, 1},
	} {
		conn, err := rest.NewConn(base, rest.WithHTTPClient(c.client))
		if err != nil {
			t.Fatal(err)
		}
		res, err := conn.Do(t.Context(), rest.Request{Operation: rest.Operation{Method: "GET"}, Path: "/", Query: []string{"status=302"}, Redirects: true})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if hops := arrived(); len(hops) != c.hops || c.hops == 0 && (res.StatusCode != 302 || res.Header.Get("Location") != "/end") {
			t.Errorf("%s: got status %d after %d redirects, want %d redirects", name, res.StatusCode, len(hops), c.hops)
		}
	}
}
