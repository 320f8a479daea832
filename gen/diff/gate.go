package diff

import (
	"fmt"
	"slices"
	"strings"
)

// Gate selects the changes that fail a comparison. The zero value selects none.
type Gate []condition

// condition is one part of a [Gate].
type condition struct {
	level     Level
	any       bool // changes of any level fail, including [Doc]
	audiences []Audience
	all       bool // the part names no audience
}

// GateLevels returns the levels that [ParseGate] accepts.
func GateLevels() []string { return []string{"breaking", "risky", "any", "never"} }

// gateAudiences returns the audiences for a name in a gate, or nil if the name is unknown.
func gateAudiences(name string) []Audience {
	switch name {
	case "wire":
		return []Audience{WireClients, WireServers}
	case "go":
		return []Audience{GoCallers, GoImplementers}
	}
	if a := Audience(name); slices.Contains(Audiences(), a) {
		return []Audience{a}
	}
	return nil
}

// ParseGate parses a list of LEVEL or LEVEL:AUDIENCE, separated by commas, such as "breaking:wire,risky:names". LEVEL is breaking, risky, any or
// never. AUDIENCE is wire (wire-clients and wire-servers), go (go-callers and go-implementers) or the name of one audience. The level any without an
// audience selects every change. Any other level without an audience applies to all audiences except go-implementers, who must embed Unimplemented
// and are therefore rarely affected.
func ParseGate(s string) (Gate, error) {
	var g Gate
	parts := strings.Split(s, ",")
	for _, part := range parts {
		level, audience, named := strings.Cut(strings.TrimSpace(part), ":")
		if !slices.Contains(GateLevels(), level) {
			return nil, fmt.Errorf("level %q is unknown; write %s", level, strings.Join(GateLevels(), ", "))
		}
		c := condition{any: level == "any", all: !named, audiences: slices.DeleteFunc(Audiences(), func(a Audience) bool { return a == GoImplementers })}
		if level == "risky" {
			c.level = Risky
		}
		if named {
			if c.audiences = gateAudiences(audience); c.audiences == nil {
				return nil, fmt.Errorf("audience %q is unknown; write wire, names, go, wire-clients, wire-servers, go-callers or go-implementers", audience)
			}
		}
		if level != "never" {
			g = append(g, c)
		} else if len(parts) > 1 || named {
			return nil, fmt.Errorf("\"never\" cannot be combined with other levels or an audience; write only \"never\"")
		}
	}
	return g, nil
}

// Fails reports whether a change fails the comparison. Approved changes do not fail it.
func (g Gate) Fails(c Change) bool {
	return c.Approval == nil && slices.ContainsFunc(g, func(o condition) bool { return o.fails(c) })
}

// fails reports whether a change that is not approved fails the comparison.
func (o condition) fails(c Change) bool {
	if o.all && (o.any || len(c.Audiences) == 0) { // a change without audiences also has a level
		return o.any || c.Level <= o.level
	}
	return slices.ContainsFunc(o.audiences, func(a Audience) bool {
		level, affected := c.Audiences[a]
		if o.all && a == WireServers {
			level = max(level, c.Level) // a level for servers that is worse than the level of the change does not count
		}
		return affected && (o.any || level <= o.level)
	})
}
