package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
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

// NewConn makes a connection to the server at baseURL, "https://farm.example:20443". A path in it is put before the path of every
// operation; query and fragment are refused.
func NewConn(baseURL string, options ...Option) (*Conn, error) {
	u, err := url.Parse(baseURL)
	switch {
	case err != nil:
		return nil, fmt.Errorf("base URL: %w; want http:// or https:// and a host", err)
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, fmt.Errorf("base URL %q: want http:// or https:// and a host", baseURL)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, fmt.Errorf("base URL %q: must have no query and no fragment", baseURL)
	}
	c := &Conn{base: strings.TrimRight(u.String(), "/"), doer: http.DefaultClient, authorize: func(r *http.Request, token string) {
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
//
// A redirect is followed where the same request can be made again: with the same method, and to another host only GET and HEAD. Any other
// redirect is the answer. The token goes to no other host. A CheckRedirect of the [http.Client] decides in its own way what is followed.
func (c *Conn) Do(ctx context.Context, r Request, edit ...Editor) (*http.Response, error) {
	req, secret, err := c.request(ctx, r, edit)
	if err != nil {
		if body, ok := r.Body.(io.Closer); ok {
			err = errors.Join(err, body.Close())
		}
		return nil, fmt.Errorf("%s: %w", r.Operation, err)
	}
	doer := c.doer
	if client, ok := doer.(*http.Client); ok {
		doer = following(client, secret.headers)
	}
	res, err := doer.Do(req)
	if failed, ok := errors.AsType[*url.Error](err); ok && secret.query {
		address, _, _ := strings.Cut(failed.URL, "?") // or every log would have the token
		err = &url.Error{Op: failed.Op, URL: address, Err: failed.Err}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Operation, err)
	}
	return res, nil
}

// following is a client that follows redirects as [Conn.Do] says. secret are the names of the headers with the token: net/http takes only
// Authorization and Cookie away on the way to another host. Where the request's address has the token, Referer would tell it.
func following(client *http.Client, secret []string) *http.Client {
	follow := *client
	follow.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		first := via[0].URL
		abroad := slices.ContainsFunc(append(via[1:len(via):len(via)], req), func(hop *http.Request) bool {
			return !strings.EqualFold(hop.URL.Hostname(), first.Hostname()) || first.Scheme == "https" && hop.URL.Scheme != "https"
		})
		if abroad {
			for _, name := range append(secret, "Referer") {
				delete(req.Header, name)
			}
		}
		switch {
		case client.CheckRedirect != nil:
			return client.CheckRedirect(req, via)
		case req.Method != via[0].Method, abroad && req.Method != http.MethodGet && req.Method != http.MethodHead:
			return http.ErrUseLastResponse
		case len(via) >= 10: // as net/http
			return errors.New("stopped after 10 redirects")
		}
		return nil
	}
	return &follow
}

// secrets tells where the token is in a request.
type secrets struct {
	headers []string
	query   bool
}

// request makes a request, and tells where the token is in it.
func (c *Conn) request(ctx context.Context, r Request, edit []Editor) (req *http.Request, secret secrets, err error) {
	target := c.base + r.Path
	if len(r.Query) > 0 {
		target += "?" + strings.Join(r.Query, "&")
	}
	req, err = http.NewRequestWithContext(ctx, r.Method, target, r.Body)
	if err != nil {
		return nil, secret, err
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
		before, query := req.Header.Clone(), req.URL.RawQuery
		c.authorize(req, token)
		secret.query = req.URL.RawQuery != query
		for name, values := range req.Header {
			if !slices.Equal(before[name], values) {
				secret.headers = append(secret.headers, name)
			}
		}
	}
	given := &givenBody{req.Body}
	if req.Body != nil {
		req.Body = given
	}
	for _, e := range slices.Concat(c.editors, edit) {
		if e == nil {
			return nil, secret, errors.New("an editor is nil")
		}
		if err := e(req); err != nil {
			return nil, secret, err
		}
	}
	switch {
	case req.Body == given:
		req.Body = given.ReadCloser
	case given.ReadCloser != nil || req.Body != nil:
		req.GetBody = nil // net/http would send the body that was there before when it has to send again
	}
	return req, secret, nil
}

// givenBody tells whether an editor has put another body into its place.
type givenBody struct{ io.ReadCloser }

// Int writes an integer, also one of an enum type, as digits.
func Int[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64](v T) string {
	if v < 0 {
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatUint(uint64(v), 10)
}
