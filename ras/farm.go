package ras

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

// ErrClosed is the error of calls after [Farm.Close].
var ErrClosed = errors.New("the farm is closed")

// The rate limit of a farm of version 21 by default, according to the documentation of the vendor.
const (
	rateLimit  = 50
	ratePeriod = 10 * time.Second
)

// Farm is a farm with a session of an administrator. It has a field per area, and all methods of the generated client. It is safe for concurrent use.
//
// When the farm refuses a request with 401, the session has ended. The Farm then logs on again, once for all calls that the farm refused, and sends
// the request once more. A farm does not execute a request that it refuses with 401, so this includes requests that change something. If the body of
// the request is a stream, the Farm logs on again and returns the error with status 401, so that the caller can repeat the call.
type Farm struct {
	*client.Client
	session *session
}

// Open logs on to the farm at url, such as "https://farm.example:20443". An option must set the credentials. The caller must close the Farm.
//
// If the farm refuses credentials, the same credentials are not sent again for five minutes, because a farm may lock the account of an administrator
// after several attempts. Calls that need a log-on return the error of the refusal until then.
func Open(ctx context.Context, url string, options ...Option) (*Farm, error) {
	var set settings
	for _, o := range options {
		if o == nil {
			return nil, errors.New("an option is nil")
		}
		if err := o(&set); err != nil {
			return nil, err
		}
	}
	if set.credentials == nil {
		return nil, errors.New("no credentials; use WithPassword or WithCredentials")
	}
	s := &session{credentials: set.credentials}
	defaults := []rest.Option{rest.WithRateLimit(rateLimit, ratePeriod), rest.WithoutRedirects(), rest.WithMiddleware(s.send)}
	var err error
	if s.client, err = client.New(url, append(defaults, set.conn...)...); err != nil {
		return nil, err
	}
	if _, err := s.token(ctx, s.client.Token()); err != nil {
		s.client.CloseIdleConnections()
		return nil, err
	}
	return &Farm{s.client, s}, nil
}

// Info returns the response of the farm to the last log-on, without the token. It has the name of the farm and the ID of the session.
func (f *Farm) Info() model.Session { return f.session.info() }

// Apply applies changes of settings that have no effect until they are applied. [model.Session.ApplySettingsEnabled] of a later log-on reports whether
// there are such changes.
func (f *Farm) Apply(ctx context.Context) error {
	_, err := f.Settings.ApplySettings(ctx)
	return err
}

// Close logs off. Later calls return an error that wraps [ErrClosed]. If the session has ended before, or the Farm is closed, Close returns nil. If ctx
// has ended, for example after a signal, Close returns its error, and the session remains until the farm ends it; use [context.WithoutCancel].
func (f *Farm) Close(ctx context.Context) error {
	defer f.CloseIdleConnections()
	closed, err := f.session.close(ctx)
	if closed || err != nil {
		return err
	}
	if _, err := f.Session.LogOff(ctx); err != nil && rest.Status(err) != http.StatusUnauthorized {
		return fmt.Errorf("log off: %w", err)
	}
	return nil
}
