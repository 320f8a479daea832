package oapi

import (
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
)

// isEnum tells whether a schema lists values that become Go constants. The same is read off the YAML node by [spec.ReadEnum]; this
// one looks at what is inline, before it has a pointer of its own.
func isEnum(v *openapi3.Schema) bool {
	if v.Type == nil || v.Extensions["x-go-type"] != nil {
		return false
	}
	t := v.Type.Slice()
	if len(t) == 2 && (t[0] == "null" || t[1] == "null") {
		t = []string{t[0] + t[1]}
	}
	if len(t) != 1 || t[0] != "integer" && t[0] != "string" && t[0] != "integernull" && t[0] != "stringnull" && t[0] != "nullinteger" && t[0] != "nullstring" {
		return false
	}
	if v.Extensions["x-enum-values"] != nil || len(v.Enum) > 1 || len(v.Enum) == 1 && v.Enum[0] != nil {
		return true
	}
	return len(v.OneOf) > 0 && v.OneOf[0].Value != nil && v.OneOf[0].Value.Const != nil
}

// enum takes the values out of an enum component and notes it. oapi-codegen then sees a plain integer or string: its constants would be
// sorted by name and pass through float64, so package enum emits type and constants instead. It reports whether the schema is an enum.
func (p *prepared) enum(component, pointer string, v *openapi3.Schema) bool {
	if !isEnum(v) {
		return false
	}
	v.Enum = nil
	read, ok := oas.ReadEnum(p.spec.At(pointer))
	if !ok {
		return false
	}
	v.OneOf, v.Const = nil, nil
	e := &enumeration{component: component, pointer: pointer, flags: read.Flags}
	e.members = p.memberNames(read)
	p.enums[component] = e
	return true
}

// memberNames gives the Go names of members, without the type's. Those that would be the same are made different; lint has told, or refused.
func (p *prepared) memberNames(e oas.Enum) []string {
	texts := make([]string, len(e.Members))
	for i, m := range e.Members {
		texts[i] = names.EnumMember(m.Name, m.Value.Value)
	}
	return names.DistinctAll(texts, p.name)
}
