package code

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// security returns the security requirements of an operation, nil if there are none. An operation without its own inherits the document's.
func (g *generator) security(so spec.Operation) *yaml.Node {
	if own := spec.Get(so.Node, "security"); own != nil {
		return own
	}
	return spec.Get(g.spec.Tree(), "security")
}

// access returns the field of rest.Route that states who may call an operation: "Open" if the document requires no security, "Optional" if it
// allows anonymous requests as well, and "" if it requires security.
func (g *generator) access(so spec.Operation) string {
	security := g.security(so)
	if security == nil {
		return "Open"
	}
	anonymous := 0
	for _, requirement := range security.Content {
		if requirement.Kind == yaml.MappingNode && len(requirement.Content) == 0 {
			anonymous++
		}
	}
	switch {
	case security.Kind != yaml.SequenceNode:
		return "" // not a list: the requirement is unknown
	case anonymous == len(security.Content):
		return "Open"
	case anonymous > 0:
		return "Optional"
	}
	return ""
}

// sendsToken reports whether the client sends its token to an operation: one of the operation's security requirements has the scheme of the token,
// alone or together with schemes whose credentials an editor sets.
func (g *generator) sendsToken(so spec.Operation) bool {
	security := g.security(so)
	return security != nil && slices.ContainsFunc(security.Content, func(alternative *yaml.Node) bool {
		return spec.Get(alternative, g.api.Auth.Scheme) != nil
	})
}
