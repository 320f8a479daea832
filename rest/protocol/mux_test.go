package protocol_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest/protocol"
)

// echo returns a route whose response is its path and the values of its parameters.
func echo(method, path string) protocol.Route {
	return protocol.Route{Operation: method + " " + path, Method: method, Path: path, Open: true, Serve: func(w http.ResponseWriter, r *http.Request) error {
		values := map[string]string{}
		for _, part := range strings.Split(path, "{")[1:] {
			name, _, _ := strings.Cut(part, "}")
			text, err := protocol.PathText(r, name)
			if err != nil {
				return err
			}
			values[name] = text
		}
		return protocol.WriteJSON(w, http.StatusOK, "application/json", answer{path, values})
	}}
}

type answer struct {
	Path   string
	Values map[string]string
}

// doors returns routes for tests of a mux. Some of their paths share a pattern in an http.ServeMux.
func doors() []protocol.Route {
	return []protocol.Route{
		echo("GET", "/"), echo("GET", "/doors"), echo("POST", "/doors"), echo("GET", "/doors/"), echo("GET", "/doors/{id}"), echo("DELETE", "/doors/{id}"),
		echo("GET", "/doors/all"), echo("GET", "/doors/{id}.json"), echo("POST", "/doors/{id}:lock"), echo("GET", "/doors/{user-id}/keys/{type}"),
		echo("GET", "/a b/{x...}"), echo("GET", "/r/{from}-{to}.pdf"), echo("GET", "/{kind}/{name}"), echo("GET", "/w/{x}.txt/{y}"), echo("GET", "/{a}/{b}/{c}"),
		echo("GET", "/keys('{key}')"),
	}
}

func TestMuxChoosesThePath(t *testing.T) {
	h, err := protocol.NewMux(&protocol.Server{}, doors(), false)
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]answer{
		"/":                                 {"/", nil},
		"/doors":                            {"/doors", nil},
		"/doors/":                           {"/doors/", nil},
		"/doors/all":                        {"/doors/all", nil},
		"/doors/7":                          {"/doors/{id}", map[string]string{"id": "7"}},
		"/doors/7.json":                     {"/doors/{id}.json", map[string]string{"id": "7"}},
		"/doors/7.json.json":                {"/doors/{id}.json", map[string]string{"id": "7.json"}},
		"/doors/7.jso":                      {"/doors/{id}", map[string]string{"id": "7.jso"}},
		"/doors/a%2Fb%20c%25":               {"/doors/{id}", map[string]string{"id": "a/b c%"}},
		"/doors/%7Bid%7D":                   {"/doors/{id}", map[string]string{"id": "{id}"}},
		"/doors/%2E%2E":                     {"/doors/{id}", map[string]string{"id": ".."}},
		"/doors/..":                         {"/doors/{id}", map[string]string{"id": ".."}},
		"/doors/a+b":                        {"/doors/{id}", map[string]string{"id": "a+b"}},
		"/doors/%C3%A4":                     {"/doors/{id}", map[string]string{"id": "ä"}},
		"/doors/a%2Fb/keys/x%2E":            {"/doors/{user-id}/keys/{type}", map[string]string{"user-id": "a/b", "type": "x."}},
		"/a%20b/c%2Fd":                      {"/a b/{x...}", map[string]string{"x...": "c/d"}},
		"/r/1-2-3.pdf":                      {"/r/{from}-{to}.pdf", map[string]string{"from": "1", "to": "2-3"}},
		"/r/12.pdf":                         {"/{kind}/{name}", map[string]string{"kind": "r", "name": "12.pdf"}},
		"/keys('7')":                        {"/keys('{key}')", map[string]string{"key": "7"}},
		"/keys('a%2Fb')":                    {"/keys('{key}')", map[string]string{"key": "a/b"}},
		"/keys%28%27a%2Fb%27%29":            {"/keys('{key}')", map[string]string{"key": "a/b"}},
		"/w/a.txt/b":                        {"/w/{x}.txt/{y}", map[string]string{"x": "a", "y": "b"}},
		"/w/a/b":                            {"/{a}/{b}/{c}", map[string]string{"a": "w", "b": "a", "c": "b"}},
		"//doors/x":                         {"/{a}/{b}/{c}", map[string]string{"a": "", "b": "doors", "c": "x"}},
		"/doors/" + strings.Repeat("x", 99): {"/doors/{id}", map[string]string{"id": strings.Repeat("x", 99)}},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", target, nil))
		var got answer
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 || got.Path != want.Path || !maps.Equal(got.Values, want.Values) {
			t.Errorf("GET %s: got %d %s, want %v", target, w.Code, w.Body, want)
		}
	}
	for target, want := range map[string]struct {
		status int
		allow  string
	}{
		"PUT /doors": {405, "GET, POST"}, "DELETE /doors/all": {405, "GET"}, "DELETE /doors/7": {200, ""}, "GET /doors/7:lock": {405, "POST"},
		"GET /nowhere": {404, ""}, "GET /doors/7/keys/8/9": {404, ""}, "HEAD /doors": {405, "GET, POST"}, "CONNECT /doors": {405, "GET, POST"},
	} {
		method, path, _ := strings.Cut(target, " ")
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), method, "/", nil)
		r.URL.Path = path
		h.ServeHTTP(w, r)
		if w.Code != want.status || w.Header().Get("Allow") != want.allow || want.status != 200 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: got %d, Allow %q and body %s, want %d and Allow %q", target, w.Code, w.Header().Get("Allow"), w.Body, want.status, want.allow)
		}
	}
	for _, odd := range []*url.URL{{}, {Path: "*"}, {Path: "doors"}} {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		r.URL = odd
		if h.ServeHTTP(w, r); w.Code != 404 {
			t.Errorf("path %q: got %d, want 404", odd.Path, w.Code)
		}
	}
}

