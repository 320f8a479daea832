package protocol_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// tree is an open type that contains itself in fields of different kinds.
type tree struct {
	ID     int32                 `json:"id"`
	Name   *string               `json:"name"`
	Share  float64               `json:"share"`
	Any    any                   `json:"any"`
	Raw    json.RawMessage       `json:"raw"`
	At     *time.Time            `json:"at"`
	Link   *url.URL              `json:"link"`
	Texts  []string              `json:"texts"`
	Child  *tree                 `json:"child"`
	Kids   []tree                `json:"kids"`
	Heirs  []*tree               `json:"heirs"`
	Rows   [][]tree              `json:"rows"`
	ByName map[string]tree       `json:"byName"`
	ByKey  map[label][]*tree     `json:"byKey"`
	Frame  frame                 `json:"frame"`
	Frames map[string]*frame     `json:"frames"`
	Bag    *bag                  `json:"bag"`
	Odd    *odd                  `json:"odd"`
	Lower  *tree                 `json:"x"`
	Upper  *tree                 `json:"X"`
	Pair   [2]*tree              `json:"pair"`
	Ages   map[int]*tree         `json:"ages"`
	Box    *struct{ Tree *tree } `json:"box"`
	Kinds  kinds                 `json:"kinds"`

	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

type label string

// kinds has members of different kinds of Go types.
type kinds struct {
	Bool   bool           `json:"bool"`
	Int8   int8           `json:"int8"`
	Uint16 *uint16        `json:"uint16"`
	Float  float32        `json:"float"`
	Label  label          `json:"label"`
	Bytes  []byte         `json:"bytes"`
	Ints   []int          `json:"ints"`
	Counts map[string]int `json:"counts"`
	Number json.Number    `json:"number"`
	Far    **string       `json:"far"`
	Text   numberInText   `json:"text"`
}

// numberInText has a number that encoding/json decodes from a string.
type numberInText struct {
	ID int `json:"id,string"`
}

// frame is a closed type with fields of type tree, which is open and has fields of type frame.
type frame struct {
	Width int     `json:"width"`
	Inner *tree   `json:"inner"`
	Trees []tree  `json:"trees,omitempty"`
	Skip  string  `json:"-"`
	Odd   frameOf `json:"odd"`
}

// frameOf embeds a struct, so that only encoding/json can decode it.
type frameOf struct{ embedded }

type embedded struct {
	Depth int   `json:"depth"`
	Tree  *tree `json:"tree"`
}

// bag is an open type whose undeclared members have the type *tree.
type bag struct {
	Name string `json:"name"`

	AdditionalProperties map[string]*tree `json:"-"`
}

// odd has a field AdditionalProperties, but its UnmarshalJSON method does not call [protocol.UnmarshalOpen].
type odd struct {
	Tree *tree `json:"tree"`

	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

type (
	openTree tree
	openBag  bag
	plainOdd odd
)

const treeNames = "id,name,share,any,raw,at,link,texts,child,kids,heirs,rows,byName,byKey,frame,frames,bag,odd,x,X,pair,ages,box,kinds"

// unmarshalPlain decodes JSON to the same results as [protocol.UnmarshalOpen], but uses only encoding/json.
func unmarshalPlain[V any](data []byte, known any, unknown *map[string]V, names string) error {
	var members map[string]V
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, known); err != nil {
		return err
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	for name, raw := range all {
		isKnown := false
		for known := range strings.SplitSeq(names, ",") {
			isKnown = isKnown || strings.EqualFold(known, name)
		}
		if isKnown {
			continue
		}
		var v V
		if err := json.Unmarshal(raw, &v); err != nil {
			return fmt.Errorf("decoding member %q: %w", name, err)
		}
		if members == nil {
			members = map[string]V{}
		}
		members[name] = v
	}
	*unknown = members
	return nil
}

// If usePlain is true, the UnmarshalJSON methods of tree and bag call unmarshalPlain. bytesPassed is the number of bytes that these methods have
// received.
var (
	usePlain    bool
	bytesPassed int
)

func (o *tree) UnmarshalJSON(b []byte) error {
	bytesPassed += len(b)
	if usePlain {
		return unmarshalPlain(b, (*openTree)(o), &o.AdditionalProperties, treeNames)
	}
	return protocol.UnmarshalOpen(b, (*openTree)(o), &o.AdditionalProperties, treeNames)
}

func (o tree) MarshalJSON() ([]byte, error) {
	return protocol.MarshalOpen((*openTree)(&o), o.AdditionalProperties)
}

func (o *bag) UnmarshalJSON(b []byte) error {
	bytesPassed += len(b)
	if usePlain {
		return unmarshalPlain(b, (*openBag)(o), &o.AdditionalProperties, "name")
	}
	return protocol.UnmarshalOpen(b, (*openBag)(o), &o.AdditionalProperties, "name")
}

func (o bag) MarshalJSON() ([]byte, error) {
	return protocol.MarshalOpen((*openBag)(&o), o.AdditionalProperties)
}

func (o *odd) UnmarshalJSON(b []byte) error {
	if !json.Valid(b) {
		return errors.New("odd: not JSON")
	}
	o.AdditionalProperties = map[string]json.RawMessage{"size": fmt.Append(nil, len(b))}
	return json.Unmarshal(b, (*plainOdd)(o))
}

func (o odd) MarshalJSON() ([]byte, error) {
	return protocol.MarshalOpen((*plainOdd)(&o), o.AdditionalProperties)
}

// decodeTwice decodes data inside nine objects, first with package protocol and then with unmarshalPlain. got is the JSON text of the result of
// package protocol, and want is that of unmarshalPlain.
func decodeTwice(t *testing.T, data string) (got, want string, gotErr, wantErr error) {
	t.Helper()
	data = strings.Repeat(`{"id":1,"child":`, 9) + data + strings.Repeat("}", 9)
	run := func(plain bool) (string, error) {
		usePlain = plain
		defer func() { usePlain = false }()
		var out tree
		if err := json.Unmarshal([]byte(data), &out); err != nil {
			return "", err
		}
		text, err := json.Marshal(out)
		return string(text), err
	}
	got, gotErr = run(false)
	want, wantErr = run(true)
	return got, want, gotErr, wantErr
}

// readTwice decodes data inside a list of more than 4 KiB, first with ReadJSON and then with unmarshalPlain. got is the JSON text of the result of
// ReadJSON, and want is that of unmarshalPlain.
func readTwice(t *testing.T, data string) (got, want string, gotErr, wantErr error) {
	t.Helper()
	data = "[" + data + `, {"padding": "` + strings.Repeat("x", 5000) + `"}]`
	text := func(list []*tree, err error) (string, error) {
		if err != nil {
			return "", err
		}
		text, err := json.Marshal(list)
		return string(text), err
	}
	var list []*tree
	_, err := protocol.ReadJSON(httptest.NewRequest(http.MethodPost, "/", strings.NewReader(data)), &list, true)
	got, gotErr = text(list, err)
	usePlain = true
	defer func() { usePlain = false }()
	list = nil
	want, wantErr = text(list, json.Unmarshal([]byte(data), &list))
	return got, want, gotErr, wantErr
}

// nestedSamples returns JSON texts to decode into a tree.
func nestedSamples() []string {
	return []string{
		`{}`, `null`, `[]`, `1`, `"a"`, `{"id":9007199254740993}`, `{"id":"a"}`, `{"id":1.5}`, `{"share":1e400}`,
		`{"id":2,"more":{"a":[1.50,1e5]},"name":"a","zz":9007199254740993}`,
		` { "id" : 2 , "child" : { "id" : 3 , "kids" : [ { } , { "id" : 4 } ] } , "y" : [ ] } `,
		`{"ID":3,"nAme":"b","CHILD":{"id":4},"ſhare":2,"Kids":[{"K":1,"\u212a":2}]}`,
		`{"\u0069d":5,"chi\u006cd":{"na\u006de":"c"},"a\"b":{"c\\":1},"\ud800":1,"\ud83d\ude00":2}`,
		"{\"a\xff\":1,\"name\":\"b\xff\",\"\xffchild\":{},\"byName\":{\"\xff\":{\"id\":1},\"\ufffd\":{\"id\":2}}}",
		`{"child":{"id":1},"child":{"name":"b"},"kids":[{"id":1},{"id":2}],"kids":[{"name":"c"}],"u":1,"u":2}`,
		`{"child":{"id":1},"child":null,"kids":[{"id":1}],"kids":null,"byName":{"a":{}},"byName":null}`,
		`{"child":null,"child":{"id":1},"frame":null,"bag":null,"bag":{"name":"a"},"raw":null,"any":null}`,
		`{"byName":{"a":{"id":1},"a":{"name":"b"}},"byName":{"c":{}},"byKey":{"k":[{"id":1},null]},"frames":{"a":null,"b":{"width":1}}}`,
		`{"heirs":[null,{"id":1},null],"rows":[[],[{"id":1},{}],null],"pair":[{"id":1},null,{"id":3}],"ages":{"1":{"id":1},"2":null}}`,
		`{"frame":{"width":1,"inner":{"frame":{"trees":[{"id":2,"q":1}],"INNER":{"id":3}}},"odd":{"depth":1,"tree":{"child":{"u":1}}}}}`,
		`{"bag":{"name":"a","b":{"id":1,"bag":{"c":null,"d":{}}},"NAME":"e"},"box":{"tree":{"child":{"q":1}},"TREE":{"id":1}}}`,
		`{"odd":{"tree":{"id":1,"u":2},"v":3},"x":{"id":1},"X":{"id":2}}`, `{"X":{"id":1},"x":{"id":2}}`,
		`{"any":{"a":[1,{"b":null}]},"raw":{"a" : [ 1 ]},"texts":["a",null,"\ud800"],"at":"2026-01-02T03:04:05Z","link":{"Host":"h","User":{}}}`,
		`{"kids":{}}`, `{"kids":[1]}`, `{"child":[]}`, `{"child":"a"}`, `{"byName":[]}`, `{"byName":{"a":[]}}`, `{"frame":{"inner":{"id":"a"}}}`,
		`{"frame":{"trees":[{"child":{"share":true}}]}}`, `{"bag":{"b":{"id":"a"}}}`, `{"bag":{"b":1}}`, `{"ages":{"a":{}}}`, `{"at":{}}`, `{"at":"x"}`,
		`{"odd":{"tree":{"id":"a"}}}`, `{"box":{"tree":{"id":"a"}}}`, `{"pair":{}}`, `{"texts":{}}`, `{"id":1`, `{"id":1,}`, `{"kids":[{},]}`, `{"a":01}`,
		`{"child":{"child":{"frame":{"inner":{"kids":[{"child":{"id":"a"}}]}}}}}`, `{"":{"":1},"\u0000open":2}`, `{"x":{"X":{"x":{"id":1}}}}`,
		`{"kinds":{"bool":true,"int8":-128,"uint16":65535,"float":1.5e3,"label":"a","bytes":"YWI=","ints":[1,-2],"counts":{"a":1},"number":1.50}}`,
		`{"kinds":{"bool":null,"int8":null,"uint16":null,"float":null,"label":null,"bytes":null,"ints":[null],"counts":{"a":null},"number":null,"far":null}}`,
		`{"kinds":{"bool":false,"int8":-0,"float":-0.0,"label":"\u00e4\n","bytes":[1,2],"far":"b","number":"7","text":{"id":"12"}}}`,
		`{"kinds":{"ints":[1,2,3],"ints":[4],"counts":{"a":1},"counts":{"b":2},"far":"a","far":null}}`,
		`{"kinds":{"bool":1}}`, `{"kinds":{"bool":"true"}}`, `{"kinds":{"int8":128}}`, `{"kinds":{"int8":1e1}}`, `{"kinds":{"uint16":-1}}`, `{"kinds":{"float":1e39}}`,
		`{"kinds":{"label":true}}`, `{"kinds":{"label":[]}}`, `{"kinds":{"bytes":"?"}}`, `{"kinds":{"ints":[1,"a"]}}`, `{"kinds":{"counts":{"a":"b"}}}`,
		`{"kinds":{"number":"x"}}`, `{"kinds":{"text":{"id":12}}}`, `{"kinds":[]}`, `{"name":7,"share":"b"}`,
	}
}

// TestNestedAsPlain checks that UnmarshalOpen and encoding/json decode nested values to the same results, and return equal errors for values of the
// wrong type.
func TestNestedAsPlain(t *testing.T) {
	for _, data := range nestedSamples() {
		got, want, gotErr, wantErr := decodeTwice(t, data)
		if got != want || (gotErr == nil) != (wantErr == nil) {
			t.Errorf("decoding %s:\ngot  %s and error %v\nwant %s and error %v", data, got, gotErr, want, wantErr)
			continue
		}
		g, isType := errors.AsType[*json.UnmarshalTypeError](gotErr)
		if w, wanted := errors.AsType[*json.UnmarshalTypeError](wantErr); isType != wanted || isType && (g.Field != w.Field || g.Value != w.Value || g.Type != w.Type) {
			t.Errorf("%s: got error %#v, want %#v", data, g, w)
		}
	}
	for _, data := range nestedSamples() {
		if got, want, gotErr, wantErr := readTwice(t, data); got != want || (gotErr == nil) != (wantErr == nil) {
			t.Errorf("decoding %s in a list:\ngot  %s and error %v\nwant %s and error %v", data, got, gotErr, want, wantErr)
		}
	}
}

// FuzzNestedAsPlain searches for nested values that UnmarshalOpen and encoding/json decode to different results.
func FuzzNestedAsPlain(f *testing.F) {
	for _, s := range nestedSamples() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if strings.Count(data, "{")+strings.Count(data, "[") > 50 {
			t.Skip("the value may have more levels than UnmarshalOpen permits")
		}
		for _, twice := range []func(*testing.T, string) (string, string, error, error){decodeTwice, readTwice} {
			got, want, gotErr, wantErr := twice(t, data)
			if got != want || (gotErr == nil) != (wantErr == nil) {
				t.Errorf("decoded value: got %s and error %v\nwant %s and error %v", got, gotErr, want, wantErr)
			}
		}
	})
}

