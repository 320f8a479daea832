package lint

import (
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func componentName() rule {
	return rule{
		mild: true,
		check: func(c *checker) {
			for components := range c.all(oas.Components) {
				for section, entries := range components.Node.Each() {
					if below, _ := childKind(oas.Components, section); below == oas.Data {
						continue
					}
					for name := range entries.Each() {
						if name == "" {
							c.report(keyAt(components, section, name), "component name is empty; rename it")
						} else if openapi3.ValidateIdentifier(name) != nil {
							c.report(keyAt(components, section, name), "component name %q has characters other than ASCII letters, digits, '.', '-' and '_'; rename it", name)
						}
					}
				}
			}
		},
		Rule: Rule{
			ID: "component-name", Severity: report.Error, Title: "A component name consists of ASCII letters, digits, '.', '-' and '_'",
			Why:  "OpenAPI permits no other characters, and tools reject the document.",
			Bad:  "components:\n  schemas:\n    Door State: ...",
			Good: "components:\n  schemas:\n    DoorState: ...",
			Fix:  "Rename the component and the references to it.",
		},
	}
}
