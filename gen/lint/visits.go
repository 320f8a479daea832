package lint

import (
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// maxVisits is the maximum number of schemas that kin-openapi (v0.153.0) may compile and apply for the examples and defaults of a document.
// kin-openapi cannot be canceled, and it applies a schema again for every composition that references the schema. Applying a schema takes up to 60
// µs and several KB. For large public documents, kin-openapi compiles and applies at most 35,000 schemas.
const maxVisits = 100_000

// visitor counts the schemas that kin-openapi visits. It decrements left for each schema until left is negative.
type visitor struct {
	*checker
	left int
}

// value counts the schemas that kin-openapi applies to a value and its members.
func (v *visitor) value(value *oas.Node, schema *oas.Object) {
	if schema = v.model.Resolve(schema); schema == nil || v.left < 0 {
		return
	}
	v.left--
	for _, part := range schema.Below {
		switch part.Field {
		case "items", "prefixItems", "contains", "unevaluatedItems":
			for i, item := range value.List() {
				if part.Shape == oas.One || part.Name == strconv.Itoa(i) {
					v.value(item, part)
				}
			}
		case "properties":
			if member := value.Get(part.Name); member != nil {
				v.value(member, part)
			}
		case "additionalProperties", "patternProperties", "unevaluatedProperties":
			v.members(value, schema, part)
		case "propertyNames":
			for key := range value.Each() {
				v.value(oas.NewString(key, nil), part)
			}
		default:
			if spec.IsComposing(part.Field) || part.Field == "dependentSchemas" {
				v.value(value, part)
			}
		}
	}
}

// members counts the schemas that kin-openapi applies to the members of a value through a field such as additionalProperties. It assumes that every
// pattern of patternProperties matches.
func (v *visitor) members(value *oas.Node, schema, part *oas.Object) {
	for key, member := range value.Each() {
		if part.Field == "patternProperties" || schema.Child("properties", key) == nil {
			v.value(member, part)
		}
	}
}

// compiled counts the schemas that a schema contains or references. For OpenAPI 3.1, kin-openapi compiles all these schemas again for each value.
func (v *visitor) compiled(schema *oas.Object, seen map[*oas.Object]bool) {
	if schema = v.model.Resolve(schema); schema == nil || seen[schema] || v.left < 0 {
		return
	}
	seen[schema] = true
	v.left--
	for _, part := range schema.Below {
		v.compiled(part, seen)
	}
}
