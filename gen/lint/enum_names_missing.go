package lint

import "github.com/rasapi/specgen/gen/report"

func enumNamesMissing() rule {
	return rule{
		strict: true,
		check: func(c *checker) {
			for _, e := range c.enums() {
				if !e.Strings && e.Names < 0 && e.nameField() == "" && !hasName(e) && !misspells(e.Object, "x-enum-varnames") {
					at := keyAt(e.Object, "enum")
					if e.Get("enum") == nil {
						at = keyAt(e.Object, "x-enum-values")
					}
					c.report(at, "%s has no names for its values; add x-enum-varnames", e.title())
				}
			}
		},
		Rule: Rule{
			ID: "enum-names-missing", Severity: report.Error, Title: "The numbers of an integer enum have names",
			Why:  "Without names, the constants are DoorStateN0 and DoorStateN1.",
			Bad:  "type: integer\nenum: [0, 1]",
			Good: "type: integer\nenum: [0, 1]\nx-enum-varnames: [Open, Closed]",
			Fix:  "Add x-enum-varnames with one name for each value.",
		},
	}
}

// hasName reports whether any member of an enum has a name in the document, such as the title of a oneOf branch.
func hasName(e enum) bool {
	for _, m := range e.Members {
		if m.NameNode != nil {
			return true
		}
	}
	return false
}
