package ras

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/rasapi/specgen/rest"
)

// Option configures [Open].
type Option func(*settings) error

// settings holds the options of a [Farm].
type settings struct {
	credentials func(context.Context) (Credentials, error)
	conn        []rest.Option
}

// Credentials holds the user name and password of an administrator. The packages fmt, log/slog and encoding/json write REDACTED instead of the
// credentials.
type Credentials struct {
	Username string
	Password string
}

// Format implements [fmt.Formatter]. It writes REDACTED instead of the credentials.
func (Credentials) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue implements [slog.LogValuer]. It returns REDACTED.
func (Credentials) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements [encoding.TextMarshaler]. It returns REDACTED.
func (Credentials) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// redacted is the text that replaces a secret.
const redacted = "REDACTED"

// WithPassword sets the user name and password of an administrator.
func WithPassword(username, password string) Option {
	return WithCredentials(func(context.Context) (Credentials, error) { return Credentials{username, password}, nil })
}

// WithCredentials sets a function that returns the credentials for a log-on. The Farm calls get before every log-on, for example to read the current
// password from a vault. The context of get ends when no caller waits for the log-on. In this case, the next log-on may call get before the previous
// call to get has returned. Otherwise, calls to get do not overlap.
func WithCredentials(get func(context.Context) (Credentials, error)) Option {
	return func(s *settings) error {
		if get == nil {
			return errors.New("WithCredentials: the function is nil")
		}
		s.credentials = get
		return nil
	}
}

// WithCA trusts the certificates in pem, in addition to the certificates of the system or of [rest.WithTLS]. Use it for a farm whose certificate is
// from an authority that the system does not trust.
func WithCA(pem []byte) Option { return With(rest.WithCA(pem)) }

// With sets options of the connection, such as [rest.WithLogger], [rest.WithRetry], [rest.WithRateLimit] or [rest.WithMiddleware]. A middleware
// runs for every request, including log-ons.
func With(options ...rest.Option) Option {
	return func(s *settings) error {
		s.conn = append(s.conn, options...)
		return nil
	}
}
