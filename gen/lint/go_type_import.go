package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func goTypeImport() rule {
	return rule{
		check: (*checker).goTypeImport,
		Rule: Rule{
			ID: "go-type-import", Severity: report.Error, Title: "An x-go-type from another package declares its import",
			Why:  "Without x-go-type-import the package is unknown and the code does not compile.",
			Bad:  "x-go-type: uuid.UUID",
			Good: "x-go-type: uuid.UUID\nx-go-type-import:\n  path: github.com/google/uuid",
			Fix:  "Add x-go-type-import with the path of the package.",
		},
	}
}

func (c *checker) goTypeImport() {
	qualifier := regexp.MustCompile(`([\p{L}_][\p{L}\p{N}_]*)\.\p{Lu}`)
	imported := strings.Fields("json time http io openapi_types model rest") // packages that gen/code imports as needed
	for _, k := range []oas.Kind{oas.Schema, oas.Parameter} {
		for o := range c.all(k) {
			typ := o.Text("x-go-type")
			if typ == "" || o.Text("x-go-type-import", "path") != "" {
				continue
			}
			for _, m := range qualifier.FindAllStringSubmatch(typ, -1) {
				if !slices.Contains(imported, m[1]) {
					c.report(valueAt(o, "x-go-type"), "unknown package %q in x-go-type %q; add x-go-type-import with its path", m[1], typ)
					break
				}
			}
		}
	}
}
