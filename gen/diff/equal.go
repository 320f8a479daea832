package diff

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// equal tells whether two nodes say the same: the order of keys does not count, nor that of required members and of the types of OpenAPI 3.1,
// and a reference may lead to a component's new name.
func (w *walker) equal(a, b *yaml.Node) bool { return equal(a, b, w.renames.to) }

func equal(a, b *yaml.Node, renamed map[string]string) bool {
	if a == nil || b == nil || a.Kind != b.Kind || len(a.Content) != len(b.Content) {
		return a == nil && b == nil
	}
	switch a.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(a.Content); i += 2 {
			key := a.Content[i].Value
			var other *yaml.Node
			if b.Content[i].Value == key { // the usual case: the same order
				other = b.Content[i+1]
			} else {
				other = spec.Get(b, key)
			}
			if other == nil {
				return false
			}
			if to, ok := renamed[a.Content[i+1].Value]; ok && key == "$ref" {
				if other.Value != to {
					return false
				}
				continue
			}
			if (key == "required" || key == "type") && a.Content[i+1].Kind == yaml.SequenceNode && other.Kind == yaml.SequenceNode {
				x, y := list(a.Content[i+1]), list(other)
				slices.Sort(x)
				slices.Sort(y)
				if !slices.Equal(x, y) {
					return false
				}
				continue
			}
			if !equal(a.Content[i+1], other, renamed) {
				return false
			}
		}
		return true
	case yaml.SequenceNode:
		for i := range a.Content {
			if !equal(a.Content[i], b.Content[i], renamed) {
				return false
			}
		}
		return true
	}
	return sameScalar(a, b)
}

func sameScalar(a, b *yaml.Node) bool {
	ta, tb := a.ShortTag(), b.ShortTag()
	number := func(tag string) bool { return tag == "!!int" || tag == "!!float" }
	if a.Value == b.Value {
		return ta == tb || number(ta) && number(tb)
	}
	if !number(ta) || !number(tb) || len(a.Value) > 15 || len(b.Value) > 15 {
		return false
	}
	x, err := strconv.ParseFloat(a.Value, 64)
	y, wrong := strconv.ParseFloat(b.Value, 64)
	return err == nil && wrong == nil && x == y
}

// canonical writes a node on one line, keys in order, without the keys in skip.
func canonical(n *yaml.Node, skip map[string]bool) string {
	var b strings.Builder
	write(&b, n, skip)
	return b.String()
}

func write(b *strings.Builder, n *yaml.Node, skip map[string]bool) {
	if n == nil {
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		b.WriteByte('{')
		keys := keysOf(n)
		slices.Sort(keys)
		first := true
		for _, k := range keys {
			if skip[k] {
				continue
			}
			if !first {
				b.WriteString(", ")
			}
			first = false
			b.WriteString(k + ": ")
			write(b, spec.Get(n, k), skip)
		}
		b.WriteByte('}')
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, c := range n.Content {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, c, skip)
		}
		b.WriteByte(']')
	default:
		if n.ShortTag() == "!!str" {
			b.WriteString(strconv.Quote(n.Value))
		} else {
			b.WriteString(n.Value)
		}
	}
}
