package lint

import (
	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func componentName() rule {
	return rule{
		mild: true,
		check: func(c *checker) {
			for components := range c.all(kindComponents) {
				each(components.node, func(section, entries *yaml.Node) {
					if below, _ := kindComponents.below(section.Value); below == kindData {
						return
					}
					each(entries, func(name, _ *yaml.Node) {
						if openapi3.ValidateIdentifier(name.Value) != nil {
							c.report(components.key(section.Value, name.Value), "component name %q has characters other than letters, digits, '.', '-' and '_'; rename it", name.Value)
						}
					})
				})
			}
		},
		Rule: Rule{
			ID: "component-name", Severity: report.Error, Title: "A component name consists of letters, digits, '.', '-' and '_'",
			Why:  "OpenAPI permits no other characters, and tools reject the document.",
			Bad:  "components:\n  schemas:\n    Door State: ...",
			Good: "components:\n  schemas:\n    DoorState: ...",
			Fix:  "Rename the component and the references to it.",
		},
	}
}
