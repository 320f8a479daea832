package rest_test

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// clock is a clock that advances only when its sleep method is called.
type clock struct {
	mutex sync.Mutex
	time  time.Time
	slept []time.Duration
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.time
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.slept = append(c.slept, d)
	c.time = c.time.Add(d)
	return ctx.Err()
}

// step is the response of a scripted server to one request.
type step struct {
	status int // 0 to close the connection without a response
	after  string
}

// scripted starts a server that responds to each request with the next step, and with 200 after the last step. bodies returns the bodies of the
// received requests.
func scripted(t *testing.T, steps []step) (url string, bodies func() []string) {
	t.Helper()
	var mutex sync.Mutex
	var got []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mutex.Lock()
		n := len(got)
		got = append(got, string(body))
		mutex.Unlock()
		if n >= len(steps) {
			_, _ = io.WriteString(w, `{}`)
			return
		}
		if steps[n].status == 0 {
			panic(http.ErrAbortHandler)
		}
		if steps[n].after != "" {
			w.Header().Set("Retry-After", steps[n].after)
		}
		w.WriteHeader(steps[n].status)
		_, _ = io.WriteString(w, `{"detail": "scripted"}`)
	}))
	t.Cleanup(s.Close)
	return s.URL, func() []string { mutex.Lock(); defer mutex.Unlock(); return slices.Clone(got) }
}

// TestFaults sends a request to loopback servers that fail in different ways. It checks the number of requests, their bodies, the delays and the
// result of the call.
func TestFaults(t *testing.T) {
	drop, busy := step{}, step{status: 503}
	for _, at := range []struct {
		name     string
		method   string
		marked   bool // x-idempotent: true
		steps    []step
		options  []rest.Option
		call     []rest.CallOption
		stream   bool // the body of the request is a stream
		deadline time.Duration
		requests int
		status   int             // 0 if the call returns an error without a response
		delays   []time.Duration // maximum delays; a delay may be up to a quarter shorter, except for a delay from Retry-After
	}{
		{name: "no fault", method: "GET", requests: 1, status: 200},
		{name: "401", method: "GET", steps: []step{{status: 401}}, requests: 1, status: 401},
		{name: "409", method: "PUT", steps: []step{{status: 409}}, requests: 1, status: 409},
		{name: "408", method: "PUT", steps: []step{{status: 408}}, requests: 2, status: 200, delays: []time.Duration{500 * time.Millisecond}},
		{name: "429 with Retry-After", method: "GET", steps: []step{{429, "3"}}, requests: 2, status: 200, delays: []time.Duration{3 * time.Second}},
		{name: "429 on POST", method: "POST", steps: []step{{429, "2"}}, requests: 2, status: 200, delays: []time.Duration{2 * time.Second}},
		{name: "429 with a long Retry-After", method: "GET", steps: []step{{429, "60"}}, requests: 1, status: 429},
		{name: "429, longer limit", method: "GET", steps: []step{{429, "60"}}, options: []rest.Option{rest.WithRetry(rest.Retry{Max: 1, MaxDelay: time.Minute})},
			requests: 2, status: 200, delays: []time.Duration{time.Minute}},
		{name: "503 twice", method: "GET", steps: []step{busy, busy}, requests: 3, status: 200, delays: []time.Duration{500 * time.Millisecond, time.Second}},
		{name: "503 three times", method: "GET", steps: []step{busy, busy, busy}, requests: 3, status: 503, delays: []time.Duration{500 * time.Millisecond, time.Second}},
		{name: "503 on POST", method: "POST", steps: []step{busy}, requests: 1, status: 503},
		{name: "503 on a marked POST", method: "POST", marked: true, steps: []step{busy}, requests: 2, status: 200, delays: []time.Duration{500 * time.Millisecond}},
		{name: "dropped GET", method: "GET", steps: []step{drop}, requests: 2, status: 200, delays: []time.Duration{500 * time.Millisecond}},
		{name: "dropped POST", method: "POST", steps: []step{drop}, requests: 1},
		{name: "dropped marked POST", method: "POST", marked: true, steps: []step{drop}, requests: 2, status: 200, delays: []time.Duration{500 * time.Millisecond}},
		{name: "repeated DELETE", method: "DELETE", steps: []step{drop, {status: 404}}, requests: 2, status: 404, delays: []time.Duration{500 * time.Millisecond}},
		{name: "stream", method: "PUT", stream: true, steps: []step{busy}, requests: 1, status: 503},
		{name: "no retry for the call", method: "GET", steps: []step{busy}, call: []rest.CallOption{rest.NoRetry()}, requests: 1, status: 503},
		{name: "no retry", method: "GET", steps: []step{busy}, options: []rest.Option{rest.WithRetry(rest.Retry{})}, requests: 1, status: 503},
		{name: "deadline before the delay", method: "GET", steps: []step{{503, "5"}}, deadline: 4 * time.Second, requests: 1, status: 503},
		{name: "deadline after the delay", method: "GET", steps: []step{{503, "5"}}, deadline: time.Minute, requests: 2, status: 200, delays: []time.Duration{5 * time.Second}},
	} {
		t.Run(at.name, func(t *testing.T) {
			url, bodies := scripted(t, at.steps)
			c := &clock{time: time.Now()}
			conn, err := rest.NewConn(url, append(at.options, rest.WithClock(c.now, c.sleep))...)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), cmp.Or(at.deadline, 2*time.Minute))
			defer cancel()
			r := rest.Request{Operation: rest.Operation{ID: "op", Method: at.method, Idempotent: at.method != "POST" || at.marked}, Path: "/"}
			body := ""
			if at.method == "PUT" || at.method == "POST" {
				body, r.Body = "content", strings.NewReader("content")
			}
			if at.stream {
				r.Body = io.MultiReader(r.Body)
			}
			var out any
			var base rest.Response
			res, err := conn.Do(ctx, r, at.call...)
			if err == nil {
				err = protocol.Decode(res, "op", &base, protocol.Want{Status: 200, JSON: &out})
			}
			got := bodies()
			if len(got) != at.requests || slices.ContainsFunc(got, func(s string) bool { return s != body }) {
				t.Errorf("got %d requests with bodies %q, want %d with %q", len(got), got, at.requests, body)
			}
			if base.Status != at.status || (err == nil) != (at.status == 200) {
				t.Errorf("got status %d and error %v, want status %d", base.Status, err, at.status)
			}
			if failed, ok := errors.AsType[*rest.Error](err); ok && len(at.steps) > 0 && at.steps[0].after != "" && failed.Header.Get("Retry-After") == "" {
				t.Error("got an error without the header Retry-After, want the header of the response")
			}
			ok := len(c.slept) == len(at.delays)
			for i := range min(len(c.slept), len(at.delays)) {
				least := at.delays[i] * 3 / 4
				if at.steps[i].after != "" {
					least = at.delays[i]
				}
				ok = ok && c.slept[i] <= at.delays[i] && c.slept[i] >= least
			}
			if !ok {
				t.Errorf("got delays %v, want up to %v", c.slept, at.delays)
			}
		})
	}
}

