package lint

import (
	"go/token"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/spec"
)

func areaNames() rule {
	return rule{
		check: (*checker).areaNames,
		Rule: Rule{
			ID: "area-names", Severity: diag.Error, Title: "A tag's lower case is a Go package name that is free",
			Why: "The tag becomes a package, which the facade imports beside net/http, context and others. `package default` does not compile,\n" +
				"and a package named http hides the real one.",
			Bad:  "tags: [Default]",
			Good: "tags: [Defaults]",
			Fix:  "Rename the tag.",
		},
	}
}

// reservedPackages are names that the facades of gen/code use for something else, beside Go's own words: their imports, the types and
// functions that they declare, and the variables in whose scope they name an area's package.
func reservedPackages() []string {
	return strings.Fields("main internal vendor rest http url strings errors context fmt chi model runtime " +
		"authorize settings taken conn err options handlers areas s " +
		"any append bool byte cap clear close error false int int32 int64 len make map max min new nil panic string true")
}

func (c *checker) areaNames() {
	reserved := reservedPackages()
	told := map[string]bool{}
	for _, op := range c.operations() {
		tags := items(op.get("tags"))
		if len(tags) == 0 || tags[0].Kind != yaml.ScalarNode {
			continue
		}
		area := spec.Area(tags[0].Value)
		if told[area] || !token.IsKeyword(area) && !slices.Contains(reserved, area) {
			continue
		}
		told[area] = true
		c.report(op.here("tags", "0"), "tag %q becomes the Go package %s, a name that Go or the facade needs; rename the tag", tags[0].Value, area)
	}
}
