package lint

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func unusedComponent() rule {
	return rule{
		check: (*checker).unusedComponent,
		Rule: Rule{
			ID: "unused-component", Severity: report.Warning, Title: "Every component is used",
			Why:  "Code is generated for a component even if no operation uses it.",
			Bad:  "components:\n  schemas:\n    OldDoor: ...   # nothing refers to it",
			Good: "components:\n  schemas:\n    Door: ...",
			Fix:  "Remove the component, or reference it.",
		},
	}
}

func (c *checker) unusedComponent() {
	if len(c.of[kindOperation]) == 0 {
		return // a library of components
	}
	used := c.usedComponents()
	for _, k := range []kind{
		kindSchema, kindResponse, kindParameter, kindExample, kindRequestBody, kindHeader, kindSecurityScheme, kindLink, kindCallback,
	} {
		for o := range c.all(k) {
			if o.component() && !used[o] {
				c.report(o.key(), "%s %q is unused; remove it", strings.TrimPrefix(strings.TrimPrefix(k.article(), "a "), "an "), o.name)
			}
		}
	}
}

// usedComponents returns the components that paths and webhooks use.
func (c *checker) usedComponents() map[*object]bool {
	used := map[*object]bool{}
	subtypes := map[*object][]*object{} // schemas that extend another
	for k := range kinds {
		for o := range c.all(k) {
			if o.field == "allOf" && o.ref != "" {
				if base := c.resolve(o); base != nil {
					subtypes[base] = append(subtypes[base], o.componentAround())
				}
			}
		}
	}
	var visit func(o *object)
	visit = func(o *object) {
		if o == nil || used[o] {
			return
		}
		used[o] = true
		if o.ref != "" {
			target := c.target(o.ref)
			visit(target)
			visit(target.componentAround())
		}
		if discriminator := o.get("discriminator"); o.kind == kindSchema && discriminator != nil {
			each(spec.Get(discriminator, "mapping"), func(_, value *yaml.Node) {
				visit(c.target(value.Value))
				visit(c.target("#" + spec.Pointer("components", "schemas", value.Value)))
			})
			for _, subtype := range subtypes[o] { // their names are values on the wire
				visit(subtype)
			}
		}
		for _, child := range o.inside {
			visit(child)
		}
		each(o.node, func(key, value *yaml.Node) {
			if strings.HasPrefix(key.Value, "x-") { // some documents reference schemas in extensions
				for _, ref := range refsIn(value) {
					visit(c.target(ref))
				}
			}
		})
	}
	for item := range c.all(kindPathItem) {
		if item.parent == c.document {
			visit(item)
		}
	}
	for _, use := range c.securityUses() {
		visit(c.target("#" + spec.Pointer("components", "securitySchemes", use.scheme)))
	}
	return used
}

// componentAround returns the component that contains an object, or nil if there is none.
func (o *object) componentAround() *object {
	for ; o != nil && !o.component(); o = o.parent {
	}
	return o
}

// refsIn returns the references in a value that is not an OpenAPI object.
func refsIn(n *yaml.Node) []string {
	var refs []string
	if ref := spec.Text(n, "$ref"); ref != "" {
		refs = append(refs, ref)
	}
	for _, child := range n.Content {
		refs = append(refs, refsIn(child)...)
	}
	return refs
}
