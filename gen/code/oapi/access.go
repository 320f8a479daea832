package oapi

import (
	"slices"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// security returns the value of the keyword security of an operation. If the operation does not have this keyword, security returns that of the
// document, or nil if it is missing there too.
func (g *generator) security(so spec.Operation) *oas.Node {
	if own := so.Object().Node.Get("security"); own != nil {
		return own
	}
	return g.spec.Model().Root().Get("security")
}

// access returns the name of the field of protocol.Route that determines who may call an operation. It is "Open" if the operation requires no
// security, and "Optional" if the operation also permits anonymous requests. Otherwise it is "".
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
		return "" // the requirements are unknown, because the value is not a list
	case anonymous == len(security.Items):
		return "Open"
	case anonymous > 0:
		return "Optional"
	}
	return ""
}

// credentials returns the security requirement of an operation as a list of alternatives, or nil if there are none. Each alternative lists the
// schemes that a request needs together. credentials leaves out schemes that the client does not support, and alternatives without a supported
// scheme.
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
