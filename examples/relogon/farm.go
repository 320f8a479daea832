package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server"
	"github.com/rasapi/specgen/generated/server/mfa"
	"github.com/rasapi/specgen/generated/server/session"
	"github.com/rasapi/specgen/rest"
)

// farm is an in-memory farm with one session at a time. The first session ends after five updates.
type farm struct {
	mutex    sync.Mutex
	sessions int // number of sessions so far
	updates  int
}

func (f *farm) handler() (http.Handler, error) {
	return server.New(server.Handlers{Session: sessions{farm: f}, MFA: providers{farm: f}}, server.WithAuthorize(f.authorize))
}

func (f *farm) authorize(r *http.Request, _ string) (context.Context, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if r.Header.Get("auth_token") != f.token() || f.sessions == 1 && f.updates >= 5 {
		return nil, rest.Errorf(http.StatusUnauthorized, "the session has ended; log on")
	}
	return r.Context(), nil
}

func (f *farm) token() string { return fmt.Sprint("token-", f.sessions) }

type sessions struct {
	session.Unimplemented
	*farm
}

func (s sessions) LogOn(context.Context, session.LogOnParams, model.LogOn) (model.Session, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.sessions++
	return model.Session{AuthToken: new(s.token())}, nil
}

func (sessions) LogOff(context.Context) (string, error) { return "logged off", nil }

type providers struct {
	mfa.Unimplemented
	*farm
}

func (p providers) UpdateEmailOTP(_ context.Context, _ int32, body model.UpdateEmailOTP) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !rest.Value(body.Enabled) {
		return rest.Errorf(http.StatusBadRequest, "the body is missing")
	}
	p.updates++
	return nil
}
