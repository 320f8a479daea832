package protocol_test

import (
	"testing"
	"time"

	"github.com/rasapi/specgen/rest/protocol"
)

// TestAs decodes values of unions into matching types and into other types. It also tests HasTag.
func TestAs(t *testing.T) {
	type pet struct {
		Name string `json:"name"`
		Legs *int   `json:"legs,omitempty"`
	}
	for _, c := range []struct {
		union    string
		into     any
		required []string
		want     bool
	}{
		{`"a"`, new(string), nil, true},
		{`1`, new(string), nil, false},
		{`1.5`, new(int), nil, false},
		{` "2026-01-02T03:04:05Z"`, new(time.Time), nil, true},
		{`"a"`, new(time.Time), nil, false},
		{`{"name":"Rex"}`, new(pet), []string{"name"}, true},
		{`{"legs":4}`, new(pet), []string{"name"}, false},
		{`{"name":1}`, new(pet), []string{"name"}, false},
		{`[]`, new([]int), nil, true},
		{``, new(string), nil, false},
		{`null`, new(pet), nil, false},
		{`{"name":`, new(pet), nil, false},
	} {
		if got := protocol.As([]byte(c.union), c.into, c.required...); got != c.want {
			t.Errorf("%s as %T: got ok %t, want %t", c.union, c.into, got, c.want)
		}
	}
	for union, want := range map[string]bool{`{"kind":"dog"}`: true, `{"kind":"Dog"}`: true, `{"kind":"cat"}`: false, `{"kind":1}`: false, `{}`: false, `"dog"`: false, ``: false} {
		if got := protocol.HasTag([]byte(union), "kind", "dog", "Dog"); got != want {
			t.Errorf("HasTag(%s, \"kind\", \"dog\", \"Dog\") = %t, want %t", union, got, want)
		}
	}
}
