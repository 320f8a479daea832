package lint

import (
	"cmp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/report"
)

// upstreamText holds the severity and the texts for a code of kin-openapi.
type upstreamText struct {
	code   string
	weight weight
	title  string
	fix    string // suggested fix; "" if the message already contains one
	plain  string // message that replaces the message of kin-openapi; "" keeps the message
}

// weight is a severity that may depend on the preset. A mild weight is an error with the preset [Strict], and a warning with any other preset.
type weight struct {
	severity report.Severity
	mild     bool
}

// upstreamTexts returns the texts for the codes of kin-openapi. [newer] returns the texts for most codes about fields of later OpenAPI versions. Mild
// problems do not prevent the generation of code.
func upstreamTexts() []upstreamText {
	e, m, w, i := weight{report.Error, false}, weight{report.Error, true}, weight{report.Warning, false}, weight{report.Info, false}
	return []upstreamText{
		{"additional-operations-duplicate-method", e, "additionalOperations does not repeat a method that has its own field", "move it to that field", ""},
		{"additional-operations-fixed-method-case", e, "additionalOperations does not repeat a method in another letter case", "use the field of that method", ""},
		{"additional-operations-invalid-method", e, "additionalOperations is keyed by HTTP methods", "use an HTTP method as the key, such as COPY", ""},
		{"additional-properties-both-forms-exclusive", e, "additionalProperties is a boolean or a schema", "keep one", ""},
		{"authorization-url-forbidden", m, "This OAuth flow has no authorization URL", "remove authorizationUrl", ""},
		{"bearer-format-forbidden", m, "Only the bearer scheme has a bearerFormat", "remove bearerFormat", ""},
		{"boolean-schema-with-other-keywords", e, "A boolean schema has no other keywords", "write it as true or false only", ""},
		{"conflicting-paths", e, "Two paths differ in more than the names of their parameters", "move the operations to one of the paths; until then, the client calls the operations of both, and the server serves the first of two operations that match the same requests", ""},
		{"content-keys-overlap", m, "The media types of a content are distinct", "remove one", ""},
		{"content-or-schema-exactly-one", e, "A parameter or header has either a schema or a content", "keep exactly one of schema and content", ""},
		{"default-required", m, "A server variable has a default", "add default", "the server variable has no default"},
		{"duplicate-required-field", m, "A required list has no duplicates", "remove one", ""},
		{"encoding-content-type-invalid", m, "An encoding's contentType is a media type", "write a media type such as image/png", ""},
		{"example-examples-mutually-exclusive", m, "An object does not have both example and examples", "keep one", ""},
		{"exclusive-bound-boolean-before-3-1", m, "In OpenAPI 3.1 an exclusive bound is a number", "write exclusiveMinimum: 5 in place of minimum: 5 and exclusiveMinimum: true", ""},
		{"exclusive-bound-number-for-3-1-plus", m, "In OpenAPI 3.0 an exclusive bound is a boolean", "write minimum: 5 and exclusiveMinimum: true", ""},
		{"external-docs-url-required", w, "External documentation has a URL", "add url", "the external documentation has no url"},
		{"extra-sibling-fields", m, "An object has only fields that OpenAPI defines", "", ""},
		{"flows-forbidden", m, "Only OAuth has flows", "remove flows", ""},
		{"flows-required", m, "An OAuth scheme has flows", "add flows", ""},
		{"header-content-single-entry", m, "A header's content has one media type", "keep one", ""},
		{"in-forbidden", m, "Headers, and security schemes other than apiKey, have no in field", "remove in", ""},
		{"info-required", m, "A document has an info object", "add info with title and version", ""},
		{"info-title-required", m, "The API has a title", "add title", ""},
		{"info-version-required", m, "The API has a version", "add version", ""},
		{"json-schema-dialect-required", m, "jsonSchemaDialect is an absolute URI", "write a URI with its scheme", ""},
		{"license-name-required", m, "A license has a name", "add name", ""},
		{"name-forbidden", m, "Headers, and security schemes other than apiKey, have no name field", "remove name", ""},
		{"oauth-flow-authorization-url-required", m, "This OAuth flow has an authorization URL", "add authorizationUrl", ""},
		{"oauth-flow-scopes-required", m, "An OAuth flow has scopes", "add scopes, which may be {}", ""},
		{"oauth-flow-token-url-required", m, "This OAuth flow has a token URL", "add tokenUrl", ""},
		{"openapi-required", e, "A document declares its OpenAPI version", "add openapi: 3.0.3", ""},
		{"openid-connect-url-required", m, "An OpenID Connect scheme has its URL", "add openIdConnectUrl", ""},
		{"operation-id-operation-ref-mutually-exclusive", m, "A link has either operationId or operationRef", "keep operationId or operationRef", ""},
		{"operation-id-or-operation-ref-required", m, "A link has an operationId or operationRef", "add operationId", ""},
		{"operation-responses-required", m, "An operation has responses", "add responses with at least one successful status", "the operation has no responses"},
		{"parameter-content-single-entry", e, "A parameter's content has one media type", "keep one", ""},
		{"parameter-in-invalid", e, "A parameter is in the path, the query, a header or a cookie", "write path, query, header or cookie; for a body, use requestBody", ""},
		{"parameter-name-required", e, "A parameter has a name", "add name", "the parameter has no name"},
		{"path-must-start-with-slash", e, "A path starts with a slash", "", ""},
		{"path-parameter-required", e, "A path parameter has required: true", "add required: true", ""},
		{"paths-required", m, "A document has paths", "add paths, which may be {}", "the document has no paths"},
		{"read-only-write-only-mutually-exclusive", m, "A property is not both readOnly and writeOnly", "keep one", ""},
		{"request-body-content-required", m, "A request body has content", "add content", "the request body has no content"},
		{"response-description-required", m, "A response has a description", "add description", "the response has no description"},
		{"responses-required", m, "An operation has at least one response", "add a response with a successful status", "the operation has no responses"},
		{"schema-items-required", m, "An array declares its items", "add items", "the array has no items"},
		{"schema-multiple-of-not-positive", m, "multipleOf is greater than 0", "write a number greater than 0", ""},
		{"schema-pattern-regex-invalid", i, "A pattern is a regular expression in Go syntax", "write a pattern without lookarounds and backreferences; validators in Go ignore any other pattern", ""},
		{"schema-type-unsupported", e, "A type is string, number, integer, boolean, array or object", "write string, number, integer, boolean, object or array; int32 is a format of integer, and a file is a string with format binary", ""},
		{"security-scheme-apikey-in-invalid", e, "An API key is in the query, a header or a cookie", "write in: query, in: header or in: cookie", ""},
		{"security-scheme-http-scheme-invalid", m, "An HTTP scheme has a valid name", "write scheme: bearer or scheme: basic", ""},
		{"security-scheme-name-required", e, "An API key has a name", "add name, the name of the header, query parameter or cookie", ""},
		{"security-scheme-type-invalid", e, "The type of a security scheme is one that OpenAPI defines", "write apiKey, http, oauth2 or openIdConnect", ""},
		{"serialization-method-invalid", e, "The style of a parameter, header or encoding is valid for its location", "path: simple, label, matrix; query: form, spaceDelimited, pipeDelimited, deepObject; header: simple; cookie: form", ""},
		{"server-url-required", m, "A server has a URL", "add url, which may be /", "the server has no url"},
		{"server-url-template-invalid", m, "The variables of a server match its URL", "declare exactly the variables of the URL", ""},
		{"token-url-forbidden", m, "This OAuth flow has no token URL", "remove tokenUrl", ""},
		{"type-array-for-3-1-plus", e, "In OpenAPI 3.0 a type is a string", "write one type, and nullable: true to permit null", ""},
		{"boolean-schema-for-3-1-plus", e, "In OpenAPI 3.0 a schema is a mapping", "write {} to permit any value, or {not: {}} to permit none", ""},
		{"unevaluated-items-both-forms-exclusive", m, "unevaluatedItems is a boolean or a schema", "keep one", ""},
		{"unevaluated-properties-both-forms-exclusive", m, "unevaluatedProperties is a boolean or a schema", "keep one", ""},
		{"unresolved-ref", e, "A reference resolves", "define the target inline", ""},
		{"url-identifier-mutually-exclusive", m, "A license does not have both a URL and an identifier", "keep one", ""},
		{"value-external-value-mutually-exclusive", m, "An example has either value or externalValue", "keep one", ""},
		{"value-or-external-value-required", m, "An example has a value or an externalValue", "add value", ""},
		{"webhook-nil", e, "A webhook is a path item", "add its operations", ""},
	}
}

