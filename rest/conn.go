package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rasapi/specgen/rest/internal/call"
	"github.com/rasapi/specgen/rest/internal/pace"
)

// Doer sends HTTP requests. An [*http.Client] is a Doer.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Conn holds the settings of a client for one server. All areas of a generated client share the base URL, HTTP client, credentials and middleware of
// the Conn. A Conn is safe for concurrent use.
type Conn struct {
	base        string
	doer        Doer
	transport   transport
	credentials credentials
	editors     []Editor
	middleware  []Middleware
	retry       Retry
	pace        *pace.Limiter // nil if there is no limit
	logger      *slog.Logger  // nil if the connection does not log
	limit       int64         // maximum number of bytes of a response
	userAgent   string
	token       atomic.Pointer[string]

	now   func() time.Time
	sleep func(context.Context, time.Duration) error
}

// NewConn returns a connection to the server at baseURL, such as "https://farm.example:20443". A path in baseURL is prepended to the path of every
// operation. NewConn returns an error unless baseURL is an http or https URL with a host and without a query or fragment. The text of this error
// contains no user information, query or fragment. NewConn also returns an error if an option is not valid.
//
// Without [WithHTTPClient], a Conn uses a copy of [http.DefaultTransport]. The copy waits at most 10 s for a connection and 60 s for the header of a
// response. If the program has replaced http.DefaultTransport with another type, a Conn uses a copy of [http.DefaultClient]. A call has no time
// limit, because a limit would end long downloads. [Timeout] sets a limit for a call. The Conn retries failed requests as [Retry] describes.
func NewConn(baseURL string, options ...Option) (*Conn, error) {
	u, err := url.Parse(baseURL)
	shown := call.Address(baseURL)
	switch {
	case err != nil && shown == baseURL: // shown has no secrets, so the error may wrap err, which quotes parts of the URL
		return nil, fmt.Errorf("base URL: %w; want http:// or https:// and a host", err)
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, fmt.Errorf("base URL %q: want http:// or https:// and a host", shown)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, fmt.Errorf("base URL %q: must not have a query or a fragment", shown)
	}
	c := &Conn{
		base: strings.TrimRight(u.String(), "/"), retry: Retry{Max: defaultRetries}, limit: call.DefaultMaxBytes, userAgent: userAgent(),
		now: time.Now, sleep: sleep,
	}
	for _, o := range options {
		if o == nil {
			return nil, errors.New("an option is nil")
		}
		if err := o(c); err != nil {
			return nil, err
		}
	}
	if err := c.credentials.check(); err != nil {
		return nil, err
	}
	if c.doer, err = c.transport.client(c.doer); err != nil {
		return nil, err
	}
	return c, nil
}

// Format implements [fmt.Formatter]. It writes the base URL without user information, or <nil> for a nil Conn.
func (c *Conn) Format(s fmt.State, _ rune) {
	text := "<nil>"
	if c != nil {
		text = call.Address(c.base)
	}
	_, _ = io.WriteString(s, text)
}

// SetToken sets the token for later calls. Calls in progress may still use the previous token. If the token is empty, requests have no token.
func (c *Conn) SetToken(token string) { c.token.Store(&token) }

// Token returns the current token, or "" if there is none.
func (c *Conn) Token() string {
	if t := c.token.Load(); t != nil {
		return *t
	}
	return ""
}

// CloseIdleConnections closes the connections that no request uses. It does nothing if the [Doer], or the transport of an [*http.Client], has no
// method CloseIdleConnections. The Conn can still be used.
func (c *Conn) CloseIdleConnections() {
	if client, ok := c.doer.(interface{ CloseIdleConnections() }); ok {
		client.CloseIdleConnections()
	}
}
