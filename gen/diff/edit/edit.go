// Package edit finds the differences between two versions of an OpenAPI document. [Compare] is the entry point.
//
// Compare walks two bundles node by node and recognizes renamed objects. It does not decide what an edit means for users.
package edit

import (
	"context"

	"github.com/rasapi/specgen/gen/spec"
)

// None is the pointer on a side that does not have the object, for example the base pointer of an added schema.
const None = "-"

// Edit is one difference between the two documents.
type Edit struct {
	ID      string // the change ID, such as "enum-member-renamed"
	Variant string // a case of the ID with its own level, audiences or fix, or ""
	Subject string // "schema DoorState"
	Detail  string // the names and values, "Locked = 2 -> Barred = 2"
	Message string // describes the edit

	Base, Head           string   // pointers
	LooseBase, LooseHead bool     // the pointer is that of the containing object, which lacks the edited one
	AlsoBase, AlsoHead   []string // pointers of further objects that the edit changes
	Key                  bool     // the position is that of the key, not of the value
}

// Compare returns the edits from base to head. It also returns a map of the renamed components, from their references in base to their references in
// head. If ctx is done, the result is incomplete.
func Compare(ctx context.Context, base, head *spec.Spec) ([]Edit, map[string]string) {
	w := newWalker(ctx, base, head)
	w.document()
	return w.edits, w.renames.to
}

// removedEdit returns the edit for the removal of the object at a pointer of base.
func removedEdit(id, pointer, name string) Edit {
	return Edit{ID: id, Base: pointer, Head: None, Key: true, Message: name + " was removed"}
}

// addedEdit returns the edit for the addition of the object at a pointer of head.
func addedEdit(id, pointer, name string) Edit {
	return Edit{ID: id, Base: None, Head: pointer, Key: true, Message: name + " was added"}
}

// renamedEdit returns the edit for an object that has another name in head than in base.
func renamedEdit(id, base, head, noun, before, after string) Edit {
	return Edit{ID: id, Base: base, Head: head, Key: true, Detail: before + " -> " + after, Message: noun + " " + before + " was renamed to " + after}
}
