package lint

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/internal/nearest"
)

func extensionTypo() rule {
	return rule{
		mild:  true,
		check: (*checker).extensionTypo,
		Rule: Rule{
			ID: "extension-typo", Severity: report.Error, Title: "An extension that is read is spelt as it is read",
			Why:  "Unknown extensions are ignored. x-enum-varname, without the s, names nothing, and nobody says so.",
			Bad:  "x-enum-varname: [Open, Closed]",
			Good: "x-enum-varnames: [Open, Closed]",
			Fix:  "Correct the spelling.",
		},
	}
}

// extensions are those that the generator reads.
func extensions() []string {
	return strings.Fields("x-enum-varnames x-enumNames x-enum-names x-enum-values x-enum-flags x-enum-descriptions x-enum-deprecated " +
		"x-go-name x-go-type x-go-type-import x-go-type-name x-go-type-skip-optional-pointer x-go-json-ignore x-omitempty x-order " +
		"x-oapi-codegen-extra-tags x-deprecated-reason x-secret x-evidence x-open x-since x-until")
}

func (c *checker) extensionTypo() {
	known := extensions()
	told := map[string]string{} // "" for names that are no misspelling
	for _, k := range []kind{kindSchema, kindParameter, kindOperation} {
		for o := range c.all(k) {
			each(o.node, func(key, _ *yaml.Node) {
				if !strings.HasPrefix(key.Value, "x-") || slices.Contains(known, key.Value) {
					return
				}
				meant, seen := told[key.Value]
				if !seen {
					meant = meantExtension(key.Value)
					told[key.Value] = meant
				}
				if meant != "" {
					c.report(o.key(key.Value), "extension %q is not read; did you mean %q?", key.Value, meant)
				}
			})
		}
	}
}

// meantExtension gives the extension that a misspelt one is near to, "" when there is none.
func meantExtension(name string) string {
	meant := ""
	for _, known := range extensions() {
		if bare(known) == bare(name) {
			meant = known
		}
	}
	for _, known := range extensions() {
		if meant == "" && similarExtension(name, known) {
			meant = known
		}
	}
	return meant
}

// misspells tells whether an object has a field under a misspelt name, which extension-typo or extra-sibling-fields reports: it is not missing too.
func (o *object) misspells(field string) bool {
	found := false
	each(o.node, func(key, _ *yaml.Node) {
		if strings.HasPrefix(key.Value, "x-") {
			found = found || !slices.Contains(extensions(), key.Value) && meantExtension(key.Value) == field
		} else {
			found = found || key.Value != field && !hasWord(fieldNames(o.kind), key.Value) && similarField(o.kind, key.Value) == field
		}
	})
	return found
}

// bare is an extension's name without what is easily mistaken: case, hyphens, and a plural.
func bare(name string) string {
	name = strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
	return strings.TrimSuffix(name, "s")
}

// similarExtension reports whether a name differs in one letter from that of an extension that specgen defines.
func similarExtension(name, known string) bool {
	family := strings.HasPrefix(known, "x-enum-") || strings.HasPrefix(known, "x-go-") || slices.Contains([]string{"x-secret", "x-evidence", "x-since", "x-until"}, known)
	return family && nearest.Distance(strings.ToLower(name), known, 2) < 2
}
