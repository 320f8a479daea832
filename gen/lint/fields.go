package lint

import (
	"fmt"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/internal/nearest"
)

// describe returns the type and value of a node, for messages.
func describe(n *oas.Node) string {
	switch n.Type {
	case oas.Mapping:
		return "a mapping"
	case oas.Sequence:
		return "a list"
	case oas.Null, oas.Bool:
		return n.Value
	case oas.Int, oas.Float:
		return "the number " + n.Value
	}
	return fmt.Sprintf("the string %q", n.Value)
}

// similarField returns the field of a kind that is most similar to a misspelled one, or "" if none is similar.
func similarField(k oas.Kind, field string) string {
	best, distance := "", 3
	for name := range strings.FieldsSeq(fieldNames(k)) {
		if d := nearest.Distance(strings.ToLower(field), strings.ToLower(name), distance); d < distance && d < len(name)/2 {
			best, distance = name, d
		}
	}
	return best
}

// sameField returns the field of a kind that equals another one when case is ignored, as in encoding/json, which kin-openapi uses.
func sameField(k oas.Kind, field string) string {
	for name := range strings.FieldsSeq(fieldNames(k)) {
		if strings.EqualFold(name, field) {
			return name
		}
	}
	return ""
}

// fieldNames returns the fields of a kind in OpenAPI 3.0 and 3.1, separated by spaces.
func fieldNames(k oas.Kind) string {
	const parameter = "description required deprecated allowEmptyValue style explode allowReserved schema example examples content "
	switch k {
	case oas.Document:
		return "openapi info servers paths components security tags externalDocs webhooks jsonSchemaDialect"
	case oas.Components:
		return "schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems"
	case oas.Info:
		return "title description termsOfService contact license version summary"
	case oas.Server:
		return "url description variables"
	case oas.ServerVariable:
		return "enum default description"
	case oas.Tag:
		return "name description externalDocs"
	case oas.ExternalDocs:
		return "url description"
	case oas.PathItem:
		return "summary description get put post delete options head patch trace servers parameters"
	case oas.Operation:
		return "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers"
	case oas.Parameter:
		return parameter + "name in"
	case oas.Header:
		return parameter
	case oas.RequestBody:
		return "description content required"
	case oas.Response:
		return "description headers content links"
	case oas.MediaType:
		return "schema example examples encoding"
	case oas.Encoding:
		return "contentType headers style explode allowReserved"
	case oas.Example:
		return "summary description value externalValue"
	case oas.Link:
		return "operationRef operationId parameters requestBody description server"
	case oas.SecurityScheme:
		return "type description name in scheme bearerFormat flows openIdConnectUrl"
	case oas.Schema:
		return "title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems " +
			"maxProperties minProperties required enum type allOf oneOf anyOf not items properties additionalProperties description format " +
			"default nullable discriminator readOnly writeOnly xml externalDocs example deprecated const examples prefixItems contains " +
			"minContains maxContains patternProperties dependentSchemas dependentRequired propertyNames unevaluatedItems " +
			"unevaluatedProperties if then else $defs $schema $comment $id $anchor $dynamicRef $dynamicAnchor contentMediaType " +
			"contentEncoding contentSchema"
	}
	return ""
}
