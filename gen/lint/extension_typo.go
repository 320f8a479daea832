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
			Why:  "specgen ignores unknown extensions. For example, x-enum-varname without the s has no effect.",
			Bad:  "x-enum-varname: [Open, Closed]",
			Good: "x-enum-varnames: [Open, Closed]",
			Fix:  "Correct the spelling.",
		},
	}
}

func (c *checker) extensionTypo() {
	corrections := map[string]string{} // similar extension by name; "" if specgen reads the extension, or if there is no similar name
	for _, k := range []oas.Kind{oas.Schema, oas.Parameter, oas.Operation} {
		for o := range c.all(k) {
			for key := range o.Node.Each() {
				if !strings.HasPrefix(key, "x-") {
					continue
				}
				similar, seen := corrections[key]
				if !seen {
					similar = similarExtension(key)
					corrections[key] = similar
				}
				if similar != "" {
					c.report(keyAt(o, key), "unknown extension %q; did you mean %q?", key, similar)
				}
			}
		}
	}
}

// similarExtension returns the extension of specgen that name misspells. It returns "" if there is no similar extension, or if name is an extension
// of specgen.
func similarExtension(name string) string {
	similar := ""
	for _, known := range oas.Extensions() {
		switch {
		case known.Name == name:
			return ""
		case normalized(known.Name) == normalized(name):
			similar = known.Name
		}
	}
	for _, known := range oas.Extensions() {
		if similar == "" && known.Near && nearest.Distance(strings.ToLower(name), known.Name, 2) < 2 {
			similar = known.Name
		}
	}
	return similar
}

// misspells reports whether an object has a key that is a misspelling of field. Another rule reports the misspelling, so callers do not report the
// field as missing.
func misspells(o *oas.Object, field string) bool {
	for key := range o.Node.Each() {
		switch {
		case strings.HasPrefix(key, "x-"):
			if similarExtension(key) == field {
				return true
			}
		case key != field && !slices.Contains(fieldNames(o.Kind), key) && similarField(o.Kind, key) == field:
			return true
		}
	}
	return false
}

// normalized returns the name of an extension in lower case, without hyphens, underscores and a final s.
func normalized(name string) string {
	name = strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
	return strings.TrimSuffix(name, "s")
}
