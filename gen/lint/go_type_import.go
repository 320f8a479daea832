package lint

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func goTypeImport() rule {
	return rule{
		check: (*checker).goTypeImport,
		Rule: Rule{
			ID: "go-type-import", Severity: report.Error, Title: "An x-go-type from another package declares an import that is allowed",
			Why: "Without x-go-type-import, the import is missing from the generated code, which does not compile. A document must not add arbitrary\n" +
				"packages to a program, because importing a package runs its code. The allowed packages are the packages of the module that contains the\n" +
				"generated code, the packages in go-types of specgen.yaml, and encoding/json, math/big, net/netip, net/url and time.",
			Bad:  "x-go-type: uuid.UUID",
			Good: "x-go-type: uuid.UUID\nx-go-type-import:\n  path: github.com/google/uuid",
			Fix:  "Add x-go-type-import with the path of the package, and add the path to go-types in specgen.yaml.",
		},
	}
}

func (c *checker) goTypeImport() {
	qualifier := regexp.MustCompile(`([\p{L}_][\p{L}\p{N}_]*)\.\p{Lu}`)
	imported := strings.Fields("json time http io model rest") // packages that generated code imports without x-go-type-import
	for _, k := range []oas.Kind{oas.Schema, oas.Parameter} {
		for o := range c.all(k) {
			typ := o.Text("x-go-type")
			if path := o.Text("x-go-type-import", "path"); path != "" {
				c.goTypePath(o, path)
				continue
			}
			if typ == "" {
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

// goTypePath reports the import path of an x-go-type that is not valid or not allowed.
func (c *checker) goTypePath(o *oas.Object, path string) {
	at := valueAt(o, "x-go-type-import", "path")
	switch {
	case module.CheckImportPath(path) != nil:
		c.report(at, "import path %q is not valid; write the path of one package", path)
	case slices.Contains([]string{"encoding/json", "math/big", "net/netip", "net/url", "time"}, path), slices.Contains(c.goTypes, path):
	case c.module != "" && (path == c.module || strings.HasPrefix(path, c.module+"/")):
	default:
		c.report(at, "package %q is not allowed in x-go-type-import; add it to go-types in specgen.yaml if you trust it", path)
	}
}
