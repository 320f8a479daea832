package lint

import (
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func securityDefined() rule {
	return rule{
		check: func(c *checker) {
			for _, use := range c.securityUses() {
				if c.model.Target("#"+oas.Pointer("components", "securitySchemes", use.scheme)) == nil {
					d := c.report(use.at, "security scheme %q is not defined; add it to components/securitySchemes, or correct the name", use.scheme)
					c.workAround(d, "the server requires authorization, and no option of the client provides it")
				}
			}
		},
		Rule: Rule{
			ID: "security-requirement-scheme-undefined", Severity: report.Error, Title: "A security requirement names a declared security scheme",
			Why:  "For an undefined scheme, the client sends no credential, because the location of the credential is unknown.",
			Bad:  "security:\n  - token: []   # components/securitySchemes has authToken only",
			Good: "security:\n  - authToken: []",
			Fix:  "Correct the name, or define the scheme.",
		},
	}
}

// securityUse is an entry of a security requirement that names a security scheme.
type securityUse struct {
	scheme string
	at     place
}

func (c *checker) securityUses() []securityUse {
	var uses []securityUse
	for _, k := range []oas.Kind{oas.Document, oas.Operation} {
		for o := range c.all(k) {
			for i, requirement := range o.Get("security").List() {
				for scheme := range requirement.Each() {
					uses = append(uses, securityUse{scheme, keyAt(o, "security", strconv.Itoa(i), scheme)})
				}
			}
		}
	}
	return uses
}
