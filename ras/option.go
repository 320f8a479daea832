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

// Credentials are the name and password of an administrator. fmt and log/slog print no part of them.
type Credentials struct {
	Username string
	Password string
}

// Format implements [fmt.Formatter]. It writes REDACTED instead of the credentials.
func (Credentials) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue implements [slog.LogValuer] without the credentials.
func (Credentials) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements [encoding.TextMarshaler] without the credentials.
func (Credentials) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// redacted is the text that replaces a secret.
const redacted = "REDACTED"

// WithPassword logs on with the name and password of an administrator.
func WithPassword(username, password string) Option {
	return WithCredentials(func(context.Context) (Credentials, error) { return Credentials{username, password}, nil })
}

// WithCredentials calls get before every log-on, for example to read the current password from a vault. Calls do not overlap, except after all
// callers that wait for a log-on have stopped waiting. The context ends when no call waits for the log-on.
func WithCredentials(get func(context.Context) (Credentials, error)) Option {
	return func(s *settings) error {
		if get == nil {
			return errors.New("WithCredentials: the function is nil")
		}
		s.credentials = get
		return nil
	}
}

// WithCA trusts the certificates in pem, in addition to those of the system. A farm usually has a certificate of its own authority.
func WithCA(pem []byte) Option { return With(rest.WithCA(pem)) }

// With sets options of the connection, such as [rest.WithLogger], [rest.WithRetry], [rest.WithRateLimit] or [rest.WithMiddleware]. A middleware runs
// for every request that is sent, including log-ons.
func With(options ...rest.Option) Option {
	return func(s *settings) error {
		s.conn = append(s.conn, options...)
		return nil
	}
}
