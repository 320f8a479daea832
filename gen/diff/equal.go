package diff

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// equal tells whether two nodes say the same: the order of keys does not count, nor that of required members and of the types of OpenAPI 3.1,
// and a reference may lead to a component's new name.
func (w *walker) equal(a, b *oas.Node) bool { return equal(a, b, w.renames.to) }

func equal(a, b *oas.Node, renamed map[string]string) bool {
	return oas.Equal(a, b, oas.Compare{IgnoreKeyOrder: true, Sets: true, Numbers: true, Rename: renamed})
}

// canonical writes a node on one line, keys in order, without the keys in skip.
func canonical(n *oas.Node, skip map[string]bool) string {
	var b strings.Builder
	write(&b, n, skip)
	return b.String()
}

func write(b *strings.Builder, n *oas.Node, skip map[string]bool) {
	if n == nil {
		return
	}
	switch n.Type {
	case oas.Mapping:
		b.WriteByte('{')
		keys := n.Keys()
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
			write(b, n.Get(k), skip)
		}
		b.WriteByte('}')
	case oas.Sequence:
		b.WriteByte('[')
		for i, c := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, c, skip)
		}
		b.WriteByte(']')
	case oas.String:
		b.WriteString(strconv.Quote(n.Value))
	default:
		b.WriteString(n.Value)
	}
}
