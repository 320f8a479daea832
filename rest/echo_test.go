package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// locker has two secret members, and the methods that specgen generates for types with secrets.
type locker struct {
	Name  string            `json:"name"`
	PIN   *int              `json:"pin,omitempty"`
	Keys  map[string]string `json:"keys,omitempty"`
	Inner *locker           `json:"inner,omitempty"`
}

func (v locker) LogValue() slog.Value       { return protocol.LogValue(v, "PIN", "Keys") }
func (v locker) Format(s fmt.State, _ rune) { protocol.Format(s, v, "PIN", "Keys") }

// TestEchoes sends a secret in different positions of a request. The server repeats the request in several forms. The text of the error must not
// contain the secret.
func TestEchoes(t *testing.T) {
	const secret = `m4rker "1" <&> é+/\ 2`
	operation := rest.Operation{ID: "op", Method: "POST"}
	full := locker{Name: "ann", Inner: &locker{Name: "bob", PIN: new(31337), Keys: map[string]string{"a": secret}}}
	content := func(body io.Reader, err error) rest.Request {
		if err != nil {
			t.Fatal(err)
		}
		return rest.Request{Operation: operation, Path: "/", Body: body}
	}
	multipart := func(form any, parts ...protocol.Part) (io.Reader, error) {
		_, body, err := protocol.Multipart(form, parts...)
		return body, err
	}
	scheme := func(s rest.Scheme) rest.Request {
		return rest.Request{Operation: operation, Path: "/", Security: rest.Security{{s}}}
	}
	header := func(set func(*http.Request)) rest.CallOption {
		return rest.Editor(func(r *http.Request) error { set(r); return nil })
	}
	cases := map[string]struct {
		request rest.Request
		option  rest.CallOption
	}{
		"JSON":         {request: content(protocol.JSON(full))},
		"JSON pointer": {request: content(protocol.JSON(&full))},
		"JSON list":    {request: content(protocol.JSON([]locker{{}, full}))},
		"JSON map":     {request: content(protocol.JSON(map[string]any{"x": []any{full}}))},
		"form":         {request: content(protocol.Form(locker{Keys: map[string]string{"a": secret}, PIN: new(31337)}))},
		"multipart":    {request: content(multipart(full, protocol.Part{Field: "inner", Value: full.Inner}))},
		"parameter": {request: rest.Request{
			Operation: operation, Path: "/", Query: []string{"name=x"}, Header: http.Header{"X-Inner": {secret}}, Params: full,
		}},
		"key in a header of an editor":      {scheme(rest.Scheme{Name: "s", Kind: "header", Key: "X-Key"}), rest.Header("X-Key", secret)},
		"basic authentication of an editor": {scheme(rest.Scheme{Name: "s", Kind: "basic"}), header(func(r *http.Request) { r.SetBasicAuth("ann", secret) })},
		"bearer token of an editor":         {scheme(rest.Scheme{Name: "s", Kind: "bearer"}), rest.Header("Authorization", "Bearer "+secret)},
		"key in a query of an editor": {scheme(rest.Scheme{Name: "s", Kind: "query", Key: "key"}), header(func(r *http.Request) {
			r.URL.RawQuery = "key=m4rker%2B31337"
		})},
		"key in a cookie of an editor": {scheme(rest.Scheme{Name: "s", Kind: "cookie", Key: "key"}), header(func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "key", Value: "m4rker-31337"})
		})},
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, password, _ := r.BasicAuth()
		sent := fmt.Sprint(string(body), r.URL.RawQuery, r.URL.Query(), r.Header, password)
		quoted, _ := json.Marshal(sent)
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"detail": sent, "title": strconv.Quote(sent), "code": string(quoted)})
	}))
	defer s.Close()
	conn, err := rest.NewConn(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var options []rest.CallOption
			if c.option != nil {
				options = append(options, c.option)
			}
			res, err := conn.Do(t.Context(), c.request, options...)
			if err != nil {
				t.Fatal(err)
			}
			err = protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 204})
			e, ok := errors.AsType[*rest.Error](err)
			if !ok || !strings.Contains(string(e.Raw), "m4rker") {
				t.Fatalf("got error %v, want a *rest.Error with a body that contains the secret", err)
			}
			if text := err.Error() + e.Type; strings.Contains(text, "m4rker") || strings.Contains(text, "31337") || !strings.Contains(text, "REDACTED") {
				t.Errorf("got error text %s, want REDACTED instead of the secret", text)
			}
		})
	}
}
