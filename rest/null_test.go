package rest_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/call"
)

// patch has members of type Null with the json tags that generated types use.
type patch struct {
	Note     rest.Null[string]   `json:"note,omitzero"`
	Floors   rest.Null[[]int]    `json:"floors,omitzero"`
	Inner    rest.Null[patch]    `json:"inner,omitzero"`
	Required rest.Null[float64]  `json:"required"`
	Raw      rest.Null[struct{}] `json:"raw,omitzero"`
}

// TestNull encodes and decodes members that are absent, that are null, and that have a value.
func TestNull(t *testing.T) {
	one := 1.5
	for name, want := range map[string]struct {
		text  string
		value patch
	}{
		"absent": {`{"required":1.5}`, patch{Required: rest.Null[float64]{Value: &one}}},
		"null":   {`{"note":null,"floors":null,"required":null}`, patch{Note: rest.Null[string]{Null: true}, Floors: rest.Null[[]int]{Null: true}, Required: rest.Null[float64]{Null: true}}},
		"value": {`{"note":"","floors":[],"inner":{"note":null,"required":null},"required":1.5}`, patch{
			Note: rest.Null[string]{Value: new("")}, Floors: rest.Null[[]int]{Value: &[]int{}}, Required: rest.Null[float64]{Value: &one},
			Inner: rest.Null[patch]{Value: &patch{Note: rest.Null[string]{Null: true}, Required: rest.Null[float64]{Null: true}}},
		}},
	} {
		data, err := json.Marshal(want.value)
		if string(data) != want.text || err != nil {
			t.Errorf("%s: Marshal: got %s and error %v, want %s", name, data, err, want.text)
		}
		got := patch{Note: rest.Null[string]{Value: new("before"), Null: true}}
		if strings.Contains(want.text, `"note"`) {
			err = json.Unmarshal([]byte(want.text), &got)
		} else {
			got = patch{}
			err = json.Unmarshal([]byte(want.text), &got)
		}
		again, err2 := json.Marshal(got)
		if string(again) != want.text || err != nil || err2 != nil {
			t.Errorf("%s: decoded and encoded again: got %s and errors %v and %v, want %s", name, again, err, err2, want.text)
		}
	}
}

// TestNullErrors checks the errors for members that cannot be encoded, and for JSON text of the wrong type.
func TestNullErrors(t *testing.T) {
	if data, err := json.Marshal(patch{}); err == nil || !strings.Contains(err.Error(), "a required member is absent") {
		t.Errorf("absent required member: got %s and error %v, want an error about the absent member", data, err)
	}
	both := rest.Null[int]{Value: new(1), Null: true}
	if data, err := json.Marshal(both); err == nil || !strings.Contains(err.Error(), "has both a Value and Null") {
		t.Errorf("null and a value: got %s and error %v, want an error about both fields", data, err)
	}
	var n rest.Null[int]
	if err := json.Unmarshal([]byte(`"text"`), &n); err == nil {
		t.Errorf("a string for a number: got value %v and no error, want an error", n)
	}
}

// hidden is a string type whose values are secrets.
type hidden string

func (h hidden) Format(s fmt.State, _ rune) {
	if c, ok := s.(*call.Collector); ok {
		c.Add(reflect.ValueOf(string(h)))
	}
}

// TestNullSecrets checks that SecretsOf finds the secrets in members of type Null.
func TestNullSecrets(t *testing.T) {
	members := []rest.Null[[]hidden]{{Value: &[]hidden{"one", "two"}}, {Null: true}, {}}
	if got := call.SecretsOf(members); !slices.Equal(got, call.Secrets{"one", "two"}) {
		t.Errorf("SecretsOf: got %q, want \"one\" and \"two\"", []string(got))
	}
}

// TestNullPrinted checks how fmt, Show and log/slog print members of type Null.
func TestNullPrinted(t *testing.T) {
	p := patch{Note: rest.Null[string]{Value: new("lamp")}, Floors: rest.Null[[]int]{Null: true}}
	if got, want := fmt.Sprintf("%v %q %+v %v", p.Note, p.Note, p.Floors, p.Required), `lamp "lamp" <nil> <nil>`; got != want {
		t.Errorf("fmt: got %s, want %s", got, want)
	}
	if got, want := rest.Show(p), `{note:"lamp" floors:null required:null}`; got != want {
		t.Errorf("Show: got %s, want %s", got, want)
	}
	var b strings.Builder
	slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "note", p.Note, "floors", p.Floors)
	if got, want := b.String(), `"note":"lamp","floors":null`; !strings.Contains(got, want) {
		t.Errorf("log/slog: got %s, want %s", got, want)
	}
}
