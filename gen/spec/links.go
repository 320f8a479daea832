package spec

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// link is a reference in the bundle.
type link struct {
	node *oas.Node // object that has the reference
	to   string    // pointer of the target in the bundle
	kind oas.Kind
	pos  report.Position // position of the reference in its file
}

// checkLinks follows the references in the bundle. It reports each cycle of references, and each reference without a target in the bundle. It
// replaces one reference of each cycle, and each reference without a target, with a placeholder.
func (b *bundler) checkLinks(bundle *oas.Node) {
	if b.full {
		return
	}
	of := make(map[*oas.Node]int, len(b.links))
	for i, l := range b.links {
		of[l.node] = i
	}
	targets := map[string]*oas.Node{}
	done := make([]bool, len(b.links))
	for i := range b.links {
		path := map[int]bool{}
		for next := i; !done[next]; {
			l := b.links[next]
			if path[next] {
				b.add(l.pos, "ref-cycle", "%q is only a reference to itself; define the object", "#"+l.to)
				l.node.Entries = placeholder(l.node, l.kind).Entries
				b.placeholders[l.node] = l.pos
				break
			}
			path[next] = true
			to, known := targets[l.to]
			if !known {
				to = bundle.At(l.to)
				targets[l.to] = to
			}
			if to == nil {
				b.add(l.pos, "ref-unresolved", "%q refers to a part of a reference; reference the target of that reference instead", "#"+l.to)
				l.node.Entries = placeholder(l.node, l.kind).Entries
				b.placeholders[l.node] = l.pos
				break
			}
			if next, known = of[to]; !known {
				break
			}
		}
		for n := range path {
			done[n] = true
		}
	}
}

// placeholder returns a small object of a kind. The object replaces a reference that the bundler cannot follow.
func placeholder(n *oas.Node, k oas.Kind) *oas.Node {
	word := func(key, value string) oas.Entry { return oas.NewEntry(key, oas.NewString(value, n)) }
	empty := func(key string) oas.Entry { return oas.NewEntry(key, oas.NewMapping(n)) }
	switch k {
	case oas.Response:
		return oas.NewMapping(n, word("description", "unresolved"))
	case oas.Parameter:
		return oas.NewMapping(n, word("name", "unresolved"), word("in", "query"), empty("schema"))
	case oas.Header:
		return oas.NewMapping(n, empty("schema"))
	case oas.RequestBody:
		return oas.NewMapping(n, empty("content"))
	case oas.SecurityScheme:
		return oas.NewMapping(n, word("type", "apiKey"), word("name", "unresolved"), word("in", "header"))
	case oas.Example:
		return oas.NewMapping(n, empty("value"))
	case oas.Link:
		return oas.NewMapping(n, word("operationId", "unresolved"))
	}
	return oas.NewMapping(n)
}
