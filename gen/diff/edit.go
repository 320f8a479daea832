package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// none is the pointer of a side that does not take part: of a package that was removed, for instance.
const none = "-"

// edit is one difference of the two documents, and what the judges say of it.
type edit struct {
	class
	subject, detail      string
	base, head           string
	key                  bool            // the place is the key, not the value
	at, atBase           report.Position // where it is, when that is not in the document
	message              string
	only                 direction // the level counts only when an operation has it there; 0 is anywhere
	looseBase, looseHead bool      // the place is only the object that lacks what the edit is about
	alsoBase, alsoHead   []string  // other places that it explains
	always               bool      // it is told on every level
	announced            bool      // a removal on or after x-sunset, which affects no audience
	early                bool      // a removal before x-sunset
	unheard              bool      // programs go on to work: it is risky for who runs the server

	wire   []Wire
	golang []Go
}

// textOnly reports whether an edit changes the type of a text and no judge finds a difference: a parameter or a header is text whatever its type is.
func (e *edit) textOnly() bool {
	return e.id == "type-changed" && len(e.wire) > 0 && (strings.Contains(e.base, "/parameters/") || strings.Contains(e.base, "/headers/")) &&
		!slices.ContainsFunc(e.wire, func(w Wire) bool { return w.Level <= Risky })
}

// judge sets the level of a change for each audience, and the worst of them as its level. On entry, the level of the change is that on the wire and
// in names.
func (c *comparison) judge(e *edit, out *Change) {
	own := out.Level // of the edit itself, without the results of the wire judge
	if len(e.wire) > 0 {
		own = e.ownLevel(*out)
	}
	reached := oas.ComponentOf(e.base) == "" && oas.ComponentOf(e.head) == "" || len(out.Requests)+len(out.Responses) > 0
	if e.affects.has(WireClients) && reached && !e.unheard && !e.textOnly() {
		out.affect(WireClients, own)
	}
	if e.unheard {
		out.affect(WireServers, own)
	}
	for _, w := range e.wire {
		branch := e.id == "schema-renamed" && strings.Contains(w.Rule, "-of-") // a branch with another name means the same: see toldByName
		if !branch && (w.Level <= Risky || e.affects.has(WireClients)) {
			out.affect(WireClients, w.Level)
		}
	}
	if e.id == "schema-renamed" && c.told()["#"+e.base] {
		out.affect(WireClients, out.Level)
	}
	if e.affects.has(WireServers) && len(out.Requests) > 0 {
		out.affect(WireServers, Compatible)
	}
	if e.affects.has(Names) {
		out.affect(Names, own)
	}
	for _, g := range e.golang {
		level, audience := Compatible, GoCallers
		if g.Breaks {
			level = Breaking
		}
		if g.Server {
			audience = GoImplementers
		}
		out.affect(audience, level)
	}
	if e.early && reached {
		out.affect(WireClients, Breaking)
	}
	if e.announced {
		out.limit(Compatible)
		out.Why = ""
	}
	for _, level := range out.Audiences {
		out.Level = min(out.Level, level)
	}
}

// ownLevel returns the level of an edit without the results of the wire judge.
func (e *edit) ownLevel(out Change) Level {
	level := e.level
	if e.yields || e.only == inRequest && len(out.Requests) == 0 || e.only == inResponse && len(out.Responses) == 0 {
		level = Compatible
	}
	return level
}

// affect lowers the level of a change for an audience to level.
func (c *Change) affect(a Audience, level Level) {
	if level >= Doc {
		return
	}
	if c.Audiences == nil {
		c.Audiences = map[Audience]Level{}
	}
	if known, ok := c.Audiences[a]; !ok || level < known {
		c.Audiences[a] = level
	}
}
