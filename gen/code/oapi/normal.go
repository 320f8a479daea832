package oapi

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
)

// normalizer31 replaces schemas that oapi-codegen v2.8.2 does not support. Most of these schemas exist only in OpenAPI 3.1. Except for schemas
// without a type, the new Go types can still hold every value that the document permits. The replacements are:
//
//   - A union with one member, not counting null, becomes an allOf with this member, so that a reference keeps its Go type. Method union describes
//     the exceptions. The schema becomes nullable if the union permits null.
//   - If a union has null and several other members, normalizer31 removes null and makes the union nullable.
//   - A union of any string and a string enum becomes the enum, because the Go type of a string enum can hold every string.
//   - A schema with several types, not counting null, or only the type null, gets the Go type json.RawMessage, which keeps values unchanged.
//   - A constant without a type gets the type of its value. A union of string constants or of integer constants gets the type of its members.
//   - A schema with items but without a type becomes a list.
//   - An allOf of one reference and of schemas that have only annotations becomes an allOf of the reference.
//   - A tuple (prefixItems) becomes a list of raw JSON values.
//   - A union next to properties is removed if each member of the union only lists required properties.
//   - An object gets additional properties if it has patternProperties, or if one of its conditions (then, else, dependentSchemas) declares a
//     property that the object does not declare.
//
// normalizer31 visits each schema once, because all references to a component share one value.
type normalizer31 struct{ seen map[*openapi3.Schema]bool }

// components normalizes the component schemas. Method prepared.operations normalizes the schemas of operations.
func (n normalizer31) components(schemas openapi3.Schemas) {
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if ref := schemas[name]; ref != nil && ref.Ref == "" {
			n.schema(ref.Value)
		}
	}
}

func (n normalizer31) ref(ref *openapi3.SchemaRef) {
	if ref != nil && ref.Ref == "" {
		n.schema(ref.Value)
	}
}

func (n normalizer31) schema(v *openapi3.Schema) {
	if v == nil || n.seen[v] {
		return
	}
	n.seen[v] = true
	n.types(v)
	if len(v.OneOf)+len(v.AnyOf) > 0 && len(v.Properties) == 0 {
		v.AdditionalProperties = openapi3.AdditionalProperties{} // the Go type of a union contains the whole value, which need not be an object
	}
	constant(v)
	tuple(v)
	list(v)
	patterns(v)
	conditions(v)
	n.union(v, &v.OneOf)
	n.union(v, &v.AnyOf)
	constants(v)
	dropRequiredUnions(v, &v.OneOf)
	dropRequiredUnions(v, &v.AnyOf)
	annotated(v)
	for _, name := range slices.Sorted(maps.Keys(v.Properties)) {
		n.ref(v.Properties[name])
	}
	n.ref(v.Items)
	n.ref(v.AdditionalProperties.Schema)
	n.ref(v.Not)
	for _, list := range []openapi3.SchemaRefs{v.OneOf, v.AnyOf, v.AllOf} {
		for _, member := range list {
			n.ref(member)
		}
	}
}

// types sets the Go type of a schema to json.RawMessage if the schema has several types (not counting null), or only the type null. It records the
// types except null in [kindsExtension]. It does not change a schema with an x-go-type.
func (n normalizer31) types(v *openapi3.Schema) {
	if v.Type == nil || v.Extensions["x-go-type"] != nil {
		return
	}
	types := typesOf(v)
	if len(types) == 1 {
		return
	}
	v.Type, v.Format, v.Items, v.Enum = nil, "", nil, nil
	v.Properties, v.OneOf, v.AnyOf, v.AllOf, v.AdditionalProperties = nil, nil, nil, nil, openapi3.AdditionalProperties{}
	v.Extensions = with(v.Extensions, "x-go-type", "json.RawMessage")
	v.Extensions["x-go-type-skip-optional-pointer"] = true
	v.Extensions[kindsExtension] = strings.Join(types, " ")
}

// typesOf returns the types of a schema except null.
func typesOf(v *openapi3.Schema) []string {
	return slices.DeleteFunc(slices.Clone(v.Type.Slice()), func(t string) bool { return t == "null" })
}

// constant sets the type of a schema that has a constant but no type, union or allOf. The type is that of the constant.
func constant(v *openapi3.Schema) {
	if v.Type == nil && v.Const != nil && len(v.OneOf)+len(v.AnyOf)+len(v.AllOf) == 0 {
		v.Type = typeOfConstant(v.Const)
	}
}

