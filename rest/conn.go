package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/rasapi/specgen/rest/internal/call"
)

// Doer sends one request; [http.Client] is one.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Editor changes a request just before it is sent: a header, a body (and its ContentLength), a log line. An error stops the call.
type Editor func(*http.Request) error

// Conn is a connection to one server: base URL, HTTP client, token and editors, shared by the clients of all areas. It is safe for
// concurrent use.
type Conn struct {
	base      string
	doer      Doer
	authorize func(r *http.Request, token string)
	editors   []Editor
	limit     int64 // of bytes of a response
	token     atomic.Pointer[string]
}

// Option is a setting of [NewConn].
type Option func(*Conn) error

// WithHTTPClient sends requests through c instead of [http.DefaultClient]: timeouts, proxies, certificates and cookies are set there. What
// [Conn.Do] says of redirects holds for an [http.Client]; a Doer of another kind follows them, or not, by itself.
func WithHTTPClient(c Doer) Option {
	return func(conn *Conn) error {
		if h, ok := c.(*http.Client); c == nil || ok && h == nil {
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
	return func(c *Conn) error {
		if set == nil {
			return errors.New("WithAuthorization: the function is nil")
		}
		c.authorize = set
		return nil
	}
}

// WithMaxResponseBytes sets how many bytes of a response are read at most, after decompression. The default is 64 MiB. A longer response is an
// [*Error]. The limit does not apply to streams: a [File], and the responses of Raw methods.
func WithMaxResponseBytes(n int64) Option {
	return func(c *Conn) error {
		if n <= 0 {
			return fmt.Errorf("WithMaxResponseBytes: %d is not a limit; want at least 1", n)
		}
		c.limit = n
		return nil
	}
}

// NewConn returns a connection to the server at baseURL, "https://farm.example:20443". A path in baseURL is prepended to the path of every
// operation. NewConn returns an error if baseURL has a query or a fragment. Its errors never contain user information, query or fragment.
func NewConn(baseURL string, options ...Option) (*Conn, error) {
	u, err := url.Parse(baseURL)
	shown := call.Address(baseURL)
	switch {
	case err != nil && shown == baseURL: // the reason may quote any part of the URL
		return nil, fmt.Errorf("base URL: %w; want http:// or https:// and a host", err)
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, fmt.Errorf("base URL %q: want http:// or https:// and a host", shown)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, fmt.Errorf("base URL %q: must not have a query or a fragment", shown)
	}
	c := &Conn{base: strings.TrimRight(u.String(), "/"), doer: http.DefaultClient, limit: call.DefaultMaxBytes, authorize: func(r *http.Request, token string) {
		r.Header.Set("Authorization", "Bearer "+token)
	}}
	for _, o := range options {
		if o == nil {
			return nil, errors.New("an option is nil")
		}
		if err := o(c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Format implements [fmt.Formatter]: it prints the address of the server, without credentials and token.
func (c *Conn) Format(s fmt.State, _ rune) {
	text := "<nil>"
	if c != nil {
		text = call.Address(c.base)
	}
	_, _ = io.WriteString(s, text)
}

// SetToken sets the token that every later call sends, unless [Request.Open] is set. Calls that have begun keep theirs. An empty token is not
// sent.
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
	Accept      string   // "" for none
	Open        bool     // the token is not sent
	Secrets     []string // values of secret path parameters, which errors must not contain
}

// Do sends a request and returns the response with any status. The caller must close the body. An error means that there is no response. The
// text of the error, and of every [url.Error] in it, contains no query, user information, token or secret parameter.
//
// A redirect is followed if the same request can be made again: the method must not change, and only GET and HEAD are followed to another
// origin (scheme, host and port). Do returns any other redirect as the response. Another origin receives no body, and of the headers only
// Accept, Accept-Encoding, Accept-Language, Range and User-Agent. If the [http.Client] has a CheckRedirect, that function decides which
// redirects are followed.
func (c *Conn) Do(ctx context.Context, r Request, edit ...Editor) (*http.Response, error) {
	token := c.Token()
	if r.Open {
		token = ""
	}
	secrets := call.NewSecrets(append(slices.Clone(r.Secrets), token)...)
	req, err := c.request(ctx, r, token, edit)
	if err != nil {
		if body, ok := r.Body.(io.Closer); ok {
			err = errors.Join(err, body.Close())
		}
		return nil, callError(r, secrets, err)
	}
	doer := c.doer
	if client, ok := doer.(*http.Client); ok {
		doer = following(client)
	}
	res, err := doer.Do(req)
	if err != nil {
		return nil, callError(r, secrets, err)
	}
	if res.Body != nil && res.StatusCode != http.StatusSwitchingProtocols { // whose body is also an io.Writer
		res.Body = &call.Body{ReadCloser: res.Body, MaxBytes: c.limit, Accept: r.Accept, Secrets: secrets}
	}
	return res, nil
}

// callError returns the error of a call, with the operation and without secrets.
func callError(r Request, secrets call.Secrets, err error) error {
	return fmt.Errorf("%s: %w", r.Operation, secrets.Clean(err))
}

// request returns the HTTP request of a call.
func (c *Conn) request(ctx context.Context, r Request, token string, edit []Editor) (*http.Request, error) {
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
	if token != "" {
		c.authorize(req, token)
	}
	given := &givenBody{req.Body}
	if req.Body != nil {
		req.Body = given
	}
	for _, e := range slices.Concat(c.editors, edit) {
		if e == nil {
			return nil, errors.New("an editor is nil")
		}
		if err := e(req); err != nil {
			return nil, err
		}
	}
	switch {
	case req.Body == given:
		req.Body = given.ReadCloser
	case given.ReadCloser != nil || req.Body != nil:
		req.GetBody = nil // net/http would send the body that was there before when it has to send again
	}
	return req, nil
}

// givenBody tells whether an editor has put another body into its place.
type givenBody struct{ io.ReadCloser }
