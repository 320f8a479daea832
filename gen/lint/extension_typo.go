package lint

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/oas"
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

// extensions returns the names of the extensions that specgen reads.
func extensions() []string {
	var names []string
	for _, e := range oas.Extensions() {
		names = append(names, e.Name)
	}
	return names
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
	for _, known := range oas.Extensions() {
		if meant == "" && known.Near && nearest.Distance(strings.ToLower(name), known.Name, 2) < 2 {
			meant = known.Name
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
