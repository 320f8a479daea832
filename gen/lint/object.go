package lint

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// kind is what the OpenAPI specification calls an object.
type kind int

const (
	kindData kind = iota // anything that no rule looks into as an object
	kindDocument
	kindInfo
	kindServer
	kindServerVariable
	kindTag
	kindExternalDocs
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
	kinds // their number
)

// shape tells how objects stand below a field.
type shape int

const (
	one  shape = iota // the value is the object
	many              // the value maps names to objects
	list              // the value is a sequence of objects
)

// below tells what stands under a field of an object (OpenAPI Specification 3.0.3 and 3.1.0, section 4.8).
func (k kind) below(field string) (kind, shape) {
	switch k {
	case kindDocument:
		switch field {
		case "info":
			return kindInfo, one
		case "servers":
			return kindServer, list
		case "tags":
			return kindTag, list
		case "externalDocs":
			return kindExternalDocs, one
		case "paths", "webhooks":
			return kindPathItem, many
		case "components":
			return kindComponents, one
		}
	case kindComponents:
		return belowComponents(field), many
	case kindServer:
		if field == "variables" {
			return kindServerVariable, many
		}
	case kindTag:
		if field == "externalDocs" {
			return kindExternalDocs, one
		}
	case kindPathItem:
		switch {
		case spec.IsMethod(field):
			return kindOperation, one
		case field == "parameters":
			return kindParameter, list
		case field == "servers":
			return kindServer, list
		}
	case kindOperation:
		switch field {
		case "parameters":
			return kindParameter, list
		case "requestBody":
			return kindRequestBody, one
		case "responses":
			return kindResponse, many
		case "callbacks":
			return kindCallback, many
		case "servers":
			return kindServer, list
		case "externalDocs":
			return kindExternalDocs, one
		}
	case kindCallback:
		if !strings.HasPrefix(field, "x-") {
			return kindPathItem, one
		}
	case kindSchema:
		return belowSchema(field)
	}
	return k.belowContent(field)
}

// belowContent is below for the objects that carry values.
func (k kind) belowContent(field string) (kind, shape) {
	switch {
	case field == "content" && (k == kindParameter || k == kindHeader || k == kindRequestBody || k == kindResponse):
		return kindMediaType, many
	case field == "schema" && (k == kindParameter || k == kindHeader || k == kindMediaType):
		return kindSchema, one
	case field == "examples" && (k == kindParameter || k == kindHeader || k == kindMediaType):
		return kindExample, many
	case field == "headers" && (k == kindResponse || k == kindEncoding):
		return kindHeader, many
	case field == "links" && k == kindResponse:
		return kindLink, many
	case field == "encoding" && k == kindMediaType:
		return kindEncoding, many
	}
	return kindData, one
}

func belowComponents(field string) kind {
	switch field {
	case "schemas":
		return kindSchema
	case "responses":
		return kindResponse
	case "parameters":
		return kindParameter
	case "examples":
		return kindExample
	case "requestBodies":
		return kindRequestBody
	case "headers":
		return kindHeader
	case "securitySchemes":
		return kindSecurityScheme
	case "links":
		return kindLink
	case "callbacks":
		return kindCallback
	case "pathItems":
		return kindPathItem
	}
	return kindData
}

func belowSchema(field string) (kind, shape) {
	switch field {
	case "properties", "patternProperties", "$defs", "dependentSchemas":
		return kindSchema, many
	case "allOf", "anyOf", "oneOf", "prefixItems":
		return kindSchema, list
	case "items", "not", "additionalProperties", "contains", "propertyNames", "if", "then", "else",
		"unevaluatedItems", "unevaluatedProperties", "contentSchema":
		return kindSchema, one
	case "externalDocs":
		return kindExternalDocs, one
	}
	return kindData, one
}

// referable tells whether a `$ref` may stand for an object of the kind.
func (k kind) referable() bool {
	switch k {
	case kindPathItem, kindParameter, kindRequestBody, kindResponse, kindHeader, kindSchema, kindExample, kindLink, kindCallback, kindSecurityScheme:
		return true
	}
	return false
}

// object is one object of the bundle. What a reference leads to is not below it.
type object struct {
	kind   kind
	node   *yaml.Node
	parent *object
	field  string // the parent's field that it stands in, "properties"
	name   string // its name or index there, "" when the field holds one object
	single bool   // the field holds one object
	ref    string // "#/components/schemas/MFA" when it is a reference
}

// pointer is the JSON pointer of the object.
func (o *object) pointer() string {
	if o.parent == nil {
		return ""
	}
	if o.single {
		return o.parent.pointer() + spec.Pointer(o.field)
	}
	return o.parent.pointer() + spec.Pointer(o.field, o.name)
}

// component tells whether the object is an entry of components.
func (o *object) component() bool { return o.parent != nil && o.parent.kind == kindComponents }

// above gives the nearest object of a kind that the object is part of, nil when there is none.
func (o *object) above(k kind) *object {
	for o = o.parent; o != nil && o.kind != k; o = o.parent {
	}
	return o
}

// get is the value of a field, nil without one.
func (o *object) get(field string) *yaml.Node { return spec.Get(o.node, field) }

// text is the scalar under a field, "" without one.
func (o *object) text(field string) string { return spec.Text(o.node, field) }

// here is the place of a value below the object: field names and indices.
func (o *object) here(tokens ...string) place { return place{object: o, tokens: tokens} }

// key is the place of the key of a value below the object, or of the object's own.
func (o *object) key(tokens ...string) place { return place{object: o, tokens: tokens, key: true} }

// place is somewhere in the bundle. Its pointer is made only when there is something to say about it.
type place struct {
	object *object
	tokens []string
	key    bool
}

func (p place) pointer() string { return p.object.pointer() + spec.Pointer(p.tokens...) }

// index is a reference token.
func index(i int) string { return strconv.Itoa(i) }

// each visits the entries of a mapping, in order; any other node has none.
func each(n *yaml.Node, visit func(key, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		visit(n.Content[i], n.Content[i+1])
	}
}

// items gives the items of a sequence; any other node has none.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// isTrue tells whether a node is the boolean true.
func isTrue(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" && strings.EqualFold(n.Value, "true")
}

// isFalse tells whether a node is the boolean false.
func isFalse(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" && strings.EqualFold(n.Value, "false")
}
