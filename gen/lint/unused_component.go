package lint

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func unusedComponent() rule {
	return rule{
		adapt: (*checker).unusedComponent,
		Rule: Rule{
			ID: "unused-component", Severity: report.Warning, Title: "Every component is used",
			Why:  "specgen generates a Go type for a component schema even if no operation uses it.",
			Bad:  "components:\n  schemas:\n    OldDoor: ...   # unused",
			Good: "components:\n  schemas:\n    Door: ...",
			Fix:  "Remove the component, or reference it.",
		},
	}
}

func (c *checker) unusedComponent() {
	if len(c.model.Objects(oas.Operation)) == 0 {
		return // a document without operations is a library of components
	}
	used := c.usedComponents()
	for _, k := range []oas.Kind{
		oas.Schema, oas.Response, oas.Parameter, oas.Example, oas.RequestBody, oas.Header, oas.SecurityScheme, oas.Link, oas.Callback,
	} {
		for o := range c.all(k) {
			if o.IsComponent() && !used[o] {
				c.report(keyAt(o), "%s %q is unused; remove it", k, o.Name)
			}
		}
	}
}

// usedComponents returns the components and other objects that paths, webhooks and security requirements use.
func (c *checker) usedComponents() map[*oas.Object]bool {
	used := map[*oas.Object]bool{}
	subtypes := map[*oas.Object][]*oas.Object{} // maps a schema to the components that extend it
	for k := range oas.Kinds {
		for o := range c.all(k) {
			if o.Field == "allOf" && o.Ref() != "" {
				if base := c.model.Resolve(o); base != nil {
					subtypes[base] = append(subtypes[base], o.Component())
				}
			}
		}
	}
	var visit func(o *oas.Object)
	visit = func(o *oas.Object) {
		if o == nil || used[o] {
			return
		}
		used[o] = true
		if o.Ref() != "" {
			target := c.model.Target(o.Ref())
			visit(target)
			visit(target.Component())
		}
		if discriminator := o.Get("discriminator"); o.Kind == oas.Schema && discriminator != nil {
			for _, value := range discriminator.Get("mapping").Each() {
				visit(c.model.Target(value.Value))
				visit(c.model.Target("#" + oas.Pointer("components", "schemas", value.Value)))
			}
			queue, seen := slices.Clone(subtypes[o]), map[*oas.Object]bool{}
			for ; len(queue) > 0; queue = queue[1:] { // the value of the discriminator property may be the name of such a schema
				if subtype := queue[0]; !seen[subtype] {
					seen[subtype] = true
					visit(subtype)
					queue = append(queue, subtypes[subtype]...)
				}
			}
		}
		for _, child := range o.Below {
			visit(child)
		}
		for key, value := range o.Node.Each() {
			if strings.HasPrefix(key, "x-") { // some documents contain references to schemas in extensions
				for ref := range value.Refs() {
					visit(c.model.Target(ref))
				}
			}
		}
	}
	for item := range c.all(oas.PathItem) {
		if item.Parent == c.document {
			visit(item)
		}
	}
	for _, use := range c.securityUses() {
		visit(c.model.Target("#" + oas.Pointer("components", "securitySchemes", use.scheme)))
	}
	return used
}
