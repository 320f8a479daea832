package spec

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// checker looks for what YAML allows and an OpenAPI document cannot hold.
type checker struct {
	*loader
	file   *file
	end    report.Position
	expand bool // there are aliases, merge keys or duplicate keys
	fatal  bool
}

func (c *checker) node(n *yaml.Node, depth int) {
	if depth > maxDepth {
		if !c.fatal {
			c.add(c.file.position(n), "yaml-depth", "nested deeper than %d levels; no OpenAPI document needs that", maxDepth)
		}
		c.fatal = true
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		if n.ShortTag() != "!!map" {
			c.tag(n)
		}
		c.mapping(n, depth)
	case yaml.SequenceNode:
		if n.ShortTag() != "!!seq" {
			c.tag(n)
		}
		for _, item := range n.Content {
			c.node(item, depth+1)
		}
	case yaml.ScalarNode:
		c.scalar(n)
	case yaml.AliasNode:
		c.expand = true
	}
}

func (c *checker) tag(n *yaml.Node) {
	c.add(c.file.position(n), "yaml-value", "tag %q has no meaning in an OpenAPI document; remove it", n.ShortTag())
}

// clamp moves an empty value at the end of the file, which yaml.v3 sees in the line behind, to where the file ends.
func (c *checker) clamp(n *yaml.Node) {
	if n.Line > c.end.Line {
		n.Line, n.Column = c.end.Line, c.end.Column
	}
}

func (c *checker) scalar(n *yaml.Node) {
	c.clamp(n)
	tag := n.ShortTag()
	switch tag {
	case "!!str", "!!timestamp", "!!merge":
		return
	case "!!null", "!!bool":
	case "!!int", "!!float":
		if ambiguous(n.Value) {
			c.report(report.Finding{
				Rule: "yaml-value", Severity: report.Warning, Pos: c.file.position(n),
				Message: fmt.Sprintf("%q is one number for some YAML readers, and another or text for others; quote it if it is text, otherwise write plain decimal digits", n.Value),
			})
		}
	default:
		c.tag(n)
		n.Tag = "!!str"
		return
	}
	if _, err := appendScalar(nil, n); err != nil {
		c.add(c.file.position(n), "yaml-value", "%q has no JSON form; quote it if it is text", n.Value)
		n.Tag = "!!str"
	}
}

// ambiguous tells whether versions of YAML read a number differently: 0777 is octal in 1.1 and decimal in 1.2, and 1_000 is text there.
func ambiguous(s string) bool {
	digits := strings.TrimLeft(s, "+-")
	if len(digits) > 1 && digits[0] == '0' && strings.Trim(digits, "0123456789") == "" {
		return true
	}
	return strings.Contains(s, "_")
}

func (c *checker) mapping(n *yaml.Node, depth int) {
	var seen map[string]*yaml.Node
	if len(n.Content) > 16 {
		seen = make(map[string]*yaml.Node, len(n.Content)/2)
	}
	first := func(i int, key *yaml.Node) *yaml.Node {
		if seen != nil {
			return seen[key.Value]
		}
		for j := 0; j < i; j += 2 {
			if other := behind(n.Content[j]); other.Value == key.Value && other.Kind == yaml.ScalarNode {
				return other
			}
		}
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.AliasNode {
			key, c.expand = key.Alias, true
		}
		if key.Kind != yaml.ScalarNode {
			c.add(c.file.position(n.Content[i]), "yaml-key", "a mapping key must be a plain word, here is a mapping or a sequence; quote the text if it begins with { or [")
			c.fatal = true
			continue
		}
		c.clamp(key)
		if isMerge(key) {
			c.expand = true
		} else if other := first(i, key); other != nil && !isMerge(other) {
			c.expand = true
			c.report(report.Finding{
				Rule: "duplicate-key", Pos: c.file.position(n.Content[i]),
				Message: fmt.Sprintf("key %q stands twice in this mapping; remove or rename one", key.Value),
				Related: []report.Related{{Pos: c.file.position(other), Message: "first here"}},
			})
		} else if seen != nil {
			seen[key.Value] = key
		}
		c.node(value, depth+1)
	}
}

// behind gives what an alias stands for, and any other node itself.
func behind(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func isMerge(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge" }
