package protocol_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// TestUnmarshalNumbers checks whether a number becomes a float64 or a json.Number in a value of type any.
func TestUnmarshalNumbers(t *testing.T) {
	for text, want := range map[string]any{
		"1": 1.0, "-0": 0.0, "1.10": 1.1, "0.1": 0.1, "1e3": 1000.0, "1E-7": 1e-7, "123456789012345": 123456789012345.0, "0e999999999999999999999": 0.0,
		"9007199254740992": 9007199254740992.0, "9007199254740993": json.Number("9007199254740993"), "-9007199254740993": json.Number("-9007199254740993"),
		"18446744073709551615": json.Number("18446744073709551615"), "0.30000000000000004": 0.30000000000000004, "10000000000000000000000": 1e22,
		"0.1000000000000000055511151231257827": json.Number("0.1000000000000000055511151231257827"), "1.0000000000000000000000": 1.0,
		"1e400": json.Number("1e400"), "1e-400": json.Number("1e-400"), "123.4500000000000000": 123.45,
	} {
		var got any
		if err := protocol.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: got %T %v, error %v; want %T %v", text, got, got, err, want, want)
		}
	}
}

// TestUnmarshalAny decodes short and long texts with large numbers into types that contain values of type any. Encoding the value again must not
// change a number.
func TestUnmarshalAny(t *testing.T) {
	type inner struct {
		Any  any            `json:"any,omitempty"`
		Map  map[string]any `json:"map,omitempty"`
		List []any          `json:"list,omitempty"`
	}
	type outer struct {
		Inner *inner                      `json:"inner,omitempty"`
		Maps  map[string][]map[string]any `json:"maps,omitempty"`
		Null  rest.Null[any]              `json:"null,omitzero"`
		Nulls rest.Null[map[string]any]   `json:"nulls,omitzero"`
		Typed *int64                      `json:"typed,omitempty"`
		Text  string                      `json:"text,omitempty"`
	}
	for _, text := range []string{
		`{"inner":{"any":9007199254740993,"map":{"a":[1.5,9007199254740993,null,{"b":true}]},"list":[9007199254740993,"x",null]}}`,
		`{"maps":{"a":[{"b":9007199254740993},null]},"null":9007199254740993,"nulls":{"a":9007199254740993}}`,
		`{"null":null,"nulls":null,"typed":9007199254740993}`,
		`{"inner":{"any":{"a":18446744073709551616}},"text":"9007199254740993 \"1e400\" "}`,
	} {
		for _, padding := range []string{"", strings.Repeat(" ", 5000)} {
			var v outer
			if err := protocol.Unmarshal([]byte(padding+text), &v); err != nil {
				t.Errorf("%s: got error %v, want none", text, err)
				continue
			}
			if out, err := json.Marshal(v); err != nil || string(out) != text {
				t.Errorf("decoding and encoding: got %s and error %v, want %s", out, err, text)
			}
		}
	}
	var v any
	if err := protocol.Unmarshal([]byte(`{"a":[1,2.5]}`), &v); err != nil || !reflect.DeepEqual(v, map[string]any{"a": []any{1.0, 2.5}}) {
		t.Errorf("short numbers: got %v and error %v, want float64 values", v, err)
	}
	for _, text := range []string{`{"inner":{"any":9007199254740993}`, `9007199254740993 1`, `{"typed":9007199254740993.5}`, strings.Repeat("[", 65) + "9007199254740993" + strings.Repeat("]", 65)} {
		if err := protocol.Unmarshal([]byte(text), &outer{}); err == nil {
			t.Errorf("%.40s: got no error, want one", text)
		}
	}
}
