package protocol_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest/protocol"
)

// open is a type as specgen generates it for a schema that allows undeclared members.
type open struct {
	ID   int32   `json:"id"`
	Name *string `json:"name,omitempty"`
	On   bool    `json:"on,omitempty"`

	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func (o *open) UnmarshalJSON(b []byte) error {
	return protocol.UnmarshalOpen(b, (*openOpen)(o), &o.AdditionalProperties, "id,name,on")
}

func (o open) MarshalJSON() ([]byte, error) {
	return protocol.MarshalOpen((*openOpen)(&o), o.AdditionalProperties)
}

type openOpen open

func TestOpenObject(t *testing.T) {
	for in, want := range map[string]string{
		`{}`:                            `{"id":0}`,
		`{"id":1}`:                      `{"id":1}`,
		`{"on":true,"name":"a","id":1}`: `{"id":1,"name":"a","on":true}`,
		` { "z" : 9007199254740993 , "id" : 2 , "a" : 1.50 } `:             `{"id":2,"a":1.50,"z":9007199254740993}`,
		`{"ID":3,"nAme":"b","x":{"id":4,"s":"}\"]"},"y":[[],{}],"n":null}`: `{"id":3,"name":"b","n":null,"x":{"id":4,"s":"}\"]"},"y":[[],{}]}`,
		`{"\u0069d":5,"a\"b":"c\\"}`:                                       `{"id":5,"a\"b":"c\\"}`,
		`{"":0,"id":6}`:                                                    `{"id":6,"":0}`,
		`{"id":7,"name":"c","on":true,"":0,"id,name":1}`:                   `{"id":7,"name":"c","on":true,"":0,"id,name":1}`,
		`{"x":1,"x":2}`:                                                    `{"id":0,"x":2}`,
		`null`:                                                             `{"id":0}`,
	} {
		var o open
		if err := json.Unmarshal([]byte(in), &o); err != nil {
			t.Errorf("Unmarshal(%s): got error %v, want none", in, err)
			continue
		}
		out, err := json.Marshal(o)
		if err != nil || string(out) != want {
			t.Errorf("Marshal after Unmarshal(%s): got %s and error %v, want %s", in, out, err, want)
		}
	}
	for _, in := range []string{`{"id":"x"}`, `[]`, `{"id":1`, `1`} {
		if err := json.Unmarshal([]byte(in), new(open)); err == nil {
			t.Errorf("Unmarshal(%s): got no error, want one", in)
		}
	}
	o := open{ID: 1, AdditionalProperties: map[string]json.RawMessage{"id": []byte("9"), "name": []byte(`"n"`)}}
	if out, err := json.Marshal(o); err != nil || string(out) != `{"id":1,"name":"n"}` {
		t.Errorf("Marshal: got %s and error %v, want the id from the struct and the name from the map", out, err)
	}
	o.AdditionalProperties = map[string]json.RawMessage{"x": []byte("{")}
	if _, err := json.Marshal(o); err == nil {
		t.Error("Marshal of invalid raw JSON: got no error, want one")
	}
}

func TestOpenObjectWithTypedValues(t *testing.T) {
	var known struct {
		ID int `json:"id"`
	}
	var rests map[string]int
	if err := protocol.UnmarshalOpen([]byte(`{"a":1,"id":2,"b":3}`), &known, &rests, "id"); err != nil {
		t.Fatal(err)
	}
	if known.ID != 2 || !reflect.DeepEqual(rests, map[string]int{"a": 1, "b": 3}) {
		t.Errorf("UnmarshalOpen: got %v and %v, want id 2 and the members a and b", known, rests)
	}
	if err := protocol.UnmarshalOpen([]byte(`{"a":"x"}`), &known, &rests, "id"); err == nil || !strings.Contains(err.Error(), `member "a"`) {
		t.Errorf("UnmarshalOpen of a string as an int: got error %v, want one that names the member a", err)
	}
}

// FuzzOpenObject checks that an open object keeps the undeclared members that encoding/json finds, and that its JSON can be decoded again.
func FuzzOpenObject(f *testing.F) {
	for _, s := range []string{`{"id":1,"x":[1,{"y":"}"}]}`, `{"a":"\\\"","\u0069d":2}`, ` { } `, `{"x" : -1e5 , "y":[ ]}`, `null`, `{"ſd":1,"K":2}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var o open
		if json.Unmarshal(data, &o) != nil {
			return
		}
		var all map[string]json.RawMessage
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		for name := range all {
			for _, known := range []string{"id", "name", "on"} {
				if strings.EqualFold(name, known) {
					delete(all, name)
				}
			}
		}
		for name, raw := range all {
			if string(o.AdditionalProperties[name]) != string(raw) {
				t.Errorf("undeclared member %q: got %s, want %s", name, o.AdditionalProperties[name], raw)
			}
		}
		if len(all) != len(o.AdditionalProperties) {
			t.Errorf("undeclared members: got %v, want %v", o.AdditionalProperties, all)
		}
		out, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var again open
		if err := json.Unmarshal(out, &again); err != nil {
			t.Fatalf("Unmarshal(%s) after Marshal: got error %v, want none", out, err)
		}
	})
}

// closed is a type with the same declared members as open.
type closed struct {
	ID   int32   `json:"id"`
	Name *string `json:"name,omitempty"`
	On   bool    `json:"on,omitempty"`
}

// BenchmarkOpen compares an open object with a closed object, in decoding and in encoding.
func BenchmarkOpen(b *testing.B) {
	in := []byte(`{"id":1,"name":"some name of a thing","on":true}`)
	b.Run("decode=closed", func(b *testing.B) { decode[closed](b, in) })
	b.Run("decode=open", func(b *testing.B) { decode[open](b, in) })
	b.Run("encode=closed", func(b *testing.B) { encode[closed](b, in) })
	b.Run("encode=open", func(b *testing.B) { encode[open](b, in) })
}

func decode[T any](b *testing.B, in []byte) {
	b.ReportAllocs()
	for b.Loop() {
		var v T
		if err := json.Unmarshal(in, &v); err != nil {
			b.Fatal(err)
		}
	}
}

func encode[T any](b *testing.B, in []byte) {
	var v T
	if err := json.Unmarshal(in, &v); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(v); err != nil {
			b.Fatal(err)
		}
	}
}
