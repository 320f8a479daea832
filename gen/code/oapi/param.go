package oapi

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/oas"
)

// distinct returns an error if two parameters have the same Go field.
func distinct(params []ir.Param) error {
	seen := map[string]ir.Param{}
	for _, p := range params {
		if other, twice := seen[p.Field]; twice {
			return fmt.Errorf("%s parameter %q and %s parameter %q are both %s in Go; give one an x-go-name", other.In, other.Name, p.In, p.Name, p.Field)
		}
		seen[p.Field] = p
	}
	return nil
}

// param converts a parameter. It does not set Var and At.
func (g *generator) param(p codegen.ParameterDefinition) ir.Param {
	v := ir.Param{
		Name: p.ParamName, Field: p.GoName(), Type: p.TypeDef(), Pointer: p.HasOptionalPointer(), NilCheck: p.RequiresNilCheck(),
		Required: p.Required, In: p.In, Style: p.Style(), Explode: p.Explode(), Schema: p.SchemaType(), Format: p.SchemaFormat(), Kind: "styled",
		Doc: p.Spec.Description, Reason: reason(p.Spec.Deprecated, p.Spec.Extensions, "parameter"),
	}
	switch {
	case p.IsJson():
		v.Kind = "json"
	case p.IsPassThrough():
		v.Kind = "text"
	}
	if v.In == "cookie" && v.Style == "form" {
		v.Style = "simple" // with style form, package runtime would write "name=", which net/http adds itself
	}
	if p.Spec.Schema != nil && v.Kind == "styled" {
		if s, ok := styled(v, p.Spec.Schema.Value); ok || isMapped(v.Type) {
			v.Kind, v.StyleOf = "value", &s
		}
	}
	v.Integer = v.Kind == "styled" && v.Schema == "integer" && v.Style == "simple"
	v.Plain = v.Kind == "styled" && v.Schema == "string" && v.Style == "simple" && v.Type == "string"
	if p.ZeroValueIsNil() && v.Pointer {
		v.Pointer = false // a nil value already means that the parameter is absent
	}
	v.Secret = isSecret(p.Spec.Schema, p.Spec.Extensions)
	for _, content := range p.Spec.Content {
		v.Secret = v.Secret || isSecret(content.Schema, p.Spec.Extensions)
	}
	return v
}

// isMapped reports whether a setting of type-mapping, or its default for dates, has set the Go type of a scalar. If such a type is a struct, the
// runtime of oapi-codegen (v1.9.0) binds a query parameter to its fields instead of its text.
func isMapped(goType string) bool {
	qualifier, _, qualified := strings.Cut(strings.TrimPrefix(goType, "*"), ".")
	return qualified && token.IsIdentifier(qualifier) && !slices.Contains([]string{"model", "time", "json"}, qualifier)
}

// parameter returns the pointer of a parameter. The parameter is in the operation or its path item, either inline or by reference.
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
