package oapi

import (
	"cmp"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

const schemaPath = "#/components/schemas/"

// mapping replaces schema names in the mapping of a discriminator with references. OpenAPI permits both forms.
func (p *prepared) mapping(v *openapi3.Schema) {
	if v.Discriminator == nil {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(v.Discriminator.Mapping)) {
		name := v.Discriminator.Mapping[key].Ref
		if p.doc.Components.Schemas[name] != nil {
			v.Discriminator.Mapping[key] = openapi3.MappingRef{Ref: schemaPath + name}
		}
	}
}

// bases converts a component that has or inherits a discriminator to a union of the components that extend it with allOf. Otherwise, a value of the
// component would lose the members of the components that extend it. bases does not convert a component if its Go type already keeps these members
// (see [prepared.discriminator]). If a converted component is in an allOf, method composition.add removes the union again. bases also sets p.tags.
func (p *prepared) bases() {
	children := map[*openapi3.Schema][]string{} // for a schema, the components that extend it directly
	for _, schema := range p.spec.Schemas() {
		if ref := p.doc.Components.Schemas[schema.Name]; ref != nil && ref.Ref == "" && ref.Value != nil {
			for _, member := range ref.Value.AllOf {
				if member.Ref != "" && member.Value != nil {
					children[member.Value] = append(children[member.Value], schema.Name)
				}
			}
		}
	}
	for _, schema := range p.spec.Schemas() {
		ref := p.doc.Components.Schemas[schema.Name]
		if ref == nil || ref.Ref != "" || ref.Value == nil {
			continue
		}
		v := ref.Value
		p.tags[schema.Name] = p.ownTags(schema.Name, v)
		if len(children[v]) == 0 || isReference(v) {
			continue
		}
		d, ok := p.discriminator(v, map[*openapi3.Schema]bool{})
		if d == nil || !ok {
			continue
		}
		for _, name := range p.descendants(children, v) {
			v.OneOf = append(v.OneOf, &openapi3.SchemaRef{Ref: schemaPath + name, Value: p.doc.Components.Schemas[name].Value})
		}
		own := *d
		own.Mapping = maps.Clone(d.Mapping)
		maps.DeleteFunc(own.Mapping, func(_ string, to openapi3.MappingRef) bool {
			return !slices.ContainsFunc(v.OneOf, func(ref *openapi3.SchemaRef) bool { return ref.Ref == to.Ref })
		})
		v.Discriminator = &own
		p.base[v] = true
	}
}

// discriminator returns the discriminator of a schema, or the discriminator that the schema inherits through an allOf. d is nil if there is none. ok
// is false if the schema or a schema in its allOf declares a union or a schema for additional properties. The Go type of such a schema already keeps
// the members of other schemas.
func (p *prepared) discriminator(v *openapi3.Schema, seen map[*openapi3.Schema]bool) (d *openapi3.Discriminator, ok bool) {
	if seen[v] {
		return nil, true
	}
	seen[v] = true
	if len(v.OneOf)+len(v.AnyOf) > 0 && !p.base[v] || v.AdditionalProperties.Schema != nil {
		return nil, false
	}
	p.mapping(v)
	d = v.Discriminator
	for _, member := range v.AllOf {
		if member.Value == nil {
			continue
		}
		inherited, ok := p.discriminator(member.Value, seen)
		if !ok {
			return nil, false
		}
		d = cmp.Or(d, inherited)
	}
	return d, true
}

// descendants returns the components that extend a schema directly or through other components, ordered by distance.
func (p *prepared) descendants(children map[*openapi3.Schema][]string, v *openapi3.Schema) []string {
	seen := map[*openapi3.Schema]bool{v: true}
	var list []string
	for queue := children[v]; len(queue) > 0; queue = queue[1:] {
		child := p.doc.Components.Schemas[queue[0]].Value
		if seen[child] {
			continue
		}
		seen[child] = true
		list = append(list, queue[0])
		queue = append(slices.Clone(queue), children[child]...)
	}
	return list
}

// tag is a value that identifies a schema in a discriminator. property is the name of the discriminator's property.
type tag struct{ property, value string }

// ownTags returns the values that identify the component called name in its own discriminator, and in the discriminators that it inherits through an
// allOf. If exactly one key in the mappings of a discriminator refers to the component, the value is this key. If no key refers to the component and
// the component inherits the discriminator, the value is the name of the component. ownTags leaves out a discriminator if several keys refer to the
// component, or if the schema of the discriminator's property is fixed (see [isFixed]). It also leaves out a discriminator that only the component
// itself declares, if no key refers to the component.
func (p *prepared) ownTags(name string, v *openapi3.Schema) []tag {
	keys := map[string][]string{} // keys of the schema in the mappings, by the property of the discriminator
	inherited := map[string]bool{}
	properties := map[string][]*openapi3.Schema{}
	seen := map[*openapi3.Schema]bool{}
	var visit func(part *openapi3.Schema)
	visit = func(part *openapi3.Schema) {
		if part == nil || seen[part] {
			return
		}
		seen[part] = true
		for key, ref := range part.Properties {
			properties[key] = append(properties[key], ref.Value)
		}
		if d := part.Discriminator; d != nil {
			p.mapping(part)
			inherited[d.PropertyName] = inherited[d.PropertyName] || part != v
			for key, to := range d.Mapping {
				if to.Ref == schemaPath+name && !slices.Contains(keys[d.PropertyName], key) {
					keys[d.PropertyName] = append(keys[d.PropertyName], key)
				}
			}
		}
		for _, member := range part.AllOf {
			visit(member.Value)
		}
	}
	visit(v)
	var tags []tag
	for _, property := range slices.Sorted(maps.Keys(inherited)) {
		value := name
		switch n := len(keys[property]); {
		case n == 1:
			value = keys[property][0]
		case n > 1 || !inherited[property]:
			continue
		}
		if !slices.ContainsFunc(properties[property], func(v *openapi3.Schema) bool { return isFixed(v, value) }) {
			tags = append(tags, tag{property, value})
		}
	}
	return tags
}

// isFixed reports whether a schema is nil, a constant, or an enum without the given value.
func isFixed(v *openapi3.Schema, value string) bool {
	return v == nil || isConstant(v) || len(v.Enum) > 0 && !slices.Contains(v.Enum, any(value))
}

// setTag is a field that MarshalJSON sets to Value if the field is empty.
type setTag struct{ Field, Value string }

// setTags returns the discriminator fields that the MarshalJSON method of a type sets. Such a field is a required string. If the type has a field
// called MarshalJSON, setTags returns nil. A template of oapi-codegen calls setTags.
func (g *generator) setTags(t codegen.TypeDefinition) (list []setTag) {
	for _, tag := range g.prepared.tags[t.JsonName] {
		for _, p := range t.Schema.Properties {
			if p.GoFieldName() == "MarshalJSON" {
				return nil // a field and a method must not have the same name
			}
			if p.JsonFieldName == tag.property && p.Required && !p.IsPointer() && g.resolved(p.Schema.TypeDecl()) == "string" {
				list = append(list, setTag{p.GoFieldName(), tag.value})
			}
		}
	}
	return list
}

// isUnion reports whether the Go type of a schema is a union without properties of its own.
func isUnion(v *openapi3.Schema) bool {
	if v == nil || v.Extensions["x-go-type"] != nil || isEnum(v) {
		return false
	}
	if len(v.AllOf) == 1 && isReference(v) {
		return isUnion(v.AllOf[0].Value)
	}
	return len(v.OneOf)+len(v.AnyOf) > 0 && len(v.Properties)+len(v.AllOf) == 0 && v.AdditionalProperties.Schema == nil
}
