package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/rasapi/specgen/rest/internal/call"
	"github.com/rasapi/specgen/rest/internal/retry"
)

// Next sends a request and returns the response. A [Middleware] may call it any number of times.
type Next func(*http.Request) (*http.Response, error)

// Middleware is a function that wraps each attempt to send the request of a call. It may change the request, call next, and change or replace the
// response. A middleware that calls next again must first close the body of the previous response. When next is called again, it gets a body from
// GetBody of the request, or returns an error if the request has a body but no GetBody. GetBody is nil for a stream, and for a body that an [Editor]
// has replaced. [OperationFromContext] returns the operation of the request. The function next also follows redirects.
type Middleware func(r *http.Request, next Next) (*http.Response, error)

// Retry describes when and how a client sends a failed request again.
//
// The client retries a request after a connection error, and after the statuses 408, 429, 500, 502, 503 and 504. It does not retry a request if the
// certificate of the server is not valid, or if the server does not use TLS for an https URL. It retries an operation that is not idempotent only
// after 429, because a server that sends 429 has not executed the request. It does not retry a request whose body cannot be sent again, such as a
// stream. The delay is the value of the header Retry-After. If this header is missing or not valid, the delay starts at about 0.5 s and doubles with
// each retry, up to MaxDelay. The client does not retry a request if the server asks for a delay above MaxDelay, or if the delay would end after the
// deadline of the call.
type Retry struct {
	Max      int           // maximum number of retries per call; the default of a [Conn] is 2
	MaxDelay time.Duration // maximum delay before a retry; 0 means 8 s
}

// defaultRetries is the maximum number of retries without [WithRetry].
const defaultRetries = 2

// exchange is a call in progress. An exchange is also the context of each request of the call.
type exchange struct {
	context.Context
	cancel   context.CancelFunc // cancels the context of the call; nil without a timeout
	conn     *Conn
	request  Request
	settings callSettings
	secrets  call.Secrets  // secret parameters and credentials
	sent     int           // number of requests sent
	last     *http.Request // last request sent, or nil
	broken   bool          // whether the last request had no response
}

// exchangeKey is the context key of the exchange.
type exchangeKey struct{}

// Value returns the exchange for the key [exchangeKey], and the value in the caller's context for any other key.
func (x *exchange) Value(key any) any {
	if key == (exchangeKey{}) {
		return x
	}
	return x.Context.Value(key)
}

// Do sends r and returns the response, with any status. The caller must close the body. Do returns an error if there is no response. The text of the
// error, and of every [url.Error] that it wraps, contains no query, user information, credential or secret parameter, except secrets of up to three
// bytes. Do retries failed requests as [Retry] describes.
//
// Do follows a redirect only if the method remains the same. To another origin (scheme, host and port), Do follows redirects only for GET and HEAD.
// Do follows no redirect of an operation that declares only redirects as successful responses. If Do does not follow a redirect, it returns the
// redirect as the response. At the tenth redirect, Do returns an error. To another origin, Do sends no body, and only the headers Accept,
// Accept-Encoding, Accept-Language, Range and User-Agent. If the [http.Client] has a CheckRedirect function, this function decides which redirects Do
// follows. With [WithoutRedirects], Do follows none.
func (c *Conn) Do(ctx context.Context, r Request, opts ...CallOption) (*http.Response, error) {
	x := &exchange{Context: ctx, conn: c, request: r, secrets: slices.Clip(r.Secrets)}
	for _, secret := range r.Secrets {
		if plain, err := url.PathUnescape(secret); err == nil { // a server may repeat the value without the escapes of the path
			x.secrets = append(x.secrets, plain)
		}
	}
	res, err := x.do(opts)
	if err != nil {
		x.close()
		return nil, x.fail(err)
	}
	if x.settings.response != nil {
		*x.settings.response = res
	}
	if res.StatusCode != http.StatusSwitchingProtocols { // the body of a 101 response must remain an io.Writer
		res.Body = &call.Body{ReadCloser: res.Body, MaxBytes: c.limit, Accept: r.Accept, Call: x, Done: x.cancel}
	}
	return res, nil
}

// do applies the options of a call and sends its request. If it returns an error before the request is sent, it closes the body, if the body is an
// [io.Closer].
func (x *exchange) do(opts []CallOption) (*http.Response, error) {
	var res *http.Response
	req, err := x.prepare(opts)
	if err == nil {
		res, err = x.attempts(req)
	}
	if body, ok := x.request.Body.(io.Closer); ok && err != nil && x.sent == 0 {
		err = errors.Join(err, body.Close())
	}
	return res, err
}

// prepare applies the options of a call and returns its request.
func (x *exchange) prepare(opts []CallOption) (*http.Request, error) {
	for _, o := range opts {
		if o == nil {
			return nil, errors.New("an option is nil")
		}
		if err := o.apply(&x.settings); err != nil {
			return nil, err
		}
	}
	if x.settings.timeout > 0 {
		x.Context, x.cancel = context.WithTimeout(x.Context, x.settings.timeout)
	}
	return x.build()
}

