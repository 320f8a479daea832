package diff

import (
	"strings"

	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/diff/gosource"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// entry is an edit with the results that are attached to it.
type entry struct {
	edit.Edit
	class
	at, atBase report.Position // positions in head and base of an edit that is not in the document, such as a setting
	always     bool            // report the edit for any value of [Levels]
	announced  bool            // the edit is an announced removal, see [comparison.sunsets]; it is at worst compatible
	early      bool            // the edit is a removal before x-sunset

	wire   []Wire
	golang []gosource.Difference
}

// newEntry returns a new entry for an edit.
func newEntry(e edit.Edit) *entry { return &entry{Edit: e, class: variantOf(e.ID, e.Variant)} }

// judge sets the level of a change for each audience, and makes the level of the change at least as severe as these. Before the call, the level of
// the change is that of its class.
func (c *comparison) judge(e *entry, out *Change) {
	reached := oas.ComponentOf(e.Base) == "" && oas.ComponentOf(e.Head) == "" || len(out.Requests)+len(out.Responses) > 0
	switch {
	case e.wireDecides && isLink(e):
		out.Level = Risky
		if strings.HasSuffix(e.id, "-added") {
			out.Level = Compatible
		}
		out.affect(WireClients, out.Level)
	case e.wireDecides && c.judged:
		out.Level = Doc
	case e.wireDecides:
		out.Level = Compatible
	case e.affects.has(WireClients) && reached:
		out.affect(WireClients, out.Level)
	}
	for _, w := range e.wire {
		out.affect(w.Audience, w.Level)
		if w.Level <= Risky && out.Why == "" {
			switch out.Why = w.Witness; {
			case w.Witness == "":
				out.Why = w.Message
			case w.Hint != "":
				out.Why += " (" + w.Hint + ")"
			}
		}
	}
	if e.affects.has(Names) && c.names {
		level := e.level
		if e.id == "setting-changed" && level == Risky && len(e.golang) > 0 {
			level = Compatible // the Go differences have levels of their own
		}
		out.affect(Names, level)
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
	for a, level := range out.Audiences {
		if a == WireServers {
			level = max(level, Compatible) // because of an effect on servers, the level of the change is at worst Compatible
		}
		out.Level = min(out.Level, level)
	}
}

// isLink reports whether an edit is in a link. Package wire does not compare links.
func isLink(e *entry) bool {
	return strings.Contains(e.Base, "/links/") || strings.Contains(e.Head, "/links/")
}

// affect sets the level of c for the audience a, unless c already has a worse level for it. It ignores the level Doc.
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
