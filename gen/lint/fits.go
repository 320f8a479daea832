package lint

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
)

// fits reports whether a value is valid for a schema that uses only common keywords. If it returns false, kin-openapi must validate the value.
// Most examples and defaults are valid, and for OpenAPI 3.1 kin-openapi (v0.153.0) compiles the schema again for each of them.
func (c *checker) fits(value, schema *oas.Node) bool {
	f := fitter{c, 10_000}
	return f.fits(value, schema)
}

// fitter validates one value.
type fitter struct {
	*checker
	left int // the number of schemas that it may still apply, which can grow exponentially
}

func (f *fitter) fits(value, schema *oas.Node) bool {
	f.left--
	schema = f.resolveSchema(schema)
	if f.left < 0 || schema == nil || value.IsScalar() && value.Type == oas.Null {
		return false
	}
	typ, ok := typeOf(value, schema.Get("type"))
	if !ok {
		return false
	}
	for keyword, constraint := range schema.Each() {
		if !f.fitsKeyword(value, schema, typ, keyword, constraint) {
			return false
		}
	}
	return !value.IsMapping() || f.fitsProperties(value, schema)
}

// resolveSchema follows references and returns the schema, or nil if it is not a mapping or if a reference has other constraints next to it.
func (f *fitter) resolveSchema(schema *oas.Node) *oas.Node {
	for range 100 {
		if !schema.IsMapping() {
			return nil
		}
		ref := schema.Get("$ref")
		if ref == nil {
			return schema
		}
		for key := range schema.Each() {
			if key != "$ref" && !annotates(key) {
				return nil
			}
		}
		to := f.model.Target(ref.Value)
		if to == nil || to.Kind != oas.Schema {
			return nil
		}
		schema = to.Node
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
func (f *fitter) rejects(value, schema *oas.Node) bool {
	schema = f.resolveSchema(schema)
	if schema == nil {
		return false
	}
	if lacks(value, schema.Get("required")) {
		return true
	}
	switch schema.Text("type") {
	case "object":
		return !value.IsMapping()
	case "array":
		return !value.IsSequence()
	case "string", "boolean":
		return !typed(value, schema.Text("type"))
	case "integer", "number":
		return !value.IsScalar() || value.Type == oas.String || value.Type == oas.Bool
	}
	return false
}

// lacks reports whether a value is an object without a required property.
func lacks(value, required *oas.Node) bool {
	return value.IsMapping() &&
		slices.ContainsFunc(required.List(), func(name *oas.Node) bool { return value.Get(name.Value) == nil })
}

// typeOf returns the type of a schema that a value has, or "" if the schema has no type. It returns false if the value has none of the types.
func typeOf(value, types *oas.Node) (string, bool) {
	switch {
	case types == nil:
		return "", true
	case types.IsScalar():
		return types.Value, typed(value, types.Value)
	}
	for _, t := range types.List() {
		if typed(value, t.Value) {
			return t.Value, true
		}
	}
	return "", false
}

// typed reports whether a value has a type.
func typed(value *oas.Node, typ string) bool {
	switch typ {
	case "object":
		return value.IsMapping()
	case "array":
		return value.IsSequence()
	case "string":
		return value.IsScalar() && value.Type == oas.String
	case "boolean":
		return value.IsScalar() && value.Type == oas.Bool
	case "integer":
		return isInteger(value)
	case "number":
		return isInteger(value) || value.IsScalar() && value.Type == oas.Float
	}
	return false
}

// isInteger reports whether a value is an integer that a float64 represents exactly. kin-openapi reads numbers as float64.
func isInteger(value *oas.Node) bool {
	return value.IsScalar() && value.Type == oas.Int && len(value.Value) <= 15
}

// fitsKeyword reports whether a value is valid for one keyword of a schema.
func (f *fitter) fitsKeyword(value, schema *oas.Node, typ, keyword string, constraint *oas.Node) bool {
	switch keyword {
	case "type": // checked by fits
		return true
	case "properties", "additionalProperties": // see fitsProperties
		return constraint.IsMapping() || keyword != "properties"
	case "discriminator": // has an effect next to these keywords only
		return schema.Get("oneOf") == nil && schema.Get("anyOf") == nil
	case "required":
		return !lacks(value, constraint)
	case "enum":
		return slices.ContainsFunc(constraint.List(), func(one *oas.Node) bool {
			return one.IsScalar() && one.Type == value.Type && one.Value == value.Value
		})
	case "items":
		return !value.IsSequence() || !slices.ContainsFunc(value.Items, func(item *oas.Node) bool { return !f.fits(item, constraint) })
	case "allOf":
		return !slices.ContainsFunc(constraint.List(), func(part *oas.Node) bool { return !f.fits(value, part) })
	case "anyOf":
		return slices.ContainsFunc(constraint.List(), func(part *oas.Node) bool { return f.fits(value, part) })
	case "oneOf":
		fitting := 0
		for _, part := range constraint.List() {
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
func (f *fitter) fitsProperties(value, schema *oas.Node) bool {
	properties, others := schema.Get("properties"), schema.Get("additionalProperties")
	for name, member := range value.Each() {
		constraint := properties.Get(name)
		if constraint == nil {
			constraint = others
		}
		if constraint != nil && !constraint.True() && !f.fits(member, constraint) {
			return false
		}
	}
	return true
}

// fitsFormat reports whether a value passes the check of kin-openapi for a format, if it has one.
func fitsFormat(value *oas.Node, typ, format string) bool {
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
func fitsBound(value *oas.Node, keyword string, constraint *oas.Node) bool {
	limit, err := strconv.ParseFloat(constraint.Value, 64)
	if err != nil || !constraint.IsScalar() {
		return false
	}
	var size float64
	switch {
	case strings.HasSuffix(keyword, "Length") && value.Type == oas.String:
		size = float64(utf8.RuneCountInString(value.Value))
	case strings.HasSuffix(keyword, "Items") && value.IsSequence():
		size = float64(value.Len())
	case strings.HasSuffix(keyword, "imum") && (value.Type == oas.Int || value.Type == oas.Float):
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