// close cancels the context of the call, if the call has a timeout.
func (x *exchange) close() {
	if x.cancel != nil {
		x.cancel()
	}
}

// Secrets returns the texts that must not be printed. These are secret parameters, secret members of the body, and credentials. Secrets also reads
// credentials from the last request, because an editor or a middleware may have set other credentials.
func (x *exchange) Secrets() call.Secrets {
	secrets := append(slices.Clip(x.secrets), x.conn.Token())
	if x.last != nil {
		for _, s := range slices.Concat(x.request.Security...) {
			secrets = append(secrets, s.values(x.last)...)
		}
	}
	secrets = append(secrets, call.SecretsOf(x.request.Params)...)
	if content, ok := x.request.Body.(*call.Content); ok {
		secrets = append(secrets, call.SecretsOf(content.Value)...)
	}
	return secrets
}

// fail returns the error that [Conn.Do] returns for err. It removes secrets from err. It adds the operation ID to the text, and the number of
// attempts if there were several.
func (x *exchange) fail(err error) error {
	err = x.Secrets().Clean(err)
	if x.sent > 1 {
		return fmt.Errorf("%s: %w (%d attempts)", x.request.Operation.ID, err, x.sent)
	}
	return fmt.Errorf("%s: %w", x.request.Operation.ID, err)
}

// attempts sends a request and retries it as [Retry] describes.
func (x *exchange) attempts(req *http.Request) (*http.Response, error) {
	for n := 0; ; n++ {
		res, err := x.attempt(req)
		delay, again := x.delay(req, n, res, err)
		if !again {
			return res, err
		}
		if res != nil {
			_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxDrained)) // reading the body allows net/http to reuse the connection
			_ = res.Body.Close()
			err = fmt.Errorf("status %d", res.StatusCode)
		}
		if stopped := x.conn.sleep(x, delay); stopped != nil {
			return nil, fmt.Errorf("%w during the delay before a retry; the last attempt failed: %w", stopped, err)
		}
	}
}

// maxDrained is the maximum number of bytes to read from the body of a response before a retry.
const maxDrained = 64 << 10

// attempt makes one attempt to send a request, through the middleware.
func (x *exchange) attempt(req *http.Request) (*http.Response, error) {
	x.broken = false
	if len(x.conn.middleware) == 0 {
		return x.send(req)
	}
	next := Next(x.send)
	for _, m := range slices.Backward(x.conn.middleware) {
		inner := next
		next = func(r *http.Request) (*http.Response, error) { return checked(m(r, inner)) }
	}
	return next(req.Clone(x)) // a copy, so that a retry does not contain the changes of the middleware
}

// checked returns the results of a middleware or a [Doer]. It returns an error if both are nil, and adds an empty body to a response without a body.
func checked(res *http.Response, err error) (*http.Response, error) {
	switch {
	case res == nil && err == nil:
		return nil, errors.New("a middleware or the HTTP client returned neither a response nor an error")
	case res != nil && res.Body == nil:
		res.Body = http.NoBody
	}
	return res, err
}

// send waits for the rate limit and sends a request once, without middleware.
func (x *exchange) send(req *http.Request) (*http.Response, error) {
	if x.conn.pace != nil {
		if err := x.conn.pace.Wait(req.Context(), x.conn.now, x.conn.sleep); err != nil {
			return nil, fmt.Errorf("waiting for the rate limit: %w", err)
		}
	}
	if x.sent > 0 && hasBody(req) {
		if req.GetBody == nil {
			return nil, errors.New("the body of the request cannot be sent again")
		}
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		again := *req
		again.Body = body
		req = &again
	}
	x.sent++
	x.last = req
	var start time.Time
	if x.conn.logger != nil {
		start = x.conn.now()
	}
	res, err := checked(x.conn.doer.Do(req))
	x.broken = err != nil && res == nil // with a response, the error is from CheckRedirect
	if x.conn.logger != nil {
		x.log(res, err, x.conn.now().Sub(start))
	}
	return res, err
}

// hasBody reports whether a request has a body.
func hasBody(req *http.Request) bool { return req.Body != nil && req.Body != http.NoBody }

// delay returns the delay before a retry, and reports whether to retry the request. n is the number of previous retries.
func (x *exchange) delay(req *http.Request, n int, res *http.Response, err error) (time.Duration, bool) {
	if n >= x.conn.retry.Max || x.settings.once || x.Err() != nil || hasBody(req) && req.GetBody == nil {
		return 0, false
	}
	idempotent := x.request.Operation.Idempotent
	var header http.Header
	switch {
	case err != nil:
		if !idempotent || !x.broken || !retry.Error(err) {
			return 0, false
		}
	case res.StatusCode == http.StatusTooManyRequests, idempotent && retry.Status(res.StatusCode):
		header = res.Header
	default:
		return 0, false
	}
	now := x.conn.now()
	delay, ok := retry.Delay(n, header, now, x.conn.retry.MaxDelay)
	if end, limited := x.Deadline(); !ok || limited && now.Add(delay).After(end) {
		return 0, false
	}
	return delay, true
}

// sleep waits for the duration d. If ctx ends first, sleep returns the error of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
