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

// fits reports whether a value is valid for a schema that uses only common keywords. If it returns false, kin-openapi must validate the value.
// Most examples and defaults are valid, and for OpenAPI 3.1 kin-openapi (v0.153.0) compiles the schema again for each of them.
func (c *checker) fits(value, schema *yaml.Node) bool {
	f := fitter{c, 10_000}
	return f.fits(value, schema)
}

// fitter validates one value.
type fitter struct {
	*checker
	left int // the number of schemas that it may still apply, which can grow exponentially
}

func (f *fitter) fits(value, schema *yaml.Node) bool {
	f.left--
	schema = f.resolveSchema(schema)
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

// resolveSchema follows references and returns the schema, or nil if it is not a mapping or if a reference has other constraints next to it.
func (f *fitter) resolveSchema(schema *yaml.Node) *yaml.Node {
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

// annotates reports whether a keyword has no effect on which values other than null are valid.
func annotates(keyword string) bool {
	switch keyword {
	case "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "xml", "externalDocs", "nullable":
		return true
	}
	return strings.HasPrefix(keyword, "x-")
}

// rejects reports whether a value is certainly not valid for a schema because of its type or a missing property.
func (f *fitter) rejects(value, schema *yaml.Node) bool {
	schema = f.resolveSchema(schema)
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

// lacks reports whether a value is an object without a required property.
func lacks(value, required *yaml.Node) bool {
	return value.Kind == yaml.MappingNode &&
		slices.ContainsFunc(items(required), func(name *yaml.Node) bool { return spec.Get(value, name.Value) == nil })
}

// typeOf returns the type of a schema that a value has, or "" if the schema has no type. It returns false if the value has none of the types.
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

// typed reports whether a value has a type.
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

// isInteger reports whether a value is an integer that a float64 represents exactly. kin-openapi reads numbers as float64.
func isInteger(value *yaml.Node) bool {
	return value.Kind == yaml.ScalarNode && value.Tag == "!!int" && len(value.Value) <= 15
}

// fitsKeyword reports whether a value is valid for one keyword of a schema.
func (f *fitter) fitsKeyword(value, schema *yaml.Node, typ, keyword string, constraint *yaml.Node) bool {
	switch keyword {
	case "type": // checked by fits
		return true
	case "properties", "additionalProperties": // see fitsProperties
		return constraint.Kind == yaml.MappingNode || keyword != "properties"
	case "discriminator": // has an effect next to these keywords only
		return spec.Get(schema, "oneOf") == nil && spec.Get(schema, "anyOf") == nil
	case "required":
		return !lacks(value, constraint)
	case "enum":
		return slices.ContainsFunc(constraint.Content, func(one *yaml.Node) bool {
			return one.Kind == yaml.ScalarNode && value.Kind == yaml.ScalarNode && one.Tag == value.Tag && one.Value == value.Value
		})
	case "items":
		return value.Kind != yaml.SequenceNode || !slices.ContainsFunc(value.Content, func(item *yaml.Node) bool { return !f.fits(item, constraint) })
	case "allOf":
		return !slices.ContainsFunc(constraint.Content, func(part *yaml.Node) bool { return !f.fits(value, part) })
	case "anyOf":
		return slices.ContainsFunc(constraint.Content, func(part *yaml.Node) bool { return f.fits(value, part) })
	case "oneOf":
		fitting := 0
		for _, part := range constraint.Content {
			if f.fits(value, part) {
				fitting++
			} else if !f.rejects(value, part) {
				return false
			}
		}
		return fitting == 1
	case "format":
		return fitsFormat(value, typ, constraint.Value)
	case "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum":
		return fitsBound(value, keyword, constraint)
	}
	return annotates(keyword)
}

// fitsProperties reports whether the members of an object are valid.
func (f *fitter) fitsProperties(value, schema *yaml.Node) bool {
	properties, others := spec.Get(schema, "properties"), spec.Get(schema, "additionalProperties")
	for i := 0; i+1 < len(value.Content); i += 2 {
		constraint := spec.Get(properties, value.Content[i].Value)
		if constraint == nil {
			constraint = others
		}
		if constraint != nil && !isTrue(constraint) && !f.fits(value.Content[i+1], constraint) {
			return false
		}
	}
	return true
}

// fitsFormat reports whether a value passes the check of kin-openapi for a format, if it has one.
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

// fitsBound reports whether the length, size or number is within a limit.
func fitsBound(value *yaml.Node, keyword string, constraint *yaml.Node) bool {
	limit, err := strconv.ParseFloat(constraint.Value, 64)
	if err != nil || constraint.Kind != yaml.ScalarNode {
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
