// Package farm implements an in-memory farm for the examples and for a user's first programs. [New] returns the HTTP handler of a farm, and [Start]
// starts a server. The farm implements some operations in the areas Session, License, RDSHost, Gateway, ConnectionBroker, PubItems and Settings.
// After log-on, the response to any other operation has the status 501.
//
// The farm stores objects and performs only a few checks. It does not model the behavior of a real farm.
package farm

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server"
	"github.com/rasapi/specgen/rest"
)

// Username and Password are the credentials of the only administrator. The account that owns the license has the same password.
const (
	Username = "admin"
	Password = "secret"
)

// farm contains the state that all areas share. The server handles one request at a time (see serialize), so the areas need no locks.
type farm struct {
	mutex sync.Mutex

	name     string
	sessions map[string]bool // tokens of open sessions
	pending  bool            // whether there are changes that are not applied
	license  model.License

	lastID   int32
	hosts    table[model.RDSHost]
	states   map[int32]model.AgentState // states of the agents by host ID
	open     []model.RDSession
	gateways table[model.Gateway]
	apps     table[model.PubRDSApp]
	desktops table[model.PubRDSDesktop]
	folders  table[model.PubFolder]
	icons    map[int32][]byte
}

// New returns the HTTP handler of a small farm. The farm has two RD Session Hosts, a session on the first host, and a gateway.
func New(name string) (http.Handler, error) {
	f := &farm{
		name: name, sessions: map[string]bool{}, license: trial(),
		hosts: table[model.RDSHost]{kind: "host"}, states: map[int32]model.AgentState{}, gateways: table[model.Gateway]{kind: "gateway"},
		apps: table[model.PubRDSApp]{kind: "application"}, desktops: table[model.PubRDSDesktop]{kind: "desktop"},
		folders: table[model.PubFolder]{kind: "folder"}, icons: map[int32][]byte{},
	}
	first := f.addHost("rdsh-01.example.com")
	f.addHost("rdsh-02.example.com")
	f.addSession(first, "EXAMPLE\\anna")
	f.addGateway("gw-01.example.com")
	return server.New(
		server.Handlers{
			Session: sessions{farm: f}, License: licenses{farm: f}, RDSHost: hosts{farm: f}, Gateway: gateways{farm: f},
			ConnectionBroker: brokers{}, PubItems: published{farm: f}, Settings: settingsArea{farm: f},
		},
		server.WithMiddleware(f.serialize),
		server.WithAuthorize(f.authorize),
		server.IgnoreCase(), // a real farm also ignores the case of paths
	)
}

// Start starts a server for a new farm on a local port. The caller must close the server.
func Start(name string) (*httptest.Server, error) {
	handler, err := New(name)
	if err != nil {
		return nil, err
	}
	return httptest.NewServer(handler), nil
}

// serialize returns a handler that handles one request at a time.
func (f *farm) serialize(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		next.ServeHTTP(w, r)
	})
}

type tokenKey struct{}

// authorize returns an error if the token of a request does not belong to an open session. Otherwise it returns a context that contains the token.
// The server calls authorize before every operation except the log-on.
func (f *farm) authorize(r *http.Request, _ string) (context.Context, error) {
	token := r.Header.Get("auth_token")
	if !f.sessions[token] {
		return nil, rest.Errorf(http.StatusUnauthorized, "the session has ended or does not exist; log on")
	}
	return context.WithValue(r.Context(), tokenKey{}, token), nil
}

// id returns an unused ID for a new object.
func (f *farm) id() int32 {
	f.lastID++
	return f.lastID
}

// table contains the objects of one type by ID, in the order of their creation.
type table[T any] struct {
	kind string // name of the type in errors
	ids  []int32
	rows map[int32]T
}

func (t *table[T]) set(id int32, row T) {
	if t.rows == nil {
		t.rows = map[int32]T{}
	}
	if _, ok := t.rows[id]; !ok {
		t.ids = append(t.ids, id)
	}
	t.rows[id] = row
}

// get returns the object with the given ID, or an error with status 404 if there is none.
func (t *table[T]) get(id int32) (T, error) {
	row, ok := t.rows[id]
	if !ok {
		return row, rest.Errorf(http.StatusNotFound, "there is no %s %d", t.kind, id)
	}
	return row, nil
}

func (t *table[T]) remove(id int32) error {
	if _, err := t.get(id); err != nil {
		return err
	}
	delete(t.rows, id)
	t.ids = slices.DeleteFunc(t.ids, func(other int32) bool { return other == id })
	return nil
}

func (t *table[T]) list() []T {
	rows := []T{}
	for _, id := range t.ids {
		rows = append(rows, t.rows[id])
	}
	return rows
}

// update copies the members of body to an object, including undeclared members if both types keep them. Members that body does not contain keep their
// values. update returns an error with status 404 if the object does not exist.
func (t *table[T]) update(id int32, body any) error {
	row, err := t.get(id)
	if err != nil {
		return err
	}
	members := map[string]json.RawMessage{}
	for _, part := range []any{row, body} {
		text, err := json.Marshal(part)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &members); err != nil {
			return err
		}
	}
	text, err := json.Marshal(members)
	if err != nil {
		return err
	}
	var updated T
	if err := json.Unmarshal(text, &updated); err != nil {
		return fmt.Errorf("updating %s %d: %w", t.kind, id, err)
	}
	t.rows[id] = updated
	return nil
}
