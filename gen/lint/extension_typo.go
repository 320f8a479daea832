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
			ID: "extension-typo", Severity: report.Error, Title: "The name of an extension that specgen reads is spelled correctly",
			Why:  "Unknown extensions are ignored. x-enum-varname, without the s, has no effect.",
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
	reported := map[string]string{} // "" for a name that is similar to none
	for _, k := range []kind{kindSchema, kindParameter, kindOperation} {
		for o := range c.all(k) {
			each(o.node, func(key, _ *yaml.Node) {
				if !strings.HasPrefix(key.Value, "x-") || slices.Contains(known, key.Value) {
					return
				}
				meant, seen := reported[key.Value]
				if !seen {
					meant = meantExtension(key.Value)
					reported[key.Value] = meant
				}
				if meant != "" {
					c.report(o.key(key.Value), "unknown extension %q; did you mean %q?", key.Value, meant)
				}
			})
		}
	}
}

// meantExtension returns the known extension most similar to name, or "" if none is similar.
func meantExtension(name string) string {
	meant := ""
	for _, known := range extensions() {
		if normalized(known) == normalized(name) {
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

// misspells reports whether an object has a misspelled field. extension-typo or extra-sibling-fields reports it, so it is not reported as missing.
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

// normalized returns the name of an extension without case, hyphens, underscores and a plural s.
func normalized(name string) string {
	name = strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
	return strings.TrimSuffix(name, "s")
}
