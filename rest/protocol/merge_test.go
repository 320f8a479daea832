package protocol_test

import (
	"testing"

	"github.com/rasapi/specgen/rest/protocol"
)

func TestMerge(t *testing.T) {
	for _, c := range []struct{ base, patch, want string }{
		{`{"a":1,"b":{"c":2,"d":[1,2]}}`, `{"b":{"d":[3],"e":null},"f":"x"}`, `{"a":1,"b":{"c":2,"d":[3],"e":null},"f":"x"}`},
		{`{"a":9007199254740993}`, `{"b":1.50}`, `{"a":9007199254740993,"b":1.50}`},
		{"", `{"a":1}`, `{"a":1}`},
		{`7`, `{"a":1}`, `{"a":1}`},
		{`{"a":1}`, `7`, `7`},
		{`{"a":1}`, `{}`, `{"a":1}`},
	} {
		got, err := protocol.Merge([]byte(c.base), []byte(c.patch))
		if err != nil || string(got) != c.want {
			t.Errorf("Merge(%s, %s): got %s and error %v, want %s", c.base, c.patch, got, err, c.want)
		}
	}
	for _, c := range [][2]string{{`{`, `{}`}, {`{}`, `{`}, {`{} {}`, `{}`}} {
		if got, err := protocol.Merge([]byte(c[0]), []byte(c[1])); err == nil {
			t.Errorf("Merge(%s, %s): got %s, want an error", c[0], c[1], got)
		}
	}
}
