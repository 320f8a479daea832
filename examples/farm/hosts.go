package farm

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server/rdshost"
	"github.com/rasapi/specgen/rest"
)

// hosts serves the RD Session Hosts and their sessions in area RDSHost.
type hosts struct {
	rdshost.Unimplemented
	*farm
}

func (f *farm) addHost(server string) int32 {
	id := f.id()
	f.hosts.set(id, model.RDSHost{
		ID: &id, Server: &server, Enabled: new(true), SiteID: new(int32(1)), RASTemplateID: new(int32(0)),
		InheritDefaultAgentSettings: new(true), InheritDefaultPrinterSettings: new(true), Port: new(int32(3389)), MaxSessions: new(int32(250)),
		AllowURLAndMailRedirection: new(model.URLMailRedirectionEnabled), FileTransferMode: new(model.TransferDirectionDisabled),
		PreferredBrokerID: new(int32(0)),
	})
	f.states[id] = model.AgentStateOK
	return id
}

func (f *farm) addSession(host int32, user string) {
	f.open = append(f.open, model.RDSession{
		SessionID: new(int32(len(f.open) + 1)), ServerID: &host, User: &user, State: new(model.SessionStateActive),
		Type: new(model.SessionTypeDesktop), LogonTime: new(time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)),
	})
}

func (h hosts) ListRDSHosts(_ context.Context, params rdshost.ListRDSHostsParams) ([]model.RDSHost, error) {
	return slices.DeleteFunc(h.hosts.list(), func(host model.RDSHost) bool {
		return params.Server != nil && *params.Server != *host.Server
	}), nil
}

func (h hosts) CreateRDSHost(ctx context.Context, params rdshost.CreateRDSHostParams, body model.CreateRDSHost) (model.RDSHost, error) {
	same, _ := h.ListRDSHosts(ctx, rdshost.ListRDSHostsParams{Server: body.Server})
	if len(same) > 0 {
		return model.RDSHost{}, rest.Errorf(http.StatusConflict, "%q is already a host of the farm", rest.Value(body.Server))
	}
	h.pending = true
	id := h.addHost(rest.Value(body.Server))
	if rest.Value(params.NoInstall) {
		h.states[id] = model.AgentStateNotVerified
	}
	return h.hosts.get(id)
}

func (h hosts) GetRDSHost(_ context.Context, id int32) (model.RDSHost, error) { return h.hosts.get(id) }

func (h hosts) UpdateRDSHost(_ context.Context, id int32, body model.UpdateRDSHost) error {
	h.pending = true
	return h.hosts.update(id, body)
}

func (h hosts) DeleteRDSHost(_ context.Context, id int32) error {
	h.pending = true
	return h.hosts.remove(id)
}

func (h hosts) DrainRDSHost(_ context.Context, id int32) error {
	_, err := h.hosts.get(id)
	if err == nil {
		h.states[id] = model.AgentStateLogonDrain
	}
	return err
}

func (h hosts) ListRDSHostStatuses(context.Context, rdshost.ListRDSHostStatusesParams) ([]model.RDSHostStatus, error) {
	out := []model.RDSHostStatus{}
	for _, host := range h.hosts.list() {
		active := int32(0)
		for _, s := range h.open {
			if *s.ServerID == *host.ID && *s.State == model.SessionStateActive {
				active++
			}
		}
		out = append(out, model.RDSHostStatus{
			ID: new(strconv.Itoa(int(*host.ID))), SiteID: host.SiteID, ServerType: new(model.RASServerTypeRDSHost), Server: host.Server,
			AgentState: new(h.states[*host.ID]), ActiveSessions: &active,
		})
	}
	return out, nil
}

func (h hosts) ListRDSHostSessions(context.Context, rdshost.ListRDSHostSessionsParams) ([]model.RDSession, error) {
	return h.open, nil
}

func (h hosts) SendRDSHostSessionMessage(_ context.Context, host, id int32, _ model.SendSessionMessage) error {
	_, err := h.session(host, id)
	return err
}

func (h hosts) DisconnectRDSHostSession(_ context.Context, host, id int32) error {
	s, err := h.session(host, id)
	if err == nil {
		s.State = new(model.SessionStateDisconnected)
	}
	return err
}

func (h hosts) session(host, id int32) (*model.RDSession, error) {
	for i, s := range h.open {
		if *s.ServerID == host && *s.SessionID == id {
			return &h.open[i], nil
		}
	}
	return nil, rest.Errorf(http.StatusNotFound, "there is no session %d on host %d", id, host)
}
