package diff

import (
	"slices"

	"github.com/rasapi/specgen/gen/diag"
)

// none is the pointer of a side that does not take part: of a package that was removed, for instance.
const none = "-"

// edit is one difference of the two documents, and what the judges say of it.
type edit struct {
	id, subject, detail  string
	level                Level // by itself; the judges can only make it worse
	base, head           string
	key                  bool          // the place is the key, not the value
	at, atBase           diag.Position // where it is, when that is not in the document
	message, remedy      string
	yields               bool      // the level is a guess: what a judge says counts instead
	only                 direction // the level counts only when an operation has it there; 0 is anywhere
	looseBase, looseHead bool      // the place is only the object that lacks what the edit is about
	alsoBase, alsoHead   []string  // other places that it explains
	names                bool      // it changes Go names by itself
	always               bool      // it is told on every level
	words                []string  // what judges call it

	wire   []Wire
	golang []Go
}

// whom tells who is hit by the change made of an edit.
func (e *edit) whom(c Change) []Hit {
	hits := map[Hit]bool{}
	for _, w := range c.Wire {
		if w.Level <= Risky {
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
	switch e.id {
	case "property-added", "property-removed", "property-renamed", "parameter-renamed", "enum-member-renumbered", "enum-members-swapped":
		if c.Level <= Risky {
			hits[WireClients] = true
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
