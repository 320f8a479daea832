package rest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/mfa"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

// marker is the common part of all secrets in TestMarkers.
const marker = "m4rker"

// TestMarkers sends a marker in several secrets to servers that respond in different ways. It searches logs, errors and printed values for the
// marker. The test does not search the fields Raw and Header of errors, because these fields contain the unchanged response.
func TestMarkers(t *testing.T) {
	refuse := func(status int) http.HandlerFunc { // the server repeats the secrets of the request
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(map[string]string{
				"title": "No " + r.Header.Get("auth_token"), "detail": "not valid: " + string(body) + r.URL.RawQuery + r.URL.Query().Get("SecretKey"),
				"code": r.Header.Get("auth_token"), "type": string(body),
			})
		}
	}
	servers := map[string]http.HandlerFunc{
		"success": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if r.Method == http.MethodPost {
				_, _ = io.WriteString(w, `{"authToken": "m4rker-session", "farmName": "farm"}`)
			} else {
				_, _ = io.WriteString(w, `{}`)
			}
		},
		"401": refuse(401), "500": refuse(500),
		"page": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "<html>"+r.Header.Get("auth_token"))
		},
		"dropped": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/x?token="+r.Header.Get("auth_token"), http.StatusFound)
		},
	}
	logOn := model.LogOn{Username: new("ann"), Password: new(`m4rker-password "1" <&> é\`)}
	check := mfa.CheckRADIUSConnectionParams{SecretKey: new(`m4rker-query "1" <&> é+/\`)}
	searched := 0
	for name, handler := range servers {
		s := httptest.NewServer(handler)
		var log bytes.Buffer
		c := &clock{time: time.Now()}
		farm, err := client.New(strings.Replace(s.URL, "://", "://ann:m4rker-user@", 1), rest.WithClock(c.now, c.sleep), client.WithToken("m4rker-token"),
			rest.WithLogger(slog.New(slog.NewJSONHandler(&log, nil))), rest.WithMiddleware(func(r *http.Request, next rest.Next) (*http.Response, error) {
				res, err := next(r)
				if err != nil {
					err = fmt.Errorf("sending the request with %s: %w", r.Header.Get("auth_token"), err)
				}
				return res, err
			}))
		if err != nil {
			t.Fatal(err)
		}
		opened, first := farm.Session.LogOn(t.Context(), session.LogOnParams{}, logOn)
		checked, second := farm.MFA.CheckRADIUSConnection(t.Context(), check)
		_, third := farm.MFA.GetMFA(t.Context(), 7)
		_, fourth := farm.MFA.GetMFA(t.Context(), 7, rest.Editor(func(*http.Request) error { return errors.New("m4rker-token") }))
		outputs := map[string]string{"log": log.String()}
		for what, v := range map[string]any{
			"body": logOn, "body pointer": &logOn, "params": check, "result": opened, "other result": checked, "client": farm.Conn,
			"error 1": first, "error 2": second, "error 3": third, "error 4": fourth,
		} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
				if err, ok := v.(error); ok {
					for i, e := range unwrapped(err) {
						if _, isAnswer := e.(*rest.Error); isAnswer && verb == "%#v" {
							continue // Raw and Header contain the unchanged response
						}
						outputs[fmt.Sprint(what, verb, i)] = fmt.Sprintf(strings.Replace(verb, "%#v", "%v", 1), e)
					}
					continue
				}
				outputs[what+verb] = fmt.Sprintf(verb, v)
			}
			var lines bytes.Buffer
			slog.New(slog.NewTextHandler(&lines, nil)).Info("x", "v", v)
			if _, ok := v.(error); !ok {
				outputs[what+" slog"], outputs[what+" Show"] = lines.String(), rest.Show(v)
			} else {
				outputs[what+" slog"] = lines.String()
			}
		}
		for where, text := range outputs {
			if searched++; strings.Contains(text, marker) {
				t.Errorf("%s: output %s: got a secret, want none: %s", name, where, text)
			}
		}
		s.Close()
	}
	t.Logf("the test searches %d outputs", searched)
	if searched < 500 {
		t.Errorf("number of searched outputs: got %d, want at least 500", searched)
	}
}
