package protocol_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest"
	calls "github.com/rasapi/specgen/rest/internal/call"
	"github.com/rasapi/specgen/rest/protocol"
)

// keyring is a type with secrets, and has the methods that specgen generates for such types.
type keyring struct {
	Name    string         `json:"name"`
	PIN     *int           `json:"pin,omitempty"`
	Keys    []string       `json:"keys,omitzero"`
	Owner   *owner         `json:"owner,omitempty"`
	Others  []*owner       `json:"others,omitempty"`
	ByName  map[string]any `json:"byName,omitempty"`
	Nested  [][]owners     `json:"nested,omitempty"`
	Colour  *colour        `json:"colour,omitempty"`
	Tags    []string       `json:"tags,omitempty"`
	private string
	union   json.RawMessage
}

func (v keyring) LogValue() slog.Value       { return protocol.LogValue(v, "PIN", "Keys", "union") }
func (v keyring) Format(s fmt.State, _ rune) { protocol.Format(s, v, "PIN", "Keys", "union") }

type owner struct {
	rest.Response
	Name     string
	Password string
}

func (v owner) LogValue() slog.Value       { return protocol.LogValue(v, "Password", "Raw") }
func (v owner) Format(s fmt.State, _ rune) { protocol.Format(s, v, "Password", "Raw") }

type owners map[string]owner

func (v owners) LogValue() slog.Value       { return protocol.LogValue(v) }
func (v owners) Format(s fmt.State, _ rune) { protocol.Format(s, v) }

type ownerList []owner

func (v ownerList) LogValue() slog.Value       { return protocol.LogValue(v) }
func (v ownerList) Format(s fmt.State, _ rune) { protocol.Format(s, v) }

type colour int

func (c colour) String() string { return "green" }

// verbs returns fmt verbs that print a struct. It omits %p, because package fmt does not call Format for %p.
func verbs() []string {
	return []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%20v"}
}

// withoutTime removes the time from a log record, because its digits may be equal to a secret.
func withoutTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// printed returns the outputs of fmt verbs and log/slog handlers for a value.
func printed(v any) map[string]string {
	all := map[string]string{}
	for _, verb := range verbs() {
		all[verb] = fmt.Sprintf(verb, v)
	}
	all["Sprint"] = fmt.Sprint(v)
	all["Errorf"] = fmt.Errorf("failed: %v", v).Error()
	all["in a list"] = fmt.Sprintf("%v %+v %#v", []any{v}, map[string]any{"a": v}, struct{ V any }{v})
	var text, jsonText bytes.Buffer
	options := &slog.HandlerOptions{ReplaceAttr: withoutTime}
	slog.New(slog.NewTextHandler(&text, options)).Info("call", "body", v)
	slog.New(slog.NewJSONHandler(&jsonText, options)).Info("call", "body", v)
	all["slog text"], all["slog JSON"] = text.String(), jsonText.String()
	return all
}

func TestRedaction(t *testing.T) {
	o := owner{Name: "ann", Password: "secret"}
	o.Raw, o.Status = []byte("secret"), 200
	full := keyring{
		Name: "house", PIN: new(31337), Keys: []string{"secret"}, Owner: &o, Others: []*owner{&o, nil}, Colour: new(colour(1)), Tags: []string{"a"},
		ByName: map[string]any{"x": o, "y": []any{&o}, "z": 1}, Nested: [][]owners{{{"in": o}}}, private: "secret", union: json.RawMessage(`"secret"`),
	}
	for name, v := range map[string]any{
		"a value": full, "a pointer": &full, "a list": ownerList{o}, "a map": owners{"a": o}, "a list in a pointer": &ownerList{o}, "an owner": o,
	} {
		for how, text := range printed(v) {
			if strings.Contains(text, "secret") || strings.Contains(text, "736563726574") || strings.Contains(text, "31337") || strings.Contains(text, "7a69") {
				t.Errorf("%s, %s: got %s, want no secret", name, how, text)
			}
			if !strings.Contains(text, "REDACTED") || !strings.Contains(text, "ann") {
				t.Errorf("%s, %s: got %s, want a text that contains REDACTED and ann", name, how, text)
			}
		}
		b, err := json.Marshal(v)
		if err != nil || !bytes.Contains(b, []byte("secret")) {
			t.Errorf("%s: got JSON %s and error %v, want a text that contains the secret", name, b, err)
		}
	}
	plain := map[string]string{
		fmt.Sprintf("%v", keyring{Name: "n", Colour: new(colour(1)), Tags: []string{"a", "b"}}): "{Name:n Colour:green Tags:[a b]}",
		fmt.Sprintf("%+v", &keyring{Name: "n", PIN: new(0)}):                                    "{Name:n PIN:REDACTED}",
		fmt.Sprintf("%#v", keyring{Name: "n", Owner: &owner{Name: "a"}}):                        `protocol_test.keyring{Name:"n", Owner:protocol_test.owner{Status:0, Name:"a", Password:""}}`,
		fmt.Sprintf("%v", ownerList{{Name: "a"}}):                                               "[{Status:0 Name:a Password:}]",
		fmt.Sprintf("%v", (*keyring)(nil)):                                                      "<nil>",
	}
	for got, want := range plain {
		if got != want {
			t.Errorf("fmt.Sprintf: got %s, want %s", got, want)
		}
	}
	var text bytes.Buffer
	slog.New(slog.NewJSONHandler(&text, nil)).Info("call", "body", keyring{Name: "n", PIN: new(1), Owner: &owner{Name: "a", Password: "x"}, Others: []*owner{{Name: "b"}}})
	want := `"body":{"name":"n","pin":"REDACTED","owner":{"Status":0,"Name":"a","Password":"REDACTED"},"others":[{"Status":0,"Name":"b","Password":""}]}`
	if !strings.Contains(text.String(), want) {
		t.Errorf("slog JSON: got %s, want a text that contains %s", text.String(), want)
	}
}

// TestSecrets checks that SecretsOf returns the secrets in a value, and not its other texts.
func TestSecrets(t *testing.T) {
	o := owner{Name: "ann", Password: "of ann"}
	o.Raw = []byte("the response")
	full := keyring{
		Name: "house", PIN: new(31337), Keys: []string{"a key", "another key"}, Others: []*owner{&o, nil}, Tags: []string{"a tag"}, Colour: new(colour(1)),
		ByName: map[string]any{"x": owner{Password: "in a map"}, "z": 1}, Nested: [][]owners{{{"in": owner{Password: "in lists"}}}},
		union: json.RawMessage(`{"a": ["in a union", 2]}`),
	}
	for name, v := range map[string]any{"a value": full, "a pointer": &full, "a list": []keyring{full}, "a map": map[string]*keyring{"a": &full}} {
		got := calls.SecretsOf(v)
		for _, want := range []string{"31337", "a key", "another key", "of ann", "the response", "in a map", "in lists", "in a union"} {
			if !slices.Contains(got, want) {
				t.Errorf("%s: got %q, want a list with %q", name, got, want)
			}
		}
		for _, open := range []string{"ann", "house", "a tag", "green", "1"} {
			if slices.Contains(got, open) {
				t.Errorf("%s: got %q, want a list without %q", name, got, open)
			}
		}
	}
	endless := map[string]any{}
	endless["self"] = endless
	if got := calls.SecretsOf(endless); len(got) > 0 {
		t.Errorf("a map that contains itself: got %q, want an empty list", got)
	}
}