// TestNestedInProportion checks that decoding at many levels takes at most 8 times as long as at one level. It also checks that UnmarshalJSON methods
// do not receive the same bytes again at each level.
func TestNestedInProportion(t *testing.T) {
	payload := `{"more":["` + strings.Repeat("x", 1<<20) + `"]}`
	var flat, deep time.Duration
	for name, level := range map[string][2]string{
		"child":      {`{"child":`, `}`},
		"kids":       {`{"kids":[`, `]}`},
		"map":        {`{"byName":{"a":`, `}}`},
		"closed":     {`{"frame":{"inner":`, `}}`},
		"additional": {`{"bag":{"b":`, `}}`},
	} {
		decode := func(levels int) time.Duration {
			data := []byte(strings.Repeat(level[0], levels) + payload + strings.Repeat(level[1], levels))
			best := time.Hour
			for range 3 {
				bytesPassed = 0
				begin := time.Now()
				if err := json.Unmarshal(data, new(tree)); err != nil {
					t.Fatal(err)
				}
				best = min(best, time.Since(begin))
				if bytesPassed > len(data)+1_000 {
					t.Errorf("%s at %d levels: got %d bytes in UnmarshalJSON, want at most %d", name, levels, bytesPassed, len(data)+1_000)
				}
			}
			return best
		}
		levels := 30
		if name == "child" {
			levels = 60
		}
		few, many := decode(1), decode(levels)
		t.Logf("%s: decoding takes %v at one level and %v at many levels", name, few, many)
		flat, deep = flat+few, deep+many
	}
	if deep > 8*flat { // decoding takes more than 12 times as long if each level is scanned again
		t.Errorf("decoding time at many levels: got %v, want at most 8 times the %v at one level", deep, flat)
	}
}