// TestSlowBody checks that a call ends when its context ends, even if the server is still sending the body.
func TestSlowBody(t *testing.T) {
	requests := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		_, _ = io.WriteString(w, `{"name": `)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	conn, err := rest.NewConn(s.URL, rest.WithMiddleware(func(r *http.Request, next rest.Next) (*http.Response, error) {
		defer cancel()
		return next(r)
	}))
	if err != nil {
		t.Fatal(err)
	}
	res, err := conn.Do(ctx, rest.Request{Operation: rest.Operation{ID: "op", Method: "GET", Idempotent: true}, Path: "/"})
	if err == nil {
		var out any
		err = protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 200, JSON: &out})
	}
	if !errors.Is(err, context.Canceled) || requests != 1 {
		t.Errorf("got %d requests and error %v, want one request and context.Canceled", requests, err)
	}
}

// TestStopDuringDelay checks that a call ends when its context ends during the delay before a retry.
func TestStopDuringDelay(t *testing.T) {
	url, bodies := scripted(t, []step{{status: 503}})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	conn, err := rest.NewConn(url, rest.WithClock(time.Now, func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }))
	if err != nil {
		t.Fatal(err)
	}
	_, err = conn.Do(ctx, rest.Request{Operation: rest.Operation{ID: "op", Method: "GET", Idempotent: true}, Path: "/"})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "status 503") || len(bodies()) != 1 {
		t.Errorf("got %d requests and error %v, want one request and context.Canceled after status 503", len(bodies()), err)
	}
}
