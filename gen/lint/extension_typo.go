package lint

import (
	"slices"
	"strings"

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

func (c *checker) extensionTypo() {
	meant := map[string]string{} // by name; "" if it is known, or similar to none
	for _, k := range []oas.Kind{oas.Schema, oas.Parameter, oas.Operation} {
		for o := range c.all(k) {
			for key := range o.Node.Each() {
				if !strings.HasPrefix(key, "x-") {
					continue
				}
				similar, seen := meant[key]
				if !seen {
					similar = meantExtension(key)
					meant[key] = similar
				}
				if similar != "" {
					c.report(keyAt(o, key), "unknown extension %q; did you mean %q?", key, similar)
				}
			}
		}
	}
}

// meantExtension returns the extension that specgen reads and whose name is most similar to an unknown one. It returns "" if none is similar, or if
// specgen reads the extension itself.
func meantExtension(name string) string {
	meant := ""
	for _, known := range oas.Extensions() {
		switch {
		case known.Name == name:
			return ""
		case normalized(known.Name) == normalized(name):
			meant = known.Name
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
func misspells(o *oas.Object, field string) bool {
	for key := range o.Node.Each() {
		switch {
		case strings.HasPrefix(key, "x-"):
			if meantExtension(key) == field {
				return true
			}
		case key != field && !slices.Contains(fieldNames(o.Kind), key) && similarField(o.Kind, key) == field:
			return true
		}
	}
	return false
}

// normalized returns the name of an extension without case, hyphens, underscores and a plural s.
func normalized(name string) string {
	name = strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
	return strings.TrimSuffix(name, "s")
}
