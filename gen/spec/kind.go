package spec

import "strings"

// Kind is what the OpenAPI specification calls an object: it decides which fields of it hold which objects, and so where a `$ref` is a reference
// and where it is data (an example may well have a member of that name).
type Kind int

// The kinds of objects.
const (
	KindData Kind = iota // anything: examples, defaults, extensions, scalars
	KindDocument
	KindInfo
	KindServer
	KindServerVariable
	KindTag
	KindExternalDocs
	KindComponents
	KindPathItem
	KindOperation
	KindParameter
	KindRequestBody
	KindResponse
	KindMediaType
	KindEncoding
	KindHeader
	KindSchema
	KindExample
	KindLink
	KindCallback
	KindSecurityScheme
	KindDiscriminator
	Kinds // their number
)

// String names the kind, for a person.
func (k Kind) String() string {
	switch k {
	case KindDocument:
		return "document"
	case KindInfo:
		return "info"
	case KindServer:
		return "server"
	case KindServerVariable:
		return "server variable"
	case KindTag:
		return "tag"
	case KindExternalDocs:
		return "external documentation"
	case KindComponents:
		return "components"
	case KindPathItem:
		return "path item"
	case KindOperation:
		return "operation"
	case KindParameter:
		return "parameter"
	case KindRequestBody:
		return "request body"
	case KindResponse:
		return "response"
	case KindMediaType:
		return "media type"
	case KindEncoding:
		return "encoding"
	case KindHeader:
		return "header"
	case KindSchema:
		return "schema"
	case KindExample:
		return "example"
	case KindLink:
		return "link"
	case KindCallback:
		return "callback"
	case KindSecurityScheme:
		return "security scheme"
	case KindDiscriminator:
		return "discriminator"
	}
	return "data"
}

// one names an object of the kind: "a schema".
func (k Kind) one() string {
	name := k.String()
	if strings.ContainsAny(name[:1], "aeiou") {
		return "an " + name
	}
	return "a " + name
}

// section is the member of the components object that holds objects of the kind, "" when there is none.
func (k Kind) section() string {
	switch k {
	case KindSchema:
		return "schemas"
	case KindResponse:
		return "responses"
	case KindParameter:
		return "parameters"
	case KindExample:
		return "examples"
	case KindRequestBody:
		return "requestBodies"
	case KindHeader:
		return "headers"
	case KindSecurityScheme:
		return "securitySchemes"
	case KindLink:
		return "links"
	case KindCallback:
		return "callbacks"
	}
	return ""
}

// Shape tells how objects stand below a field.
type Shape int

// The shapes.
const (
	One  Shape = iota // the value is the object
	Many              // the value maps names to objects
	List              // the value is a sequence of objects
)

// Below tells what stands under a field of an object (OpenAPI Specification 3.0.3 and 3.1.0, section 4.7/4.8); data where nothing is known.
func (k Kind) Below(field string) (Kind, Shape) {
	switch k {
	case KindDocument:
		switch field {
		case "info":
			return KindInfo, One
		case "servers":
			return KindServer, List
		case "tags":
			return KindTag, List
		case "externalDocs":
			return KindExternalDocs, One
		case "paths", "webhooks":
			return KindPathItem, Many
		case "components":
			return KindComponents, One
		}
	case KindComponents:
		return belowComponents(field)
	case KindServer:
		if field == "variables" {
			return KindServerVariable, Many
		}
	case KindTag:
		if field == "externalDocs" {
			return KindExternalDocs, One
		}
	case KindPathItem:
		switch {
		case IsMethod(field):
			return KindOperation, One
		case field == "parameters":
			return KindParameter, List
		case field == "servers":
			return KindServer, List
		}
	case KindOperation:
		switch field {
		case "parameters":
			return KindParameter, List
		case "requestBody":
			return KindRequestBody, One
		case "responses":
			return KindResponse, Many
		case "callbacks":
			return KindCallback, Many
		case "servers":
			return KindServer, List
		case "externalDocs":
			return KindExternalDocs, One
		}
	case KindCallback:
		if !strings.HasPrefix(field, "x-") {
			return KindPathItem, One
		}
	case KindSchema:
		return belowSchema(field)
	}
	return k.belowContent(field)
}

// belowContent is Below for the objects that carry values.
func (k Kind) belowContent(field string) (Kind, Shape) {
	switch {
	case field == "content" && (k == KindParameter || k == KindHeader || k == KindRequestBody || k == KindResponse):
		return KindMediaType, Many
	case field == "schema" && (k == KindParameter || k == KindHeader || k == KindMediaType):
		return KindSchema, One
	case field == "examples" && (k == KindParameter || k == KindHeader || k == KindMediaType):
		return KindExample, Many
	case field == "headers" && (k == KindResponse || k == KindEncoding):
		return KindHeader, Many
	case field == "links" && k == KindResponse:
		return KindLink, Many
	case field == "encoding" && k == KindMediaType:
		return KindEncoding, Many
	}
	return KindData, One
}

func belowComponents(field string) (Kind, Shape) {
	for k := range Kinds {
		if k.section() == field && field != "" {
			return k, Many
		}
	}
	if field == "pathItems" {
		return KindPathItem, Many
	}
	return KindData, One
}

func belowSchema(field string) (Kind, Shape) {
	switch field {
	case "properties", "patternProperties", "$defs", "definitions", "dependentSchemas":
		return KindSchema, Many
	case "allOf", "anyOf", "oneOf", "prefixItems":
		return KindSchema, List
	case "items", "not", "additionalProperties", "contains", "propertyNames", "if", "then", "else",
		"unevaluatedItems", "unevaluatedProperties", "contentSchema":
		return KindSchema, One
	case "discriminator":
		return KindDiscriminator, One
	case "externalDocs":
		return KindExternalDocs, One
	}
	return KindData, One
}

// Referable tells whether an object of the kind may be a `$ref` instead.
func (k Kind) Referable() bool { return k == KindPathItem || k.section() != "" }

// IsMethod tells whether a key of a path item is an HTTP method.
func IsMethod(key string) bool {
	switch key {
	case "get", "put", "post", "delete", "options", "head", "patch", "trace":
		return true
	}
	return false
}

// at tells what stands at the end of a pointer that begins in an object of the kind: the kind and shape, or data where nothing is known.
func (k Kind) at(tokens []string) (Kind, Shape) {
	s := One
	for _, token := range tokens {
		switch {
		case s != One:
			s = One
		case strings.HasPrefix(token, "x-"):
			return KindData, One
		default:
			k, s = k.Below(token)
		}
	}
	return k, s
}
