package spec

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// link is a reference of the bundle.
type link struct {
	node *yaml.Node // the object that is a reference
	to   string     // "#/components/schemas/MFA"
	kind Kind
	pos  report.Position // where it was written
}

// checkLinks follows the references of the bundle and reports those that lead to nothing but each other.
func (b *bundler) checkLinks(bundle *yaml.Node) {
	if b.full {
		return
	}
	keys := newKeys(bundle)
	of := make(map[*yaml.Node]int, len(b.links))
	for i, l := range b.links {
		of[l.node] = i
	}
	places := map[string]*yaml.Node{}
	done := make([]bool, len(b.links))
	for i := range b.links {
		path := map[int]bool{}
		for next := i; !done[next]; {
			l := b.links[next]
			if path[next] {
				b.add(l.pos, "ref-cycle", "%q is only a reference to itself; write the object out", "#"+l.to)
				l.node.Content = standIn(l.node, l.kind).Content
				break
			}
			path[next] = true
			to, known := places[l.to]
			if !known {
				to = keys.at(bundle, l.to)
				places[l.to] = to
			}
			if to == nil {
				b.add(l.pos, "ref-unresolved", "%q leads into a reference; refer to what stands behind it", "#"+l.to)
				l.node.Content = standIn(l.node, l.kind).Content
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
