package lint

import (
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/report"
)

func schemaNames() rule {
	return rule{
		check: (*checker).schemaNames,
		Rule: Rule{
			ID: "schema-names", Severity: report.Error, Title: "Schemas have distinct Go names",
			Why:  "Every component schema is a Go type in one package. Names that differ only in case or punctuation do not compile.",
			Bad:  "components:\n  schemas:\n    door_state: ...\n    DoorState: ...",
			Good: "components:\n  schemas:\n    door_state: {x-go-name: OldDoorState, ...}\n    DoorState: ...",
			Fix:  "Rename one of them, or add an x-go-name to it.",
		},
	}
}

func (c *checker) schemaNames() {
	seen := map[string]*object{}
	for o := range c.all(kindSchema) {
		if !o.component() {
			continue
		}
		name := c.typeName(o)
		if other := seen[name]; other != nil {
			d := c.report(o.key(), "schema %q and %q have the same Go name %s; rename one of them, or add an x-go-name to it", o.name, other.name, name)
			c.first(d, other.key())
			if o.ref == "" && o.get("x-go-name") == nil {
				free := names.Distinct(o.name, c.goName, func(s string) bool { return seen[s] != nil })
				seen[free] = o
				c.downgrade(d, free)
			}
			continue
		}
		seen[name] = o
	}
}
