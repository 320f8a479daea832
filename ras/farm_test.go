package ras_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{serve: respond(http.StatusOK, []any{})}
		farm := f.open(t)
		for range 2 {
			if err := farm.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if err := get(t.Context(), farm); !errors.Is(err, ras.ErrClosed) {
			t.Errorf("call after Close: got error %v, want ErrClosed", err)
		}
		if got, want := f.sent(), []string{"POST /api/Session/logoff token-1"}; !slices.Equal(got, want) {
			t.Errorf("Close: got requests %q, want %q", got, want)
		}
	})
}

func TestCloseEndedSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{serve: respond(http.StatusOK, []any{})}
		farm := f.open(t)
		f.end()
		if err := farm.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if got, want := f.sent(), []string{"POST /api/Session/logoff token-1"}; !slices.Equal(got, want) {
			t.Errorf("Close: got requests %q, want %q", got, want)
		}
	})
}

// TestCloseDuringLogOn checks that Close waits for a log-on in progress and logs off the new session.
func TestCloseDuringLogOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		f := &fake{serve: respond(http.StatusOK, []any{})}
		farm := f.open(t)
		f.end()
		f.logOn = func(http.ResponseWriter, *http.Request) bool { <-release; return false }
		called, closed := make(chan error), make(chan error)
		go func() { called <- get(t.Context(), farm) }()
		synctest.Wait()
		go func() { closed <- farm.Close(t.Context()) }()
		synctest.Wait()
		close(release)
		<-called // the call may return an error
		if err := <-closed; err != nil {
			t.Error(err)
		}
		if sent := f.sent(); !slices.Contains(sent, "POST /api/Session/logoff token-2") {
			t.Errorf("Close: got requests %q, want a log-off with token-2", sent)
		}
	})
}

func TestOpenErrors(t *testing.T) {
	password := ras.WithPassword("admin", "secret")
	failing := ras.WithCredentials(func(context.Context) (ras.Credentials, error) {
		return ras.Credentials{}, errors.New("the vault is sealed")
	})
	cases := []struct {
		url     string
		options []ras.Option
		want    string
	}{
		{"https://farm.example", nil, "no credentials; use WithPassword or WithCredentials"},
		{"farm.example", []ras.Option{password}, `base URL "farm.example": want http:// or https:// and a host`},
		{"https://farm.example", []ras.Option{password, nil}, "an option is nil"},
		{"https://farm.example", []ras.Option{ras.WithCredentials(nil)}, "WithCredentials: the function is nil"},
		{"https://farm.example", []ras.Option{password, ras.WithCA([]byte("none"))}, "WithCA: the argument contains no certificate in PEM format; pass one"},
		{"https://farm.example", []ras.Option{failing}, "credentials: the vault is sealed"},
	}
	for _, c := range cases {
		if _, err := ras.Open(t.Context(), c.url, c.options...); err == nil || err.Error() != c.want {
			t.Errorf("Open(%q): got error %v, want %s", c.url, err, c.want)
		}
	}
}

func TestLogOnWithoutToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{logOn: func(w http.ResponseWriter, r *http.Request) bool {
			respond(http.StatusOK, map[string]any{})(w, r)
			return true
		}}
		if _, err := f.start(t); err == nil || !strings.Contains(err.Error(), "the response of the farm has no token") {
			t.Errorf("Open: got error %v, want an error that reports the missing token", err)
		}
	})
}

// TestCertificate opens a farm whose certificate was issued by an unknown authority, with and without WithCA.
func TestCertificate(t *testing.T) {
	handler, err := farm.New("TLS")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	defer server.Close()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	opened, err := ras.Open(t.Context(), server.URL, ras.WithPassword(farm.Username, farm.Password), ras.WithCA(authority))
	if err != nil {
		t.Fatal(err)
	}
	if got := rest.Value(opened.Info().FarmName); got != "TLS" {
		t.Errorf("Info: got farm name %q, want TLS", got)
	}
	if err := opened.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := ras.Open(t.Context(), server.URL, ras.WithPassword(farm.Username, farm.Password)); err == nil || !strings.Contains(err.Error(), "unknown authority") {
		t.Errorf("without WithCA: got error %v, want one that contains \"unknown authority\"", err)
	}
}

