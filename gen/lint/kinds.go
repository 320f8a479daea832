package lint

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
)

// kindInfo describes how kin-openapi validates objects of a kind.
type kindInfo struct {
	fresh  func() validatable // returns an empty kin-openapi object
	blank  string             // a minimal valid object; "" means {}
	fields string             // names of the fields in OpenAPI 3.0 and 3.1, separated by spaces
}

// infoOf returns the kindInfo of a kind. The result is zero if lint does not validate objects of the kind with kin-openapi, such as callbacks.
func infoOf(k oas.Kind) kindInfo {
	const parameter = "description required deprecated allowEmptyValue style explode allowReserved schema example examples content "
	infos := [oas.Kinds]kindInfo{
		oas.Document: {empty[openapi3.T], "",
			"openapi info servers paths components security tags externalDocs webhooks jsonSchemaDialect"},
		oas.Info: {empty[openapi3.Info], `{"title": "t", "version": "v"}`,
			"title description termsOfService contact license version summary"},
		oas.Server:         {empty[openapi3.Server], `{"url": "/"}`, "url description variables"},
		oas.ServerVariable: {empty[openapi3.ServerVariable], `{"default": "d"}`, "enum default description"},
		oas.Tag:            {empty[openapi3.Tag], `{"name": "t"}`, "name description externalDocs"},
		oas.ExternalDocs:   {empty[openapi3.ExternalDocs], `{"url": "/"}`, "url description"},
		oas.Components: {empty[openapi3.Components], "",
			"schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems"},
		oas.PathItem: {empty[openapi3.PathItem], "",
			"summary description get put post delete options head patch trace servers parameters"},
		oas.Operation: {empty[openapi3.Operation], `{"responses": {"200": {"description": "d"}}}`,
			"tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers"},
		oas.Parameter:   {empty[openapi3.Parameter], `{"name": "p", "in": "query", "schema": {}}`, parameter + "name in"},
		oas.RequestBody: {empty[openapi3.RequestBody], `{"content": {"text/plain": {}}}`, "description content required"},
		oas.Response:    {empty[openapi3.Response], `{"description": "d"}`, "description headers content links"},
		oas.MediaType:   {empty[openapi3.MediaType], "", "schema example examples encoding"},
		oas.Encoding:    {empty[openapi3.Encoding], "", "contentType headers style explode allowReserved"},
		oas.Header:      {empty[openapi3.Header], `{"schema": {}}`, parameter},
		oas.Schema: {empty[openapi3.Schema], "",
			"title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems " +
				"maxProperties minProperties required enum type allOf oneOf anyOf not items properties additionalProperties description format " +
				"default nullable discriminator readOnly writeOnly xml externalDocs example deprecated const examples prefixItems contains " +
				"minContains maxContains patternProperties dependentSchemas dependentRequired propertyNames unevaluatedItems " +
				"unevaluatedProperties if then else $defs $schema $comment $id $anchor $dynamicRef $dynamicAnchor contentMediaType " +
				"contentEncoding contentSchema"},
		oas.Example: {empty[openapi3.Example], `{"value": 0}`, "summary description value externalValue"},
		oas.Link: {empty[openapi3.Link], `{"operationId": "o"}`,
			"operationRef operationId parameters requestBody description server"},
		oas.SecurityScheme: {empty[openapi3.SecurityScheme], `{"type": "http", "scheme": "basic"}`,
			"type description name in scheme bearerFormat flows openIdConnectUrl"},
	}
	return infos[k]
}

func empty[T any, P interface {
	*T
	validatable
}]() validatable {
	return P(new(T))
}

// fresh returns an empty kin-openapi object of a kind, or nil if the result of infoOf is zero.
func fresh(k oas.Kind) validatable {
	if s := infoOf(k); s.fresh != nil {
		return s.fresh()
	}
	return nil
}

// blank returns a minimal valid object of a kind.
func blank(k oas.Kind) any { return json.RawMessage(cmp.Or(infoOf(k).blank, "{}")) }

// fieldNames returns the names of the fields of a kind in OpenAPI 3.0 and 3.1.
func fieldNames(k oas.Kind) []string { return strings.Fields(infoOf(k).fields) }
