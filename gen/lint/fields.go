package lint

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/internal/nearest"
)

// describe returns the type and value of a node, for messages.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!null":
		return "null"
	case "!!bool":
		return n.Value
	case "!!int", "!!float":
		return "the number " + n.Value
	}
	return fmt.Sprintf("the string %q", n.Value)
}

// article returns the name of a kind with its article, for messages.
func (k kind) article() string {
	switch k {
	case kindDocument:
		return "the document"
	case kindInfo:
		return "the info"
	case kindServer:
		return "a server"
	case kindServerVariable:
		return "a server variable"
	case kindTag:
		return "a tag"
	case kindExternalDocs:
		return "externalDocs"
	case kindComponents:
		return "components"
	case kindPathItem:
		return "a path item"
	case kindOperation:
		return "an operation"
	case kindParameter:
		return "a parameter"
	case kindRequestBody:
		return "a request body"
	case kindResponse:
		return "a response"
	case kindMediaType:
		return "a media type"
	case kindEncoding:
		return "an encoding"
	case kindHeader:
		return "a header"
	case kindSchema:
		return "a schema"
	case kindExample:
		return "an example"
	case kindLink:
		return "a link"
	case kindCallback:
		return "a callback"
	case kindSecurityScheme:
		return "a security scheme"
	}
	return "an object"
}

// similarField returns the field of a kind that is most similar to a misspelled one, or "" if none is similar.
func similarField(k kind, field string) string {
	best, distance := "", 3
	for name := range strings.FieldsSeq(fieldNames(k)) {
		if d := nearest.Distance(strings.ToLower(field), strings.ToLower(name), distance); d < distance && d < len(name)/2 {
			best, distance = name, d
		}
	}
	return best
}

// sameField returns the field of a kind that equals another one when case is ignored, as in encoding/json, which kin-openapi uses.
func sameField(k kind, field string) string {
	for name := range strings.FieldsSeq(fieldNames(k)) {
		if strings.EqualFold(name, field) {
			return name
		}
	}
	return ""
}

// fieldNames returns the fields of a kind in OpenAPI 3.0 and 3.1, separated by spaces.
func fieldNames(k kind) string {
	const parameter = "description required deprecated allowEmptyValue style explode allowReserved schema example examples content "
	switch k {
	case kindDocument:
		return "openapi info servers paths components security tags externalDocs webhooks jsonSchemaDialect"
	case kindComponents:
		return "schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems"
	case kindInfo:
		return "title description termsOfService contact license version summary"
	case kindServer:
		return "url description variables"
	case kindServerVariable:
		return "enum default description"
	case kindTag:
		return "name description externalDocs"
	case kindExternalDocs:
		return "url description"
	case kindPathItem:
		return "summary description get put post delete options head patch trace servers parameters"
	case kindOperation:
		return "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers"
	case kindParameter:
		return parameter + "name in"
	case kindHeader:
		return parameter
	case kindRequestBody:
		return "description content required"
	case kindResponse:
		return "description headers content links"
	case kindMediaType:
		return "schema example examples encoding"
	case kindEncoding:
		return "contentType headers style explode allowReserved"
	case kindExample:
		return "summary description value externalValue"
	case kindLink:
		return "operationRef operationId parameters requestBody description server"
	case kindSecurityScheme:
		return "type description name in scheme bearerFormat flows openIdConnectUrl"
	case kindSchema:
		return "title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems " +
			"maxProperties minProperties required enum type allOf oneOf anyOf not items properties additionalProperties description format " +
			"default nullable discriminator readOnly writeOnly xml externalDocs example deprecated const examples prefixItems contains " +
			"minContains maxContains patternProperties dependentSchemas dependentRequired propertyNames unevaluatedItems " +
			"unevaluatedProperties if then else $defs $schema $comment $id $anchor $dynamicRef $dynamicAnchor contentMediaType " +
			"contentEncoding contentSchema"
	}
	return ""
}
