package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
)

// Doer sends one request; [http.Client] is one.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Editor changes a request just before it is sent: a header, a body, a log line. An error stops the call.
type Editor func(*http.Request) error

// Conn is a connection to one server: base URL, HTTP client, token and editors, shared by the clients of all areas. It is safe for
// concurrent use.
type Conn struct {
	base      string
	doer      Doer
	authorize func(r *http.Request, token string)
	editors   []Editor
	token     atomic.Pointer[string]
}

// Option is a setting of [NewConn].
type Option func(*Conn) error

// WithHTTPClient sends requests through c instead of [http.DefaultClient]: timeouts, proxies, certificates and cookies are set there.
func WithHTTPClient(c Doer) Option {
	return func(conn *Conn) error {
		if c == nil {
			return errors.New("WithHTTPClient: the client is nil")
		}
		conn.doer = c
		return nil
	}
}

// WithToken sets the token from the start, see [Conn.SetToken].
func WithToken(token string) Option {
	return func(c *Conn) error { c.SetToken(token); return nil }
}

// WithEditor adds an editor for every request. Editors run in the order in which they were given, those of a call last.
func WithEditor(e Editor) Option {
	return func(c *Conn) error {
		if e == nil {
			return errors.New("WithEditor: the editor is nil")
		}
		c.editors = append(c.editors, e)
		return nil
	}
}

// WithAuthorization says how the token travels, for operations that need one. Generated facades set it from the
// document's security scheme; the default is the header `Authorization: Bearer`.
func WithAuthorization(set func(r *http.Request, token string)) Option {
	return func(c *Conn) error { c.authorize = set; return nil }
}

// NewConn makes a connection to the server at baseURL, "https://farm.example:20443". A path in it is put before the path of every
// operation; query and fragment are refused.
func NewConn(baseURL string, options ...Option) (*Conn, error) {
	u, err := url.Parse(baseURL)
	switch {
	case err != nil:
		return nil, fmt.Errorf("base URL: %w", err)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, fmt.Errorf("base URL %q: want http:// or https:// and a host", baseURL)
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("base URL %q: must have no query and no fragment", baseURL)
	}
	c := &Conn{base: strings.TrimRight(u.String(), "/"), doer: http.DefaultClient, authorize: func(r *http.Request, token string) {
		r.Header.Set("Authorization", "Bearer "+token)
	}}
	for _, o := range options {
		if err := o(c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// SetToken sets the token that goes with every later call of an operation that needs one; "" sends none. Calls under way keep theirs.
func (c *Conn) SetToken(token string) { c.token.Store(&token) }

// Token gives the token in use, "" when there is none.
func (c *Conn) Token() string {
	if t := c.token.Load(); t != nil {
		return *t
	}
	return ""
}

// Request is one call of an operation, as generated code describes it.
type Request struct {
	Operation   string // operationId, for error texts
	Method      string
	Path        string   // escaped, with a leading slash
	Query       []string // encoded fragments, "a=1&a=2"
	Header      http.Header
	Cookies     []*http.Cookie
	ContentType string // of the body
	Body        io.Reader
	Accept      string // "" for none
	Open        bool   // the operation needs no token
}

// Do sends a request and gives the answer as it came, whatever its status; the caller closes its body. An error means that there is no
// answer.
func (c *Conn) Do(ctx context.Context, r Request, edit ...Editor) (*http.Response, error) {
	req, err := c.request(ctx, r, edit)
	if err != nil {
		if body, ok := r.Body.(io.Closer); ok {
			err = errors.Join(err, body.Close())
		}
		return nil, fmt.Errorf("%s: %w", r.Operation, err)
	}
	res, err := c.doer.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Operation, err)
	}
	return res, nil
}

func (c *Conn) request(ctx context.Context, r Request, edit []Editor) (*http.Request, error) {
	target := c.base + r.Path
	if len(r.Query) > 0 {
		target += "?" + strings.Join(r.Query, "&")
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, target, r.Body)
	if err != nil {
		return nil, err
	}
	for name, values := range r.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	for _, cookie := range r.Cookies {
		req.AddCookie(cookie)
	}
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	if r.Accept != "" && req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", r.Accept)
	}
	if token := c.Token(); token != "" && !r.Open {
		c.authorize(req, token)
	}
	for _, e := range c.editors {
		if err := e(req); err != nil {
			return nil, err
		}
	}
	for _, e := range edit {
		if err := e(req); err != nil {
			return nil, err
		}
	}
	return req, nil
}

// Int writes an integer, also one of an enum type, as digits.
func Int[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64](v T) string {
	if v < 0 {
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatUint(uint64(v), 10)
}
