package lint

import "github.com/rasapi/specgen/gen/oas"

// place identifies a value or a key in the bundle.
type place struct {
	object *oas.Object
	tokens []string
	key    bool
}

// valueAt returns the place of a value below an object. The tokens are field names and indices.
func valueAt(o *oas.Object, tokens ...string) place { return place{object: o, tokens: tokens} }

// keyAt returns the place of the key of a value below an object. Without tokens, it returns the place of the object's own key.
func keyAt(o *oas.Object, tokens ...string) place { return place{object: o, tokens: tokens, key: true} }

func (p place) pointer() string { return p.object.Pointer() + oas.Pointer(p.tokens...) }

// childKind returns the kind and shape of the objects in a field. Discriminators and definitions are data, because the model has no objects for them.
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
