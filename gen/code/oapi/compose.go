package oapi

import (
	"maps"
	"reflect"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// compose flattens the allOf of every prepared schema, unless the schema only wraps a single member (see [isReference]). The flat form contains each
// member once, and no references or nested allOf. oapi-codegen v2.8.2 merges a schema again for each reference to it. If a member has an allOf,
// oapi-codegen ignores most other keywords of the member (merge_schemas.go, "s1 = merged"). compose must run after all inline objects, unions and
// enums have become components. Properties of these types are then references, and oapi-codegen does not merge their targets. A merge therefore ends
// even if a schema has a property whose type is the schema itself. Finally, compose calls distinctBranches for every prepared schema.
func (p *prepared) compose() {
	merged := map[*openapi3.Schema]*composition{}
	for v := range p.order {
		if len(v.AllOf) > 0 && !isReference(v) {
			c := &composition{base: p.base, seen: map[*openapi3.Schema]bool{v: true}}
			for _, ref := range v.AllOf {
				c.add(ref, 0)
			}
			c.own = ordered(v.Properties, &c.next)
			if len(v.OneOf)+len(v.AnyOf) > 0 { // oapi-codegen v2.8.2 ignores a union next to an allOf (schema.go, hasStructuralSiblings)
				c.members = append(c.members, &openapi3.SchemaRef{Value: &openapi3.Schema{OneOf: v.OneOf, AnyOf: v.AnyOf, Discriminator: v.Discriminator}})
			}
			c.oneFormat()
			merged[v] = c
		}
	}
	for v, c := range merged { // assign in a separate loop, because add reads the allOf of other schemas
		v.AllOf, v.Properties, v.OneOf, v.AnyOf, v.Discriminator = c.members, c.own, nil, nil, nil
		mergeable(v)
		p.keepMethodNames(v)
		oneMap(v)
		v.AllOf = mergePropertyMembers(v.AllOf)
	}
	for v := range p.order {
		distinctBranches(v)
	}
}

// distinctBranches removes a branch of a union if an earlier branch references the same schema. The methods for the two branches would have the same
// names. distinctBranches treats the union of v and the unions of its allOf members as one union.
func distinctBranches(v *openapi3.Schema) {
	seen := map[string]bool{}
	for _, part := range append(values(v.AllOf), v) {
		for _, branches := range []*openapi3.SchemaRefs{&part.OneOf, &part.AnyOf} {
			*branches = slices.DeleteFunc(slices.Clone(*branches), func(ref *openapi3.SchemaRef) bool {
				repeated := ref.Ref != "" && seen[ref.Ref]
				seen[ref.Ref] = true
				return repeated
			})
		}
	}
}

// values returns the Value of each reference.
func values(refs openapi3.SchemaRefs) []*openapi3.Schema {
	var list []*openapi3.Schema
	for _, ref := range refs {
		list = append(list, ref.Value)
	}
	return list
}

// isReference reports whether a schema only wraps the single member of its allOf, for example to add nullable. The Go type of such a schema is the
// type of the member. isReference returns false if the schema requires a property that the member does not require.
func isReference(v *openapi3.Schema) bool {
	if len(v.AllOf) != 1 || len(v.Properties)+len(v.OneOf)+len(v.AnyOf) > 0 || v.AdditionalProperties.Schema != nil || v.Extensions["x-open"] == true {
		return false
	}
	target := v.AllOf[0].Value
	return target == nil || !slices.ContainsFunc(v.Required, func(name string) bool { return !slices.Contains(target.Required, name) })
}

// composition is the flat form of an allOf.
type composition struct {
	members openapi3.SchemaRefs
	own     openapi3.Schemas          // properties next to the allOf
	base    map[*openapi3.Schema]bool // see prepared.bases
	seen    map[*openapi3.Schema]bool
	next    int // position of the next property
}

// add appends a copy of ref to c.members, after copies of the members of its allOf. If ref has only an allOf, add does not copy ref itself. It skips
// schemas that it has already added. depth is 0 for a direct member of the composition.
func (c *composition) add(ref *openapi3.SchemaRef, depth int) {
	v := ref.Value
	if v == nil || c.seen[v] {
		return
	}
	c.seen[v] = true
	for _, inner := range v.AllOf {
		c.add(inner, depth+1)
	}
	member := *v
	if c.base[v] {
		member.OneOf, member.Discriminator = nil, nil
	}
	if len(v.AllOf) > 0 {
		if len(v.Properties)+len(v.Required)+len(v.OneOf)+len(v.AnyOf) == 0 && v.AdditionalProperties.Schema == nil && v.AdditionalProperties.Has == nil {
			return
		}
		member = openapi3.Schema{
			Type: v.Type, Properties: v.Properties, Required: v.Required, OneOf: member.OneOf, AnyOf: v.AnyOf,
			AdditionalProperties: v.AdditionalProperties, Extensions: v.Extensions,
		}
	}
	extensions := ref.Extensions
	if depth > 0 { // oapi-codegen ignores the types of nested members, and reads annotations only from direct members
		member.Type = nil
		if isAnnotation(&member) {
			member.Extensions, extensions = nil, nil
		}
	}
	mergeable(&member)
	member.Properties = ordered(member.Properties, &c.next)
	c.members = append(c.members, &openapi3.SchemaRef{Value: &member, Extensions: extensions})
}

// oneFormat removes the formats of the members if the formats differ, because oapi-codegen cannot merge them.
func (c *composition) oneFormat() {
	formats := map[string]bool{}
	for _, ref := range c.members {
		formats[ref.Value.Format] = true
	}
	if len(formats) < 2 {
		return
	}
	for _, ref := range c.members {
		ref.Value.Format = ""
	}
}

// mergeable removes keywords that do not affect the Go type of a schema, such as readOnly and default. oapi-codegen v2.8.2 cannot merge two members
// if only one of them has such a keyword (merge_schemas.go, "merging two schemas with different ReadOnly"). If the schema has one type in addition to
// null, mergeable removes null.
func mergeable(v *openapi3.Schema) {
	v.ReadOnly, v.WriteOnly, v.AllowEmptyValue, v.UniqueItems, v.Default = false, false, false, false, nil
	v.ExclusiveMin, v.ExclusiveMax = openapi3.ExclusiveBound{}, openapi3.ExclusiveBound{}
	if types := typesOf(v); v.Type != nil && len(types) == 1 {
		v.Type = &openapi3.Types{types[0]} // without null
	}
}

// mergePropertyMembers merges consecutive members that have only properties. Otherwise, oapi-codegen would copy the properties of all earlier members
// for each member.
func mergePropertyMembers(members openapi3.SchemaRefs) openapi3.SchemaRefs {
	var list openapi3.SchemaRefs
	var last *openapi3.Schema // the last schema in the list if it has only properties, or nil
	for _, ref := range members {
		v := ref.Value
		switch {
		case !hasOnlyProperties(ref):
			last = nil
			list = append(list, ref)
		case last == nil:
			last = &openapi3.Schema{Type: v.Type, Properties: openapi3.Schemas{}}
			list = append(list, &openapi3.SchemaRef{Value: last})
			fallthrough
		default:
			maps.Copy(last.Properties, v.Properties)
			last.Required = append(last.Required, v.Required...)
			last.Nullable = last.Nullable || v.Nullable
		}
	}
	return list
}

// hasOnlyProperties reports whether a member of an allOf has only properties and required, apart from the type object and annotations. It returns
// false for a member with extensions, readOnly, writeOnly or a default.
func hasOnlyProperties(ref *openapi3.SchemaRef) bool {
	rest := *ref.Value
	if len(rest.Extensions)+len(ref.Extensions) > 0 || rest.ReadOnly || rest.WriteOnly || rest.Default != nil || rest.Type != nil && !rest.Type.Is("object") {
		return false
	}
	rest.Properties, rest.Required, rest.Type = nil, nil, nil
	return isAnnotation(&rest)
}

// isAnnotation reports whether a schema has only annotations, such as a description, a default, readOnly or nullable. It ignores the extensions of
// the schema.
func isAnnotation(v *openapi3.Schema) bool {
	rest := *v
	rest.Extensions, rest.Origin = nil, nil
	rest.Title, rest.Description, rest.ExternalDocs, rest.XML, rest.Default, rest.Example, rest.Examples = "", "", nil, nil, nil, nil, nil
	rest.Nullable, rest.ReadOnly, rest.WriteOnly, rest.Deprecated = false, false, false, false
	return reflect.DeepEqual(rest, openapi3.Schema{})
}

// annotated changes an allOf that consists of one reference and of schemas that have only annotations. It moves description, nullable, readOnly,
// writeOnly and deprecated to v, and removes these schemas from the allOf. The Go type of v is then the type of the reference. OpenAPI 3.0 documents
// annotate a reference in this way, as in `allOf: [{$ref: ...}, {nullable: true}]`.
func annotated(v *openapi3.Schema) {
	rest := slices.DeleteFunc(slices.Clone(v.AllOf), func(ref *openapi3.SchemaRef) bool {
		return ref.Ref == "" && ref.Value != nil && len(ref.Value.Extensions) == 0 && isAnnotation(ref.Value)
	})
	if len(v.AllOf) < 2 || len(rest) != 1 || rest[0].Ref == "" {
		return
	}
	for _, ref := range v.AllOf {
		if ref == rest[0] || ref.Value == nil {
			continue
		}
		if v.Description == "" {
			v.Description = ref.Value.Description
		}
		v.Nullable = v.Nullable || ref.Value.Nullable
		v.ReadOnly = v.ReadOnly || ref.Value.ReadOnly
		v.WriteOnly = v.WriteOnly || ref.Value.WriteOnly
		v.Deprecated = v.Deprecated || ref.Value.Deprecated
	}
	v.AllOf = rest
}

// oneMap changes v if at least two schemas among v and the members of its allOf permit additional properties. It removes additionalProperties from
// all these schemas, and permits additional properties of raw JSON in v. oapi-codegen v2.8.2 cannot merge two members with additional properties
// (merge_schemas.go, "merging two schemas with additional properties").
func oneMap(v *openapi3.Schema) {
	parts := append(values(v.AllOf), v)
	open := func(part *openapi3.Schema) bool {
		a := part.AdditionalProperties
		return a.Schema != nil || a.Has != nil && *a.Has
	}
	if i := slices.IndexFunc(parts, open); i < 0 || !slices.ContainsFunc(parts[i+1:], open) {
		return
	}
	for _, part := range parts {
		part.AdditionalProperties = openapi3.AdditionalProperties{}
	}
	v.AdditionalProperties = openapi3.AdditionalProperties{Schema: &openapi3.SchemaRef{Value: raw()}}
}

// ordered returns copies of properties with new positions, which start at *start and keep the order. It adds the number of properties to *start.
func ordered(properties openapi3.Schemas, start *int) openapi3.Schemas {
	if properties == nil {
		return nil
	}
	out := make(openapi3.Schemas, len(properties))
	names := slices.SortedFunc(maps.Keys(properties), func(a, b string) int {
		return order(properties[a]) - order(properties[b])
	})
	for _, name := range names {
		ref := *properties[name]
		setOrder(&ref, *start)
		out[name] = &ref
		*start++
	}
	return out
}

// order returns the x-order of a property, or 0 if there is none.
func order(ref *openapi3.SchemaRef) int {
	f, _ := ref.Extensions["x-order"].(float64)
	return int(f)
}
