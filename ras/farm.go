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

// ErrClosed means that a [Farm] is closed. After [Farm.Close], each call that needs a session, except a log-off, returns an error that wraps
// ErrClosed.
var ErrClosed = errors.New("the farm is closed")

// According to the vendor's documentation, a farm of version 21 accepts rateLimit requests per ratePeriod by default.
const (
	rateLimit  = 50
	ratePeriod = 10 * time.Second
)

// Farm is a client that is logged on to a farm as an administrator. It has a field for each area, and all methods of the generated client. A Farm is
// safe for concurrent use.
//
// A farm responds with 401 if the session has ended. The Farm then logs on again, once for all calls that received 401, and sends each request,
// except a log-off, once more. The Farm also repeats requests that change objects, because a farm does not execute a request to which it responds
// with 401. If the body of the request cannot be sent again, such as a stream, the Farm logs on again and returns the error with status 401. The
// caller may then repeat the call.
type Farm struct {
	*client.Client
	session *session
}

// Open logs on to the farm at url, such as "https://farm.example:20443". An option must set the credentials. The caller must close the Farm.
//
// If the farm refuses credentials with status 400, 401 or 403, the Farm does not send the same credentials again for five minutes. During this time,
// each log-on with them fails with an error that wraps the error of the refused log-on. The reason is that a farm may lock the account after several
// attempts. The Farm remembers only the last refused credentials.
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

// Info returns the farm's response to the last successful log-on, without the token. The response contains the name of the farm and the ID of the
// session.
func (f *Farm) Info() model.Session { return f.session.info() }

// Apply applies pending changes. A farm keeps some changes of settings pending until they are applied. The response to a log-on reports whether there
// are pending changes, in [model.Session.ApplySettingsEnabled] (see [Farm.Info]).
func (f *Farm) Apply(ctx context.Context) error {
	_, err := f.Settings.ApplySettings(ctx)
	return err
}

// Close logs off. Later calls that need a session return an error that wraps [ErrClosed]. If a log-on is in progress, Close waits for it. Close
// returns nil if the session has already ended or the Farm is already closed. If ctx has ended, for example after a signal, Close returns an error
// that wraps the error of ctx. The session then remains open until the farm ends it. A second call of Close does not log off. To log off after a
// signal, pass a context from [context.WithoutCancel] to the first call.
func (f *Farm) Close(ctx context.Context) error {
	defer f.CloseIdleConnections()
	closed, err := f.session.close(ctx)
	if closed || err != nil {
		return err
	}
	if _, err := f.Session.LogOff(ctx); err != nil && rest.Status(err) != http.StatusUnauthorized {
		return fmt.Errorf("logging off: %w", err)
	}
	return nil
}
