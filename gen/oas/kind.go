package oas

import "strings"

// Kind is the kind of an OpenAPI object. The kind of an object determines the kinds of the objects in its fields, and whether a `$ref` is a reference
// or data. In the value of an example, a `$ref` is data.
type Kind int

// The kinds of objects.
const (
	Data Kind = iota // any other value, such as a scalar, an extension or the value of an example
	Document
	Info
	Server
	ServerVariable
	Tag
	ExternalDocs
	Components
	PathItem
	Operation
	Parameter
	RequestBody
	Response
	MediaType
	Encoding
	Header
	Schema
	Example
	Link
	Callback
	SecurityScheme
	Discriminator
	Kinds // the number of kinds
)

// Shape describes how the value of a field contains objects.
type Shape int

// The shapes.
const (
	One  Shape = iota // the value is the object
	Many              // the value maps names to objects
	List              // the value is a sequence of objects
)

// field describes the objects in a field of an object.
type field struct {
	kind  Kind
	shape Shape
}

// kinds is the table of kinds (OpenAPI Specification 3.0.3 and 3.1.0, sections 4.7 and 4.8). A field that is not in the table holds data, except in a
// callback.
var kinds = [Kinds]struct {
	name    string
	section string // name of the section in the components object that holds objects of the kind; "" if there is none, and for a path item
	fields  map[string]field
}{
	Data: {name: "data"},
	Document: {name: "document", fields: map[string]field{
		"info": {Info, One}, "servers": {Server, List}, "tags": {Tag, List}, "externalDocs": {ExternalDocs, One},
		"paths": {PathItem, Many}, "webhooks": {PathItem, Many}, "components": {Components, One},
	}},
	Info:           {name: "info"},
	Server:         {name: "server", fields: map[string]field{"variables": {ServerVariable, Many}}},
	ServerVariable: {name: "server variable"},
	Tag:            {name: "tag", fields: map[string]field{"externalDocs": {ExternalDocs, One}}},
	ExternalDocs:   {name: "external documentation"},
	Components: {name: "components", fields: map[string]field{
		"schemas": {Schema, Many}, "responses": {Response, Many}, "parameters": {Parameter, Many}, "examples": {Example, Many},
		"requestBodies": {RequestBody, Many}, "headers": {Header, Many}, "securitySchemes": {SecurityScheme, Many}, "links": {Link, Many},
		"callbacks": {Callback, Many}, "pathItems": {PathItem, Many},
	}},
	PathItem: {name: "path item", fields: map[string]field{
		"get": {Operation, One}, "put": {Operation, One}, "post": {Operation, One}, "delete": {Operation, One}, "options": {Operation, One},
		"head": {Operation, One}, "patch": {Operation, One}, "trace": {Operation, One}, "parameters": {Parameter, List}, "servers": {Server, List},
	}},
	Operation: {name: "operation", fields: map[string]field{
		"parameters": {Parameter, List}, "requestBody": {RequestBody, One}, "responses": {Response, Many}, "callbacks": {Callback, Many},
		"servers": {Server, List}, "externalDocs": {ExternalDocs, One},
	}},
	Parameter: {name: "parameter", section: "parameters", fields: map[string]field{
		"schema": {Schema, One}, "content": {MediaType, Many}, "examples": {Example, Many},
	}},
	RequestBody: {name: "request body", section: "requestBodies", fields: map[string]field{"content": {MediaType, Many}}},
	Response: {name: "response", section: "responses", fields: map[string]field{
		"content": {MediaType, Many}, "headers": {Header, Many}, "links": {Link, Many},
	}},
	MediaType: {name: "media type", fields: map[string]field{
		"schema": {Schema, One}, "examples": {Example, Many}, "encoding": {Encoding, Many},
	}},
	Encoding: {name: "encoding", fields: map[string]field{"headers": {Header, Many}}},
	Header: {name: "header", section: "headers", fields: map[string]field{
		"schema": {Schema, One}, "content": {MediaType, Many}, "examples": {Example, Many},
	}},
	Schema: {name: "schema", section: "schemas", fields: map[string]field{
		"properties": {Schema, Many}, "patternProperties": {Schema, Many}, "$defs": {Schema, Many}, "definitions": {Schema, Many},
		"dependentSchemas": {Schema, Many}, "allOf": {Schema, List}, "anyOf": {Schema, List}, "oneOf": {Schema, List}, "prefixItems": {Schema, List},
		"items": {Schema, One}, "not": {Schema, One}, "additionalProperties": {Schema, One}, "contains": {Schema, One}, "propertyNames": {Schema, One},
		"if": {Schema, One}, "then": {Schema, One}, "else": {Schema, One}, "unevaluatedItems": {Schema, One}, "unevaluatedProperties": {Schema, One},
		"contentSchema": {Schema, One}, "discriminator": {Discriminator, One}, "externalDocs": {ExternalDocs, One},
	}},
	Example:        {name: "example", section: "examples"},
	Link:           {name: "link", section: "links"},
	Callback:       {name: "callback", section: "callbacks"}, // see Child
	SecurityScheme: {name: "security scheme", section: "securitySchemes"},
	Discriminator:  {name: "discriminator"},
}

// String returns the name of the kind in lower case, such as "path item".
func (k Kind) String() string {
	if k < 0 || k >= Kinds {
		return "data"
	}
	return kinds[k].name
}

// Article returns the name of the kind with its article, if it has one, such as "a schema", "an example" or "the document".
func (k Kind) Article() string {
	name := k.String()
	switch k {
	case Document, Info:
		return "the " + name
	case Components, ExternalDocs:
		return name
	}
	if strings.ContainsAny(name[:1], "aeiou") {
		return "an " + name
	}
	return "a " + name
}

// Section returns the name of the section in the components object that holds objects of the kind, or "" if there is none. It also returns "" for
// PathItem, although OpenAPI 3.1 has the section pathItems.
func (k Kind) Section() string {
	if k < 0 || k >= Kinds {
		return ""
	}
	return kinds[k].section
}

// Child returns the kind and shape of the objects in a field of an object of kind k. name is the name of the field. The kind is Data if the field
// holds no objects.
func (k Kind) Child(name string) (Kind, Shape) {
	if k < 0 || k >= Kinds {
		return Data, One
	}
	if k == Callback {
		if strings.HasPrefix(name, "x-") {
			return Data, One
		}
		return PathItem, One
	}
	f := kinds[k].fields[name]
	return f.kind, f.shape
}

// Descendant follows the tokens of a JSON pointer from an object of kind k. It returns the kind and the shape of the value that the pointer
// identifies. If the shape is Many or List, the value is a collection of objects of this kind. The kind is Data if the pointer
// passes through a field that holds no OpenAPI objects.
func (k Kind) Descendant(tokens []string) (Kind, Shape) {
	shape := One
	for _, token := range tokens {
		switch {
		case shape != One:
			shape = One
		case strings.HasPrefix(token, "x-"):
			return Data, One
		default:
			k, shape = k.Child(token)
		}
	}
	return k, shape
}

// Referable reports whether a reference can replace an object of the kind.
func (k Kind) Referable() bool { return k == PathItem || k.Section() != "" }

// IsToken reports whether a text is a valid name of a header (RFC 9110, section 5.6.2).
func IsToken(text string) bool {
	return text != "" && strings.Trim(text, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// IsMethod reports whether a key of a path item is an HTTP method.
func IsMethod(key string) bool {
	k, _ := PathItem.Child(key)
	return k == Operation
}
