package spec

import (
	"go.yaml.in/yaml/v3"
)

// standIn is put where a reference leads nowhere: valid, and empty.
func standIn(n *yaml.Node, k kind) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
	word := func(key, value string) { out.Content = append(out.Content, text(key, n), text(value, n)) }
	empty := func(key string) {
		out.Content = append(out.Content, text(key, n), &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column})
	}
	switch k {
	case kindResponse:
		word("description", "unresolved")
	case kindParameter:
		word("name", "unresolved")
		word("in", "query")
		empty("schema")
	case kindHeader:
		empty("schema")
	case kindRequestBody:
		empty("content")
	case kindSecurityScheme:
		word("type", "apiKey")
		word("name", "unresolved")
		word("in", "header")
	case kindExample:
		empty("value")
	case kindLink:
		word("operationId", "unresolved")
	}
	return out
}
