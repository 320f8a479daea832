package lint

import (
	"fmt"
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
			ID: "go-type-import", Severity: report.Error, Title: "An x-go-type names a type that the generated code can use",
			Why: "Without x-go-type-import, the import is missing from the generated code, which does not compile. A document must not add arbitrary\n" +
				"packages to a program, because importing a package runs its code. The allowed packages are the packages of the module that contains the\n" +
				"generated code, the packages in go-types of specgen.yaml, and encoding/json, math/big, net/netip, net/url and time. Unless the preset\n" +
				"is strict, specgen ignores an x-go-type that the generated code cannot use, and generates the type from the schema.",
			Bad:  "x-go-type: uuid.UUID",
			Good: "x-go-type: uuid.UUID\nx-go-type-import:\n  path: github.com/google/uuid",
			Fix:  "Add x-go-type-import with the path of the package, and add the path to go-types in specgen.yaml.",
		},
	}
}

func (c *checker) goTypeImport() {
	var models []string // type names of package model
	for o := range c.document.Child("components").Children("schemas") {
		models = append(models, c.typeName(o))
	}
	for _, k := range []oas.Kind{oas.Schema, oas.Parameter} {
		for o := range c.all(k) {
			at, problem := valueAt(o, "x-go-type"), ""
			if path := o.Text("x-go-type-import", "path"); path != "" {
				at, problem = valueAt(o, "x-go-type-import", "path"), c.goTypePath(path)
			} else {
				problem = unusableType(o, models)
			}
			if problem != "" {
				c.report(at, "%s", problem)
			}
		}
	}
}

// goTypePath returns a message if the import path of an x-go-type is not valid or not allowed. Otherwise it returns "".
func (c *checker) goTypePath(path string) string {
	switch {
	case module.CheckImportPath(path) != nil:
		return fmt.Sprintf("import path %q is not valid; write the path of a package, such as net/url", path)
	case slices.Contains([]string{"encoding/json", "math/big", "net/netip", "net/url", "time"}, path), slices.Contains(c.goTypes, path):
	case c.module != "" && (path == c.module || strings.HasPrefix(path, c.module+"/")):
	default:
		return fmt.Sprintf("package %q is not allowed in x-go-type-import; add it to go-types in specgen.yaml if you trust it", path)
	}
	return ""
}

var exportedName = regexp.MustCompile(`(?:([\p{L}_][\p{L}\p{N}_]*)\.)?\b(\p{Lu}[\p{L}\p{N}_]*)`)

// unusableType checks the types in an x-go-type without x-go-type-import. It returns a message about the first type that the generated code cannot
// use, or "" if there is none. models contains the names of the component types. unusableType accepts a name that starts with one of them, because it
// may be the type of an inline schema.
func unusableType(o *oas.Object, models []string) string {
	typ := o.Text("x-go-type")
	imported := strings.Fields("json time http io model rest") // packages that generated code imports without x-go-type-import
	for _, m := range exportedName.FindAllStringSubmatch(typ, -1) {
		switch pkg, name := m[1], m[2]; {
		case pkg != "" && !slices.Contains(imported, pkg):
			return fmt.Sprintf("unknown package %q in x-go-type %q; add x-go-type-import with its path", pkg, typ)
		case pkg == "" && o.Component() == nil:
			return fmt.Sprintf("x-go-type %q names the type %s without a package; write model.%s for the type of a schema", typ, name, name)
		case pkg == "" && !slices.ContainsFunc(models, func(model string) bool { return strings.HasPrefix(name, model) }):
			return fmt.Sprintf("package model has no type %s, which x-go-type %q names; correct the name", name, typ)
		}
	}
	return ""
}
