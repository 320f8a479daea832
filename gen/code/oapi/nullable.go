package oapi

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/oas"
)

// nullableExtension is the name of the extension that determines whether the Go type of a property is a rest.Null. Its value is true, false or
// [ifNullable].
const nullableExtension = "x-go-nullable"

// ifNullable is the value of [nullableExtension] for a property whose Go type is a rest.Null only if the property permits null.
const ifNullable = "if nullable"

// markNullable sets [nullableExtension] of a property to [ifNullable] if object is in p.sent. It does not change a readOnly property, or a property
// for which the document sets the extension.
func (p *prepared) markNullable(object *oas.Node, ref *openapi3.SchemaRef) {
	if !p.sent[object] || ref.Value == nil || ref.Value.ReadOnly {
		return
	}
	if ref.Extensions[nullableExtension] != nil || ref.Ref == "" && ref.Value.Extensions[nullableExtension] != nil {
		return
	}
	ref.Extensions[nullableExtension] = ifNullable
}

// nullPrefix is the prefix of the Go types that setNull sets.
const nullPrefix = "rest.Null["

// extraTags is the name of the extension that sets the struct tags of a field other than json.
const extraTags = "x-oapi-codegen-extra-tags"

// setFields sets the Go types of lists, maps and bytes, and of properties with [nullableExtension]. It makes encoding/json omit empty optional
// unions. It adds a tag to the discriminators that MarshalJSON sets. The tag informs package protocol that MarshalJSON encodes all other fields as
// usual. If an object has additional properties and a union, its properties do not become a rest.Null, because oapi-codegen's template for such
// objects compares the fields with nil. setFields changes the elements of types and returns types. A template of oapi-codegen calls setFields.
func (g *generator) setFields(types []codegen.TypeDefinition) []codegen.TypeDefinition {
	for i := range types {
		s := &types[i].Schema
		changed := false
		var tags []setTag
		if !s.HasAdditionalProperties && len(s.UnionElements) == 0 {
			tags = g.setTags(types[i])
		}
		for j := range s.Properties {
			p := &s.Properties[j]
			if slices.ContainsFunc(tags, func(tag setTag) bool { return tag.Field == p.GoFieldName() }) && p.Extensions[extraTags] == nil {
				p.Extensions = with(p.Extensions, extraTags, map[string]any{"rest": "discriminator"})
				changed = true
			}
			if !s.HasAdditionalProperties || len(s.UnionElements) == 0 {
				g.setNull(p)
			}
			changed = setUnion(p) || g.setNilable(p) || strings.HasPrefix(p.Schema.GoType, nullPrefix) || changed
		}
		if changed {
			s.GoType = codegen.GenStructFromSchema(*s)
		}
	}
	return types
}

// nullTag is the struct tag of a required list, map or bytes field for which the document permits null. Without this tag, package protocol encodes a
// required nil field of these types as an empty value.
var nullTag = map[string]any{"rest": "null"}

// setNilable changes the type of a field for a list, a map or bytes to a type without a pointer. Unless the document sets x-omitempty, the generated
// code omits an optional field that is nil, and sends a field that is empty but not nil. setNilable reports whether it changed the property. It does
// not change a property of another type, or a property for which the document sets x-go-type-skip-optional-pointer.
func (g *generator) setNilable(p *codegen.Property) bool {
	if !g.isCollection(p.Schema.TypeDecl()) || p.Extensions["x-go-type-skip-optional-pointer"] != nil {
		return false
	}
	p.Schema.SkipOptionalPointer = true
	p.Extensions = with(p.Extensions, "x-go-type-skip-optional-pointer", true)
	switch optional := !p.Required || p.ReadOnly || p.WriteOnly; {
	case optional && p.Extensions["x-omitempty"] == nil:
		p.Extensions["x-omitempty"], p.Extensions["x-omitzero"] = false, true
	case !optional && (p.Nullable || g.allowsNull(p.Schema.OAPISchema)) && p.Extensions[extraTags] == nil:
		p.Extensions[extraTags] = nullTag
	}
	return true
}

// setUnion makes encoding/json omit an empty union, and reports whether it changed the property. It does not change a property that is required or is
// not a union, or a property for which the document sets x-omitempty.
func setUnion(p *codegen.Property) bool {
	if p.Required || p.Extensions["x-omitempty"] != nil || !isUnion(p.Schema.OAPISchema) {
		return false
	}
	p.Extensions = with(p.Extensions, "x-omitempty", false)
	p.Extensions["x-omitzero"] = true
	return true
}

// isCollection reports whether a Go type is a list, a map or bytes.
func (g *generator) isCollection(goType string) bool {
	goType = g.resolved(goType)
	return strings.HasPrefix(goType, "[]") || strings.HasPrefix(goType, "map[")
}

// isNilable reports whether a Go type other than a pointer has the value nil. For a pointer, it returns false.
func (g *generator) isNilable(goType string) bool {
	goType = g.resolved(goType)
	return g.isCollection(goType) || goType == "any" || goType == emptyInterface || goType == "json.RawMessage"
}

// resolved returns the underlying type of a model type, such as []string. It returns any other Go type unchanged.
func (g *generator) resolved(goType string) string {
	if s, ok := g.definition(strings.TrimPrefix(goType, "model.")); ok {
		return s.TypeDecl()
	}
	return goType
}

// setNull sets the Go type of a property to a rest.Null if [nullableExtension] requires this. A property of type json.RawMessage keeps this type,
// because the type can hold null.
func (g *generator) setNull(p *codegen.Property) {
	mark, goType := p.Extensions[nullableExtension], p.Schema.TypeDecl()
	if mark != true && (mark != ifNullable || !p.Nullable && !g.allowsNull(p.Schema.OAPISchema)) || goType == "json.RawMessage" || strings.HasPrefix(goType, nullPrefix) {
		return
	}
	p.Schema.GoType, p.Schema.RefType = nullPrefix+goType+"]", ""
	p.Schema.SkipOptionalPointer, p.Nullable = true, false
	p.Extensions = with(p.Extensions, "x-go-type-skip-optional-pointer", true)
	p.Extensions["x-omitempty"], p.Extensions["x-omitzero"] = false, !p.Required || p.WriteOnly
}

// presence returns a Go condition that is true if t, the receiver of MarshalJSON, has a value to encode for a property. If the property must always
// be encoded, presence returns "". A template of oapi-codegen calls presence.
func presence(p codegen.Property) string {
	// RequiresNilCheck (oapi-codegen v2.8.2, schema.go) does not treat a reference to a map as a map.
	omitsNil := p.Schema.SkipOptionalPointer && p.Extensions["x-omitzero"] == true
	switch {
	case strings.HasPrefix(p.Schema.GoType, nullPrefix) && !p.Required:
		return "!t." + p.GoFieldName() + ".IsZero()"
	case strings.HasPrefix(p.Schema.GoType, nullPrefix) || !p.RequiresNilCheck() && !omitsNil:
		return ""
	case p.Required && !p.ReadOnly && !p.WriteOnly && p.Extensions["x-omitempty"] != true && p.Extensions["x-omitzero"] != true:
		return "" // the member is sent as null, or as an empty list or map
	}
	return "t." + p.GoFieldName() + " != nil"
}
