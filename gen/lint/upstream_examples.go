package lint

import "strings"

// example holds an excerpt with a defect and an excerpt without the defect. of is the kind of object that the excerpts contain.
type example struct{ of, bad, good string }

// texts returns the two excerpts. The first line of each excerpt is a comment that names the kind of object. For the zero example, texts returns
// empty strings.
func (s example) texts() (bad, good string) {
	if s.of == "" {
		return "", ""
	}
	first := "# a " + s.of + "\n"
	if strings.ContainsRune("aeiou", rune(s.of[0])) {
		first = "# an " + s.of + "\n"
	}
	return first + s.bad, first + s.good
}

// upstreamExamples returns a bad and a good excerpt for each rule in the result of [upstream] that Check can report. A code that kin-openapi uses
// only for documents of OpenAPI 3.2 has no excerpts, because specgen reads such a document as OpenAPI 3.1.
func upstreamExamples() map[string]example {
	const implicit, code = "type: oauth2\nflows:\n  implicit:\n", "type: oauth2\nflows:\n  clientCredentials:\n"
	return map[string]example{
		"authorization-url-forbidden": {"security scheme",
			code + "    authorizationUrl: https://house.example/login\n    tokenUrl: https://house.example/token\n    scopes: {}",
			code + "    tokenUrl: https://house.example/token\n    scopes: {}"},
		"bearer-format-forbidden":       {"security scheme", "type: http\nscheme: basic\nbearerFormat: JWT", "type: http\nscheme: bearer\nbearerFormat: JWT"},
		"boolean-schema-for-3-1-plus":   {"schema", "type: object\nproperties:\n  door: true", "type: object\nproperties:\n  door: {}"},
		"conflicting-paths":             {"paths", "/doors/{id}: {}\n/doors/{name}: {}", "/doors/{id}: {}"},
		"content-keys-overlap":          {"response", "description: The door\ncontent:\n  text/plain: {}\n  Text/Plain: {}", "description: The door\ncontent:\n  text/plain: {}"},
		"content-or-schema-exactly-one": {"parameter", "name: color\nin: query", "name: color\nin: query\nschema: {type: string}"},
		"default-required": {"server", "url: https://{town}.example\nvariables:\n  town: {enum: [rome, oslo]}",
			"url: https://{town}.example\nvariables:\n  town: {enum: [rome, oslo], default: rome}"},
		"duplicate-required-field": {"schema", "type: object\nproperties:\n  id: {type: string}\nrequired: [id, id]",
			"type: object\nproperties:\n  id: {type: string}\nrequired: [id]"},
		"encoding-content-type-invalid": {"media type", "schema: {type: object, properties: {photo: {type: string}}}\nencoding:\n  photo: {contentType: a photo}",
			"schema: {type: object, properties: {photo: {type: string}}}\nencoding:\n  photo: {contentType: image/png}"},
		"example-examples-mutually-exclusive": {"parameter",
			"name: color\nin: query\nschema: {type: string}\nexample: red\nexamples:\n  blue: {value: blue}",
			"name: color\nin: query\nschema: {type: string}\nexamples:\n  red: {value: red}\n  blue: {value: blue}"},
		"exclusive-bound-boolean-before-3-1":  {"schema of OpenAPI 3.1", "type: integer\nminimum: 5\nexclusiveMinimum: true", "type: integer\nexclusiveMinimum: 5"},
		"exclusive-bound-number-for-3-1-plus": {"schema", "type: integer\nexclusiveMinimum: 5", "type: integer\nminimum: 5\nexclusiveMinimum: true"},
		"external-docs-url-required":          {"externalDocs", "description: The manual", "description: The manual\nurl: https://house.example/manual"},
		"extra-sibling-fields":                {"schema", "type: object\nproperites: {}", "type: object\nproperties: {}"},
		"flows-forbidden":                     {"security scheme", "type: http\nscheme: basic\nflows: {}", "type: http\nscheme: basic"},
		"flows-required":                      {"security scheme", "type: oauth2", code + "    tokenUrl: https://house.example/token\n    scopes: {}"},
		"header-content-single-entry":         {"header", "content:\n  text/plain: {}\n  application/json: {}", "content:\n  application/json: {}"},
		"in-forbidden":                        {"header", "in: header\nschema: {type: string}", "schema: {type: string}"},
		"info-required":                       {"document", "openapi: 3.0.3\npaths: {}", "openapi: 3.0.3\ninfo:\n  title: House\n  version: \"1\"\npaths: {}"},
		"info-title-required":                 {"info", "version: \"1\"", "title: House\nversion: \"1\""},
		"info-version-required":               {"info", "title: House", "title: House\nversion: \"1\""},
		"license-name-required":               {"license", "url: https://house.example/license", "name: MIT\nurl: https://house.example/license"},
		"name-forbidden":                      {"header", "name: X-Door\nschema: {type: string}", "schema: {type: string}"},
		"oauth-flow-authorization-url-required": {"security scheme", implicit + "    scopes: {}",
			implicit + "    authorizationUrl: https://house.example/login\n    scopes: {}"},
		"oauth-flow-scopes-required": {"security scheme", code + "    tokenUrl: https://house.example/token",
			code + "    tokenUrl: https://house.example/token\n    scopes: {}"},
		"oauth-flow-token-url-required":                 {"security scheme", code + "    scopes: {}", code + "    tokenUrl: https://house.example/token\n    scopes: {}"},
		"openid-connect-url-required":                   {"security scheme", "type: openIdConnect", "type: openIdConnect\nopenIdConnectUrl: https://house.example/id"},
		"operation-id-operation-ref-mutually-exclusive": {"link", "operationId: getDoor\noperationRef: '#/paths/~1doors/get'", "operationId: getDoor"},
		"operation-id-or-operation-ref-required":        {"link", "description: The door", "description: The door\noperationId: getDoor"},
		"operation-responses-required":                  {"operation", "operationId: getDoor", "operationId: getDoor\nresponses:\n  \"204\": {description: Done}"},
		"parameter-content-single-entry": {"parameter", "name: filter\nin: query\ncontent:\n  application/json: {}\n  text/plain: {}",
			"name: filter\nin: query\ncontent:\n  application/json: {}"},
		"parameter-in-invalid":       {"parameter", "name: door\nin: body\nschema: {type: object}", "name: door\nin: query\nschema: {type: string}"},
		"parameter-name-required":    {"parameter", "in: query\nschema: {type: string}", "name: color\nin: query\nschema: {type: string}"},
		"path-must-start-with-slash": {"paths", "doors: {}", "/doors: {}"},
		"path-parameter-required": {"paths", "/doors/{id}:\n  parameters:\n    - {name: id, in: path, schema: {type: string}}",
			"/doors/{id}:\n  parameters:\n    - {name: id, in: path, required: true, schema: {type: string}}"},
		"paths-required": {"document", "openapi: 3.0.3\ninfo: {title: House, version: \"1\"}", "openapi: 3.0.3\ninfo: {title: House, version: \"1\"}\npaths: {}"},
		"read-only-write-only-mutually-exclusive": {"schema", "type: string\nreadOnly: true\nwriteOnly: true", "type: string\nreadOnly: true"},
		"request-body-content-required":           {"request body", "description: A door", "content:\n  application/json: {schema: {type: string}}"},
		"response-description-required":           {"response", "content:\n  application/json: {schema: {type: string}}", "description: The door\ncontent:\n  application/json: {schema: {type: string}}"},
		"responses-required":                      {"operation", "operationId: getDoor\nresponses: {}", "operationId: getDoor\nresponses:\n  \"204\": {description: Done}"},
		"schema-items-required":                   {"schema", "type: array", "type: array\nitems: {type: string}"},
		"schema-multiple-of-not-positive":         {"schema", "type: integer\nmultipleOf: 0", "type: integer\nmultipleOf: 5"},
		"schema-pattern-regex-invalid":            {"schema", "type: string\npattern: '^(?!x)'", "type: string\npattern: '^[^x]'"},
		"schema-type-unsupported":                 {"schema", "type: int32", "type: integer\nformat: int32"},
		"security-scheme-apikey-in-invalid":       {"security scheme", "type: apiKey\nname: token\nin: body", "type: apiKey\nname: token\nin: header"},
		"security-scheme-http-scheme-invalid":     {"security scheme", "type: http", "type: http\nscheme: bearer"},
		"security-scheme-name-required":           {"security scheme", "type: apiKey\nin: header", "type: apiKey\nin: header\nname: token"},
		"security-scheme-type-invalid":            {"security scheme", "type: basic", "type: http\nscheme: basic"},
		"serialization-method-invalid":            {"parameter", "name: ids\nin: query\nstyle: simple\nschema: {type: array, items: {type: string}}", "name: ids\nin: query\nstyle: form\nschema: {type: array, items: {type: string}}"},
		"server-url-required":                     {"server", "description: The house", "url: https://house.example"},
		"server-url-template-invalid":             {"server", "url: https://{town}.example", "url: https://{town}.example\nvariables:\n  town: {default: rome}"},
		"token-url-forbidden": {"security scheme",
			implicit + "    authorizationUrl: https://house.example/login\n    tokenUrl: https://house.example/token\n    scopes: {}",
			implicit + "    authorizationUrl: https://house.example/login\n    scopes: {}"},
		"type-array-for-3-1-plus":                 {"schema", "type: [string, \"null\"]", "type: string\nnullable: true"},
		"url-identifier-mutually-exclusive":       {"license of OpenAPI 3.1", "name: MIT\nurl: https://house.example/license\nidentifier: MIT", "name: MIT\nidentifier: MIT"},
		"value-external-value-mutually-exclusive": {"example", "value: red\nexternalValue: https://house.example/red", "value: red"},
		"value-or-external-value-required":        {"example", "summary: A color", "summary: A color\nvalue: red"},
		"json-schema-dialect-required": {"document",
			"openapi: 3.1.0\njsonSchemaDialect: draft\ninfo: {title: House, version: \"1\"}\npaths: {}",
			"openapi: 3.1.0\njsonSchemaDialect: https://json-schema.org/draft/2020-12/schema\ninfo: {title: House, version: \"1\"}\npaths: {}"},

		"additional-operations-field-for-3-2-plus": {"paths", "/doors:\n  additionalOperations:\n    COPY: {responses: {\"204\": {description: Done}}}", "/doors:\n  post: {responses: {\"204\": {description: Done}}}"},
		"query-field-for-3-2-plus":                 {"paths", "/doors:\n  query: {responses: {\"204\": {description: Done}}}", "/doors:\n  post: {responses: {\"204\": {description: Done}}}"},
		"item-schema-field-for-3-2-plus":           {"media type", "itemSchema: {type: string}", "schema: {type: array, items: {type: string}}"},
		"anchor-field-for-3-1-plus":                {"schema", "$anchor: door\ntype: string", "type: string"},
		"comment-field-for-3-1-plus":               {"schema", "$comment: of the door\ntype: string", "description: of the door\ntype: string"},
		"const-field-for-3-1-plus":                 {"schema", "const: red", "type: string\nenum: [red]"},
		"contains-field-for-3-1-plus":              {"schema", "type: array\nitems: {}\ncontains: {type: string}", "type: array\nitems: {}\nminItems: 1"},
		"content-encoding-field-for-3-1-plus":      {"schema", "type: string\ncontentEncoding: base64", "type: string\nformat: byte"},
		"content-media-type-field-for-3-1-plus":    {"schema", "type: string\ncontentMediaType: image/png", "type: string\nformat: binary"},
		"content-schema-field-for-3-1-plus":        {"schema", "type: string\ncontentSchema: {type: object}", "type: object"},
		"defs-field-for-3-1-plus":                  {"schema", "$defs:\n  Lock: {type: string}\ntype: object", "type: object"},
		"dependent-required-field-for-3-1-plus":    {"schema", "type: object\ndependentRequired: {lock: [key]}", "type: object\nrequired: [lock, key]\nproperties: {lock: {}, key: {}}"},
		"dependent-schemas-field-for-3-1-plus":     {"schema", "type: object\ndependentSchemas: {lock: {type: object}}", "type: object"},
		"dynamic-anchor-field-for-3-1-plus":        {"schema", "$dynamicAnchor: door\ntype: object", "type: object"},
		"dynamic-ref-field-for-3-1-plus":           {"schema", "$dynamicRef: '#door'", "type: object"},
		"if-field-for-3-1-plus":                    {"schema", "if: {required: [lock]}", "oneOf:\n  - {type: object, required: [lock], properties: {lock: {}}}\n  - {type: object}"},
		"then-field-for-3-1-plus":                  {"schema", "then: {required: [key]}", "type: object\nrequired: [key]\nproperties: {key: {}}"},
		"else-field-for-3-1-plus":                  {"schema", "else: {required: [key]}", "type: object\nrequired: [key]\nproperties: {key: {}}"},
		"examples-field-for-3-1-plus":              {"schema", "type: string\nexamples: [red, blue]", "type: string\nexample: red"},
		"id-field-for-3-1-plus":                    {"schema", "$id: https://house.example/door\ntype: string", "type: string"},
		"identifier-field-for-3-1-plus":            {"license", "name: MIT\nidentifier: MIT", "name: MIT\nurl: https://house.example/license"},
		"jsonschemadialect-field-for-3-1-plus": {"document",
			"openapi: 3.0.3\njsonSchemaDialect: https://json-schema.org/draft/2020-12/schema\ninfo: {title: House, version: \"1\"}\npaths: {}",
			"openapi: 3.1.0\njsonSchemaDialect: https://json-schema.org/draft/2020-12/schema\ninfo: {title: House, version: \"1\"}\npaths: {}"},
		"max-contains-field-for-3-1-plus":           {"schema", "type: array\nitems: {}\nmaxContains: 3", "type: array\nitems: {}\nmaxItems: 3"},
		"min-contains-field-for-3-1-plus":           {"schema", "type: array\nitems: {}\nminContains: 3", "type: array\nitems: {}\nminItems: 3"},
		"pattern-properties-field-for-3-1-plus":     {"schema", "type: object\npatternProperties: {'^lock': {type: string}}", "type: object\nadditionalProperties: {type: string}"},
		"prefix-items-field-for-3-1-plus":           {"schema", "type: array\nitems: {}\nprefixItems: [{type: string}]", "type: array\nitems: {type: string}"},
		"property-names-field-for-3-1-plus":         {"schema", "type: object\npropertyNames: {pattern: ^x}", "type: object"},
		"schema-field-for-3-1-plus":                 {"schema", "$schema: https://json-schema.org/draft/2020-12/schema\ntype: string", "type: string"},
		"summary-field-for-3-1-plus":                {"info", "title: House\nversion: \"1\"\nsummary: Doors", "title: House\nversion: \"1\"\ndescription: Doors"},
		"unevaluated-items-field-for-3-1-plus":      {"schema", "type: array\nitems: {}\nunevaluatedItems: false", "type: array\nitems: {}"},
		"unevaluated-properties-field-for-3-1-plus": {"schema", "type: object\nunevaluatedProperties: false", "type: object\nadditionalProperties: false"},
		"webhooks-field-for-3-1-plus": {"document",
			"openapi: 3.0.3\ninfo: {title: House, version: \"1\"}\npaths: {}\nwebhooks: {}",
			"openapi: 3.1.0\ninfo: {title: House, version: \"1\"}\npaths: {}\nwebhooks: {}"},
	}
}
