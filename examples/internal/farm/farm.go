// Package farm is an in-memory farm for the examples: it implements the generated server interface of the areas Session, License, RDSHost,
// Gateway, ConnectionBroker, PubItems and Settings, as far as the examples use them. Every other operation answers 501.
//
// It keeps what it is given and checks what an example shows; it is no model of what a real farm does with it.
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

// Username and Password are those of the farm's only administrator, and of the vendor's account that its license belongs to.
const (
	Username = "admin"
	Password = "secret"
)

// farm is what all areas share. A request is answered while no other one is (alone), so the areas lock nothing.
type farm struct {
	mutex sync.Mutex

	name     string
	sessions map[string]bool // tokens in use
	pending  bool            // changes wait to be applied
	license  model.License

	lastID   int32
	hosts    table[model.RDSHost]
	states   map[int32]model.AgentState // what the agents of hosts report
	open     []model.RDSession
	gateways table[model.Gateway]
	apps     table[model.PubRDSApp]
	desktops table[model.PubRDSDesktop]
	folders  table[model.PubFolder]
	icons    map[int32][]byte
}

// New makes the HTTP handler of a small farm: two RD session hosts with a session on the first, and a gateway.
func New(name string) (http.Handler, error) {
	f := &farm{
		name: name, sessions: map[string]bool{}, license: trial(),
		hosts: table[model.RDSHost]{what: "host"}, states: map[int32]model.AgentState{}, gateways: table[model.Gateway]{what: "gateway"},
		apps: table[model.PubRDSApp]{what: "application"}, desktops: table[model.PubRDSDesktop]{what: "desktop"},
		folders: table[model.PubFolder]{what: "folder"}, icons: map[int32][]byte{},
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
		server.WithMiddleware(f.alone),
		server.WithAuthorize(f.authorize),
		server.IgnoreCase(), // as the real one does
	)
}

// Start serves a farm on a port of this machine. Stop it by its Close method.
func Start(name string) (*httptest.Server, error) {
	handler, err := New(name)
	if err != nil {
		return nil, err
	}
	return httptest.NewServer(handler), nil
}

// alone has requests answered one after the other.
func (f *farm) alone(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		next.ServeHTTP(w, r)
	})
}

type tokenKey struct{}

// authorize runs before every operation but log on.
func (f *farm) authorize(r *http.Request, _ string) (context.Context, error) {
	token := r.Header.Get("auth_token")
	if !f.sessions[token] {
		return nil, rest.Errorf(http.StatusUnauthorized, "the session has ended or never was; log on")
	}
	return context.WithValue(r.Context(), tokenKey{}, token), nil
}

// id gives the ID of a new object.
func (f *farm) id() int32 {
	f.lastID++
	return f.lastID
}

// table has the objects of one kind by their ID, in the order in which they were made.
type table[T any] struct {
	what string // for error texts
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

// get gives the object of an ID, or the error that answers 404.
func (t *table[T]) get(id int32) (T, error) {
	row, ok := t.rows[id]
	if !ok {
		return row, rest.Errorf(http.StatusNotFound, "there is no %s %d", t.what, id)
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

// update changes what a body has, and leaves the rest as it is, members that the document does not know among it: those of an update have
// the names of those that they change.
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
		return fmt.Errorf("updating %s %d: %w", t.what, id, err)
	}
	t.rows[id] = updated
	return nil
}
