package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// none is the pointer of a side that does not take part: of a package that was removed, for instance.
const none = "-"

// edit is one difference of the two documents, and what the judges say of it.
type edit struct {
	id, subject, detail  string
	level                Level // by itself; the judges can only make it worse
	base, head           string
	key                  bool            // the place is the key, not the value
	at, atBase           report.Position // where it is, when that is not in the document
	message, remedy      string
	yields               bool      // the level is a guess: what a judge says counts instead
	only                 direction // the level counts only when an operation has it there; 0 is anywhere
	looseBase, looseHead bool      // the place is only the object that lacks what the edit is about
	alsoBase, alsoHead   []string  // other places that it explains
	names                bool      // it changes Go names by itself
	always               bool      // it is told on every level
	unheard              bool      // programs go on to work: it is risky for who runs the server
	words                []string  // what judges call it

	wire   []Wire
	golang []Go
}

// goOnly tells whether an edit is of no account for programs that are not generated: it is about names in Go, or about the tool.
func (e *edit) goOnly() bool {
	switch e.id {
	case "type-changed": // a parameter or a header is text whatever its type, and the judge may say that it fits
		return len(e.wire) > 0 && (strings.Contains(e.base, "/parameters/") || strings.Contains(e.base, "/headers/")) &&
			!slices.ContainsFunc(e.wire, func(w Wire) bool { return w.Level <= Risky })
	case "operation-id-renamed", "tag-changed", "tag-renamed", "setting-changed", "openapi-version-changed", "spec-not-loaded",
		"enum-flags-changed", "enum-member-removed", "enum-member-renamed", "enum-member-named", "enum-member-unnamed": // of a member that goes, the judge knows
		return true
	}
	return strings.HasPrefix(e.id, "go-") || strings.HasPrefix(e.id, "schema-") || strings.HasPrefix(e.id, "enum-name")
}

// whom tells who is hit by the change made of an edit. onWire is whether the edit is risky at least for those who speak to each other, whatever
// becomes of the Go.
func (e *edit) whom(c Change, onWire bool) []Hit {
	hits := map[Hit]bool{WireClients: onWire}
	for _, w := range c.Wire {
		if w.Level <= Risky && !(e.id == "schema-renamed" && strings.Contains(w.Rule, "-of-")) { // a branch under another name says the same: see toldByName
			hits[WireClients] = true
		}
	}
	if c.Level < Doc && len(c.Requests) > 0 && slices.Contains(widening(), e.id) {
		hits[WireServers] = true
	}
	for _, g := range c.Go {
		switch {
		case !g.Breaks:
		case g.Server:
			hits[GoImplementers] = true
		default:
			hits[GoCallers] = true
		}
	}
	if e.names && c.Level <= Risky {
		hits[GoCallers] = true
	}
	var list []Hit
	for _, h := range []Hit{WireClients, WireServers, GoCallers, GoImplementers} {
		if hits[h] {
			list = append(list, h)
		}
	}
	return list
}

// widening are the edits after which a new client can say what an old server does not know.
func widening() []string {
	return []string{"enum-member-added", "value-added", "property-added", "parameter-added", "operation-added", "media-type-added", "request-body-added"}
}
