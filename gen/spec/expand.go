package spec

import (
	"go.yaml.in/yaml/v3"
)

// expander writes out the aliases and merge keys of a file. What an alias stands for is not copied but shared, so that a YAML bomb
// ("billion laughs") costs nothing before it is found. The places of nodes stay those where their text stands.
type expander struct {
	*loader
	file   *file
	done   map[*yaml.Node]expanded // nodes with an anchor
	active map[*yaml.Node]bool     // nodes with an anchor, being expanded
	added  int                     // nodes that aliases and merge keys stand for
	full   bool                    // a limit was hit, and reported
}

type expanded struct {
	node *yaml.Node
	size int // weights of the nodes, the aliased ones each time they are used
}

func (x *expander) node(n *yaml.Node) expanded {
	if x.full {
		return expanded{null(n), 1}
	}
	if e, ok := x.done[n]; ok {
		return e
	}
	if n.Kind == yaml.AliasNode {
		return x.alias(n)
	}
	if n.Anchor != "" {
		x.active[n] = true
		defer delete(x.active, n)
	}
	var e expanded
	switch n.Kind {
	case yaml.MappingNode:
		e = x.mapping(n)
	case yaml.SequenceNode:
		e = x.sequence(n)
	default:
		e = expanded{n, weight(n)}
	}
	if n.Anchor != "" {
		x.done[n] = e
	}
	return e
}

func (x *expander) alias(n *yaml.Node) expanded {
	if x.active[n.Alias] {
		x.add(x.file.position(n), "yaml-alias", "alias *%s contains itself; write the value out", n.Value)
		return expanded{null(n), 1}
	}
	e := x.node(n.Alias)
	x.count(n, e.size)
	return e
}

// weight is what a key or value counts for where it is repeated: 8 bytes of a text are as much as a node.
func weight(n *yaml.Node) int { return 1 + len(n.Value)/8 }

func (x *expander) count(n *yaml.Node, nodes int) {
	if x.added += nodes; x.added > maxAliasNodes && !x.full {
		x.add(x.file.position(n), "spec-size", "the aliases and merge keys of this file stand for more than %d nodes (8 bytes of text are one); it looks like a YAML bomb", maxAliasNodes)
		x.full = true
	}
}

func (x *expander) sequence(n *yaml.Node) expanded {
	out, size := *n, 1
	out.Content = make([]*yaml.Node, len(n.Content))
	for i, item := range n.Content {
		e := x.node(item)
		out.Content[i] = e.node
		size += e.size
	}
	return expanded{&out, size}
}

func (x *expander) mapping(n *yaml.Node) expanded {
	own := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := behind(n.Content[i]); !isMerge(key) {
			own[key.Value] = true
		}
	}
	out, size := *n, 1
	out.Content = make([]*yaml.Node, 0, len(n.Content))
	seen := make(map[string]bool, len(own))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := behind(n.Content[i]), n.Content[i+1]
		if isMerge(key) {
			size += x.merge(value, func(key, value *yaml.Node) {
				if !own[key.Value] && !seen[key.Value] {
					seen[key.Value] = true
					out.Content = append(out.Content, key, value)
				}
			})
			continue
		}
		if seen[key.Value] {
			continue // reported as a duplicate; the first one counts
		}
		seen[key.Value] = true
		e := x.node(value)
		out.Content = append(out.Content, key, e.node)
		size += weight(key) + e.size
	}
	return expanded{&out, size}
}

// merge visits the entries that a merge key (yaml.org/type/merge.html) adds, and gives the size of their mappings.
func (x *expander) merge(value *yaml.Node, visit func(key, value *yaml.Node)) (size int) {
	sources := []*yaml.Node{value}
	if list := behind(value); list.Kind == yaml.SequenceNode {
		sources = list.Content
	}
	for _, source := range sources {
		told := len(x.found)
		e := x.node(source)
		if e.node.Kind != yaml.MappingNode {
			if told == len(x.found) && !x.full {
				x.add(x.file.position(source), "yaml-alias", "a merge key (<<) takes a mapping; write << in quotes if it is the name")
			}
			continue
		}
		size += e.size
		each(e.node, visit)
	}
	return size
}

// null stands where a value cannot be given.
func null(n *yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null", Line: n.Line, Column: n.Column}
}
