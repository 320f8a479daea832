package oapi

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/oas"
)

// withOwnDescription replaces the description of a referenced schema with the description next to $ref in the document, and removes the example.
// Otherwise, oapi-codegen would repeat the description and the example of the schema above every field of the type. withOwnDescription returns an
// inline schema unchanged.
func withOwnDescription(ref *openapi3.SchemaRef, property *oas.Node) *openapi3.SchemaRef {
	if ref.Ref == "" || ref.Value == nil {
		return ref
	}
	text := ""
	if property.Get("$ref") != nil {
		text = property.Text("description")
	}
	if ref.Value.Description == text && ref.Value.Example == nil {
		return ref
	}
	v := *ref.Value
	v.Description, v.Example = text, nil
	return &openapi3.SchemaRef{Ref: ref.Ref, Value: &v, Extensions: ref.Extensions}
}

// inline replaces an inline enum, or an inline schema whose Go type is a struct or a union, with a reference to a component. In any other inline
// schema, it does the same for the items, the additional properties or the single member of an allOf. It resolves a reference with resolveDeepRef.
// want is the preferred name of the component. The schema is at parent+step.
func (p *prepared) inline(want, step, parent, area string, ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	pointer := parent + step
	v := ref.Value
	if ref.Ref != "" || v == nil {
		return p.resolveDeepRef(ref, area)
	}
	v.Example, v.Examples = nil, nil
	dropEmpty(v)
	dropRequired(v)
	if v.Type != nil && !isEnum(v) {
		v.Const = nil // oapi-codegen would declare a type for the constant, but package render would not write the constant
	}
	switch {
	case p.deep[pointer] != "":
		return &openapi3.SchemaRef{Ref: "#/components/schemas/" + p.deep[pointer], Value: v, Extensions: ref.Extensions}
	case isEnum(v) || isStruct(v):
		name := p.unusedName(want, pointer)
		component := ref
		if ref.Extensions["x-go-name"] != nil { // distinctProperties has set the name of the field, which is not the name of the type
			unnamed := *v
			unnamed.Extensions = maps.Clone(v.Extensions)
			delete(unnamed.Extensions, "x-go-name")
			v, component = &unnamed, &openapi3.SchemaRef{Value: &unnamed}
		}
		p.doc.Components.Schemas[name] = component
		p.at[name], p.area[name] = pointer, area
		p.component(name, component)
		return &openapi3.SchemaRef{Ref: "#/components/schemas/" + name, Value: v, Extensions: ref.Extensions}
	case v.Items != nil:
		v.Items = p.inline(want+"_Item", "/items", pointer, area, v.Items)
	case v.AdditionalProperties.Schema != nil:
		v.AdditionalProperties.Schema = p.inline(want+"_Value", "/additionalProperties", pointer, area, v.AdditionalProperties.Schema)
	case len(v.AllOf) == 1:
		v.AllOf[0] = p.inline(want, stepOf(v, 0), pointer, area, v.AllOf[0])
	}
	v.Enum = nil
	return ref
}

// resolveDeepRef replaces a deep reference (see [isDeep]), because oapi-codegen cannot follow it. It returns any other reference unchanged. If the Go
// type of the target needs a name, the result references a component for the target. Otherwise, the result is the target.
func (p *prepared) resolveDeepRef(ref *openapi3.SchemaRef, area string) *openapi3.SchemaRef {
	if !isDeep(ref.Ref) {
		return ref
	}
	pointer := ref.Ref[1:]
	if node := p.spec.At(pointer); node.Len() == 1 && strings.HasPrefix(node.Text("$ref"), "#/") {
		return p.resolveDeepRef(&openapi3.SchemaRef{Ref: node.Text("$ref"), Value: ref.Value, Extensions: ref.Extensions}, area)
	}
	v := ref.Value
	name := p.deep[pointer]
	if v == nil || name == "" && !isEnum(v) && !isStruct(v) && !isRecursive(v) {
		return &openapi3.SchemaRef{Value: v, Extensions: ref.Extensions}
	}
	if name == "" {
		parts := strings.Split(strings.TrimPrefix(pointer, "/components/schemas/"), "/")
		parts = slices.DeleteFunc(parts, func(part string) bool { return part == "$defs" || part == "definitions" || part == "properties" })
		name = p.unusedName(strings.Join(parts, "_"), pointer)
		p.deep[pointer], p.at[name], p.area[name] = name, pointer, area
		p.doc.Components.Schemas[name] = &openapi3.SchemaRef{Value: v}
		normalizer31{p.normal}.schema(v)
		p.component(name, p.doc.Components.Schemas[name])
	}
	// Use the schema of the component, because kin-openapi v0.153.0 returns a new schema for each reference to an unknown field, such as definitions.
	return &openapi3.SchemaRef{Ref: "#/components/schemas/" + name, Value: p.doc.Components.Schemas[name].Value, Extensions: ref.Extensions}
}

