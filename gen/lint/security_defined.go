package lint

import (
	"fmt"
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func securityDefined() rule {
	return rule{
		check: func(c *checker) {
			var schemes []string
			uses := map[string][]place{}
			for _, use := range c.securityUses() {
				if c.model.Target("#"+oas.Pointer("components", "securitySchemes", use.scheme)) == nil {
					if uses[use.scheme] == nil {
						schemes = append(schemes, use.scheme)
					}
					uses[use.scheme] = append(uses[use.scheme], use.at)
				}
			}
			for _, scheme := range schemes {
				where := ""
				if n := len(uses[scheme]) - 1; n > 0 && !c.strict {
					where = fmt.Sprintf(" (in %d requirements)", n+1)
					uses[scheme] = uses[scheme][:1]
				}
				for _, at := range uses[scheme] {
					d := c.report(at, "security scheme %q is not defined%s; add it to components/securitySchemes, or correct the name", scheme, where)
					c.workAround(d, "the server requires authorization, and no option of the client provides it")
				}
			}
		},
		Rule: Rule{
			ID: "security-requirement-scheme-undefined", Severity: report.Error, Title: "A security requirement names a declared security scheme",
			Why:  "For an undefined scheme, the client sends no credential, because the location of the credential is unknown.",
			Bad:  "security:\n  - token: []   # components/securitySchemes has only authToken",
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