func TestMuxIgnoresCase(t *testing.T) {
	h, err := protocol.NewMux(&protocol.Server{}, append(doors(), echo("GET", "/Locks/{ID}/{id}/X")), true)
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]answer{
		"/DOORS/All":           {"/doors/all", nil},
		"/Doors/Seven":         {"/doors/{id}", map[string]string{"id": "Seven"}},
		"/Doors/Seven.JSON":    {"/doors/{id}.json", map[string]string{"id": "Seven"}},
		"/Doors/A%2Fb":         {"/doors/{id}", map[string]string{"id": "A/b"}},
		"/A%20B/C":             {"/a b/{x...}", map[string]string{"x...": "C"}},
		"/locks/One/Two/x":     {"/Locks/{ID}/{id}/X", map[string]string{"ID": "One", "id": "Two"}},
		"/doors/U/KEYS/%54ype": {"/doors/{user-id}/keys/{type}", map[string]string{"user-id": "U", "type": "Type"}},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", target, nil))
		var got answer
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Path != want.Path || !maps.Equal(got.Values, want.Values) {
			t.Errorf("GET %s: got %d %s, want %v", target, w.Code, w.Body, want)
		}
	}
	h, err = protocol.NewMux(&protocol.Server{}, []protocol.Route{echo("GET", "/é{id}")}, true)
	if err != nil {
		t.Fatal(err)
	}
	for target, status := range map[string]int{"/%C3%A91": 200, "/%c3%a91": 200, "/%C3%891": 404} { // the last path is /É1
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", target, nil)); w.Code != status {
			t.Errorf("GET %s: got status %d, want %d", target, w.Code, status)
		}
	}
}

func TestMuxRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		routes     []protocol.Route
		ignoreCase bool
		want       string
	}{
		"duplicate":       {[]protocol.Route{echo("GET", "/a"), echo("GET", "/a")}, false, "GET /a (GET /a) and GET /a (GET /a) match the same requests"},
		"other names":     {[]protocol.Route{echo("GET", "/a/{x}"), echo("PUT", "/a/{y}")}, false, "paths /a/{x} (GET /a/{x}) and /a/{y} (PUT /a/{y}) differ only in the names of parameters or in case; use the same path"},
		"conflict":        {[]protocol.Route{echo("GET", "/a/{x}/b"), echo("PUT", "/a/b/{y}")}, false, "conflicts with pattern"},
		"case":            {[]protocol.Route{echo("GET", "/a"), echo("GET", "/A")}, true, "match the same requests"},
		"conflict, lower": {[]protocol.Route{echo("GET", "/a/{x}/b"), echo("PUT", "/A/B/{y}")}, true, "conflicts with pattern"},
	} {
		if h, err := protocol.NewMux(&protocol.Server{}, c.routes, c.ignoreCase); err == nil || h != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: NewMux: got error %v, want %s", name, err, c.want)
		}
		if !c.ignoreCase {
			if err := new(protocol.Server).Register(http.NewServeMux(), c.routes); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: Register: got error %v, want %s", name, err, c.want)
			}
		}
	}
}

