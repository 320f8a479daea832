package lint

import "github.com/rasapi/specgen/gen/oas"

// place identifies a value or a key in the bundle by an object and a path below this object.
type place struct {
	object *oas.Object
	tokens []string
	key    bool
}

// valueAt returns the place of a value below an object. The tokens are the names of fields and the indices of items.
func valueAt(o *oas.Object, tokens ...string) place { return place{object: o, tokens: tokens} }

// keyAt returns the place of the key of a value below an object. Without tokens, it returns the place of the key of the object itself.
func keyAt(o *oas.Object, tokens ...string) place { return place{object: o, tokens: tokens, key: true} }

func (p place) pointer() string { return p.object.Pointer() + oas.Pointer(p.tokens...) }

// childKind returns the kind of the objects in a field, and whether the field contains one object, a list or a mapping. For discriminators and
// definitions, the kind is Data, because package oas has no objects for them.
func childKind(k oas.Kind, field string) (oas.Kind, oas.Shape) {
	kind, shape := k.Child(field)
	if kind == oas.Discriminator || k == oas.Schema && field == "definitions" {
		kind = oas.Data
	}
	return kind, shape
}

// isFalse reports whether a node is the boolean false.
func isFalse(n *oas.Node) bool {
	value, ok := n.Bool()
	return ok && !value
}
