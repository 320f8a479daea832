package ras_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

const password = "the password of the administrator"

// network is an in-memory network with one server. It implements [net.Listener].
type network struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.accepted:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

func (n *network) Addr() net.Addr { return &net.TCPAddr{} }

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case n.accepted <- far:
		return near, nil
	case <-n.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// fake is a simulated farm that records requests. It implements [http.Handler].
type fake struct {
	logOn func(w http.ResponseWriter, r *http.Request) bool // responds to a log-on and returns true; returns false for the default response; may be nil
	serve http.HandlerFunc                                  // responds to the requests that have a valid token, except log-ons and log-offs

	mutex    sync.Mutex
	requests []string // method, path and token of each request, and the body of a POST request that is not a log-on
	tokens   []string // all issued tokens; only the last token can be valid
	ended    bool     // whether the session of the last token has ended
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	logsOn := r.URL.Path == "/api/Session/logon"
	body := ""
	if !logsOn && r.Method == http.MethodPost {
		data, _ := io.ReadAll(r.Body)
		body = string(data)
	}
	f.mutex.Lock()
	f.requests = append(f.requests, strings.TrimSpace(strings.Join([]string{r.Method, r.URL.Path, r.Header.Get("auth_token"), body}, " ")))
	valid := !f.ended && len(f.tokens) > 0 && r.Header.Get("auth_token") == f.tokens[len(f.tokens)-1]
	f.mutex.Unlock()
	switch {
	case logsOn && (f.logOn == nil || !f.logOn(w, r)):
		f.mutex.Lock()
		defer f.mutex.Unlock()
		token := fmt.Sprintf("token-%d", len(f.tokens)+1)
		f.tokens, f.ended = append(f.tokens, token), false
		_, _ = fmt.Fprintf(w, `{"authToken":%q,"farmName":"Fake"}`, token)
	case logsOn:
	case !valid:
		w.WriteHeader(http.StatusUnauthorized)
	case r.URL.Path == "/api/Session/logoff":
		f.end()
		_, _ = io.WriteString(w, `"logged off"`)
	default:
		f.serve(w, r)
	}
}

// end ends the session.
func (f *fake) end() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.ended = true
}

// sent returns the requests since the last call to sent.
func (f *fake) sent() []string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	sent := f.requests
	f.requests = nil
	return sent
}

// logOns returns the number of log-ons among requests.
func logOns(requests []string) int {
	n := 0
	for _, r := range requests {
		if strings.Contains(r, "/logon") {
			n++
		}
	}
	return n
}

// start starts f on an in-memory network and opens a Farm for it. The server stops when the test ends.
func (f *fake) start(t *testing.T, options ...ras.Option) (*ras.Farm, error) {
	t.Helper()
	n := &network{accepted: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: f}
	served := make(chan error)
	go func() { served <- server.Serve(n) }()
	transport := &http.Transport{DialContext: n.dial}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-served
	})
	options = append([]ras.Option{ras.WithPassword("admin", password), ras.With(rest.WithHTTPClient(&http.Client{Transport: transport}))}, options...)
	return ras.Open(t.Context(), "http://farm.example", options...)
}

// open calls start and discards the recorded log-on. The test fails if start returns an error, or if the fake has recorded other requests.
func (f *fake) open(t *testing.T, options ...ras.Option) *ras.Farm {
	t.Helper()
	farm, err := f.start(t, options...)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.sent(), []string{"POST /api/Session/logon"}; !slices.Equal(got, want) {
		t.Fatalf("Open: got requests %q, want %q", got, want)
	}
	return farm
}

// respond returns a handler that responds with v as JSON.
func respond(status int, v any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
}
