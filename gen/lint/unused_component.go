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
			Why:  "What no operation leads to is generated all the same, and read, and kept up to date for nobody.",
			Bad:  "components:\n  schemas:\n    OldDoor: ...   # nothing refers to it",
			Good: "components:\n  schemas:\n    Door: ...",
			Fix:  "Remove it, or refer to it.",
		},
	}
}

func (c *checker) unusedComponent() {
	if len(c.of[kindOperation]) == 0 {
		return // a library of components
	}
	reached := c.reached()
	for _, k := range []kind{
		kindSchema, kindResponse, kindParameter, kindExample, kindRequestBody, kindHeader, kindSecurityScheme, kindLink, kindCallback,
	} {
		for o := range c.all(k) {
			if o.component() && !reached[o] {
				c.report(o.key(), "nothing uses %s %q; remove it", strings.TrimPrefix(strings.TrimPrefix(k.article(), "a "), "an "), o.name)
			}
		}
	}
}

// reached gives the components that paths and webhooks lead to.
func (c *checker) reached() map[*object]bool {
	reached := map[*object]bool{}
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
		if o == nil || reached[o] {
			return
		}
		reached[o] = true
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
			for _, subtype := range subtypes[o] { // their names stand on the wire
				visit(subtype)
			}
		}
		for _, child := range o.inside {
			visit(child)
		}
		each(o.node, func(key, value *yaml.Node) {
			if strings.HasPrefix(key.Value, "x-") { // some documents refer to schemas from their extensions
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
	return reached
}

// componentAround gives the component that an object is or is part of, nil when there is none.
func (o *object) componentAround() *object {
	for ; o != nil && !o.component(); o = o.parent {
	}
	return o
}

// refsIn lists the references in a value that is no object of OpenAPI.
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
