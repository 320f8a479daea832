package oapi

import (
	"slices"

	"github.com/rasapi/specgen/gen/code/ir"
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
		return "" // not a list, so the requirements are unknown
	case anonymous == len(security.Items):
		return "Open"
	case anonymous > 0:
		return "Optional"
	}
	return ""
}

// credentials returns the security requirement of an operation: its alternatives, each with the schemes that are needed together. It leaves out the
// schemes that the client does not support, and alternatives without schemes.
func (g *generator) credentials(so spec.Operation) [][]ir.Scheme {
	var all [][]ir.Scheme
	for _, alternative := range g.security(so).List() {
		var together []ir.Scheme
		for _, name := range alternative.Keys() {
			if i := slices.IndexFunc(g.out.API.Schemes, func(s ir.Scheme) bool { return s.Name == name }); i >= 0 {
				together = append(together, g.out.API.Schemes[i])
			}
		}
		if together != nil {
			all = append(all, together)
		}
	}
	return all
}
