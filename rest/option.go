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

// WithHTTPClient sends requests with c, which defines timeouts, proxies, certificates and cookies. For an [*http.Client], the connection follows
// redirects as [Conn.Do] describes, and later changes of c have no effect. Any other Doer must handle redirects.
func WithHTTPClient(c Doer) Option {
	return func(conn *Conn) error {
		if h, ok := c.(*http.Client); c == nil || ok && h == nil {
			return errors.New("WithHTTPClient: the client is nil")
		}
		conn.doer = c
		return nil
	}
}

// WithTLS uses a copy of config for TLS connections. [NewConn] returns an error if [WithHTTPClient] is also an option.
func WithTLS(config *tls.Config) Option {
	return func(c *Conn) error {
		if config == nil {
			return errors.New("WithTLS: the configuration is nil")
		}
		c.transport.tls = config
		return nil
	}
}

// WithCA trusts the certificates in pem, in addition to those of the system or of [WithTLS]. It returns an error if pem contains no certificate.
// [NewConn] returns an error if [WithHTTPClient] is also an option.
func WithCA(pem []byte) Option {
	return func(c *Conn) error {
		c.transport.authorities = append(c.transport.authorities, slices.Clone(pem))
		return nil
	}
}

// WithEditor adds an editor for every call. Editors run in the order in which they were added. The editors of a single call run last.
func WithEditor(e Editor) Option {
	return func(c *Conn) error {
		if e == nil {
			return errors.New("WithEditor: the editor is nil")
		}
		c.editors = append(c.editors, e)
		return nil
	}
}

// WithMiddleware adds functions around every attempt of every call. The first function is the outermost.
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

// WithRetry sets how failed requests are repeated. WithRetry(Retry{}) disables it.
func WithRetry(r Retry) Option {
	return func(c *Conn) error {
		if r.Max < 0 || r.MaxDelay < 0 {
			return fmt.Errorf("WithRetry: Max %d and MaxDelay %v; want no negative value", r.Max, r.MaxDelay)
		}
		c.retry = r
		return nil
	}
}

// WithRateLimit sends at most n requests in any period of length per, including repeated requests. A request above the limit waits. If its context
// ends before, the call fails.
func WithRateLimit(n int, per time.Duration) Option {
	return func(c *Conn) error {
		if n < 1 || per <= 0 {
			return fmt.Errorf("WithRateLimit: %d requests per %v; want positive values", n, per)
		}
		c.pace = pace.New(n, per)
		return nil
	}
}

// WithLogger logs every attempt: operation, method, path pattern, status, duration and number of the attempt, and the kind of error if there is no
// response. It logs nothing else, because URLs, headers, bodies and texts of errors may contain secrets. The level is Warn for a status of 400 or more
// and for an error, and otherwise Info.
func WithLogger(logger *slog.Logger) Option {
	return func(c *Conn) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil")
		}
		c.logger = logger
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

// WithoutRedirects follows no redirect. A redirect is the response of [Conn.Do], and generated methods return it as an [*Error]. The option has no effect
// on a Doer of [WithHTTPClient] that is not an [*http.Client].
func WithoutRedirects() Option {
	return func(c *Conn) error {
		c.transport.noRedirects = true
		return nil
	}
}
