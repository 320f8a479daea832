package main

import (
	"context"
	"net/http"
	"strconv"
	"sync"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server"
	"github.com/rasapi/specgen/generated/server/mfa"
	"github.com/rasapi/specgen/generated/server/session"
	"github.com/rasapi/specgen/rest"
)

// farm is an in-memory farm with sessions and email OTP providers. After log-on, the response to an operation that the farm does not implement has
// the status 501.
type farm struct {
	mutex     sync.Mutex
	sessions  map[string]bool // tokens of open sessions
	providers map[int32]model.MFAEmailOTP
	next      int32
}

// newFarm returns the HTTP handler of an empty farm.
func newFarm() (http.Handler, error) {
	f := &farm{sessions: map[string]bool{}, providers: map[int32]model.MFAEmailOTP{}}
	return server.New(
		server.Handlers{Session: sessions{farm: f}, MFA: providers{farm: f}},
		server.WithAuthorize(f.authorize),
		server.IgnoreCase(), // a real farm also ignores the case of paths
	)
}

type tokenKey struct{}

// authorize returns an error for a request without a valid token. The server calls it before every operation except the log-on.
func (f *farm) authorize(r *http.Request, _ string) (context.Context, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	token := r.Header.Get("auth_token")
	if !f.sessions[token] {
		return nil, rest.Errorf(http.StatusUnauthorized, "the session has ended or does not exist; log on")
	}
	return context.WithValue(r.Context(), tokenKey{}, token), nil
}

// sessions serves area Session.
type sessions struct {
	session.Unimplemented
	*farm
}

func (s sessions) LogOn(_ context.Context, _ session.LogOnParams, body model.LogOn) (model.Session, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if rest.Value(body.Password) != password {
		return model.Session{}, rest.Errorf(http.StatusUnauthorized, "unknown user or wrong password")
	}
	s.next++
	token := "token-" + strconv.Itoa(int(s.next))
	s.sessions[token] = true
	return model.Session{AuthToken: &token, FarmName: new("Quickstart")}, nil
}

func (s sessions) LogOff(ctx context.Context) (string, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.sessions, ctx.Value(tokenKey{}).(string))
	return "logged off", nil
}

// providers serves area MFA.
type providers struct {
	mfa.Unimplemented
	*farm
}

func (p providers) CreateEmailOTP(_ context.Context, body model.CreateEmailOTP) (model.MFAEmailOTP, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, other := range p.providers {
		if rest.Value(other.Name) == rest.Value(body.Name) {
			return model.MFAEmailOTP{}, rest.Errorf(http.StatusConflict, "there is a provider %q already", rest.Value(body.Name))
		}
	}
	p.next++
	made := model.MFAEmailOTP{
		ID: new(p.next), Type: new(model.MFATypeEmailOTP), Name: body.Name, Description: body.Description, Enabled: body.Enabled,
		DisplayName: body.DisplayName, UserEnrollment: body.UserEnrollment, OTPLength: body.OTPLength, OTPLifespanSec: body.OTPLifespanSec,
	}
	p.providers[p.next] = made
	return made, nil
}

func (p providers) GetMFA(_ context.Context, id int32) (model.MFA, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	made, ok := p.providers[id]
	if !ok {
		return model.MFA{}, notFound(id)
	}
	return model.MFA{ID: made.ID, Type: made.Type, Name: made.Name, Description: made.Description, Enabled: made.Enabled}, nil
}

func (p providers) UpdateEmailOTP(_ context.Context, id int32, body model.UpdateEmailOTP) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	made, ok := p.providers[id]
	if !ok {
		return notFound(id)
	}
	if body.Name != nil { // members that the body does not contain remain unchanged
		made.Name = body.Name
	}
	if body.Description != nil {
		made.Description = body.Description
	}
	if body.Enabled != nil {
		made.Enabled = body.Enabled
	}
	p.providers[id] = made
	return nil
}

func (p providers) DeleteMFA(_ context.Context, id int32) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if _, ok := p.providers[id]; !ok {
		return notFound(id)
	}
	delete(p.providers, id)
	return nil
}

func notFound(id int32) error {
	return rest.Errorf(http.StatusNotFound, "there is no provider %d", id)
}
