package oapi

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// security returns the security requirements of an operation, or nil. An operation without requirements inherits those of the document.
func (g *generator) security(so spec.Operation) *oas.Node {
	if own := so.Object().Node.Get("security"); own != nil {
		return own
	}
	return g.spec.Model().Root().Get("security")
}

// access returns the field of protocol.Route that states who may call an operation. It is "Open" if the document requires no security, "Optional" if
// the document also allows anonymous requests, and "" if it requires security.
func (g *generator) access(so spec.Operation) string {
	security := g.security(so)
	if security == nil {
		return "Open"
	}
	anonymous := 0
	for _, requirement := range security.Items {
		if requirement.IsMapping() && requirement.Len() == 0 {
			anonymous++
		}
	}
	switch {
	case !security.IsSequence():
		return "" // not a list, so the requirement is unknown
	case anonymous == len(security.Items):
		return "Open"
	case anonymous > 0:
		return "Optional"
	}
	return ""
}

// sendsToken reports whether the client sends its token to an operation. The client sends the token if a security requirement of the
// operation contains the scheme of the token. An editor must set the credentials of the other schemes in that requirement.
func (g *generator) sendsToken(so spec.Operation) bool {
	security := g.security(so)
	return security != nil && slices.ContainsFunc(security.Items, func(alternative *oas.Node) bool {
		return alternative.Get(g.out.API.Auth.Scheme) != nil
	})
}