// TestSecrets searches logs, errors and printed values for the password and the token.
func TestSecrets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		logger := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
		f := &fake{}
		f.serve = func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusConflict)
			_, _ = fmt.Fprintf(w, `{"detail":"token %s of %s"}`, r.Header.Get("auth_token"), password)
		}
		f.logOn = func(w http.ResponseWriter, r *http.Request) bool {
			if f.tokens == nil {
				return false
			}
			w.WriteHeader(http.StatusForbidden)
			_, _ = fmt.Fprintf(w, `{"detail":%q}`, "the password is "+password)
			return true
		}
		farm := f.open(t, ras.With(rest.WithLogger(logger)))
		conflict := get(t.Context(), farm)
		f.end()
		refused := get(t.Context(), farm)
		again := get(t.Context(), farm)
		credentials := ras.Credentials{Username: "admin", Password: password}
		texts := 0
		for _, v := range []any{refused, again, farm, *farm, farm.Info(), credentials, &credentials, []ras.Credentials{credentials}, map[string]any{"c": credentials}} {
			for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
				fmt.Fprintf(&out, format+"\n", v)
				texts++
			}
			logger.Info("value", "value", v)
			slog.New(slog.NewTextHandler(&out, nil)).Info("value", "value", v)
			text, _ := json.Marshal(v)
			out.Write(text)
			texts += 3
		}
		for _, err := range []error{conflict, refused, again} {
			if err == nil {
				t.Error("call with status 409 or refused credentials: got no error, want one")
			}
		}
		fmt.Fprintln(&out, strings.ReplaceAll(conflict.Error(), password, "")) // the response of the fake contains the password, but the request does not
		for _, secret := range []string{password, "token-1"} {
			if n := strings.Count(out.String(), secret); n > 0 {
				t.Errorf("got the secret %q %d times, want 0, in\n%s", secret, n, &out)
			}
		}
		t.Logf("the test searches %d texts and log entries in %d lines", texts, strings.Count(out.String(), "\n"))
	})
}

func TestWaitFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		count := func(context.Context) (int, error) { calls++; return calls, nil }
		start := time.Now()
		got, err := ras.WaitFor(t.Context(), count, func(n int) bool { return n == 6 })
		if got != 6 || err != nil || time.Since(start) != 30*time.Second { // 1, 2, 4, 8 and 15 s
			t.Errorf("WaitFor: got %d and error %v after %v, want 6 and no error after 30s", got, err, time.Since(start))
		}

		calls = 0
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		got, err = ras.WaitFor(ctx, count, func(int) bool { return false })
		if got != 44 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("WaitFor with a deadline of ten minutes: got %d and error %v, want 44 and context.DeadlineExceeded", got, err)
		}

		broken := errors.New("broken")
		calls = 0
		got, err = ras.WaitFor(t.Context(), func(context.Context) (int, error) {
			if calls++; calls == 3 {
				return 0, broken
			}
			return calls, nil
		}, func(int) bool { return false })
		if got != 2 || !errors.Is(err, broken) {
			t.Errorf("WaitFor: got %d and error %v, want 2 and error broken", got, err)
		}
	})
}

func TestWaitForAgent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := "RDSH-01.example.com"
		states := [][]model.RDSHostStatus{
			{},
			{{Server: new("other.example.com"), ID: new("7"), AgentState: new(model.AgentStateOK)}, {Server: &server, AgentState: new(model.AgentStateSynchronising)}},
			{{Server: &server, AgentState: new(model.AgentStateRebootPending)}},
		}
		mux := http.NewServeMux()
		mux.Handle("GET /api/RDS/Host/7", respond(http.StatusOK, model.RDSHost{ID: new(int32(7)), SiteID: new(int32(2)), Server: new("rdsh-01.example.com")}))
		mux.Handle("GET /api/RDS/Host/8", status(http.StatusNotFound))
		mux.HandleFunc("GET /api/RDS/Host/status", func(w http.ResponseWriter, r *http.Request) {
			if got := r.URL.Query(); !strings.EqualFold(got.Get("Server"), server) || got.Get("SiteId")+got.Get("siteId") != "2" {
				t.Errorf("WaitForAgent: got query %v, want the name of the server and site 2", got)
			}
			respond(http.StatusOK, states[0])(w, r)
			if len(states) > 1 {
				states = states[1:]
			}
		})
		f := &fake{serve: mux.ServeHTTP}
		farm := f.open(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := farm.WaitForAgent(ctx, 7)
		if want := "agent on host 7, last state RebootPending: "; !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("WaitForAgent(7): got error %v, want one that starts with %q and wraps context.DeadlineExceeded", err, want)
		}
		states = [][]model.RDSHostStatus{{{Server: &server, AgentState: new(model.AgentStateOK)}}}
		got, err := farm.WaitForAgent(t.Context(), 7)
		if err != nil || rest.Value(got.Server) != server {
			t.Errorf("WaitForAgent(7): got status %v and error %v, want the status of %s", got, err, server)
		}
		if _, err := farm.WaitForAgent(t.Context(), 8); rest.Status(err) != http.StatusNotFound {
			t.Errorf("WaitForAgent(8) for a missing host: got error %v, want status 404", err)
		}
	})
}

func TestApply(t *testing.T) {
	server, err := farm.Start("Apply")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	open := func() *ras.Farm {
		opened, err := ras.Open(t.Context(), server.URL, ras.WithPassword(farm.Username, farm.Password))
		if err != nil {
			t.Fatal(err)
		}
		return opened
	}
	first := open()
	if _, err := first.RDSHost.CreateRDSHost(t.Context(), rdshost.CreateRDSHostParams{}, model.CreateRDSHost{Server: new("rdsh-03.example.com")}); err != nil {
		t.Fatal(err)
	}
	before := rest.Value(open().Info().ApplySettingsEnabled)
	if err := first.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := rest.Value(open().Info().ApplySettingsEnabled); !before || after {
		t.Errorf("pending changes: got %t before Apply and %t after it, want true and false", before, after)
	}
}