// TestDepthLimit checks that servers and clients reject a body with too many levels. It also checks that UnmarshalOpen decodes nothing in such a
// body.
func TestDepthLimit(t *testing.T) {
	for name, target := range map[string]func() any{
		"open": func() any { return new(tree) }, "closed": func() any { return new(frame) }, "any": func() any { return new(any) },
		"raw": func() any { return new(json.RawMessage) },
	} {
		for _, nested := range []string{`{"child":`, `{"unknown":`, `[`} {
			closing := map[byte]string{'{': "}", '[': "]"}[nested[0]]
			body := func(levels int) string {
				opened := strings.Repeat(nested, levels-1)
				return `{"any":` + opened + `"}}]]{{[["` + strings.Repeat(closing, levels-1) + "}"
			}
			for levels, fits := range map[int]bool{64: true, 65: false, 9_000: false, 100_000: false} {
				r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body(levels)))
				_, err := protocol.ReadJSON(r, target(), true)
				if e, ok := errors.AsType[*rest.Error](err); fits != (err == nil) || !fits && (!ok || e.Status != 400 || !strings.Contains(e.Detail, "nested more than 64 levels")) {
					t.Errorf("server: %s with %d levels of %s: got error %v, want an error: %t", name, levels, nested, err, !fits)
				}
				res := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body(levels)))}
				err = protocol.Decode(res, "getTree", new(rest.Response), protocol.Want{Status: 200, JSON: target()})
				if e, ok := errors.AsType[*rest.Error](err); fits != (err == nil) || !fits && (!ok || !strings.Contains(e.Detail, "nested more than 64 levels")) {
					t.Errorf("client: %s with %d levels of %s: got error %v, want an error about nesting: %t", name, levels, nested, err, !fits)
				}
			}
		}
	}
	var o tree
	if err := json.Unmarshal([]byte(strings.Repeat(`{"child":`, 65)+"1"+strings.Repeat("}", 65)), &o); err == nil || o.Child != nil {
		t.Errorf("65 levels: got child %v and error %v, want no child and an error", o.Child, err)
	}
}

