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

// Doer sends HTTP requests. An [*http.Client] is a Doer. [http.Client] implements it.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Editor is a function that is called with every request before the request is sent. It may change headers, or the body and ContentLength. If it
// returns an error, the request is not sent.
type Editor func(*http.Request) error

// Conn holds the settings of a client for one server. The clients of all areas share the base URL, HTTP client, token and editors in it. It is safe
// for concurrent use.
type Conn struct {
	base      string
	doer      Doer
	authorize func(r *http.Request, token string)
	editors   []Editor
	limit     int64 // maximum number of bytes of a response
	token     atomic.Pointer[string]
}

// Option configures a [Conn].
type Option func(*Conn) error

// WithHTTPClient sends requests with c instead of [http.DefaultClient]. c defines timeouts, proxies, certificates and cookies. For an [*http.Client],
// the connection follows redirects as [Conn.Do] describes. Any other Doer must handle redirects.
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

// WithAuthorization sets the function that adds the token to a request. The default sets the header "Authorization: Bearer". Generated clients set a
// function for the security scheme of the document.
func WithAuthorization(set func(r *http.Request, token string)) Option {
	return func(c *Conn) error {
		if set == nil {
			return errors.New("WithAuthorization: the function is nil")
		}
		c.authorize = set
		return nil
	}
}

// WithMaxResponseBytes limits the number of bytes of a response, after decompression. The default is 64 MiB. For a longer response, the client
// returns an [*Error]. The limit does not apply to a [File] and to the responses of Raw methods, which are streams.
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
// operation. NewConn returns an error if baseURL has a query or a fragment. The text of the error contains no user information, query or fragment.
func NewConn(baseURL string, options ...Option) (*Conn, error) {
	u, err := url.Parse(baseURL)
	shown := call.Address(baseURL)
	switch {
	case err != nil && shown == baseURL: // the URL contains no secret, so the error can wrap err, which quotes parts of the URL
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

// Format implements [fmt.Formatter]. It returns the address of the server, without credentials and token.
func (c *Conn) Format(s fmt.State, _ rune) {
	text := "<nil>"
	if c != nil {
		text = call.Address(c.base)
	}
	_, _ = io.WriteString(s, text)
}

// SetToken sets the token for later calls. Calls in progress use the previous token. An empty token is not sent, and a [Request] with Open set is
// sent without a token.
func (c *Conn) SetToken(token string) { c.token.Store(&token) }

// Token returns the current token, or "" if there is none.
func (c *Conn) Token() string {
	if t := c.token.Load(); t != nil {
		return *t
	}
	return ""
}

// Request describes a call of an operation. Generated code creates requests.
type Request struct {
	Operation   string // operationId for the text of errors
	Method      string
	Path        string   // escaped path with a leading slash
	Query       []string // encoded fragments, "a=1&a=2"
	Header      http.Header
	Cookies     []*http.Cookie
	ContentType string // media type of the body
	Body        io.Reader
	Accept      string   // "" for none
	Open        bool     // whether the token is not sent
	Secrets     []string // values of secret path parameters, which are removed from errors
}

// Do sends a request and returns the response, whatever its status. The caller must close the body. Do returns an error if there is no response. The
// text of the error, and of every [url.Error] in it, contains no query, user information, token or secret parameter.
//
// Do follows a redirect if it can repeat the request: the method must not change, and to another origin (scheme, host and port) Do follows only GET
// and HEAD. Do returns any other redirect as the response. Another origin receives no body and only the headers Accept, Accept-Encoding,
// Accept-Language, Range and User-Agent. If the [http.Client] has a CheckRedirect, Do follows the redirects for which it returns nil.
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
		doer = withRedirects(client)
	}
	res, err := doer.Do(req)
	if err != nil {
		return nil, callError(r, secrets, err)
	}
	if res.Body != nil && res.StatusCode != http.StatusSwitchingProtocols { // the body of a 101 response must remain an io.Writer
		res.Body = &call.Body{ReadCloser: res.Body, MaxBytes: c.limit, Accept: r.Accept, Secrets: secrets}
	}
	return res, nil
}

// callError returns the error of a call with the operation in its text and without secrets.
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
		req.GetBody = nil // net/http would send the unedited body on a retry
	}
	return req, nil
}

// originalBody wraps the body of a request, so that a replaced body can be detected.
type originalBody struct{ io.ReadCloser }
