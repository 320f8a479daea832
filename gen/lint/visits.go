package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// maxVisits limits how many schemas kin-openapi (v0.153.0) compiles and applies to the examples and defaults of a document. kin-openapi cannot be
// cancelled, and it applies a schema again for every composition that refers to it. Each takes up to 60 µs and several KB. The large public documents
// need up to 20,000.
const maxVisits = 100_000

// visitor counts down for each schema that kin-openapi visits, until left is negative.
type visitor struct {
	*checker
	left int
}

// value counts the schemas that are applied to a value and its members.
func (v *visitor) value(value *yaml.Node, schema *object) {
	if schema = v.resolve(schema); schema == nil || v.left < 0 {
		return
	}
	v.left--
	for _, part := range schema.inside {
		switch part.field {
		case "items", "prefixItems", "contains", "unevaluatedItems":
			for i, item := range items(value) {
				if part.single || part.name == index(i) {
					v.value(item, part)
				}
			}
		case "properties":
			if member := spec.Get(value, part.name); member != nil {
				v.value(member, part)
			}
		case "additionalProperties", "patternProperties", "unevaluatedProperties":
			v.members(value, schema, part)
		case "propertyNames":
			each(value, func(key, _ *yaml.Node) { v.value(key, part) })
		default:
			if spec.IsComposing(part.field) || part.field == "dependentSchemas" {
				v.value(value, part)
			}
		}
	}
}

// members counts the schemas that a schema applies to the members of a value that it does not name. It takes all patterns for matching ones.
func (v *visitor) members(value *yaml.Node, schema, part *object) {
	each(value, func(key, member *yaml.Node) {
		if part.field == "patternProperties" || v.child(schema, "properties", key.Value) == nil {
			v.value(member, part)
		}
	})
}

// compiled counts the schemas that a schema contains and references. For OpenAPI 3.1, kin-openapi compiles all of them again for each value.
func (v *visitor) compiled(schema *object, seen map[*object]bool) {
	if schema = v.resolve(schema); schema == nil || seen[schema] || v.left < 0 {
		return
	}
	seen[schema] = true
	v.left--
	for _, part := range schema.inside {
		v.compiled(part, seen)
	}
}
