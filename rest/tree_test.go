package rest_test

import (
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// house has enums in values of different kinds.
type house struct {
	Main    model.MFAType            `json:"main"`
	Door    *model.MFAType           `json:"door,omitempty"`
	Others  []model.MFAType          `json:"others,omitempty"`
	By      map[string]model.MFAType `json:"by,omitempty"`
	Keys    map[model.MFAType]int    `json:"keys,omitempty"`
	Inner   *house                   `json:"inner,omitempty"`
	Any     any                      `json:"any,omitempty"`
	Big     uint64                   `json:"big,omitempty"`
	Share   float64                  `json:"share,omitempty"`
	Built   *time.Time               `json:"built,omitempty"`
	Maybe   rest.Null[house]         `json:"maybe,omitzero"`
	private int
}

// owner has a member of the union type pet. Two alternatives of pet have type owner.
type owner struct {
	Kind *model.MFAType `json:"kind,omitempty"`
	Pet  pet            `json:"pet,omitzero"`
}

// pet is a union with some of the methods that specgen generates.
type pet struct{ union json.RawMessage }

func (p pet) IsZero() bool                     { return len(p.union) == 0 }
func (p *pet) UnmarshalJSON(data []byte) error { return p.union.UnmarshalJSON(data) }
func (p pet) AsCat() (v owner, ok bool)        { ok = protocol.As(p.union, &v); return v, ok }
func (p pet) AsDog() (v owner, ok bool)        { ok = protocol.As(p.union, &v); return v, ok }

func (p pet) AsMFAType() (v model.MFAType, ok bool) { ok = protocol.As(p.union, &v); return v, ok }
func (p pet) AsString() (v string, ok bool)         { ok = protocol.As(p.union, &v); return v, ok }

func TestNamedTree(t *testing.T) {
	built := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	v := house{
		Main: model.MFATypeEmailOTP, Door: new(model.MFATypeEmailOTP), Others: []model.MFAType{model.MFATypeEmailOTP, 99}, By: map[string]model.MFAType{"a.b": model.MFATypeEmailOTP},
		Keys: map[model.MFAType]int{model.MFATypeEmailOTP: 1, 98: 2}, Inner: &house{Main: model.MFATypeEmailOTP}, Maybe: rest.Null[house]{Value: &house{Main: model.MFATypeEmailOTP}}, Big: 1 << 63, Share: 0.5, Built: &built, private: 1,
	}
	tree, err := rest.NamedTree(&v)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"main": "EmailOTP", "door": "EmailOTP", "others": []any{"EmailOTP", int64(99)}, "by": map[string]any{"a.b": "EmailOTP"}, "keys": map[string]any{"EmailOTP": int64(1), "98": int64(2)},
		"inner": map[string]any{"main": "EmailOTP"}, "maybe": map[string]any{"main": "EmailOTP"}, "big": uint64(1 << 63), "share": 0.5, "built": "2026-11-29T00:00:00Z",
	}
	if !reflect.DeepEqual(tree, want) {
		t.Errorf("NamedTree: got %#v, want %#v", tree, want)
	}
	var back house
	if err := rest.FromNamedTree(tree, &back); err != nil {
		t.Fatal(err)
	}
	back.private = 1
	if !reflect.DeepEqual(back, v) {
		t.Errorf("FromNamedTree: got %+v, want %+v", back, v)
	}
	for name, at := range map[string]struct {
		tree any
		path string
	}{
		"list": {map[string]any{"others": []any{"EmailOTP", "EmialOTP"}}, "others[1]"}, "key": {map[string]any{"keys": map[string]any{"EmialOTP": 1}}, "keys.EmialOTP"},
		"YAML": {map[any]any{"by": map[any]any{"a.b": "EmialOTP"}}, `by["a.b"]`}, "case": {map[string]any{"MAIN": "EmialOTP"}, "MAIN"},
		"inner": {map[string]any{"inner": map[string]any{"door": "EmialOTP"}}, "inner.door"},
		"null":  {map[string]any{"maybe": map[string]any{"door": "EmialOTP"}}, "maybe.door"},
	} {
		err := rest.FromNamedTree(at.tree, new(house))
		if fault, ok := errors.AsType[*rest.EnumError](err); !ok || fault.Path != at.path || !strings.Contains(err.Error(), "did you mean EmailOTP?") {
			t.Errorf("FromNamedTree of %s: got error %v, want one with path %s", name, err, at.path)
		}
	}
	unknown := house{Main: model.MFATypeEmailOTP, Maybe: rest.Null[house]{Value: &house{Main: 99}}}
	if fault, ok := errors.AsType[*rest.EnumError](rest.CheckEnums(unknown)); !ok || fault.Path != "maybe.main" {
		t.Errorf("CheckEnums: got error %v, want one with path maybe.main", fault)
	}
	open := struct {
		AdditionalProperties map[string]model.MFAType `json:"-"`
	}{map[string]model.MFAType{"spare": 99}}
	if fault, ok := errors.AsType[*rest.EnumError](rest.CheckEnums(open)); !ok || fault.Path != "spare" {
		t.Errorf("CheckEnums: got error %v, want one with path spare", fault)
	}
	for text, path := range map[string]string{
		`{"pet":{"kind":99}}`: "pet.kind", `{"pet":99}`: "pet", `{"pet":11}`: "", `{"pet":"cat"}`: "", `{"pet":{"kind":11,"pet":{"kind":11,"pet":99}}}`: "pet.pet.pet", `{}`: "",
		strings.Repeat(`{"pet":`, 60) + "99" + strings.Repeat("}", 60): strings.TrimSuffix(strings.Repeat("pet.", 60), "."),
	} {
		var v owner
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if fault, _ := errors.AsType[*rest.EnumError](rest.CheckEnums(v)); (fault == nil) != (path == "") || fault != nil && fault.Path != path {
			t.Errorf("CheckEnums of %s: got error %v, want path %q", text, fault, path)
		}
	}
	var cases struct {
		Lower model.MFAType     `json:"x"`
		Upper model.AdminNotify `json:"X"`
	}
	if err := rest.FromNamedTree(map[string]any{"X": "Email"}, &cases); err != nil || cases.Upper != model.AdminNotifyEmail {
		t.Errorf("FromNamedTree of a member whose name differs only in case: got %+v and error %v, want %d", cases, err, model.AdminNotifyEmail)
	}
	endless := map[string]any{}
	endless["any"] = endless
	if err := rest.FromNamedTree(endless, new(house)); err == nil || !strings.Contains(err.Error(), "levels deep") {
		t.Errorf("FromNamedTree of a tree that contains itself: got error %v, want one about the number of levels", err)
	}
	for _, to := range []any{nil, house{}, (*house)(nil)} {
		if err := rest.FromNamedTree(tree, to); err == nil {
			t.Errorf("FromNamedTree to %#v: got no error, want one", to)
		}
	}
}

