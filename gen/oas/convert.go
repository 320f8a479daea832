package oas

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/report"
)

// converter converts nodes of the YAML library. It resolves aliases and merge keys, and reports values that JSON cannot represent. Aliases share the
// node of their target, so a YAML bomb needs little memory until the converter detects it.
type converter struct {
	findings
	source *Source
	at     *locator
	failed bool // whether a finding makes the whole text unusable
	full   bool // whether the text exceeds a limit

	done    map[*yaml.Node]converted // results for the nodes with an anchor
	active  map[*yaml.Node]bool      // nodes with an anchor whose conversion is in progress
	aliased int                      // sum of the expanded sizes of all aliases
	slab    []Node
}

// converted is a node with its expanded size. The size is the sum of the weights of its keys and scalars (see [weight]), plus 1 for each collection.
// A value counts again for each alias that refers to it.
type converted struct {
	node *Node
	size int
}

// weight returns the weight of a key or a scalar, which is 1, plus 1 for every 8 bytes of its text.
func weight(text string) int { return 1 + len(text)/8 }

// fail reports a finding that makes the text unusable.
func (c *converter) fail(pos report.Position, rule, format string, args ...any) {
	c.failed = true
	c.add(pos, rule, format, args...)
}

// make returns a new node at the position of a YAML node.
func (c *converter) make(n *yaml.Node, t Type, value string) *Node {
	if len(c.slab) == 0 {
		c.slab = make([]Node, 64)
	}
	out := &c.slab[0]
	c.slab = c.slab[1:]
	pos := c.at.node(n)
	out.Type, out.Value, out.flow = t, value, n.Style&yaml.FlowStyle != 0
	out.line, out.column, out.source = int32(pos.Line), int32(pos.Column), c.source
	return out
}

func (c *converter) null(n *yaml.Node) converted { return converted{c.make(n, Null, "null"), 1} }

func (c *converter) node(n *yaml.Node, depth int) converted {
	if c.full {
		return c.null(n)
	}
	if depth > c.limits.Depth {
		c.full = true
		c.fail(c.at.node(n), "yaml-depth", "nested deeper than %d levels; reduce the nesting", c.limits.Depth)
		return c.null(n)
	}
	if n.Kind == yaml.AliasNode {
		return c.alias(n, depth)
	}
	c.source.anchored = c.source.anchored || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0
	if n.Anchor != "" {
		c.active[n] = true
		defer delete(c.active, n)
	}
	var out converted
	switch n.Kind {
	case yaml.MappingNode:
		out = c.mapping(n, depth)
	case yaml.SequenceNode:
		out = c.sequence(n, depth)
	default:
		out = c.scalar(n)
	}
	if n.Anchor != "" {
		c.done[n] = out
	}
	return out
}

func (c *converter) alias(n *yaml.Node, depth int) converted {
	c.source.anchored = true
	if c.active[n.Alias] {
		c.add(c.at.node(n), "yaml-alias", "alias *%s contains itself; replace it with a value", n.Value)
		return c.null(n)
	}
	out, known := c.done[n.Alias]
	if !known {
		out = c.node(n.Alias, depth)
	}
	c.count(n, out.size)
	return out
}

func (c *converter) count(n *yaml.Node, nodes int) {
	if c.aliased += nodes; c.aliased > c.limits.Aliased && !c.full {
		c.full = true
		c.fail(c.at.node(n), "spec-size",
			"the aliases and merge keys of this file expand to more than %d nodes (8 bytes of text count as one node); write fewer aliases", c.limits.Aliased)
	}
}

func (c *converter) tag(n *yaml.Node, pos report.Position) {
	c.add(pos, "yaml-value", "tag %q is not supported; remove it", n.ShortTag())
}

