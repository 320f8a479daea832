package protocol

import (
	"encoding/json"
	"testing"
	"time"
)

type listed struct {
	List   []string            `json:"list"`
	Null   []string            `json:"null" rest:"null"`
	Omit   []string            `json:"omit,omitzero"`
	Lists  [][]int             `json:"lists,omitzero"`
	Below  *listed             `json:"below,omitempty"`
	Raw    json.RawMessage     `json:"raw"`
	At     time.Time           `json:"at,omitzero"`
	Maybe  []*[]string         `json:"maybe,omitzero"`
	ByName map[string][]string `json:"byName,omitzero"`
	Any    any                 `json:"any"`
}

// TestEncodeNil checks which nil lists and maps become empty in the result of encode. It also checks that encode does not change its argument.
func TestEncodeNil(t *testing.T) {
	below := &listed{Lists: [][]int{nil, {1}}, Maybe: []*[]string{nil, new([]string)}, ByName: map[string][]string{"a": nil, "b": {"c"}}}
	for want, v := range map[string]any{
		"[]": []string(nil), "{}": map[string]int(nil), `""`: []byte(nil), "null": (*listed)(nil), "[[],[1]]": [][]int{nil, {1}},
		`{"list":[],"null":null,"raw":null,"any":null}`: listed{},
		`{"list":[],"null":null,"below":{"list":[],"null":null,"lists":[[],[1]],"raw":null,"maybe":[null,null],"byName":{"a":[],"b":["c"]},"any":null},"raw":null,"any":null}`: &listed{Below: below},
		`{"list":["x"],"null":null,"raw":null,"any":null}`:                                &listed{List: []string{"x"}},
		`{"list":[],"null":null,"raw":{},"any":[null]}`:                                   listed{Raw: json.RawMessage("{}"), Any: [][]int{nil}},
		`[{"list":[],"null":[],"raw":null,"any":null}]`:                                   []listed{{Null: []string{}}},
		`{"a":{"list":[],"null":null,"raw":null,"at":"2026-01-02T00:00:00Z","any":null}}`: map[string]listed{"a": {At: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}},
	} {
		if got, err := encode(v); string(got) != want || err != nil {
			t.Errorf("encode(%+v): got %s and error %v, want %s", v, got, err, want)
		}
	}
	if below.List != nil || below.Lists[0] != nil || below.ByName["a"] != nil {
		t.Errorf("encode: got argument %+v after the call, want it unchanged", below)
	}
}