// TestRegisterOnAMux checks for which patterns in a mux Register returns an error, such as a pattern of the API.
func TestRegisterOnAMux(t *testing.T) {
	routes := doors()[:10] // the other routes match nearly every request
	for pattern, isRegistered := range map[string]bool{
		"/doors": true, "GET /doors": true, "PUT /doors": false, "/doors/{other}": true, "POST /doors/{$}": false, "/doors/{$}": true, "/{a}/{b}/{$}": false,
		"/doors/{rest...}": false, "/windows": false, "/static/": false, "/": false, "example.com/doors": false, "/{$}": true,
	} {
		t.Run(pattern, func(t *testing.T) {
			mux := http.NewServeMux()
			mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
			err := new(protocol.Server).Register(mux, routes)
			if (err != nil) != isRegistered || isRegistered && !strings.Contains(err.Error(), "is already registered") {
				t.Fatalf("Register: got error %v, want an error: %t", err, isRegistered)
			}
			for target, status := range map[string]int{"/doors/7.json": 200, "/no/where/at/all": 404} {
				w := httptest.NewRecorder()
				mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", target, nil))
				isRoute := w.Header().Get("Content-Type") == "application/problem+json" || w.Code == 200
				if isRegistered && isRoute {
					t.Errorf("GET %s: got %d %s, want no response of a route, because Register returned an error", target, w.Code, w.Body)
				}
				if !isRegistered && w.Code != status && w.Code != http.StatusTeapot {
					t.Errorf("GET %s: got %d %s, want %d or 418", target, w.Code, w.Body, status)
				}
			}
			if err == nil {
				if err := new(protocol.Server).Register(mux, routes); err == nil {
					t.Error("second Register: got no error, want one")
				}
			}
		})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/doors/{x}", http.NotFound)
	err := new(protocol.Server).Register(mux, []protocol.Route{echo("GET", "/doors/{id}.json"), echo("GET", "/doors/{id}")})
	if want := "path /doors/{id} (operation GET /doors/{id}) is already registered"; err == nil || err.Error() != want {
		t.Errorf("Register: got error %v, want %s", err, want)
	}
	mux = http.NewServeMux()
	mux.HandleFunc("/{x}/all", http.NotFound)
	if err := new(protocol.Server).Register(mux, []protocol.Route{echo("GET", "/doors/{id}")}); err == nil || !strings.Contains(err.Error(), "conflicts") {
		t.Errorf("Register: got error %v, want one that contains \"conflicts\"", err)
	}
}

// TestMuxBelowAPrefix checks that the handler that NewMux returns works behind http.StripPrefix.
func TestMuxBelowAPrefix(t *testing.T) {
	inner, err := protocol.NewMux(&protocol.Server{}, doors(), true)
	if err != nil {
		t.Fatal(err)
	}
	outer := http.NewServeMux()
	outer.Handle("/farms/{id}/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.StripPrefix("/farms/"+r.PathValue("id"), inner).ServeHTTP(w, r)
	}))
	w := httptest.NewRecorder()
	outer.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/farms/3/Doors/a%2Fb", nil))
	if want := `{"Path":"/doors/{id}","Values":{"id":"a/b"}}`; w.Body.String() != want {
		t.Errorf("GET /farms/3/Doors/a%%2Fb: got %d %s, want %s", w.Code, w.Body, want)
	}
}

// FuzzMux checks that the served route matches the requested path, and that no path causes a panic.
func FuzzMux(f *testing.F) {
	for _, path := range []string{"/doors/7.json", "//", "/%zz", "/doors/%2f", "", "*", "/r/-.pdf", "/\x00"} {
		f.Add(path, true)
		f.Add(path, false)
	}
	routes := doors()
	f.Fuzz(func(t *testing.T, path string, ignoreCase bool) {
		h, err := protocol.NewMux(&protocol.Server{}, routes, ignoreCase)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.ParseRequestURI(path)
		if err != nil {
			u = &url.URL{Path: path}
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, (&http.Request{Method: "GET", URL: u, Header: http.Header{}}).WithContext(t.Context()))
		if w.Code == http.StatusNotFound || w.Code == http.StatusMethodNotAllowed || w.Code == http.StatusBadRequest {
			return
		}
		var got answer
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
			t.Fatalf("%q: got %d %s, want 200 and a JSON body", path, w.Code, w.Body)
		}
		want := got.Path
		for name, value := range got.Values {
			want = strings.Replace(want, "{"+name+"}", value, 1)
		}
		if have := u.Path; have != want && !(ignoreCase && protocol.Lower(have) == protocol.Lower(want)) && !strings.Contains(fmt.Sprint(slices.Collect(maps.Values(got.Values))), "�") {
			t.Errorf("%q: got route %s with values %v, which form the path %q, want the requested path", path, got.Path, got.Values, want)
		}
	})
}
