package oas

import (
	"strconv"

	"go.yaml.in/yaml/v4"
)

// Decode stores n in the value that v points to. It converts n to a node of the YAML library, which the types of kin-openapi read in one pass. These
// types need several times as long to read JSON (v0.153.0), because they read an object again for each enclosing object. Unlike encoding/json, Decode
// matches keys case-sensitively.
func (n *Node) Decode(v any) error { return n.yaml(map[string]*yaml.Node{}).Decode(v) }

// yaml returns n as a node of the YAML library. Equal keys share a node, because most keys of a document are the same few words. keys maps each key
// that has already occurred to its node.
func (n *Node) yaml(keys map[string]*yaml.Node) *yaml.Node {
	switch n.Type {
	case Mapping:
		out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: make([]*yaml.Node, 2*len(n.Entries))}
		for i, e := range n.Entries {
			key := keys[e.Key]
			if key == nil {
				key = yamlString(e.Key)
				keys[e.Key] = key
			}
			out.Content[2*i], out.Content[2*i+1] = key, e.Value.yaml(keys)
		}
		return out
	case Sequence:
		out := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: make([]*yaml.Node, len(n.Items))}
		for i, item := range n.Items {
			out.Content[i] = item.yaml(keys)
		}
		return out
	case String:
		return yamlString(n.Value)
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: n.yamlTag(), Value: n.Value}
}

// yamlTag returns the YAML tag of a scalar that is not a string. An integer that does not fit into 64 bits has the tag of a float, because the YAML
// library can read it only as a float. The integer -0 also has this tag, because an int64 has no negative zero.
func (n *Node) yamlTag() string {
	switch n.Type {
	case Null:
		return "!!null"
	case Bool:
		return "!!bool"
	case Int:
		_, signed := strconv.ParseInt(n.Value, 10, 64)
		_, unsigned := strconv.ParseUint(n.Value, 10, 64)
		if n.Value != "-0" && (signed == nil || unsigned == nil) {
			return "!!int"
		}
	}
	return "!!float"
}

// yamlString returns a string as a node of the YAML library. The string is in quotes, because the YAML library reads << without quotes as a merge
// key.
func yamlString(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: s}
}
