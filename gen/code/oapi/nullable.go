package oapi

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/oas"
)

// nullableExtension marks a property whose Go type is a rest.Null. The value false means that the property does not have this type.
const nullableExtension = "x-go-nullable"

// ifNullable is the value of [nullableExtension] for a property whose Go type is a rest.Null only if the property permits null.
const ifNullable = "if nullable"

// markNullable marks a property of an object with [ifNullable] if the object is in a JSON request body. It does not change a mark in the document.
func (p *prepared) markNullable(object *oas.Node, ref *openapi3.SchemaRef) {
	if !p.sent[object] || ref.Value == nil || ref.Value.ReadOnly {
		return
	}
	if ref.Extensions[nullableExtension] != nil || ref.Ref == "" && ref.Value.Extensions[nullableExtension] != nil {
		return
	}
	ref.Extensions[nullableExtension] = ifNullable
}

// nullPrefix is the prefix of the Go types that method nulls sets.
const nullPrefix = "rest.Null["

// nulls sets the Go type of each marked property of the types to a rest.Null, and returns the types. A template of oapi-codegen calls it. If an
// object has additional properties and a union, its properties keep their types, because oapi-codegen's template for such objects compares the
// fields with nil.
func (g *generator) nulls(types []codegen.TypeDefinition) []codegen.TypeDefinition {
	for i := range types {
		s := &types[i].Schema
		if s.HasAdditionalProperties && len(s.UnionElements) > 0 {
			continue
		}
		changed := false
		for j := range s.Properties {
			g.setNull(&s.Properties[j])
			changed = changed || strings.HasPrefix(s.Properties[j].Schema.GoType, nullPrefix)
		}
		if changed {
			s.GoType = codegen.GenStructFromSchema(*s)
		}
	}
	return types
}

// setNull sets the Go type of a marked property to a rest.Null. A property of type json.RawMessage keeps this type, because the type can hold null.
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

// presence returns a Go condition that reports whether the field of a property in t is present. If the field is always present, it returns "". A
// template of oapi-codegen calls it.
func presence(p codegen.Property) string {
	// RequiresNilCheck (oapi-codegen v2.8.2, schema.go) does not know that a reference to a map is a map.
	isMapField := !p.Required && p.Schema.SkipOptionalPointer && p.Extensions["x-omitzero"] == true && isMap(p.Schema.OAPISchema)
	switch {
	case strings.HasPrefix(p.Schema.GoType, nullPrefix) && !p.Required:
		return "!t." + p.GoFieldName() + ".IsZero()"
	case strings.HasPrefix(p.Schema.GoType, nullPrefix) || !p.RequiresNilCheck() && !isMapField:
		return ""
	}
	return "t." + p.GoFieldName() + " != nil"
}