// upstream returns the rules of kin-openapi that no rule of this package replaces.
func upstream() []rule {
	replaced := map[string]bool{
		"duplicate-operation-id": true, "path-parameters-mismatch": true, "duplicate-parameter": true, "default-violates-schema": true,
		"example-violates-schema": true, "security-requirement-scheme-undefined": true, "duplicate-tag": true,
	}
	excerpts := upstreamExamples()
	var list []rule
	for _, code := range openapi3.ValidationErrorCodes() {
		if replaced[code] {
			continue
		}
		n := textOf(code)
		fix := cmp.Or(n.fix, "correct the document as the message says")
		bad, good := excerpts[code].texts()
		why := "The OpenAPI specification requires this. Tools reject, ignore or misread documents that violate it."
		if code == "schema-pattern-regex-invalid" {
			why = "OpenAPI recommends the syntax of ECMA-262. Validators in Go use package regexp, which rejects some of these patterns."
		}
		list = append(list, rule{mild: n.weight.mild, Rule: Rule{
			ID: code, Stage: "openapi", Severity: n.weight.severity, Title: n.title, Bad: bad, Good: good, Fix: strings.ToUpper(fix[:1]) + fix[1:] + ".",
			Why: why + " The library kin-openapi defines the rule and its ID.",
		}})
	}
	return list
}

// textOf returns the texts for a code.
func textOf(code string) upstreamText {
	for _, n := range upstreamTexts() {
		if n.code == code {
			return n
		}
	}
	return newer(code)
}

// newer returns the texts for a code about a field that the OpenAPI version of the document does not define yet. For any other code, it returns only
// a general title.
func newer(code string) upstreamText {
	field, version, ok := strings.Cut(code, "-field-for-")
	if !ok {
		return upstreamText{code: code, title: "The document follows the OpenAPI specification"}
	}
	version = strings.ReplaceAll(strings.TrimSuffix(version, "-plus"), "-", ".")
	return upstreamText{
		code: code, weight: weight{report.Error, true},
		title: "Field " + fieldOfCode(field) + " requires OpenAPI " + version,
		fix:   "remove it, because earlier versions ignore it, or change openapi to " + version,
	}
}

// fieldOfCode returns the field that a code such as "pattern-properties-field-for-3-1-plus" is about. name is the text before "-field-for-".
func fieldOfCode(name string) string {
	switch name {
	case "anchor", "comment", "defs", "dynamic-anchor", "dynamic-ref", "id", "schema":
		name = "$" + name
	case "jsonschemadialect":
		return "jsonSchemaDialect"
	}
	words := strings.Split(name, "-")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}