// TestNamedTreeOfModel checks that NamedTree and FromNamedTree keep members that the document does not declare.
func TestNamedTreeOfModel(t *testing.T) {
	const wire = `{"id":7,"name":"Code by email","new":{"a":[1]},"type":11}`
	var before, after model.MFA
	if err := json.Unmarshal([]byte(wire), &before); err != nil {
		t.Fatal(err)
	}
	tree, err := rest.NamedTree(before)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(tree)
	if err != nil || string(text) != strings.Replace(wire, "11", `"EmailOTP"`, 1) {
		t.Errorf("NamedTree: got JSON text %s and error %v, want the name of the enum member in the text", text, err)
	}
	if err := rest.FromNamedTree(tree, &after); err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(after); err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("FromNamedTree: got JSON text %s and error %v, want %s", text, err, wire)
	}
}

// stringer is a text with a String method.
type stringer string

func (s stringer) String() string { return string(s) }

func TestShow(t *testing.T) {
	v := &house{Main: model.MFATypeEmailOTP, Door: new(model.MFAType(99)), Others: []model.MFAType{1}, By: map[string]model.MFAType{"b": 1, "a": 2}, Built: new(time.Unix(0, 0).UTC())}
	v.Inner = v
	v.Any = []any{new("text"), []byte("ab"), json.RawMessage(`{"x":1}`), nil, 1.5}
	const want = `{main:EmailOTP door:MFAType(99) others:[Deepnet] by:{a:SafeNet b:Deepnet} inner:... any:["text" (2 bytes) {"x":1} null 1.5] built:1970-01-01T00:00:00Z}`
	if got := rest.Show(v); got != want {
		t.Errorf("Show: got %s, want %s", got, want)
	}
	lines := []any{json.RawMessage("{\"x\":\n [1,\n2]}"), json.RawMessage("{\n"), map[string]int{"a\nb": 1}, stringer("a\nb"), slog.GroupValue(slog.Int("a\nb", 1))}
	if got := rest.Show(lines); got != `[{"x":[1,2]} {\n {a\nb:1} a\nb {a\nb:1}]` {
		t.Errorf("Show: got %s, want one line", got)
	}
	secret := model.LogOn{Username: new("ann"), Password: new("marker")}
	if got := rest.Show([]any{secret, &secret}); got != `[{username:"ann" password:"REDACTED"} {username:"ann" password:"REDACTED"}]` {
		t.Errorf("Show: got %s, want no password", got)
	}
	type Loop struct {
		*Loop
		Name string
	}
	if got := rest.Show(&Loop{Name: "x"}); got != `{Name:"x"}` {
		t.Errorf("Show: got %s, want {Name:\"x\"}", got)
	}
	if rest.Show(nil) != "null" || rest.Show((*house)(nil)) != "null" {
		t.Error("Show of nil: got another text, want null")
	}
	if rest.ValueOr(nil, 7) != 7 || rest.ValueOr(new(8), 7) != 8 {
		t.Error("ValueOr: got another result, want the fallback for nil, and otherwise the value")
	}
}
