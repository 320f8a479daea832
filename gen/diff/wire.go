package diff

import (
	"context"
	"strings"

	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/diff/wire"
	"github.com/rasapi/specgen/gen/oas"
)

// Wire is one result of package wire, which compares messages.
type Wire struct {
	Rule     string // the kind of message and the rule, such as "request-required"
	Audience Audience
	Level    Level
	Message  string // "request body .name: the reader requires a member that the writer may leave out"
	Witness  string // "no longer accepted in the request: {}", or ""
	Hint     string // a clause about the member that the witness lacks or adds, such as "without name", or ""
	Count    int    // number of affected operations
}

// wire compares the messages and attaches each result to the edit that causes it.
func (c *comparison) wire(ctx context.Context) error {
	entries, err := wire.Compare(ctx, wire.Input{Base: c.base.Spec.Model(), Head: c.head.Spec.Model(), Renames: c.renames})
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

// resultOf converts a finding of package wire. operations is the number of affected operations.
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
	case f.Servers && level == wire.None: // an addition in head that does not affect servers of base
		w.Level = Compatible
	case f.Servers:
		w.Audience, w.Level = WireServers, levels[level]
	}
	return w
}

var levels = [...]Level{wire.None: Doc, wire.Compatible: Compatible, wire.Risky: Risky, wire.Breaking: Breaking}

// causeOf returns the edit that causes a finding. It prefers an edit of the member or keyword of the finding. Otherwise, it returns the edit that
// best explains the finding, first at the place of the entry and then at the keyword. If there is none, causeOf adds a new edit and returns it.
func (c *comparison) causeOf(of wire.Entry, f wire.Finding) *entry {
	keyword, cause := [2]string{pointerOr(f.Base), pointerOr(f.Head)}, [2]string{pointerOr(of.Base), pointerOr(of.Head)}
	member := keyword
	for i, pointer := range keyword {
		if at := oas.Pointer("properties", f.Member); f.Member != "" && pointer != edit.None && !strings.HasSuffix(pointer, at) {
			member[i] = edit.Parent(pointer) + at
		}
	}
	fits := func(e *entry) int { return fit(c, e, of, f) }
	for _, p := range [][2]string{member, keyword} {
		exact := func(e *entry) int {
			if p[0] != edit.None && e.Base == p[0] && !e.LooseBase || p[1] != edit.None && e.Head == p[1] && !e.LooseHead {
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
	e := newEntry(edit.Edit{ID: "wire-changed", Base: pointerOr(of.Base), Head: pointerOr(of.Head), Key: true, Message: f.Rule.Meaning(), Detail: string(f.Rule)})
	e.Subject = "document"
	if e.Head != edit.None {
		e.Subject = edit.Subject(c.head.Spec, e.Head)
	} else if e.Base != edit.None {
		e.Subject = edit.Subject(c.base.Spec, e.Base)
	}
	c.entries = append(c.entries, e)
	c.note(e)
	return e
}

// pointerOr returns the pointer of a place, or [edit.None] if the place has no pointer.
func pointerOr(p wire.Place) string {
	if p.Pointer == "" {
		return edit.None
	}
	return p.Pointer
}

// fit returns a score for how well an edit explains a finding, apart from its place. A negative score means that the edit does not explain the
// finding.
func fit(c *comparison, e *entry, entry wire.Entry, f wire.Finding) int {
	component := strings.HasPrefix(e.id, "schema-") && e.id != "schema-renamed"
	if component && f.Rule == wire.AlternativeRefused && (e.Base == pointerOr(entry.Base) || e.Head == pointerOr(entry.Head)) {
		return 30 // the component extends another one that has a discriminator
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
		name := e.Detail
		if name == "" {
			name = edit.LastToken(max(e.Base, e.Head))
		}
		if f.Rule != wire.MemberRequired || f.Member != name {
			return -1
		}
		return 30
	case e.id == "discriminator-changed" && f.Refused != nil && strings.Contains(max(e.Base, e.Head), "/mapping/"):
		if edit.LastToken(e.Base) != f.Refused.Value && edit.LastToken(e.Head) != f.Refused.Value {
			return -1
		}
		return 30
	case entry.Part != "" && strings.HasPrefix(e.id, "property-"):
		if edit.LastToken(e.Base) != entry.Part && edit.LastToken(e.Head) != entry.Part {
			return -1
		}
		return 20
	}
	return 1
}

// hasValue reports whether a pointer of e leads to an enum member with the value v.
func (c *comparison) hasValue(e *entry, v *oas.Node) bool {
	is := func(n *oas.Node) bool {
		if n.Get("const") != nil {
			n = n.Get("const")
		}
		return n != nil && n.Value == v.Value && n.Type == v.Type
	}
	for _, pointer := range append([]string{e.Base}, e.AlsoBase...) {
		if is(c.base.Spec.At(pointer)) {
			return true
		}
	}
	for _, pointer := range append([]string{e.Head}, e.AlsoHead...) {
		if is(c.head.Spec.At(pointer)) {
			return true
		}
	}
	return false
}

// addWire adds a result to an edit. It joins results with the same rule, level and audience, and keeps the larger count.
func (e *entry) addWire(w Wire) {
	for i := range e.wire {
		if known := &e.wire[i]; known.Rule == w.Rule && known.Level == w.Level && known.Audience == w.Audience {
			known.Count = max(known.Count, w.Count)
			return
		}
	}
	e.wire = append(e.wire, w)
}
