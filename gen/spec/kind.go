package spec

import "strings"

// kind is what the OpenAPI specification calls an object: it decides which keys below it hold which objects, and so where a
// `$ref` is a reference and where it is data (an example may well have a member of that name).
type kind int

const (
	kindData kind = iota // anything: examples, defaults, extensions, scalars
	kindDocument
	kindComponents
	kindPathItem
	kindOperation
	kindParameter
	kindRequestBody
	kindResponse
	kindMediaType
	kindEncoding
	kindHeader
	kindSchema
	kindExample
	kindLink
	kindCallback
	kindSecurityScheme
	kindDiscriminator
)

func (k kind) String() string {
	switch k {
	case kindDocument:
		return "document"
	case kindComponents:
		return "components"
	case kindPathItem:
		return "path item"
	case kindOperation:
		return "operation"
	case kindParameter:
		return "parameter"
	case kindRequestBody:
		return "request body"
	case kindResponse:
		return "response"
	case kindMediaType:
		return "media type"
	case kindEncoding:
		return "encoding"
	case kindHeader:
		return "header"
	case kindSchema:
		return "schema"
	case kindExample:
		return "example"
	case kindLink:
		return "link"
	case kindCallback:
		return "callback"
	case kindSecurityScheme:
		return "security scheme"
	case kindDiscriminator:
		return "discriminator"
	}
	return "data"
}

// one names an object of the kind: "a schema".
func (k kind) one() string {
	name := k.String()
	if strings.ContainsAny(name[:1], "aeiou") {
		return "an " + name
	}
	return "a " + name
}

// section is the member of the components object that holds objects of the kind, "" when there is none.
func (k kind) section() string {
	switch k {
	case kindSchema:
		return "schemas"
	case kindResponse:
		return "responses"
	case kindParameter:
		return "parameters"
	case kindExample:
		return "examples"
	case kindRequestBody:
		return "requestBodies"
	case kindHeader:
		return "headers"
	case kindSecurityScheme:
		return "securitySchemes"
	case kindLink:
		return "links"
	case kindCallback:
		return "callbacks"
	}
	return ""
}

// shape tells how the objects of a kind stand below a key.
type shape int

const (
	one  shape = iota // the value is the object
	many              // the value maps names to objects
	list              // the value is a sequence of objects
)

// below tells what stands under a key of an object (OpenAPI Specification 3.0.3 and 3.1.0, section 4.7/4.8).
func (k kind) below(key string) (kind, shape) {
	switch k {
	case kindDocument:
		switch key {
		case "paths", "webhooks":
			return kindPathItem, many
		case "components":
			return kindComponents, one
		}
	case kindComponents:
		switch key {
		case "schemas":
			return kindSchema, many
		case "responses":
			return kindResponse, many
		case "parameters":
			return kindParameter, many
		case "examples":
			return kindExample, many
		case "requestBodies":
			return kindRequestBody, many
		case "headers":
			return kindHeader, many
		case "securitySchemes":
			return kindSecurityScheme, many
		case "links":
			return kindLink, many
		case "callbacks":
			return kindCallback, many
		case "pathItems":
			return kindPathItem, many
		}
	case kindPathItem:
		if IsMethod(key) {
			return kindOperation, one
		}
		if key == "parameters" {
			return kindParameter, list
		}
	case kindOperation:
		switch key {
		case "parameters":
			return kindParameter, list
		case "requestBody":
			return kindRequestBody, one
		case "responses":
			return kindResponse, many
		case "callbacks":
			return kindCallback, many
		}
	case kindCallback:
		return kindPathItem, one
	case kindParameter, kindHeader:
		switch key {
		case "schema":
			return kindSchema, one
		case "content":
			return kindMediaType, many
		case "examples":
			return kindExample, many
		}
	case kindRequestBody:
		if key == "content" {
			return kindMediaType, many
		}
	case kindResponse:
		switch key {
		case "headers":
			return kindHeader, many
		case "content":
			return kindMediaType, many
		case "links":
			return kindLink, many
		}
	case kindMediaType:
		switch key {
		case "schema":
			return kindSchema, one
		case "examples":
			return kindExample, many
		case "encoding":
			return kindEncoding, many
		}
	case kindEncoding:
		if key == "headers" {
			return kindHeader, many
		}
	case kindSchema:
		return belowSchema(key)
	}
	return kindData, one
}

func belowSchema(key string) (kind, shape) {
	switch key {
	case "properties", "patternProperties", "$defs", "definitions", "dependentSchemas":
		return kindSchema, many
	case "allOf", "anyOf", "oneOf", "prefixItems":
		return kindSchema, list
	case "items", "not", "additionalProperties", "contains", "propertyNames", "if", "then", "else",
		"unevaluatedItems", "unevaluatedProperties", "contentSchema":
		return kindSchema, one
	case "discriminator":
		return kindDiscriminator, one
	}
	return kindData, one
}

// referable tells whether an object of the kind may be a `$ref` instead.
func (k kind) referable() bool { return k == kindPathItem || k.section() != "" }

// IsMethod tells whether a key of a path item is an HTTP method.
func IsMethod(key string) bool {
	switch key {
	case "get", "put", "post", "delete", "options", "head", "patch", "trace":
		return true
	}
	return false
}

// at tells what stands at the end of a pointer that begins in an object of the kind: the kind and shape, or data where nothing is known.
func (k kind) at(tokens []string) (kind, shape) {
	s := one
	for _, token := range tokens {
		switch {
		case s != one:
			s = one
		case strings.HasPrefix(token, "x-"):
			return kindData, one
		default:
			k, s = k.below(token)
		}
	}
	return k, s
}
