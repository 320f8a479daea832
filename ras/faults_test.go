package ras_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasapi/specgen/generated/client/mfa"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

// get calls an idempotent operation. TestFaults uses the functions get, post and upload as calls.
func get(ctx context.Context, farm *ras.Farm) error {
	_, err := farm.MFA.ListMFA(ctx, mfa.ListMFAParams{})
	return err
}

func post(ctx context.Context, farm *ras.Farm) error {
	_, err := farm.MFA.CreateEmailOTP(ctx, model.CreateEmailOTP{Name: new("Code")})
	return err
}

func upload(ctx context.Context, farm *ras.Farm) error {
	_, err := farm.Gateway.UploadGatewayCertificate(ctx, 1, io.MultiReader(strings.NewReader("certificate"))) // a reader that can be read only once
	return err
}

// status returns a handler that responds with a status code. TestFaults uses the functions status, retryAfter, drop and slow as faults.
func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func retryAfter(seconds string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", seconds)
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

func drop(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// slow sends a body in two parts. After each part, it waits 10 s or until the client disconnects.
func slow(w http.ResponseWriter, r *http.Request) {
	for _, part := range []string{"[", "]"} {
		_, _ = io.WriteString(w, part)
		w.(http.Flusher).Flush()
		select {
		case <-time.After(10 * time.Second):
		case <-r.Context().Done():
		}
	}
}

func TestFaults(t *testing.T) {
	const (
		logOn       = "POST /api/Session/logon"
		list1       = "GET /api/MFA token-1"
		list2       = "GET /api/MFA token-2"
		create1     = `POST /api/MFA/EmailOTP token-1 {"name":"Code","displayName":null}`
		create2     = `POST /api/MFA/EmailOTP token-2 {"name":"Code","displayName":null}`
		certificate = "POST /api/Gateway/1/Certificate token-1 certificate"
	)
	cases := []struct {
		fault  string
		call   func(context.Context, *ras.Farm) error
		faults []http.HandlerFunc // responses to the first requests; later requests succeed
		sent   []string
		result string // part of the error text, or "" for no error
		took   [2]time.Duration
	}{
		{"401 once, GET", get, []http.HandlerFunc{status(401)}, []string{list1, logOn, list2}, "", [2]time.Duration{}},
		{"401 once, POST", post, []http.HandlerFunc{status(401)}, []string{create1, logOn, create2}, "", [2]time.Duration{}},
		{"401 once, stream", upload, []http.HandlerFunc{status(401)}, []string{certificate, logOn}, "401 Unauthorized", [2]time.Duration{}},
		{"401 always, GET", get, []http.HandlerFunc{status(401), status(401)}, []string{list1, logOn, list2}, "401 Unauthorized", [2]time.Duration{}},
		{"401 always, POST", post, []http.HandlerFunc{status(401), status(401)}, []string{create1, logOn, create2}, "401 Unauthorized", [2]time.Duration{}},
		{"429, Retry-After 3 s, GET", get, []http.HandlerFunc{retryAfter("3")}, []string{list1, list1}, "", [2]time.Duration{3 * time.Second, 3 * time.Second}},
		{"429, Retry-After 3 s, POST", post, []http.HandlerFunc{retryAfter("3")}, []string{create1, create1}, "", [2]time.Duration{3 * time.Second, 3 * time.Second}},
		{"429, Retry-After 60 s, GET", get, []http.HandlerFunc{retryAfter("60")}, []string{list1}, "429 Too Many Requests", [2]time.Duration{}},
		{"503 twice, GET", get, []http.HandlerFunc{status(503), status(503)}, []string{list1, list1, list1}, "", [2]time.Duration{time.Second, 1500 * time.Millisecond}},
		{"503 once, POST", post, []http.HandlerFunc{status(503)}, []string{create1}, "503 Service Unavailable", [2]time.Duration{}},
		{"503, then 401, GET", get, []http.HandlerFunc{status(503), status(401)}, []string{list1, list1, logOn, list2}, "", [2]time.Duration{375 * time.Millisecond, 500 * time.Millisecond}},
		{"401, then 503, GET", get, []http.HandlerFunc{status(401), status(503)}, []string{list1, logOn, list2, list2}, "", [2]time.Duration{375 * time.Millisecond, 500 * time.Millisecond}},
		{"dropped connection, GET", get, []http.HandlerFunc{drop}, []string{list1, list1}, "", [2]time.Duration{0, 500 * time.Millisecond}},
		{"dropped connection twice, GET", get, []http.HandlerFunc{drop, drop}, []string{list1, list1, list1}, "", [2]time.Duration{375 * time.Millisecond, 500 * time.Millisecond}},
		{"dropped connection, POST", post, []http.HandlerFunc{drop}, []string{create1}, "EOF", [2]time.Duration{}},
		{"redirect, GET", get, []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://other.example/", http.StatusFound)
		}},
			[]string{list1}, "302 Found", [2]time.Duration{}},
		{"slow body, GET", get, []http.HandlerFunc{slow}, []string{list1}, "", [2]time.Duration{20 * time.Second, 20 * time.Second}},
		{"slow body, GET, Timeout 5 s", func(ctx context.Context, farm *ras.Farm) error {
			_, err := farm.MFA.ListMFA(ctx, mfa.ListMFAParams{}, rest.Timeout(5*time.Second))
			return err
		}, []http.HandlerFunc{slow}, []string{list1}, "context deadline exceeded", [2]time.Duration{5 * time.Second, 5 * time.Second}},
	}
	for _, c := range cases {
		t.Run(c.fault, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				faults := c.faults
				f := &fake{serve: func(w http.ResponseWriter, r *http.Request) {
					if len(faults) > 0 {
						fault := faults[0]
						faults = faults[1:]
						fault(w, r)
					} else if r.Method == http.MethodPost {
						respond(http.StatusCreated, map[string]any{})(w, r)
					} else {
						respond(http.StatusOK, []any{})(w, r)
					}
				}}
				farm := f.open(t)
				start := time.Now()
				err := c.call(t.Context(), farm)
				took := time.Since(start)
				sent := f.sent()
				result := "success"
				if err != nil {
					result = err.Error()
				}
				t.Logf("%-29s %d requests and %d log-ons in %5v: %s", c.fault, len(sent), logOns(sent), took.Round(100*time.Millisecond), result)
				if !slices.Equal(sent, c.sent) {
					t.Errorf("got requests\n%s\nwant\n%s", strings.Join(sent, "\n"), strings.Join(c.sent, "\n"))
				}
				if (err == nil) != (c.result == "") || !strings.Contains(result, c.result) {
					t.Errorf("got result %q, want one that contains %q", result, c.result)
				}
				if took < c.took[0] || took > c.took[1] {
					t.Errorf("got a duration of %v, want %v to %v", took, c.took[0], c.took[1])
				}
				if len(faults) > 0 {
					t.Errorf("got %d unused faults, want 0", len(faults))
				}
			})
		})
	}
}

func TestLogOnOnceForAllCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{serve: respond(http.StatusOK, []any{})}
		farm := f.open(t)
		f.end()
		var group sync.WaitGroup
		faults := make([]error, 100)
		for i := range faults {
			group.Go(func() { faults[i] = get(t.Context(), farm) })
		}
		group.Wait()
		if err := errors.Join(faults...); err != nil {
			t.Error(err)
		}
		sent := f.sent()
		if n := logOns(sent); n != 1 {
			t.Errorf("got %d log-ons, want 1", n)
		}
		stale, fresh := 0, 0
		for _, r := range sent {
			if strings.HasSuffix(r, "token-1") {
				stale++
			}
			if strings.HasSuffix(r, "token-2") {
				fresh++
			}
		}
		if stale > 100 || fresh != 100 {
			t.Errorf("got %d requests with the stale token and %d with the new token, want at most 100 and exactly 100", stale, fresh)
		}
		t.Logf("100 calls with a stale token: %d requests, %d with the stale token and %d with the new token", len(sent), stale, fresh)
	})
}

func TestCancelledCallDoesNotCancelLogOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		f := &fake{serve: respond(http.StatusOK, []any{})}
		farm := f.open(t)
		f.end()
		f.logOn = func(http.ResponseWriter, *http.Request) bool { <-release; return false }

		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error), make(chan error)
		go func() { first <- get(ctx, farm) }()
		synctest.Wait() // returns when the first call waits for its log-on
		go func() { second <- get(t.Context(), farm) }()
		synctest.Wait() // returns when the second call waits for the same log-on
		cancel()
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Errorf("canceled call: got error %v, want context.Canceled", err)
		}
		close(release)
		if err := <-second; err != nil {
			t.Errorf("other call: got error %v, want none", err)
		}
		if sent := f.sent(); logOns(sent) != 1 {
			t.Errorf("got requests %q, want one log-on", sent)
		}
	})
}

func TestLogOnIsCancelledWithItsLastCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{serve: respond(http.StatusOK, []any{})}
		farm := f.open(t)
		f.end()
		cancelled := make(chan struct{})
		f.logOn = func(_ http.ResponseWriter, r *http.Request) bool {
			_, _ = io.Copy(io.Discard, r.Body) // net/http cancels r.Context after a disconnect only if the body has been read
			<-r.Context().Done()
			close(cancelled)
			return true
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := get(ctx, farm); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("only call: got error %v, want context.DeadlineExceeded", err)
		}
		<-cancelled

		f.logOn = nil
		if err := get(t.Context(), farm); err != nil {
			t.Errorf("next call: got error %v, want none", err)
		}
	})
}

func TestRefusedCredentialsAreNotSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		current := ras.Credentials{Username: "admin", Password: "old password"}
		f := &fake{serve: respond(http.StatusOK, []any{})}
		farm := f.open(t, ras.WithCredentials(func(context.Context) (ras.Credentials, error) { return current, nil }))
		f.end()
		f.logOn = func(w http.ResponseWriter, r *http.Request) bool {
			var body model.LogOn
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil || rest.Value(body.Password) != "new password" {
				w.WriteHeader(http.StatusUnauthorized)
				_, _ = fmt.Fprintf(w, `{"detail":"%s is not the password"}`, rest.Value(body.Password))
				return true
			}
			return false
		}
		for range 3 {
			err := get(t.Context(), farm)
			if rest.Status(err) != http.StatusUnauthorized || strings.Contains(fmt.Sprintf("%v %+v", err, err), "old password") {
				t.Errorf("got error %v, want one with status 401 and without the password", err)
			}
		}
		if n := logOns(f.sent()); n != 1 {
			t.Errorf("got %d log-ons with refused credentials, want 1", n)
		}
		<-time.After(5*time.Minute + time.Second) // the clock is the fake clock of synctest
		if err := get(t.Context(), farm); err == nil {
			t.Error("refused credentials: got no error, want one")
		}
		if n := logOns(f.sent()); n != 1 {
			t.Errorf("got %d log-ons after five minutes, want 1", n)
		}
		current.Password = "new password"
		if err := get(t.Context(), farm); err != nil {
			t.Errorf("new credentials: got error %v, want none", err)
		}
	})
}

func TestRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{serve: respond(http.StatusOK, []any{})}
		farm := f.open(t) // one request
		start := time.Now()
		for range 49 {
			if err := get(t.Context(), farm); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("50 requests: got a duration of %v, want 0", took)
		}
		if err := get(t.Context(), farm); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("51 requests: got a duration of %v, want 10s", took)
		}
	})
}

// TestAbandonedLogOn checks that a log-on for which no call waits does not replace the token of a newer log-on, and that its session ends.
func TestAbandonedLogOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{serve: respond(http.StatusOK, []any{})}
		release := make(chan struct{})
		held := 0
		hold := rest.WithMiddleware(func(r *http.Request, next rest.Next) (*http.Response, error) {
			res, err := next(r)
			if o, _ := rest.OperationFromContext(r.Context()); err != nil || o.ID != "logOn" {
				return res, err
			}
			if held++; held == 2 {
				var body []byte
				body, err = io.ReadAll(res.Body)
				_ = res.Body.Close()
				res.Body = io.NopCloser(bytes.NewReader(body)) // reading this body succeeds after the end of the context
				<-release
			}
			return res, err
		})
		farm := f.open(t, ras.With(hold))
		f.end()
		ctx, cancel := context.WithCancel(t.Context())
		abandoned := make(chan error)
		go func() { abandoned <- get(ctx, farm) }()
		synctest.Wait() // returns when the middleware has the response with token-2
		cancel()
		if err := <-abandoned; !errors.Is(err, context.Canceled) {
			t.Errorf("canceled call: got error %v, want context.Canceled", err)
		}
		if err := get(t.Context(), farm); err != nil {
			t.Errorf("next call: got error %v, want none", err)
		}
		f.sent()
		close(release)
		synctest.Wait() // returns when the abandoned log-on has ended
		if err := get(t.Context(), farm); err != nil {
			t.Errorf("call after the abandoned log-on: got error %v, want none", err)
		}
		if got, want := f.sent(), []string{"POST /api/Session/logoff token-2", "GET /api/MFA token-3"}; !slices.Equal(got, want) {
			t.Errorf("got requests %q, want %q", got, want)
		}
	})
}
