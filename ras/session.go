package ras

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/rasapi/specgen/generated/client"
	sessions "github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

const (
	tokenHeader = "auth_token"    // header that contains the token
	refusal     = 5 * time.Minute // period in which the session does not send refused credentials again
	maxDrained  = 64 << 10        // maximum number of bytes to read from the body of a response before sending the request again
	logOff      = "logOff"        // operationId
	logOffLimit = time.Minute     // maximum duration of the log-off of a session that no call uses
)

// session logs on to a farm as an administrator. The client holds the token of the session.
type session struct {
	client      *client.Client
	credentials func(context.Context) (Credentials, error)

	mutex   sync.Mutex
	opened  model.Session // response to the last successful log-on, without the token
	running *logOn        // log-on in progress, or nil
	closed  bool
	refused struct { // last credentials that the farm has refused
		credentials Credentials
		until       time.Time
		err         error
	}
}

// logOn is a log-on in progress.
type logOn struct {
	waiters int // number of calls that wait; the last call that stops waiting cancels the log-on
	cancel  context.CancelFunc
	done    chan struct{} // closed after the log-on has ended; the following fields are then set, unless no call waited
	token   string
	err     error
}

// send is a [rest.Middleware] that sends a request with the current token. If the farm responds with 401, send gets a new token. It then sends the
// request once more, or returns the response if the body cannot be sent again. It does not change a log-off or a request without a token.
func (s *session) send(r *http.Request, next rest.Next) (*http.Response, error) {
	if o, _ := rest.OperationFromContext(r.Context()); o.ID == logOff || r.Header.Get(tokenHeader) == "" { // log-on and log-off need no new token
		return next(r)
	}
	token, err := s.token(r.Context(), "")
	if err != nil {
		return nil, err
	}
	r.Header.Set(tokenHeader, token) // on a retry, the request may have an older token
	res, err := next(r)
	if err != nil || res.StatusCode != http.StatusUnauthorized {
		return res, err
	}
	token, err = s.token(r.Context(), token)
	if r.Body != nil && r.Body != http.NoBody && r.GetBody == nil {
		return res, nil // the body cannot be sent again
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxDrained)) // reading the body allows net/http to reuse the connection
	_ = res.Body.Close()
	if err != nil {
		return nil, err
	}
	r.Header.Set(tokenHeader, token)
	return next(r)
}

// token returns the current token. stale is a token that the caller cannot use, or "". If stale is the current token, token starts a log-on. If a
// log-on is in progress, token waits for it and returns the new token. token returns an error if the session is closed, if the log-on fails, or if
// ctx ends first. When the contexts of all callers have ended, token cancels the log-on.
func (s *session) token(ctx context.Context, stale string) (string, error) {
	s.mutex.Lock()
	if s.closed {
		s.mutex.Unlock()
		return "", ErrClosed
	}
	l := s.running
	if l == nil {
		if token := s.client.Token(); token != stale {
			s.mutex.Unlock()
			return token, nil
		}
		shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
		l = &logOn{cancel: cancel, done: make(chan struct{})}
		s.running = l
		go s.run(shared, l)
	}
	l.waiters++
	s.mutex.Unlock()

	select {
	case <-l.done:
		return l.token, l.err
	case <-ctx.Done():
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	l.waiters--
	if l.waiters == 0 {
		l.cancel()
		if s.running == l {
			s.running = nil // the next call may start another log-on
		}
	}
	return "", fmt.Errorf("waiting for a log-on: %w", ctx.Err())
}

// run logs on and passes the result to the calls that wait for l. If no call waits for l, run does not store the result, because a newer log-on may
// have set another token. Instead, run logs off the session of l, if the log-on succeeded.
func (s *session) run(ctx context.Context, l *logOn) {
	defer l.cancel()
	defer close(l.done)
	opened, err := s.logOn(ctx)
	token := rest.Value(opened.AuthToken)
	s.mutex.Lock()
	abandoned := s.running != l
	if !abandoned {
		s.running, l.token, l.err = nil, token, err
	}
	if !abandoned && err == nil {
		s.client.SetToken(token)
		s.opened = opened
		s.opened.AuthToken = nil
	}
	s.mutex.Unlock()
	if abandoned && err == nil { // after an error of LogOff, the session remains open until the farm ends it
		_, _ = s.client.Session.LogOff(context.WithoutCancel(ctx), rest.Header(tokenHeader, token), rest.Timeout(logOffLimit))
	}
}

// logOn gets the credentials and logs on with them. If the farm has recently refused the same credentials, logOn returns an error without sending
// them.
func (s *session) logOn(ctx context.Context) (model.Session, error) {
	c, err := s.credentials(ctx)
	if err != nil {
		return model.Session{}, fmt.Errorf("credentials: %w", err)
	}
	if err := s.refusalOf(c); err != nil {
		return model.Session{}, err
	}
	got, err := s.client.Session.LogOn(ctx, sessions.LogOnParams{}, model.LogOn{Username: &c.Username, Password: &c.Password})
	if err != nil {
		s.recordRefusal(c, err)
		return model.Session{}, err
	}
	if rest.Value(got.JSON200.AuthToken) == "" {
		return model.Session{}, errors.New("logOn: the response of the farm has no token, want one")
	}
	return *got.JSON200, nil
}

// refusalOf returns an error that wraps the error of a recent log-on in which the farm refused the same credentials, or nil if there is none.
func (s *session) refusalOf(c Credentials) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if wait := time.Until(s.refused.until); wait > 0 && c == s.refused.credentials {
		return fmt.Errorf("%w (the client does not send the same credentials again for %v)", s.refused.err, wait.Round(time.Second))
	}
	return nil
}

// recordRefusal records c and err if the status of err is 400, 401 or 403, which count as a refusal of the credentials.
func (s *session) recordRefusal(c Credentials, err error) {
	switch rest.Status(err) {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
	default:
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.refused.credentials, s.refused.until, s.refused.err = c, time.Now().Add(refusal), err
}

// info implements [Farm.Info].
func (s *session) info() model.Session {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.opened
}

// close causes later calls to return [ErrClosed]. It waits for a log-on in progress, so that the caller can log off the new session. closed reports
// whether the session was already closed. If ctx ends during the wait, close returns the error of ctx.
func (s *session) close(ctx context.Context) (closed bool, err error) {
	s.mutex.Lock()
	l := s.running
	closed, s.closed = s.closed, true
	s.mutex.Unlock()
	if closed || l == nil {
		return closed, nil
	}
	select {
	case <-l.done:
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}
