package lint

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// fits tells whether a value is valid for a schema, as far as the everyday keywords say it; it is false when in doubt, and kin-openapi is asked
// then. Most examples and defaults are valid, and kin-openapi (v0.153.0) compiles the schema of OpenAPI 3.1 again for each of them.
func (c *checker) fits(value, schema *yaml.Node) bool {
	f := fitter{c, 10_000}
	return f.fits(value, schema)
}

// fitter looks at one value.
type fitter struct {
	*checker
	left int // schemas that it may still look at: schemas made of each other can be exponentially many
}

func (f *fitter) fits(value, schema *yaml.Node) bool {
	f.left--
	schema = f.behind(schema)
	if f.left < 0 || schema == nil || value.Kind == yaml.ScalarNode && value.Tag == "!!null" {
		return false
	}
	typ, ok := typeOf(value, spec.Get(schema, "type"))
	if !ok {
		return false
	}
	for i := 0; i+1 < len(schema.Content); i += 2 {
		if !f.fitsKeyword(value, schema, typ, schema.Content[i].Value, schema.Content[i+1]) {
			return false
		}
	}
	return value.Kind != yaml.MappingNode || f.fitsProperties(value, schema)
}

// behind gives the mapping that a schema is, seen through references beside which nothing stands that judges a value; nil when there is none.
func (f *fitter) behind(schema *yaml.Node) *yaml.Node {
	for range 100 {
		if schema.Kind != yaml.MappingNode {
			return nil
		}
		ref := spec.Get(schema, "$ref")
		if ref == nil {
			return schema
		}
		for i := 0; i < len(schema.Content); i += 2 {
			if key := schema.Content[i].Value; key != "$ref" && !annotates(key) {
				return nil
			}
		}
		to := f.target(ref.Value)
		if to == nil || to.kind != kindSchema {
			return nil
		}
		schema = to.node
	}
	return nil
}

// annotates tells whether a keyword says nothing about which values are valid, null aside.
func annotates(keyword string) bool {
	switch keyword {
	case "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "xml", "externalDocs", "nullable":
		return true
	}
	return strings.HasPrefix(keyword, "x-")
}

// refuses tells whether a value is surely not valid for a schema: it is of another type, or lacks a property.
func (f *fitter) refuses(value, schema *yaml.Node) bool {
	schema = f.behind(schema)
	if schema == nil {
		return false
	}
	if lacks(value, spec.Get(schema, "required")) {
		return true
	}
	switch spec.Text(schema, "type") {
	case "object":
		return value.Kind != yaml.MappingNode
	case "array":
		return value.Kind != yaml.SequenceNode
	case "string", "boolean":
		return !typed(value, spec.Text(schema, "type"))
	case "integer", "number":
		return value.Kind != yaml.ScalarNode || value.Tag == "!!str" || value.Tag == "!!bool"
	}
	return false
}

// lacks tells whether a value is an object without a member that is required.
func lacks(value, required *yaml.Node) bool {
	return value.Kind == yaml.MappingNode &&
		slices.ContainsFunc(items(required), func(name *yaml.Node) bool { return spec.Get(value, name.Value) == nil })
}

// typeOf gives which of the types of a schema a value has, "" where any will do. It is false when it has none of them.
func typeOf(value, types *yaml.Node) (string, bool) {
	switch {
	case types == nil:
		return "", true
	case types.Kind == yaml.ScalarNode:
		return types.Value, typed(value, types.Value)
	}
	for _, t := range items(types) {
		if typed(value, t.Value) {
			return t.Value, true
		}
	}
	return "", false
}

// typed tells whether a value is of a type.
func typed(value *yaml.Node, typ string) bool {
	switch typ {
	case "object":
		return value.Kind == yaml.MappingNode
	case "array":
		return value.Kind == yaml.SequenceNode
	case "string":
		return value.Kind == yaml.ScalarNode && value.Tag == "!!str"
	case "boolean":
		return value.Kind == yaml.ScalarNode && value.Tag == "!!bool"
	case "integer":
		return isInteger(value)
	case "number":
		return isInteger(value) || value.Kind == yaml.ScalarNode && value.Tag == "!!float"
	}
	return false
}

