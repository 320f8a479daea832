package oas

import (
	"slices"
	"strconv"
)

// Compare contains the differences that [Equal] ignores. The zero Compare ignores only differences that JSON does not have, such as positions and
// comments.
type Compare struct {
	IgnoreKeyOrder bool              // order of the keys of a mapping
	Sets           bool              // order of the items of `required` and `type`
	Numbers        bool              // notation of numbers with up to 15 characters: 1 and 1.0 are equal
	Rename         map[string]string // maps a `$ref` in the first node to the equivalent `$ref` in the second node
}

// Equal reports whether two nodes have the same content. A nil node equals only nil.
func Equal(a, b *Node, o Compare) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a == b && len(o.Rename) == 0 {
		return true
	}
	if a.IsScalar() && b.IsScalar() {
		return o.scalars(a, b)
	}
	if a.Type != b.Type || a.Len() != b.Len() {
		return false
	}
	if a.Type == Sequence {
		return slices.EqualFunc(a.Items, b.Items, func(x, y *Node) bool { return Equal(x, y, o) })
	}
	for i := range a.Entries {
		e, other := a.Entries[i], b.Entries[i]
		if other.Key != e.Key {
			found := b.Entry(e.Key)
			if !o.IgnoreKeyOrder || found == nil {
				return false
			}
			other = *found
		}
		if !o.entries(e, other) {
			return false
		}
	}
	return true
}

// entries reports whether two entries with the same key have equal values.
func (o Compare) entries(a, b Entry) bool {
	switch {
	case a.Key == "$ref" && o.Rename[a.Value.Value] != "":
		return b.Value.Value == o.Rename[a.Value.Value]
	case o.Sets && (a.Key == "required" || a.Key == "type") && a.Value.IsSequence() && b.Value.IsSequence():
		x, y := a.Value.Strings(), b.Value.Strings()
		slices.Sort(x)
		slices.Sort(y)
		return slices.Equal(x, y)
	}
	return Equal(a.Value, b.Value, o)
}

func (o Compare) scalars(a, b *Node) bool {
	numbers := o.Numbers && a.IsNumber() && b.IsNumber()
	if a.Value == b.Value {
		return a.Type == b.Type || numbers
	}
	if !numbers || len(a.Value) > 15 || len(b.Value) > 15 {
		return false
	}
	x, err := strconv.ParseFloat(a.Value, 64)
	y, wrong := strconv.ParseFloat(b.Value, 64)
	return err == nil && wrong == nil && x == y
}