// define replaces components that only reference a schema below another component. oapi-codegen cannot follow such a reference. The component becomes
// the definition of the schema, and all other references to the schema refer to the component.
func (p *prepared) define() {
	for _, schema := range p.spec.Schemas() {
		ref := p.doc.Components.Schemas[schema.Name]
		if ref == nil || !isDeep(ref.Ref) || ref.Value == nil {
			continue
		}
		pointer := ref.Ref[1:]
		for node := p.spec.At(pointer); isDeep("#"+pointer) && node.Len() == 1 && strings.HasPrefix(node.Text("$ref"), "#/"); node = p.spec.At(pointer) {
			pointer = node.Text("$ref")[1:]
		}
		if first := p.deep[pointer]; first != "" {
			pointer = oas.Pointer("components", "schemas", first)
		}
		if !isDeep("#" + pointer) {
			p.doc.Components.Schemas[schema.Name] = &openapi3.SchemaRef{Ref: "#" + pointer, Value: ref.Value}
			continue
		}
		v := ref.Value
		if v.Extensions["x-go-name"] != nil { // this x-go-name is the name of the field with the schema, not of the type
			unnamed := *v
			unnamed.Extensions = maps.Clone(v.Extensions)
			delete(unnamed.Extensions, "x-go-name")
			v = &unnamed
		}
		p.deep[pointer], p.at[schema.Name] = schema.Name, pointer
		p.doc.Components.Schemas[schema.Name] = &openapi3.SchemaRef{Value: v}
	}
}

// isDeep reports whether a reference within the document is longer than `#/components/SECTION/NAME`.
func isDeep(ref string) bool { return strings.HasPrefix(ref, "#") && strings.Count(ref, "/") > 3 }

// isRecursive reports whether a schema contains itself. It does not follow references to components. An example is a list whose items are the same
// list. An inline copy of such a schema would be infinite.
func isRecursive(v *openapi3.Schema) bool {
	seen := map[*openapi3.Schema]bool{}
	var contains func(ref *openapi3.SchemaRef) bool
	contains = func(ref *openapi3.SchemaRef) bool {
		if ref == nil || ref.Value == nil || ref.Ref != "" && strings.Count(ref.Ref, "/") <= 3 {
			return false
		}
		if ref.Value == v || seen[ref.Value] {
			return ref.Value == v
		}
		seen[ref.Value] = true
		return slices.ContainsFunc(parts(ref.Value), contains)
	}
	return slices.ContainsFunc(parts(v), contains)
}

// parts returns the schemas in items, additionalProperties, not, allOf, anyOf, oneOf and properties of a schema. Some of them may be nil.
func parts(v *openapi3.Schema) openapi3.SchemaRefs {
	list := slices.Concat(openapi3.SchemaRefs{v.Items, v.AdditionalProperties.Schema, v.Not}, v.AllOf, v.AnyOf, v.OneOf)
	return slices.AppendSeq(list, maps.Values(v.Properties))
}

// isStruct reports whether the Go type of a schema is a struct or a union, which needs a name.
func isStruct(v *openapi3.Schema) bool {
	if v.Extensions["x-go-type"] != nil {
		return false
	}
	return len(v.Properties) > 0 || len(v.OneOf) > 0 || len(v.AnyOf) > 0 || len(v.AllOf) > 0 && !isReference(v)
}

// unusedName returns an unused component name, and reserves the Go identifiers of the component (see [prepared.declares]). The name is the Go form of
// want, followed by a number if this form conflicts with another component.
func (p *prepared) unusedName(want, pointer string) string {
	base := p.name(want)
	name := base
	for i := 2; p.clash(name, pointer); i++ {
		name = base + strconv.Itoa(i)
	}
	for _, declared := range p.declares(name, pointer) {
		p.taken[declared] = name
	}
	return name
}

// clash reports whether a component called name would declare a Go identifier that another component has reserved.
func (p *prepared) clash(name, pointer string) bool {
	return slices.ContainsFunc(p.declares(name, pointer), func(declared string) bool { return p.taken[declared] != "" })
}

// declares returns the package-level identifiers that the code of a model type declares. For an enum, these include the constants. Except for a set
// of flags, they include the identifiers of a visitor even if no visitor is generated, so that the names of other types do not depend on the setting
// visitor.
func (p *prepared) declares(typeName, pointer string) []string {
	read, ok := readEnum(p.spec.At(pointer))
	if !ok {
		return []string{typeName}
	}
	e := ir.Enum{Type: typeName, Flags: read.Flags}
	for _, name := range p.memberNames(read) {
		e.Names = append(e.Names, typeName+name)
	}
	return append(e.Declares(true), e.Names...)
}
