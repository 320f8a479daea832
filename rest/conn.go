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

// Doer sends a request and returns its response. [http.Client] implements it.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Editor is called with every request just before it is sent. It may change the request: a header, or the body and ContentLength. If it returns
// an error, the request is not sent.
type Editor func(*http.Request) error

// Conn is a connection to a server. It holds the base URL, HTTP client, token and editors that the clients of all areas share. It is safe for
// concurrent use.
type Conn struct {
	base      string
	doer      Doer
	authorize func(r *http.Request, token string)
	editors   []Editor
	limit     int64 // bytes of a response
	token     atomic.Pointer[string]
}

// Option configures a [Conn].
type Option func(*Conn) error

// WithHTTPClient sends requests with c instead of [http.DefaultClient]. c defines timeouts, proxies, certificates and cookies. If c is an
// [*http.Client], redirects are followed as [Conn.Do] describes. Any other Doer handles redirects itself.
func WithHTTPClient(c Doer) Option {
	return func(conn *Conn) error {
		if h, ok := c.(*http.Client); c == nil || ok && h == nil {
			return errors.New("WithHTTPClient: the client is nil")
		}
		conn.doer = c
		return nil
	}
}

// WithToken sets the initial token. [Conn.SetToken] changes it.
func WithToken(token string) Option {
	return func(c *Conn) error { c.SetToken(token); return nil }
}

// WithEditor adds an editor for every request. Editors run in the order in which they were added. The editors of a single call run last.
func WithEditor(e Editor) Option {
	return func(c *Conn) error {
		if e == nil {
			return errors.New("WithEditor: the editor is nil")
		}
		c.editors = append(c.editors, e)
		return nil
	}
}

// WithAuthorization sets the function that adds the token to a request. The default sets the header "Authorization: Bearer". Generated
// clients set the function from the security scheme of the document.
func WithAuthorization(set func(r *http.Request, token string)) Option {
	return func(c *Conn) error {
		if set == nil {
			return errors.New("WithAuthorization: the function is nil")
		}
		c.authorize = set
		return nil
	}
}

// WithMaxResponseBytes limits the number of bytes that are read from a response, after decompression. The default is 64 MiB. A longer response
// is an [*Error]. The limit does not apply to streams: a [File], and the responses of Raw methods.
func WithMaxResponseBytes(n int64) Option {
	return func(c *Conn) error {
		if n <= 0 {
			return fmt.Errorf("WithMaxResponseBytes: limit %d; want at least 1", n)
		}
		c.limit = n
		return nil
	}
}

// NewConn returns a connection to the server at baseURL, such as "https://farm.example:20443". A path in baseURL is prepended to the path of every
// operation. NewConn returns an error if baseURL has a query or a fragment. Its errors never contain user information, query or fragment.
func NewConn(baseURL string, options ...Option) (*Conn, error) {
	u, err := url.Parse(baseURL)
	shown := call.Address(baseURL)
	switch {
	case err != nil && shown == baseURL: // err quotes parts of the URL, but there is nothing to hide
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

// Format implements [fmt.Formatter]. It prints the address of the server, without credentials and token.
func (c *Conn) Format(s fmt.State, _ rune) {
	text := "<nil>"
	if c != nil {
		text = call.Address(c.base)
	}
	_, _ = io.WriteString(s, text)
}

// SetToken sets the token for later calls. Calls in progress keep the previous token. The token is not sent if it is empty or if [Request.Open] is
// set.
func (c *Conn) SetToken(token string) { c.token.Store(&token) }

// Token returns the current token, or "" if there is none.
func (c *Conn) Token() string {
	if t := c.token.Load(); t != nil {
		return *t
	}
	return ""
}

// Request describes a call of an operation. Generated code creates it.
type Request struct {
	Operation   string // operationId, for the text of errors
	Method      string
	Path        string   // escaped, with a leading slash
	Query       []string // encoded fragments, "a=1&a=2"
	Header      http.Header
	Cookies     []*http.Cookie
	ContentType string // media type of the body
	Body        io.Reader
	Accept      string   // "" for none
	Open        bool     // do not send the token
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
	if res.Body != nil && res.StatusCode != http.StatusSwitchingProtocols { // the body of that status must remain an io.Writer
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
	original := &originalBody{req.Body}
	if req.Body != nil {
		req.Body = original
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
	case req.Body == original:
		req.Body = original.ReadCloser
	case original.ReadCloser != nil || req.Body != nil:
		req.GetBody = nil // on a retry, net/http would send the body from before the edit
	}
	return req, nil
}

// originalBody wraps the body of a request, to detect that an editor replaced it.
type originalBody struct{ io.ReadCloser }
