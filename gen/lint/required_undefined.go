package lint

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/internal/nearest"
)

func requiredUndefined() rule {
	return rule{
		mild:  true,
		check: (*checker).requiredUndefined,
		Rule: Rule{
			ID: "required-undefined", Severity: report.Error, Title: "A required name is the name of a declared property",
			Why:  "A required name without a declared property is usually a typo. The intended property stays optional, and the misspelled name has no Go field.",
			Bad:  "required: [name, stat]\nproperties:\n  name: {type: string}\n  state: {type: string}",
			Good: "required: [name, state]\nproperties:\n  name: {type: string}\n  state: {type: string}",
			Fix:  "Correct the name, or add the property.",
		},
	}
}

// requiredUndefined reports required names without a declared property. It skips members of a composition and schemas with anyOf or oneOf, because
// another schema may declare the property. It also skips schemas without properties.
func (c *checker) requiredUndefined() {
	parts := map[*oas.Object]bool{}
	for o := range c.all(oas.Schema) {
		if spec.IsComposing(o.Field) {
			parts[c.model.Resolve(o)] = true
		}
	}
	for o := range c.all(oas.Schema) {
		if o.Ref() != "" || parts[o] || o.Get("properties") == nil || o.Get("anyOf") != nil || o.Get("oneOf") != nil {
			continue
		}
		known := map[string]bool{}
		for _, part := range c.composed(o) {
			for property := range part.Children("properties") {
				known[property.Name] = true
			}
		}
		for i, name := range o.Get("required").List() {
			if known[name.Value] {
				continue
			}
			fix := "correct the name, or add the property"
			if similar := similarName(name.Value, known); similar != "" {
				fix = fmt.Sprintf("did you mean %q?", similar)
			}
			c.report(valueAt(o, "required", strconv.Itoa(i)), "required property %q is not declared; %s", name.Value, fix)
		}
	}
}

// similarName returns the name in known that is most similar to want, or "" if no name is similar.
func similarName(want string, known map[string]bool) string {
	return nearest.Name(want, slices.Sorted(maps.Keys(known)), min(len(want)/2+1, 4))
}
