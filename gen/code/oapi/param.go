package oapi

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/oas"
)

// equalFields returns the message of a finding if two parameters have the same Go field, and "" otherwise.
func equalFields(params []ir.Param) string {
	seen := map[string]ir.Param{}
	for _, p := range params {
		if other, twice := seen[p.Field]; twice {
			return fmt.Sprintf("%s parameter %q and %s parameter %q are both %s in Go; give one an x-go-name", other.In, other.Name, p.In, p.Name, p.Field)
		}
		seen[p.Field] = p
	}
	return ""
}

// param converts a parameter. It does not set the fields Var, At and Others.
func (g *generator) param(p codegen.ParameterDefinition) ir.Param {
	v := ir.Param{
		Name: p.ParamName, Field: p.GoName(), Type: p.TypeDef(), Pointer: p.HasOptionalPointer(), NilCheck: p.RequiresNilCheck(),
		Required: p.Required, In: p.In, Doc: p.Spec.Description, Reason: reason(p.Spec.Deprecated, p.Spec.Extensions, "parameter"),
	}
	if p.ZeroValueIsNil() && v.Pointer {
		v.Pointer = false // nil already means that the parameter is absent
	}
	switch {
	case p.IsJson():
		v.Codec = "JSON"
	case p.IsPassThrough():
		v.Codec = "String"
	case p.Spec.Schema != nil:
		g.style(&v, p)
	}
	simple := v.In == "path" && v.StyleOf == nil
	v.Integer = simple && v.Codec == "Int"
	v.Plain = simple && v.Codec == "String" && v.Type == "string"
	v.Secret = isSecret(p.Spec.Schema, p.Spec.Extensions)
	for _, content := range p.Spec.Content {
		v.Secret = v.Secret || isSecret(content.Schema, p.Spec.Extensions)
	}
	return v
}

// style sets the fields Codec, StyleOf and Reserved of a parameter that has a schema.
func (g *generator) style(v *ir.Param, p codegen.ParameterDefinition) {
	schema := p.Spec.Schema.Value
	v.Reserved = p.Spec.AllowReserved && v.In == "query"
	if !strings.HasPrefix(v.Type, "*") {
		v.Codec = g.codec(schema)
	}
	if v.Codec != "" && (v.In != "path" || p.Style() == "simple") {
		return
	}
	s := ir.Style{Name: v.Name, Style: p.Style(), Explode: p.Explode(), Required: p.Required && v.In != "path", Reserved: v.Reserved}
	s.Kinds, s.Items = untypedKinds(schema)
	v.StyleOf, v.Codec = &s, ""
	if isType(schema, "array") && !hasUntypedValue(schema) && schema.Extensions["x-go-type"] == nil && !v.Pointer && schema.Items != nil {
		if items := schema.Items.Value; items != nil && !items.Nullable && !isType(items, "null") {
			v.Codec = g.codec(items)
		}
	}
}

// codec returns the prefix of the functions in package protocol that convert the values of a scalar schema, such as "Int" for IntText and ParseInt.
// It returns "" if the schema is not a scalar, is a constant or has an x-go-type, or if package protocol has no such functions for the Go type.
func (g *generator) codec(v *openapi3.Schema) string {
	if v != nil && v.Type == nil && len(v.AllOf) == 1 && len(v.OneOf)+len(v.AnyOf)+len(v.Properties) == 0 && v.Extensions["x-go-type"] == nil {
		return g.codec(v.AllOf[0].Value)
	}
	if v == nil || len(typesOf(v)) != 1 || len(v.OneOf)+len(v.AnyOf)+len(v.AllOf) > 0 || v.Extensions["x-go-type"] != nil || g.prepared.fixed[v] {
		return ""
	}
	var mapping codegen.FormatMapping
	switch typesOf(v)[0] {
	case "string":
		mapping = g.scalars.String
	case "integer":
		mapping = g.scalars.Integer
	case "number":
		mapping = g.scalars.Number
	case "boolean":
		mapping = g.scalars.Boolean
	}
	switch goType := mapping.Resolve(v.Format).Type; goType {
	case "string":
		return "String"
	case "bool":
		return "Bool"
	case "float32", "float64":
		return "Float"
	case "time.Time":
		return "Time"
	case "rest.Date":
		return "Date"
	default:
		if strings.HasPrefix(strings.TrimPrefix(goType, "u"), "int") {
			return "Int"
		}
	}
	return ""
}

// parameter returns the pointer to the definition of a parameter. It searches the operation and its path item, and follows references. If it finds no
// definition, it returns the pointer of the operation.
func (g *generator) parameter(o *ir.Operation, p ir.Param) string {
	path := o.Pointer[:strings.LastIndexByte(o.Pointer, '/')]
	for _, base := range []string{o.Pointer, path} {
		for i, node := range g.spec.At(base).Get("parameters").List() {
			at := base + oas.Pointer("parameters", strconv.Itoa(i))
			if ref := node.Text("$ref"); strings.HasPrefix(ref, "#/") {
				at = ref[1:]
				node = g.spec.At(at)
			}
			if node.Text("name") == p.Name && node.Text("in") == p.In {
				return at
			}
		}
	}
	return o.Pointer
}