// isInteger tells whether a value is an integer that a float64 holds exactly, as kin-openapi has numbers.
func isInteger(value *yaml.Node) bool {
	return value.Kind == yaml.ScalarNode && value.Tag == "!!int" && len(value.Value) <= 15
}

// fitsKeyword is fits for one keyword of a schema.
func (f *fitter) fitsKeyword(value, schema *yaml.Node, typ, keyword string, says *yaml.Node) bool {
	switch keyword {
	case "type": // fits has looked at it
		return true
	case "properties", "additionalProperties": // see fitsProperties
		return says.Kind == yaml.MappingNode || keyword != "properties"
	case "discriminator": // says something beside these only
		return spec.Get(schema, "oneOf") == nil && spec.Get(schema, "anyOf") == nil
	case "required":
		return !lacks(value, says)
	case "enum":
		return slices.ContainsFunc(says.Content, func(one *yaml.Node) bool {
			return one.Kind == yaml.ScalarNode && value.Kind == yaml.ScalarNode && one.Tag == value.Tag && one.Value == value.Value
		})
	case "items":
		return value.Kind != yaml.SequenceNode || !slices.ContainsFunc(value.Content, func(item *yaml.Node) bool { return !f.fits(item, says) })
	case "allOf":
		return !slices.ContainsFunc(says.Content, func(part *yaml.Node) bool { return !f.fits(value, part) })
	case "anyOf":
		return slices.ContainsFunc(says.Content, func(part *yaml.Node) bool { return f.fits(value, part) })
	case "oneOf":
		fitting := 0
		for _, part := range says.Content {
			if f.fits(value, part) {
				fitting++
			} else if !f.refuses(value, part) {
				return false
			}
		}
		return fitting == 1
	case "format":
		return fitsFormat(value, typ, says.Value)
	case "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum":
		return fitsBound(value, keyword, says)
	}
	return annotates(keyword)
}

// fitsProperties is fits for the members of an object.
func (f *fitter) fitsProperties(value, schema *yaml.Node) bool {
	properties, others := spec.Get(schema, "properties"), spec.Get(schema, "additionalProperties")
	for i := 0; i+1 < len(value.Content); i += 2 {
		says := spec.Get(properties, value.Content[i].Value)
		if says == nil {
			says = others
		}
		if says != nil && !isTrue(says) && !f.fits(value.Content[i+1], says) {
			return false
		}
	}
	return true
}

// fitsFormat judges with kin-openapi's checks, of which there are few.
func fitsFormat(value *yaml.Node, typ, format string) bool {
	switch {
	case typ == "string":
		check, known := openapi3.SchemaStringFormats[format]
		return !known || check.Validate(value.Value) == nil
	case typ == "integer":
		check, known := openapi3.SchemaIntegerFormats[format]
		n, err := strconv.ParseInt(value.Value, 10, 64)
		return err == nil && (!known || check.Validate(n) == nil)
	case typ == "number":
		_, integers := openapi3.SchemaIntegerFormats[format]
		_, numbers := openapi3.SchemaNumberFormats[format]
		return !integers && !numbers
	}
	return false
}

// fitsBound compares the length or the size of a value.
func fitsBound(value *yaml.Node, keyword string, says *yaml.Node) bool {
	limit, err := strconv.ParseFloat(says.Value, 64)
	if err != nil || says.Kind != yaml.ScalarNode {
		return false
	}
	var size float64
	switch {
	case strings.HasSuffix(keyword, "Length") && value.Tag == "!!str":
		size = float64(utf8.RuneCountInString(value.Value))
	case strings.HasSuffix(keyword, "Items") && value.Kind == yaml.SequenceNode:
		size = float64(len(value.Content))
	case strings.HasSuffix(keyword, "imum") && (value.Tag == "!!int" || value.Tag == "!!float"):
		if size, err = strconv.ParseFloat(value.Value, 64); err != nil {
			return false
		}
	default:
		return false
	}
	if strings.HasPrefix(keyword, "min") {
		return size >= limit
	}
	return size <= limit
}
