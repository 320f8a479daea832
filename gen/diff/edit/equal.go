package edit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// equal reports whether a node of base and a node of head are equal. It ignores the order of keys, required members and types, and the notation of
// numbers with at most 15 characters. References to a component and to its renamed form are equal.
func (w *walker) equal(a, b *oas.Node) bool { return equal(a, b, w.renames.to) }

// equal is [walker.equal] with a map of renamed references.
func equal(a, b *oas.Node, renamed map[string]string) bool {
	return oas.Equal(a, b, oas.Compare{IgnoreKeyOrder: true, Sets: true, Numbers: true, Rename: renamed})
}

// canonical returns a node on one line with sorted keys, without the keys in skip.
func canonical(n *oas.Node, skip map[string]bool) string {
	var b strings.Builder
	write(&b, n, skip)
	return b.String()
}

// write appends the result of [canonical] to b.
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
