package rest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/rasapi/specgen/rest/internal/pace"
)

// Option configures a [Conn].
type Option func(*Conn) error

// WithHTTPClient sends requests with c, which controls timeouts, proxies, certificates and cookies. If c is an [*http.Client], the connection uses a
// copy of it that follows redirects as [Conn.Do] and [WithoutRedirects] describe. Any other Doer must follow redirects itself.
func WithHTTPClient(c Doer) Option {
	return func(conn *Conn) error {
		if h, ok := c.(*http.Client); c == nil || ok && h == nil {
			return errors.New("WithHTTPClient: the client is nil")
		}
		conn.doer = c
		return nil
	}
}

// WithTLS uses a copy of config for TLS connections. config must not be nil. [NewConn] returns an error if [WithHTTPClient] is also an option, or if
// [http.DefaultTransport] is not an [*http.Transport].
func WithTLS(config *tls.Config) Option {
	return func(c *Conn) error {
		if config == nil {
			return errors.New("WithTLS: the configuration is nil")
		}
		c.transport.tls = config
		return nil
	}
}

// WithCA trusts the certificates in pem, in addition to the certificates of the system or of [WithTLS]. [NewConn] returns an error if pem contains no
// certificate, if [WithHTTPClient] is also an option, or if [http.DefaultTransport] is not an [*http.Transport].
func WithCA(pem []byte) Option {
	return func(c *Conn) error {
		c.transport.authorities = append(c.transport.authorities, slices.Clone(pem))
		return nil
	}
}

// WithEditor adds an editor, which runs for every call. Editors run in the order in which they were added. The editors among the options of a call
// run last.
func WithEditor(e Editor) Option {
	return func(c *Conn) error {
		if e == nil {
			return errors.New("WithEditor: the editor is nil")
		}
		c.editors = append(c.editors, e)
		return nil
	}
}

// WithMiddleware adds functions that wrap every attempt of every call. The first function is the outermost function.
func WithMiddleware(wrap ...Middleware) Option {
	return func(c *Conn) error {
		for _, m := range wrap {
			if m == nil {
				return errors.New("WithMiddleware: a function is nil")
			}
		}
		c.middleware = append(c.middleware, wrap...)
		return nil
	}
}

// WithRetry sets when and how the client retries failed requests. WithRetry(Retry{}) disables retries.
func WithRetry(r Retry) Option {
	return func(c *Conn) error {
		if r.Max < 0 || r.MaxDelay < 0 {
			return fmt.Errorf("WithRetry: Max %d and MaxDelay %v; want no negative value", r.Max, r.MaxDelay)
		}
		c.retry = r
		return nil
	}
}

// WithRateLimit limits the number of requests, including retries, to n in every period of length per. The limit does not count redirects. A request
// above the limit waits until the limit permits it. The call returns an error if its context ends first, or would end before the end of the wait.
func WithRateLimit(n int, per time.Duration) Option {
	return func(c *Conn) error {
		if n < 1 || per <= 0 {
			return fmt.Errorf("WithRateLimit: %d requests per %v; want positive values", n, per)
		}
		c.pace = pace.New(n, per)
		return nil
	}
}

// WithLogger logs the operation, method, path pattern, status, duration and number of every attempt. After an error, the log contains the kind of
// error instead of the status. The log contains no other data of the request, because URLs, headers, bodies and error texts may contain secrets. The
// level is Warn for an error and for a status of 400 or above, and Info otherwise.
func WithLogger(logger *slog.Logger) Option {
	return func(c *Conn) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil")
		}
		c.logger = logger
		return nil
	}
}

// WithMaxResponseBytes limits the number of bytes of the decompressed body of a response. The default is 64 MiB. If a successful response is longer,
// the client returns an [*Error]. The client reads at most 1 MiB of an error response. The limit does not apply to streams, which are a [File] and
// the response of a Raw method.
func WithMaxResponseBytes(n int64) Option {
	return func(c *Conn) error {
		if n <= 0 {
			return fmt.Errorf("WithMaxResponseBytes: limit %d; want at least 1", n)
		}
		c.limit = n
		return nil
	}
}

// WithoutRedirects disables redirects. [Conn.Do] returns a redirect as the response. Generated methods, except Raw methods, return it as an [*Error]
// unless the operation declares the redirect. The option has no effect if the argument of [WithHTTPClient] is not an [*http.Client].
func WithoutRedirects() Option {
	return func(c *Conn) error {
		c.transport.noRedirects = true
		return nil
	}
}
