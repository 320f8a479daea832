package spec

import (
	"go.yaml.in/yaml/v3"
)

// standIn is put where a reference leads nowhere: valid, and empty.
func standIn(n *yaml.Node, k Kind) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
	word := func(key, value string) { out.Content = append(out.Content, text(key, n), text(value, n)) }
	empty := func(key string) {
		out.Content = append(out.Content, text(key, n), &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column})
	}
	switch k {
	case KindResponse:
		word("description", "unresolved")
	case KindParameter:
		word("name", "unresolved")
		word("in", "query")
		empty("schema")
	case KindHeader:
		empty("schema")
	case KindRequestBody:
		empty("content")
	case KindSecurityScheme:
		word("type", "apiKey")
		word("name", "unresolved")
		word("in", "header")
	case KindExample:
		empty("value")
	case KindLink:
		word("operationId", "unresolved")
	}
	return out
}