// constants converts a union of string constants or of integer constants to a oneOf that has the type of the constants. The Go type of the union is
// then an enum.
func constants(v *openapi3.Schema) {
	all := slices.Concat(v.OneOf, v.AnyOf)
	if len(all) < 2 || len(v.OneOf) > 0 && len(v.AnyOf) > 0 || len(v.AllOf)+len(v.Properties) > 0 || v.Discriminator != nil {
		return
	}
	var name string
	for _, ref := range all {
		if ref == nil || ref.Ref != "" || !isConstant(ref.Value) {
			return
		}
		types := typeOfConstant(ref.Value.Const)
		if !types.Is("string") && !types.Is("integer") || name != "" && !types.Is(name) {
			return
		}
		name = types.Slice()[0]
	}
	if v.Type == nil {
		v.Type = &openapi3.Types{name}
	}
	if !v.Type.Includes(name) {
		return
	}
	if v.Nullable {
		v.Type = &openapi3.Types{name, "null"}
	}
	v.OneOf, v.AnyOf = all, nil
}

// typeOfConstant returns the type of a constant, or nil for null, a list or an object.
func typeOfConstant(constant any) *openapi3.Types {
	switch value := constant.(type) {
	case string:
		return &openapi3.Types{"string"}
	case bool:
		return &openapi3.Types{"boolean"}
	case float64:
		if value == math.Trunc(value) {
			return &openapi3.Types{"integer"}
		}
		return &openapi3.Types{"number"}
	}
	return nil
}

// tuple converts a schema with prefixItems to a list of raw JSON values.
func tuple(v *openapi3.Schema) {
	if len(v.PrefixItems) > 0 {
		v.Type, v.PrefixItems, v.Items = &openapi3.Types{"array"}, nil, &openapi3.SchemaRef{Value: raw()}
	}
}

// list sets the type of a schema to array if the schema has items but no type, union, allOf or properties. Such a schema also permits other values,
// but in practice its values are lists. Similarly, oapi-codegen treats a schema that has properties but no type as an object.
func list(v *openapi3.Schema) {
	if v.Type == nil && v.Items != nil && v.Extensions["x-go-type"] == nil && len(v.OneOf)+len(v.AnyOf)+len(v.AllOf)+len(v.Properties) == 0 {
		v.Type = &openapi3.Types{"array"}
	}
}

// patterns converts patternProperties to additional properties. The values become raw JSON, unless the object has a single pattern and permits no
// other members. In this case, the values keep the schema of the pattern if it is a reference or its Go type does not need a name.
func patterns(v *openapi3.Schema) {
	if len(v.PatternProperties) == 0 {
		return
	}
	values := &openapi3.SchemaRef{Value: raw()}
	closed := v.AdditionalProperties.Has != nil && !*v.AdditionalProperties.Has
	for _, only := range v.PatternProperties {
		if closed && len(v.PatternProperties) == 1 && only.Value != nil && (only.Ref != "" || !isStruct(only.Value) && !isEnum(only.Value)) {
			values = only
		}
	}
	v.PatternProperties, v.AdditionalProperties = nil, openapi3.AdditionalProperties{Schema: values}
	if v.Type == nil {
		v.Type = &openapi3.Types{"object"}
	}
}

// conditions permits additional properties in an object if one of its conditions (then, else, dependentSchemas) declares a property that the object
// does not declare. It does not change an object that sets additionalProperties or has no properties.
func conditions(v *openapi3.Schema) {
	if a := v.AdditionalProperties; a.Has != nil || a.Schema != nil || len(v.Properties) == 0 {
		return
	}
	branches := []*openapi3.SchemaRef{v.Then, v.Else}
	for _, name := range slices.Sorted(maps.Keys(v.DependentSchemas)) {
		branches = append(branches, v.DependentSchemas[name])
	}
	for _, branch := range branches {
		if branch == nil || branch.Value == nil {
			continue
		}
		for name := range branch.Value.Properties {
			if v.Properties[name] == nil && !slices.ContainsFunc(v.AllOf, func(ref *openapi3.SchemaRef) bool { return ref.Value != nil && ref.Value.Properties[name] != nil }) {
				v.AdditionalProperties = openapi3.AdditionalProperties{Schema: &openapi3.SchemaRef{Value: raw()}}
				return
			}
		}
	}
}

// stepExtension is the name of the extension that method union sets when it moves a member of a union into an allOf. Its value is the original
// pointer of the member, relative to the schema.
const stepExtension = "x-specgen-step"