// item is an open object with members that are objects and lists, as in most APIs.
type item struct {
	ID      int32             `json:"id"`
	Name    *string           `json:"name,omitempty"`
	Owner   *open             `json:"owner,omitempty"`
	Rules   []open            `json:"rules,omitempty"`
	Address *address          `json:"address,omitempty"`
	Labels  map[string]string `json:"labels,omitempty"`

	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

type address struct {
	Street string `json:"street"`
	Place  *open  `json:"place"`
}

type openItem item

func (o *item) UnmarshalJSON(b []byte) error {
	return protocol.UnmarshalOpen(b, (*openItem)(o), &o.AdditionalProperties, "id,name,owner,rules,address,labels")
}

// BenchmarkList decodes a list of 100 open objects. The name of each benchmark contains the depth of the list.
func BenchmarkList(b *testing.B) {
	for _, c := range []struct{ name, more string }{
		{"depth=4", ``},
		{"depth=7", `,"more":[{"a":[{"b":[1]}]}]`},
		{"depth=11", `,"more":[{"a":[{"b":[{"c":[{"d":[1]}]}]}]}]`},
	} {
		one := `{"id":7,"name":"some name","owner":{"id":1,"name":"a","more":true},"rules":[{"id":2},{"id":3,"on":true}],` +
			`"address":{"street":"Main Street 1","place":{"id":9}},"labels":{"a":"b"},"rank":12` + c.more + `}`
		in := []byte("[" + string(bytes.Repeat([]byte(one+","), 99)) + one + "]")
		b.Run(c.name, func(b *testing.B) { decode[[]item](b, in) })
	}
}
