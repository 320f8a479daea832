package lint

import (
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// maxVisits limits how many schemas kin-openapi (v0.153.0) compiles and applies to the examples and defaults of a document. kin-openapi cannot be
// cancelled, and it applies a schema once for every composition that references the schema. Each application takes up to 60 µs and several KB. The large public
// documents need up to 35,000.
const maxVisits = 100_000

// visitor counts down for each schema that kin-openapi visits, until left is negative.
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

// members counts the schemas that a schema applies to those members of a value that are not in properties. It assumes that every pattern matches.
func (v *visitor) members(value *oas.Node, schema, part *oas.Object) {
	for key, member := range value.Each() {
		if part.Field == "patternProperties" || schema.Child("properties", key) == nil {
			v.value(member, part)
		}
	}
}

// compiled counts the schemas that a schema contains or references. For OpenAPI 3.1, kin-openapi compiles these schemas again for each value.
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
