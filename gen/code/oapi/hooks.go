package oapi

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// hooks prepares the requests of webhooks and callbacks, which the API sends. It calls inline for the schemas of parameters, request bodies and
// responses, so that the schemas have Go types. It returns the names of the components to which the schemas of these bodies and responses refer
// directly.
func (p *prepared) hooks() (used map[string]bool) {
	used = map[string]bool{}
	areas := map[string]bool{}
	for _, op := range p.spec.Operations() {
		areas[op.Area] = true
	}
	for _, o := range p.spec.Model().Objects(oas.Operation) {
		v := p.planned(o)
		if v == nil || o.Parent.Field == "paths" {
			continue
		}
		hook := spec.Operation{Pointer: o.Pointer(), Area: hookArea(o, areas)}
		name := hookName(o)
		p.parameters(hook, name, hook.Pointer, v.Parameters)
		if body := v.RequestBody; body != nil && body.Value != nil {
			p.hookBody(hook, name+"_Body", "/requestBody", body.Ref, body.Value.Content, used)
		}
		for _, status := range o.Node.Get("responses").Keys() {
			if response := v.Responses.Value(status); response != nil && response.Value != nil {
				p.hookBody(hook, name+"_"+status+"_Response", oas.Pointer("responses", status), response.Ref, response.Value.Content, used)
			}
		}
	}
	return used
}

// hookBody prepares the schema of a body that is JSON or a form, so that the schema has a Go type. If the schema is a reference to a component,
// hookBody adds the name of the component to used.
func (p *prepared) hookBody(hook spec.Operation, name, at, ref string, content openapi3.Content, used map[string]bool) {
	wire := choose(content)
	if wire == "" || content[wire].Schema == nil {
		return
	}
	switch canonicalType(wire) {
	case "application/json", "multipart/form-data", "application/x-www-form-urlencoded":
	default:
		if !anyJSON(wire, content[wire]) {
			return
		}
	}
	base := hook.Pointer
	if target, ok := strings.CutPrefix(ref, "#"); ok {
		base, at = target, ""
	}
	schema := content[wire].Schema
	if component, ok := strings.CutPrefix(schema.Ref, "#/components/schemas/"); ok {
		used[component] = true
	}
	normalizer31{p.normal}.ref(schema)
	p.inline(name, at+"/content"+oas.Pointer(wire, "schema"), base, hook.Area, schema)
}

// planned returns the operation in p.doc for o. It returns nil if there is none, for example if o is in a path item that nothing references.
func (p *prepared) planned(o *oas.Object) *openapi3.Operation {
	var item *openapi3.PathItem
	switch path := o.Parent; {
	case path.Field == "paths":
		item = p.doc.Paths.Value(path.Name)
	case path.Field == "webhooks":
		item = p.doc.Webhooks[path.Name]
	case path.Parent.Kind == oas.Callback:
		callbacks := p.doc.Components.Callbacks
		if owner := path.Parent.Parent; owner.Kind == oas.Operation {
			v := p.planned(owner)
			if v == nil {
				return nil
			}
			callbacks = v.Callbacks
		}
		if ref := callbacks[path.Parent.Name]; ref != nil && ref.Value != nil {
			item = ref.Value.Value(path.Field)
		}
	}
	if item == nil {
		return nil
	}
	return item.GetOperation(strings.ToUpper(o.Field))
}

// hookName returns the prefix of the type names for a webhook or callback. The prefix is the key of a webhook or of a callback in components, or the
// name of an operation followed by the key of its callback. If the webhook or callback has several requests, the prefix ends with the HTTP method.
// For an operation in paths, hookName returns the operationId or its default.
func hookName(o *oas.Object) string {
	path := o.Parent
	name, container := path.Name, path
	switch {
	case path.Field == "paths":
		if id := o.Text("operationId"); id != "" {
			return id
		}
		return spec.DefaultID(o.Field, path.Name)
	case path.Parent.Kind == oas.Callback:
		container = path.Parent
		name = container.Name
		if owner := container.Parent; owner.Kind == oas.Operation {
			name = hookName(owner) + "_" + name
		}
	}
	if requests(container) > 1 {
		name += "_" + o.Field
	}
	return name
}

// requests returns the number of operations in a path item or a callback.
func requests(o *oas.Object) int {
	n := 0
	for _, child := range o.Below {
		switch child.Kind {
		case oas.Operation:
			n++
		case oas.PathItem:
			n += requests(child)
		}
	}
	return n
}

// hookArea returns the area of a webhook, or of the operation to which a callback belongs. If the area is not in areas, it returns "".
func hookArea(o *oas.Object, areas map[string]bool) string {
	for o.Parent.Parent.Kind == oas.Callback && o.Parent.Parent.Parent.Kind == oas.Operation {
		o = o.Parent.Parent.Parent
	}
	area := spec.Area("")
	if tags := o.Get("tags").List(); len(tags) > 0 {
		area = spec.Area(tags[0].Value)
	}
	if !areas[area] {
		return ""
	}
	return area
}
