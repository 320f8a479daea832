package diff

import (
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
	looseBase, looseHead bool     // the place is only the object that lacks what the edit is about
	alsoBase, alsoHead   []string // other places that it explains
	always               bool     // it is told on every level
	announced            bool     // a removal on or after x-sunset, which affects no audience
	early                bool     // a removal before x-sunset
	unheard              bool     // programs go on to work: it is risky for who runs the server

	wire   []Wire
	golang []Go
}

// judge sets the level of a change for each audience, and the worst of them as its level. On entry, the level of the change is that of its class.
func (c *comparison) judge(e *edit, out *Change) {
	reached := oas.ComponentOf(e.base) == "" && oas.ComponentOf(e.head) == "" || len(out.Requests)+len(out.Responses) > 0
	if c.judged && e.yields && !isLink(e) {
		out.Level = Doc
	} else {
		if e.affects.has(WireClients) && reached && !e.unheard {
			out.affect(WireClients, out.Level)
		}
		if e.affects.has(WireServers) && len(out.Requests) > 0 {
			out.affect(WireServers, Compatible)
		}
	}
	if e.unheard {
		out.affect(WireServers, Risky)
		out.Level = Risky
	}
	for _, w := range e.wire {
		out.affect(w.Audience, w.Level)
		if w.Level <= Risky && out.Why == "" {
			out.Why = w.Witness
			if w.Witness == "" {
				out.Why = w.Message
			}
		}
	}
	if e.affects.has(Names) && c.names {
		level := e.level
		if e.id == "setting-changed" && level == Risky && len(e.golang) > 0 {
			level = Compatible // the Go code decides
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
			level = max(level, Compatible) // who implements the document has to follow it
		}
		out.Level = min(out.Level, level)
	}
}

// isLink reports whether an edit is in a link. Package wire compares the other parts of the document.
func isLink(e *edit) bool {
	return strings.Contains(e.base, "/links/") || strings.Contains(e.head, "/links/")
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
