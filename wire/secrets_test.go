package wire_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/gateway"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
)

// TestSecretsStayOutOfLogs checks that the client sends secret values, and that no log line and no error contains them.
func TestSecretsStayOutOfLogs(t *testing.T) {
	var sent string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		sent = r.URL.RawQuery + string(b)
		w.Header().Set("Content-Type", mediaType)
		_, _ = io.WriteString(w, `{"authToken":"secret-token","farmName":"farm"}`)
	}))
	defer s.Close()
	c, err := client.New(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	body := model.LogOn{Username: new("admin"), Password: new("secret-password")}
	opened, err := c.Session.LogOn(t.Context(), session.LogOnParams{}, body)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"username":"admin","password":"secret-password"}`; sent != want {
		t.Errorf("request body of LogOn: got %s, want %s", sent, want)
	}
	params := gateway.CreateGatewayParams{Username: new("admin"), Password: new("secret-password")}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("calls", "body", body, "result", opened, "session", opened.JSON200, "params", params)
	}
	for _, v := range []any{body, &body, opened, *opened, opened.JSON200, params} {
		fmt.Fprintf(&log, "%v %+v %#v %s\n", v, v, v, v)
	}
	for _, shown := range []string{"admin", "farm", "REDACTED"} {
		if !strings.Contains(log.String(), shown) {
			t.Errorf("got a log without %q, want one that contains it: %s", shown, log.String())
		}
	}
	s.Close()
	_, err = c.Gateway.CreateGateway(t.Context(), params, model.CreateGateway{})
	if err == nil || !strings.Contains(err.Error(), "/api/Gateway") {
		t.Errorf("CreateGateway: got error %v, want one that names /api/Gateway", err)
	}
	if text := log.String() + fmt.Sprint(err); strings.Contains(text, "secret-") {
		t.Errorf("got a log or an error with a secret, want none: %s", text)
	}
}
