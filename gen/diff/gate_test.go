package diff_test

import (
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff"
)

// TestGate checks which of several changes fail a gate.
func TestGate(t *testing.T) {
	of := func(level diff.Level, audiences ...diff.Audience) diff.Change {
		c := diff.Change{Level: level, Audiences: map[diff.Audience]diff.Level{}}
		for _, a := range audiences {
			c.Audiences[a] = level
		}
		return c
	}
	changes := map[string]diff.Change{
		"wire":         of(diff.Breaking, diff.WireClients),
		"names":        of(diff.Breaking, diff.Names),
		"callers":      of(diff.Breaking, diff.GoCallers),
		"implementers": of(diff.Breaking, diff.GoImplementers),
		"risky":        of(diff.Risky, diff.WireServers),
		"new":          of(diff.Compatible, diff.WireClients),
		"doc":          of(diff.Doc),
		"unreached":    of(diff.Breaking),
	}
	for gate, want := range map[string]string{
		"breaking":                        "callers names unreached wire",
		"breaking,breaking:go":            "callers implementers names unreached wire",
		"breaking:wire":                   "wire",
		"breaking:names":                  "names",
		"breaking:go":                     "callers implementers",
		"breaking:go-callers":             "callers",
		"risky":                           "callers names risky unreached wire",
		"risky:wire, breaking:go-callers": "callers risky wire",
		"risky:wire-servers":              "risky",
		"any":                             "callers doc implementers names new risky unreached wire",
		"any:wire":                        "new risky wire",
		"never":                           "",
	} {
		g, err := diff.ParseGate(gate)
		if err != nil {
			t.Errorf("%s: %v", gate, err)
			continue
		}
		var got []string
		for _, name := range []string{"callers", "doc", "implementers", "names", "new", "risky", "unreached", "wire"} {
			if g.Fails(changes[name]) {
				got = append(got, name)
			}
			approved := changes[name]
			approved.Approval = &diff.Approval{}
			if g.Fails(approved) {
				t.Errorf("gate %s fails the approved change %s", gate, name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("gate %s fails %v, want %s", gate, got, want)
		}
	}
	for gate, want := range map[string]string{
		"":                  `level "" is unknown`,
		"compatible":        `level "compatible" is unknown`,
		"breaking:everyone": `audience "everyone" is unknown`,
		"breaking,never":    `write only "never"`,
		"never:wire":        `write only "never"`,
		"breaking:":         `audience "" is unknown`,
	} {
		if _, err := diff.ParseGate(gate); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseGate(%q) returned the error %v, want %s", gate, err, want)
		}
	}
}
