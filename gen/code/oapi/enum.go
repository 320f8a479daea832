package oapi

import (
	"math"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
)

// isEnum reports whether a schema has values that become Go constants. Such a schema is an enum or a constant. isEnum must agree with readEnum, which
// reads the same schema from a node of the document.
func isEnum(v *openapi3.Schema) bool {
	if v.Type == nil || v.Extensions["x-go-type"] != nil || len(typesOf(v)) != 1 {
		return false
	}
	switch typesOf(v)[0] {
	case "boolean":
		return v.Const == true
	case "number":
		number, ok := v.Const.(float64)
		return ok && float32(number) != 0 && math.Abs(number) <= math.MaxFloat32
	case "integer", "string":
	default:
		return false
	}
	if isConstant(v) {
		return true
	}
	if v.Extensions["x-enum-values"] != nil || len(v.Enum) > 1 || len(v.Enum) == 1 && v.Enum[0] != nil {
		return true
	}
	return len(v.OneOf) > 0 && v.OneOf[0].Value != nil && v.OneOf[0].Value.Const != nil
}

// readEnum reads a schema that is an enum or a constant. For any other schema, the second result is false.
func readEnum(schema *oas.Node) (oas.Enum, bool) {
	if e, ok := oas.ReadEnum(schema); ok {
		return e, true
	}
	return oas.ReadConstant(schema)
}

// enum records a component that is an enum, and removes its values from the schema, so that oapi-codegen treats the enum as a scalar. Package enum
// writes the type and the constants, because oapi-codegen would sort the constants by name and convert their numbers to float64. enum reports whether
// the schema is an enum.
func (p *prepared) enum(component, pointer string, v *openapi3.Schema) bool {
	if !isEnum(v) {
		return false
	}
	v.Enum = nil
	read, ok := readEnum(p.spec.At(pointer))
	if !ok {
		return false
	}
	v.OneOf, v.Const = nil, nil
	if read.Strings {
		v.Format = "" // the values of a string enum are strings in every format
	}
	p.fixed[v] = read.Constant
	e := &enumeration{component: component, pointer: pointer, flags: read.Flags}
	e.members = p.memberNames(read)
	p.enums[component] = e
	return true
}

// memberNames returns the Go names of members without the name of the type. It changes names that are equal, so that all names are distinct. Lint
// has already reported equal names.
func (p *prepared) memberNames(e oas.Enum) []string {
	texts := make([]string, len(e.Members))
	for i, m := range e.Members {
		texts[i] = names.EnumMember(m.Name, m.Value.Value)
	}
	return names.DistinctAll(texts, p.name)
}