// stepOf returns the pointer that member i of v.AllOf has in the document, relative to v.
func stepOf(v *openapi3.Schema, i int) string {
	if step, ok := v.Extensions[stepExtension].(string); ok {
		return step
	}
	return oas.Pointer("allOf", strconv.Itoa(i))
}

// isConstant reports whether a schema has a const other than null. It returns false for nil.
func isConstant(v *openapi3.Schema) bool { return v != nil && v.Const != nil }

// union removes null from members, which is the oneOf or the anyOf of v. If members contained null, it makes v nullable. In a union of any string and
// a string enum, it keeps only the enum. If only one member remains, union replaces the oneOf or anyOf with an allOf of this member. It does not do
// so if the member is a constant, or if v has properties, an allOf or another union. If all members are null, union does nothing.
func (n normalizer31) union(v *openapi3.Schema, members *openapi3.SchemaRefs) {
	all := *members
	rest := slices.DeleteFunc(slices.Clone(all), isNull)
	null := len(rest) < len(*members)
	if len(rest) == 2 && len(v.OneOf)+len(v.AnyOf) == len(all) {
		for i, ref := range rest {
			if isText(ref) && n.isTextEnum(rest[1-i]) {
				rest = openapi3.SchemaRefs{rest[1-i]}
				break
			}
		}
	}
	if len(rest) == 0 || len(rest) == len(all) && len(rest) > 1 {
		return
	}
	v.Nullable = v.Nullable || null
	*members = rest
	if len(rest) == 1 && rest[0] != nil && !isConstant(rest[0].Value) && len(v.Properties) == 0 && len(v.AllOf) == 0 && len(v.OneOf)+len(v.AnyOf) == 1 {
		key := "oneOf"
		if len(v.AnyOf) == 1 {
			key = "anyOf"
		}
		at := slices.Index(all, rest[0])
		*members = nil
		v.AllOf = openapi3.SchemaRefs{rest[0]}
		v.Extensions = with(v.Extensions, stepExtension, oas.Pointer(key, strconv.Itoa(at)))
		v.Type = nil
		if v.Nullable {
			v.Type = &openapi3.Types{"null"} // in a 3.1 document, oapi-codegen reads nullable from the type (schema.go, schemaIsNullable)
		}
	}
}

// isText reports whether a member of a union is an inline string without an enum or a format. The member may have a pattern, limits of the length,
// and annotations.
func isText(ref *openapi3.SchemaRef) bool {
	if ref == nil || ref.Ref != "" || !isType(ref.Value, "string") || ref.Value.Extensions["x-go-type"] != nil {
		return false
	}
	rest := *ref.Value
	rest.Type, rest.MinLength, rest.MaxLength, rest.Pattern = nil, 0, nil, ""
	return isAnnotation(&rest)
}

// isTextEnum normalizes a member of a union, and reports whether it is a string enum but not a constant. The member may be a reference.
func (n normalizer31) isTextEnum(ref *openapi3.SchemaRef) bool {
	if ref == nil || ref.Value == nil {
		return false
	}
	n.schema(ref.Value)
	v := ref.Value
	for ref.Ref != "" && isReference(v) && v.AllOf[0].Value != nil && v.Type == nil { // such as an allOf with which method union has replaced a union
		v = v.AllOf[0].Value
	}
	return isType(v, "string") && !isConstant(v) && isEnum(v)
}

// dropRequiredUnions removes a union from an object if each member of the union only lists required properties. Such a union does not affect the Go
// type. dropRequiredUnions does not change an object with a discriminator.
func dropRequiredUnions(v *openapi3.Schema, members *openapi3.SchemaRefs) {
	if len(v.Properties) == 0 || v.Discriminator != nil {
		return
	}
	for _, ref := range *members {
		m := ref.Value
		if ref.Ref != "" || m == nil || m.Type != nil && !m.Type.Is("object") || m.Const != nil || m.Enum != nil || m.AdditionalProperties.Schema != nil {
			return
		}
		typeless := *m
		typeless.Type = nil
		if !isEmpty(&typeless) {
			return
		}
	}
	*members = nil
}

// isNull reports whether an inline member of a union represents null. Some OpenAPI 3.0 documents write `{nullable: true}` for such a member.
func isNull(ref *openapi3.SchemaRef) bool {
	if ref == nil || ref.Ref != "" || ref.Value == nil {
		return false
	}
	v := ref.Value
	return v.Type != nil && v.Type.Is("null") || v.Type == nil && len(v.Enum) == 1 && v.Enum[0] == nil || v.Nullable && isAnnotation(v)
}
