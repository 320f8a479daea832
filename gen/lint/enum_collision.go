package lint

import (
	"fmt"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func enumCollision() rule {
	return rule{
		check: (*checker).enumCollision,
		Rule: Rule{
			ID: "enum-collision", Severity: report.Error, Title: "The constants and helpers of an enum have unique Go names in package model",
			Why: "The Go name of a constant consists of the type name and the member name. Member StateOpen of Door and member Open of DoorState both have\n" +
				"the Go name DoorStateOpen. The name of a schema can also conflict with a constant or with a helper such as ParseDoorState.",
			Bad:  "Door:\n  x-enum-varnames: [StateOpen]\nDoorState:\n  x-enum-varnames: [Open]",
			Good: "Door:\n  x-enum-varnames: [Open]\nDoorState:\n  x-enum-varnames: [Open]",
			Fix:  "Rename the member or the schema, or add an x-go-name to the schema.",
		},
	}
}

// declared describes the schema, enum or enum member for which the generator declares an identifier in package model.
type declared struct {
	at   place
	what string
}

// constants returns the Go names of the constants of an enum.
func (c *checker) constants(e enum) []string {
	var list []string
	for _, m := range e.Members {
		list = append(list, c.typeName(e.Object)+c.goName(memberName(m)))
	}
	return list
}

func (c *checker) enumCollision() {
	known := map[string]declared{}
	for o := range c.all(oas.Schema) {
		if name := c.typeName(o); o.IsComponent() && known[name].what == "" {
			known[name] = declared{keyAt(o), fmt.Sprintf("schema %q", o.Name)}
		}
	}
	add := func(name string, at place, what string) {
		other, exists := known[name]
		if !exists {
			known[name] = declared{at, what}
			return
		}
		c.reportSecond(at, other.at, "%s has the Go name %s, as does %s; rename one of them", what, name, other.what)
	}
	types := map[string]bool{}
	var named []enum
	for _, e := range c.enums() {
		if e.IsComponent() && !types[c.typeName(e.Object)] { // rule schema-names reports a second type with the same name
			types[c.typeName(e.Object)] = true
			named = append(named, e)
		}
	}
	for _, e := range named {
		for _, helper := range names.EnumDeclares(c.typeName(e.Object), c.constants(e), c.visitor && !e.Flags)[1:] {
			add(helper, keyAt(e.Object), "a helper of "+e.title())
		}
	}
	for _, e := range named {
		typ := c.typeName(e.Object)
		seen := map[string]bool{}
		for i, m := range e.Members {
			name := memberName(m)
			constant := c.goName(name)
			if !seen[constant] { // rule enum-names reports duplicates within an enum
				add(typ+constant, e.namePlace(i), fmt.Sprintf("member %q of %s", name, e.title()))
			}
			seen[constant] = true
		}
	}
}
