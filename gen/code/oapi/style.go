package oapi

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/code/ir"
)

// kindsExtension is the name of the extension that records the JSON types of a schema whose Go type is raw JSON (see [normalizer31]).
const kindsExtension = "x-specgen-kinds"

// formStyles returns the styles of form members, sorted by name. It leaves out members that have the default style and for which [untypedKinds]
// returns no JSON types.
func formStyles(media *openapi3.MediaType) []ir.Style {
	if media == nil || media.Schema == nil || media.Schema.Value == nil {
		return nil
	}
	var list []ir.Style
	for name, ref := range propertiesOf(media.Schema.Value, 0) {
		s := ir.Style{Name: name}
		s.Kinds, s.Items = untypedKinds(ref.Value)
		if e := media.Encoding[name]; e != nil && e.ContentType == "" && (e.Style != "" || e.Explode != nil) {
			s.Style, s.Explode = e.Style, e.Style == "" || e.Style == "form"
			if s.Style == "" {
				s.Style = "form"
			}
			if e.Explode != nil {
				s.Explode = *e.Explode
			}
		}
		if e := media.Encoding[name]; e != nil && e.ContentType == "" {
			s.Reserved = e.AllowReserved
		}
		if s != (ir.Style{Name: name}) {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b ir.Style) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// propertiesOf returns the properties of a schema and of the members of its allOf, down to a depth of 10.
func propertiesOf(v *openapi3.Schema, depth int) map[string]*openapi3.SchemaRef {
	all := map[string]*openapi3.SchemaRef{}
	for _, ref := range v.AllOf {
		if ref.Value != nil && depth < 10 {
			maps.Copy(all, propertiesOf(ref.Value, depth+1))
		}
	}
	maps.Copy(all, v.Properties)
	return all
}

// untypedKinds returns the JSON types of a value and of its items (see [jsonKinds]). A result is "" if the Go type determines the JSON type, or if
// any JSON type is possible.
func untypedKinds(v *openapi3.Schema) (kinds, items string) {
	if hasUntypedValue(v) {
		return jsonKinds(v, 0), jsonKinds(itemsOf(v), 0)
	}
	if v.Items != nil && hasUntypedValue(v.Items.Value) {
		items = jsonKinds(v.Items.Value, 0)
	}
	return "", items
}

// itemsOf returns the schema of the items of a list. For a composition, it returns the items of the first member that is a list. If there are no
// items, it returns nil.
func itemsOf(v *openapi3.Schema) *openapi3.Schema {
	if v.Items != nil {
		return v.Items.Value
	}
	for _, ref := range slices.Concat(v.OneOf, v.AnyOf, v.AllOf) {
		if ref.Value != nil && ref.Value.Items != nil {
			return ref.Value.Items.Value
		}
	}
	return nil
}

// isType reports whether the keyword type of a schema contains t.
func isType(v *openapi3.Schema, t string) bool {
	return v != nil && v.Type != nil && v.Type.Includes(t)
}

// hasUntypedValue reports whether the Go type of a schema does not determine the JSON type of its values. Such Go types are unions, raw JSON and the
// type any.
func hasUntypedValue(v *openapi3.Schema) bool {
	switch {
	case v == nil, len(v.OneOf) > 0, len(v.AnyOf) > 0, v.Extensions["x-go-type"] == "json.RawMessage":
		return true
	case v.Extensions["x-go-type"] != nil:
		return false
	case len(v.AllOf) > 0:
		return slices.ContainsFunc(v.AllOf, func(ref *openapi3.SchemaRef) bool { return hasUntypedValue(ref.Value) })
	}
	return v.Type == nil && len(v.Properties) == 0
}

// isObject reports whether the values of a schema are objects. It returns false for a schema with an x-go-type.
func isObject(v *openapi3.Schema) bool {
	if v == nil || v.Extensions["x-go-type"] != nil {
		return false
	}
	return isType(v, "object") || len(v.Properties) > 0 ||
		slices.ContainsFunc(v.AllOf, func(ref *openapi3.SchemaRef) bool { return isObject(ref.Value) })
}

// allowsAnyMember reports whether the Go type of an object can hold members with any name.
func allowsAnyMember(v *openapi3.Schema) bool {
	a := v.AdditionalProperties
	return a.Schema != nil || a.Has != nil && *a.Has || isObject(v) && len(v.Properties)+len(v.AllOf) == 0 ||
		slices.ContainsFunc(v.AllOf, func(ref *openapi3.SchemaRef) bool { return ref.Value != nil && allowsAnyMember(ref.Value) })
}

// jsonKinds returns the JSON types that a value may have, separated by spaces. It returns "" if the value may have any type, or if depth is above 10.
func jsonKinds(v *openapi3.Schema, depth int) string {
	if v == nil || depth > 10 {
		return ""
	}
	if kept, ok := v.Extensions[kindsExtension].(string); ok {
		return kept
	}
	found := typesOf(v)
	if len(found) == 0 {
		for _, ref := range slices.Concat(v.OneOf, v.AnyOf, v.AllOf) {
			kinds := jsonKinds(ref.Value, depth+1)
			if kinds == "" {
				return ""
			}
			found = append(found, strings.Fields(kinds)...)
		}
	}
	if len(found) == 0 && len(v.Properties) > 0 {
		return "object"
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}