func (c *converter) scalar(n *yaml.Node) converted {
	tag := n.ShortTag()
	t := String
	switch tag {
	case "!!str", "!!timestamp", "!!merge":
	case "!!null":
		t = Null
	case "!!bool":
		t = Bool
	case "!!int":
		t = Int
	case "!!float":
		if t = Float; isJSONInteger(n.Value) { // the YAML library reads integers beyond 64 bits, and -0, as floats
			t = Int
		}
	default:
		out := c.make(n, String, n.Value)
		c.tag(n, out.Pos())
		return converted{out, weight(n.Value)}
	}
	out := c.make(n, t, n.Value)
	if t == String {
		return converted{out, weight(n.Value)}
	}
	if (t == Int || t == Float) && ambiguous(n.Value) {
		c.report(report.Finding{
			Rule: "yaml-value", Severity: report.Warning, Pos: out.Pos(),
			Message: fmt.Sprintf("YAML readers disagree about %q: some read a number, others another number or text; "+
				"quote it if it is text, otherwise write plain decimal digits", n.Value),
		})
	}
	value, err := jsonScalar(t, n)
	if err != nil {
		c.add(out.Pos(), "yaml-value", "%q has no JSON form; quote it if it is text", n.Value)
		out.Type = String
		return converted{out, weight(n.Value)}
	}
	if out.Value = value; value != n.Value {
		if c.source.written == nil {
			c.source.written = map[*Node]string{}
		}
		c.source.written[out] = n.Value
	}
	return converted{out, weight(n.Value)}
}

// ambiguous reports whether the number s has a leading zero and only digits, or an underscore. YAML 1.1 and 1.2 can read such numbers differently.
// 0777 is octal in YAML 1.1 and decimal in 1.2. 1_000 is a number in 1.1 and text in 1.2.
func ambiguous(s string) bool {
	digits := strings.TrimLeft(s, "+-")
	if len(digits) > 1 && digits[0] == '0' && strings.Trim(digits, "0123456789") == "" {
		return true
	}
	return strings.Contains(s, "_")
}

func (c *converter) sequence(n *yaml.Node, depth int) converted {
	out, size := c.make(n, Sequence, ""), 1
	if n.ShortTag() != "!!seq" {
		c.tag(n, out.Pos())
	}
	out.Items = make([]*Node, len(n.Content))
	for i, item := range n.Content {
		e := c.node(item, depth+1)
		out.Items[i] = e.node
		size += e.size
	}
	return converted{out, size}
}

func (c *converter) mapping(n *yaml.Node, depth int) converted {
	out, size := c.make(n, Mapping, ""), 1
	if n.ShortTag() != "!!map" {
		c.tag(n, out.Pos())
	}
	m := mapping{node: out, own: map[string]bool{}}
	out.Entries = make([]Entry, 0, len(n.Content)/2)
	if slices.ContainsFunc(n.Content, isMerge) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if key := aliasTarget(n.Content[i]); !isMerge(key) {
				m.own[key.Value] = true
			}
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := aliasTarget(n.Content[i]), n.Content[i+1]
		pos := c.at.node(n.Content[i])
		switch {
		case key.Kind != yaml.ScalarNode:
			c.fail(pos, "yaml-key", "a mapping key must be a scalar, found a mapping or sequence; quote the text if it begins with { or [")
			continue
		case isMerge(key):
			c.source.anchored = true
			size += c.merge(&m, value, depth)
			continue
		case key != n.Content[i] || key.Style&yaml.TaggedStyle != 0:
			c.source.anchored = true
		case key.Anchor != "":
			c.source.anchored = true
			c.done[key] = c.scalar(key)
		}
		e := c.node(value, depth+1)
		entry := Entry{key.Value, e.node, int32(pos.Line), int32(pos.Column), c.source}
		if c.duplicate(&m, entry) {
			continue
		}
		m.add(entry)
		size += weight(key.Value) + e.size
	}
	return converted{out, size}
}

// merge adds the entries in the value of a merge key (yaml.org/type/merge.html) to a mapping. It omits keys that the mapping has itself or from an
// earlier source. The value is a mapping or a sequence of mappings. merge returns the sum of the expanded sizes of these mappings.
func (c *converter) merge(to *mapping, value *yaml.Node, depth int) (size int) {
	sources := []*yaml.Node{value}
	if list := aliasTarget(value); list.Kind == yaml.SequenceNode {
		sources = list.Content
	}
	for _, source := range sources {
		pos, before := c.at.node(source), len(c.found)
		e := c.node(source, depth+1)
		if e.node.Type != Mapping {
			if before == len(c.found) && !c.full {
				c.add(pos, "yaml-alias", "the value of a merge key (<<) must be a mapping or a sequence of mappings; quote << if it is the name of a key")
			}
			continue
		}
		size += e.size
		for _, merged := range e.node.Entries {
			if !to.own[merged.Key] && to.find(merged.Key) == nil {
				to.add(merged)
			}
		}
	}
	return size
}

// aliasTarget returns the target of an alias. It returns any other node unchanged.
func aliasTarget(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func isMerge(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.Tag == "!!merge" }
