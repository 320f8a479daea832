package diff

import (
	"context"
	"strings"

	"github.com/rasapi/specgen/gen/diff/wire"
	"github.com/rasapi/specgen/gen/oas"
)

// Wire is one result of package wire, which compares messages.
type Wire struct {
	Rule     string // the direction and the rule, "request-required"
	Audience Audience
	Level    Level
	Message  string // "request body .name: the reader requires a member that the writer may leave out"
	Witness  string // "no longer accepted in the request: {}", or ""
	Hint     string // what the witness lacks, "without name", or ""
	Count    int    // number of affected operations
}

// wire compares the messages and attaches each result to the edit that causes it.
func (c *comparison) wire(ctx context.Context) error {
	entries, err := wire.Compare(ctx, wire.Input{Base: c.base.Spec.Model(), Head: c.head.Spec.Model(), Renames: c.renames.to})
	if err != nil {
		return err
	}
	c.judged = true
	for _, entry := range entries {
		for _, f := range entry.Findings {
			e := c.causeOf(entry, f)
			w := resultOf(f, len(entry.Operations))
			e.addWire(w)
			if entry.Clients == wire.Compatible && w.Audience == WireServers {
				w.Audience, w.Level = WireClients, Compatible
				e.addWire(w)
			}
		}
	}
	return nil
}

// resultOf converts a finding of package wire for the given number of operations.
func resultOf(f wire.Finding, operations int) Wire {
	w := Wire{Rule: strings.ReplaceAll(f.Message(), " ", "-") + "-" + string(f.Rule), Audience: WireClients, Level: levels[f.Level], Count: operations}
	w.Message = f.At + ": " + f.Meaning()
	if f.Note != "" {
		w.Message += "; " + f.Note
	}
	if f.Witness != nil {
		w.Witness, w.Hint = f.Witness.String(), f.Hint()
	}
	switch level := f.ForServers(); {
	case f.Servers && level == wire.None: // an addition without an obligation for servers
		w.Level = Compatible
	case f.Servers:
		w.Audience, w.Level = WireServers, levels[level]
	}
	return w
}

var levels = [...]Level{wire.None: Doc, wire.Compatible: Compatible, wire.Risky: Risky, wire.Breaking: Breaking}

// causeOf returns the edit that causes a finding. An edit of the member or keyword of the finding comes first, then the edit closest to the cause of the
// entry. If there is none, causeOf adds a new edit and returns it.
func (c *comparison) causeOf(entry wire.Entry, f wire.Finding) *edit {
	keyword, cause := [2]string{pointerOr(f.Base), pointerOr(f.Head)}, [2]string{pointerOr(entry.Base), pointerOr(entry.Head)}
	member := keyword
	for i, pointer := range keyword {
		if at := oas.Pointer("properties", f.Member); f.Member != "" && pointer != none && !strings.HasSuffix(pointer, at) {
			member[i] = parent(pointer) + at
		}
	}
	fits := func(e *edit) int { return fit(c, e, entry, f) }
	for _, p := range [][2]string{member, keyword} {
		exact := func(e *edit) int {
			if p[0] != none && e.base == p[0] && !e.looseBase || p[1] != none && e.head == p[1] && !e.looseHead {
				return fits(e)
			}
			return -1
		}
		if e := c.cause(p[0], p[1], exact); e != nil {
			return e
		}
	}
	for _, p := range [][2]string{cause, keyword} {
		if e := c.cause(p[0], p[1], fits); e != nil {
			return e
		}
	}
	e := &edit{class: classOf("wire-changed"), base: pointerOr(entry.Base), head: pointerOr(entry.Head), key: true, message: f.Rule.Meaning(), detail: string(f.Rule)}
	e.subject = "document"
	if e.head != none {
		e.subject = Subject(c.head.Spec, e.head)
	} else if e.base != none {
		e.subject = Subject(c.base.Spec, e.base)
	}
	c.edits = append(c.edits, e)
	c.note(e)
	return e
}

// pointerOr returns the pointer of a place, or none if it has no pointer.
func pointerOr(p wire.Place) string {
	if p.Pointer == "" {
		return none
	}
	return p.Pointer
}

// fit returns a score for how well an edit explains a finding, apart from its place. A negative score means that the edit does not explain it.
func fit(c *comparison, e *edit, entry wire.Entry, f wire.Finding) int {
	component := strings.HasPrefix(e.id, "schema-") && e.id != "schema-renamed"
	if component && f.Rule == wire.AlternativeRefused && (e.base == pointerOr(entry.Base) || e.head == pointerOr(entry.Head)) {
		return 30 // it extends a schema with a discriminator
	}
	if e.level == Doc || component || e.id == "deprecation-changed" || e.id == "availability-changed" {
		return -1
	}
	switch {
	case strings.HasPrefix(e.id, "enum-member-") && f.Refused != nil:
		if !c.hasValue(e, f.Refused) {
			return -1
		}
		return 30
	case e.id == "member-required" || e.id == "member-optional":
		name := e.detail
		if name == "" {
			name = lastToken(max(e.base, e.head))
		}
		if f.Rule != wire.MemberRequired || f.Member != name {
			return -1
		}
		return 30
	case e.id == "discriminator-changed" && f.Refused != nil && strings.Contains(max(e.base, e.head), "/mapping/"):
		if lastToken(e.base) != f.Refused.Value && lastToken(e.head) != f.Refused.Value {
			return -1
		}
		return 30
	case entry.Part != "" && strings.HasPrefix(e.id, "property-"):
		if lastToken(e.base) != entry.Part && lastToken(e.head) != entry.Part {
			return -1
		}
		return 20
	}
	return 1
}

// hasValue reports whether an edit of an enum changes a member with the given value.
func (c *comparison) hasValue(e *edit, v *oas.Node) bool {
	is := func(n *oas.Node) bool {
		if n.Get("const") != nil {
			n = n.Get("const")
		}
		return n != nil && n.Value == v.Value && n.Type == v.Type
	}
	for _, pointer := range append([]string{e.base}, e.alsoBase...) {
		if is(c.base.Spec.At(pointer)) {
			return true
		}
	}
	for _, pointer := range append([]string{e.head}, e.alsoHead...) {
		if is(c.head.Spec.At(pointer)) {
			return true
		}
	}
	return false
}

// addWire adds a result to an edit. It joins results of the same rule, level and audience.
func (e *edit) addWire(w Wire) {
	for i := range e.wire {
		if known := &e.wire[i]; known.Rule == w.Rule && known.Level == w.Level && known.Audience == w.Audience {
			known.Count = max(known.Count, w.Count)
			return
		}
	}
	e.wire = append(e.wire, w)
}
