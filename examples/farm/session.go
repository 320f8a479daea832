package farm

import (
	"context"
	"net/http"
	"strconv"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server/session"
	"github.com/rasapi/specgen/generated/server/settings"
	"github.com/rasapi/specgen/rest"
)

// sessions serves area Session.
type sessions struct {
	session.Unimplemented
	*farm
}

func (s sessions) LogOn(_ context.Context, _ session.LogOnParams, body model.LogOn) (model.Session, error) {
	if rest.Value(body.Username) != Username || rest.Value(body.Password) != Password {
		return model.Session{}, rest.Errorf(http.StatusUnauthorized, "unknown user or wrong password")
	}
	token := "token-" + strconv.Itoa(int(s.id()))
	s.sessions[token] = true
	return model.Session{AuthToken: &token, FarmName: &s.name, ApplySettingsEnabled: &s.pending}, nil
}

func (s sessions) LogOff(ctx context.Context) (string, error) {
	delete(s.sessions, ctx.Value(tokenKey{}).(string))
	return "logged off", nil
}

// settingsArea serves area Settings.
type settingsArea struct {
	settings.Unimplemented
	*farm
}

func (s settingsArea) ApplySettings(context.Context) error {
	s.pending = false
	return nil
}
