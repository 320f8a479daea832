package lint

import (
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func schemaNames() rule {
	return rule{
		check: (*checker).schemaNames,
		Rule: Rule{
			ID: "schema-names", Severity: report.Error, Title: "Schemas have distinct Go names",
			Why: "Every component schema is a Go type in one package. Two types with the same name do not compile. Names that differ only in case or\n" +
				"punctuation become the same type name.",
			Bad:  "components:\n  schemas:\n    door_state: ...\n    DoorState: ...",
			Good: "components:\n  schemas:\n    door_state: {x-go-name: OldDoorState, ...}\n    DoorState: ...",
			Fix:  "Rename one of the schemas, or add an x-go-name to it.",
		},
	}
}

func (c *checker) schemaNames() {
	seen := map[string]*oas.Object{}
	for o := range c.all(oas.Schema) {
		if !o.IsComponent() {
			continue
		}
		name := c.typeName(o)
		if other := seen[name]; other != nil {
			d := c.reportSecond(keyAt(o), keyAt(other), "schemas %q and %q have the same Go name %s; rename one of them, or add an x-go-name to it", o.Name, other.Name, name)
			if o.Ref() == "" {
				free := names.Distinct(o.Name, c.fieldGo, func(s string) bool { return seen[s] != nil })
				seen[free] = o
				c.workAround(d, "the Go name is "+free)
			}
			continue
		}
		seen[name] = o
	}
}
