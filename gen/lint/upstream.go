package lint

import (
	"cmp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/report"
)

// note is what we add to a code of kin-openapi.
type note struct {
	code   string
	weight weight
	title  string
	remedy string
}

// weight is how bad a finding is. A mild one is an error in house layout, and a warning in the documents of strangers.
type weight struct {
	severity report.Severity
	mild     bool
}

// notes has a line for each code of kin-openapi that openAPIObjects can meet; those of fields that are newer than a document's version are
// made in upstream. What the generator copes with is mild.
func notes() []note {
	e, m, w, i := weight{report.Error, false}, weight{report.Error, true}, weight{report.Warning, false}, weight{report.Info, false}
	return []note{
		{"additional-operations-duplicate-method", e, "additionalOperations repeats no method that has a field", "move it to that field"},
		{"additional-operations-fixed-method-case", e, "additionalOperations repeats no method in another case", "use the field of that method"},
		{"additional-operations-invalid-method", e, "additionalOperations is keyed by HTTP methods", "write a method, letters only"},
		{"additional-properties-both-forms-exclusive", e, "additionalProperties is a boolean or a schema", "keep one"},
		{"authorization-url-forbidden", m, "This OAuth flow has no authorization URL", "remove authorizationUrl"},
		{"bearer-format-forbidden", m, "Only the bearer scheme has a format", "remove bearerFormat"},
		{"boolean-schema-with-other-keywords", e, "A boolean schema stands alone", "write it as true or false only"},
		{"conflicting-paths", e, "No two paths differ in the names of their parameters only", ""},
		{"content-keys-overlap", m, "No two media types of a content are the same", "remove one"},
		{"content-or-schema-exactly-one", e, "A parameter or header has a schema or a content", "give it a schema, or a content, and not both"},
		{"default-required", m, "A server variable has a default", "add default"},
		{"duplicate-required-field", m, "No name stands twice in required", "remove one"},
		{"encoding-content-type-invalid", m, "An encoding's contentType is a media type", "write it as image/png"},
		{"example-examples-mutually-exclusive", m, "There is example or examples", "keep one"},
		{"exclusive-bound-boolean-before-3-1", m, "In OpenAPI 3.1 an exclusive bound is a number", "write exclusiveMinimum: 5 in place of minimum: 5 and exclusiveMinimum: true"},
		{"exclusive-bound-number-for-3-1-plus", m, "In OpenAPI 3.0 an exclusive bound is a boolean", "write minimum: 5 and exclusiveMinimum: true"},
		{"external-docs-url-required", w, "External documentation has a URL", "add url"},
		{"extra-sibling-fields", m, "An object has only the fields that OpenAPI knows", ""},
		{"flows-forbidden", m, "Only OAuth has flows", "remove flows"},
		{"flows-required", m, "An OAuth scheme has flows", "add flows"},
		{"header-content-single-entry", m, "A header's content has one media type", "keep one"},
		{"in-forbidden", m, "Nothing says twice where it stands", "remove in"},
		{"info-required", e, "A document has an info", "add info with title and version"},
		{"info-title-required", m, "The API has a title", "add title"},
		{"info-version-required", m, "The API has a version", "add version"},
		{"json-schema-dialect-required", m, "jsonSchemaDialect is an absolute URI", "write a URI with its scheme"},
		{"license-name-required", m, "A license has a name", "add name"},
		{"name-forbidden", m, "Nothing has two names", "remove name"},
		{"oauth-flow-authorization-url-required", m, "This OAuth flow has an authorization URL", "add authorizationUrl"},
		{"oauth-flow-scopes-required", m, "An OAuth flow has scopes", "add scopes, which may be empty: {}"},
		{"oauth-flow-token-url-required", m, "This OAuth flow has a token URL", "add tokenUrl"},
		{"openapi-required", e, "A document names its version of OpenAPI", "add openapi: 3.0.3"},
		{"openid-connect-url-required", m, "An OpenID Connect scheme has its URL", "add openIdConnectUrl"},
		{"operation-id-operation-ref-mutually-exclusive", m, "A link names its operation once", "keep operationId or operationRef"},
		{"operation-id-or-operation-ref-required", m, "A link names its operation", "add operationId"},
		{"operation-responses-required", m, "An operation has responses", "add responses with the success at least"},
		{"parameter-content-single-entry", e, "A parameter's content has one media type", "keep one"},
		{"parameter-in-invalid", e, "A parameter stands in the path, the query, a header or a cookie", "write path, query, header or cookie; a body is a requestBody"},
		{"parameter-name-required", e, "A parameter has a name", "add name"},
		{"path-must-start-with-slash", e, "A path begins with a slash", ""},
		{"path-parameter-required", e, "A path parameter is required", "add required: true"},
		{"paths-required", e, "A document has paths", "add paths, which may be empty: {}"},
		{"read-only-write-only-mutually-exclusive", m, "A property is not both readOnly and writeOnly", "keep one"},
		{"request-body-content-required", m, "A request body has a content", "add content"},
		{"response-description-required", m, "A response has a description", "add description"},
		{"responses-required", m, "An operation has at least one response", "add the success"},
		{"schema-items-required", m, "An array says what its items are", "add items"},
		{"schema-multiple-of-not-positive", m, "multipleOf is greater than 0", "write a number greater than 0"},
		{"schema-pattern-regex-invalid", i, "A pattern is one that Go can compile", "other tools may still understand it; a validator in Go cannot"},
		{"schema-type-unsupported", e, "A type is one of string, number, integer, boolean, array, object", "write string, number, integer, boolean, object or array; int32 is a format of integer, a file is a string of format binary"},
		{"security-scheme-apikey-in-invalid", e, "An API key stands in the query, a header or a cookie", "add in: header"},
		{"security-scheme-http-scheme-invalid", m, "An HTTP scheme has a name", "write scheme: bearer or basic"},
		{"security-scheme-name-required", e, "An API key has a name", "add name, that of the header"},
		{"security-scheme-type-invalid", e, "A security scheme is apiKey, http, oauth2 or openIdConnect", "write apiKey, http, oauth2 or openIdConnect"},
		{"serialization-method-invalid", e, "A parameter has a style that its place knows", "path: simple, label, matrix; query: form, spaceDelimited, pipeDelimited, deepObject; header: simple; cookie: form"},
		{"server-url-required", m, "A server has a URL", "add url, which may be /"},
		{"server-url-template-invalid", m, "A server's URL and its variables agree", "declare each {name} of the URL in variables, and no other"},
		{"token-url-forbidden", m, "This OAuth flow has no token URL", "remove tokenUrl"},
		{"type-array-for-3-1-plus", e, "In OpenAPI 3.0 a type is one word", "write one type, and nullable: true where null is allowed"},
		{"boolean-schema-for-3-1-plus", e, "In OpenAPI 3.0 a schema is a mapping", "write {} for anything, and not: {} for nothing"},
		{"unevaluated-items-both-forms-exclusive", m, "unevaluatedItems is a boolean or a schema", "keep one"},
		{"unevaluated-properties-both-forms-exclusive", m, "unevaluatedProperties is a boolean or a schema", "keep one"},
		{"unresolved-ref", e, "A reference leads somewhere", "write out what it should lead to"},
		{"url-identifier-mutually-exclusive", m, "A license has a URL or an identifier", "keep one"},
		{"value-external-value-mutually-exclusive", m, "An example has a value or an external one", "keep one"},
		{"value-or-external-value-required", m, "An example has a value", "add value"},
		{"webhook-nil", e, "A webhook is a path item", "write its operations below"},
	}
}

// upstream lists the rules that are kin-openapi's own, without those that have a rule here that says more.
func upstream() []rule {
	known := map[string]note{}
	for _, n := range notes() {
		known[n.code] = n
	}
	ours := map[string]bool{
		"duplicate-operation-id": true, "path-parameters-mismatch": true, "duplicate-parameter": true, "default-violates-schema": true,
		"example-violates-schema": true, "security-requirement-scheme-undefined": true, "duplicate-tag": true,
	}
	excerpts := upstreamShown()
	var list []rule
	for _, code := range openapi3.ValidationErrorCodes() {
		n, ok := known[code]
		if !ok {
			n = newer(code)
		}
		if ours[code] {
			continue
		}
		fix := cmp.Or(n.remedy, "the message says how")
		bad, good := excerpts[code].texts()
		list = append(list, rule{mild: n.weight.mild, Rule: Rule{
			ID: code, Stage: "openapi", Severity: n.weight.severity, Title: n.title, Bad: bad, Good: good, Fix: strings.ToUpper(fix[:1]) + fix[1:] + ".",
			Why: "The OpenAPI specification asks for it, and tools refuse, ignore or misread a document that does otherwise. The rule and its " +
				"code are those of kin-openapi.",
		}})
	}
	return list
}

// newer describes a code of a field that is newer than the document's version of OpenAPI. It is ignored there, which harms nobody.
func newer(code string) note {
	field, version, ok := strings.Cut(code, "-field-for-")
	if !ok {
		return note{code: code, title: "The document follows the OpenAPI specification"}
	}
	version = strings.ReplaceAll(strings.TrimSuffix(version, "-plus"), "-", ".")
	return note{
		code: code, weight: weight{report.Error, true},
		title:  "The field " + field + " is not used before OpenAPI " + version,
		remedy: "older versions ignore it: remove it, or raise the document's openapi to " + version,
	}
}

// upstreamRemedy says how a finding of kin-openapi is mended, "" when its message does.
func upstreamRemedy(code string) string {
	for _, n := range notes() {
		if n.code == code {
			return n.remedy
		}
	}
	return newer(code).remedy
}

// upstreamMessage is a message for a finding of kin-openapi whose own says less, "" for the others.
func upstreamMessage(code string) string {
	switch code {
	case "default-required":
		return "the server variable has no default"
	case "operation-responses-required", "responses-required":
		return "the operation has no responses"
	case "parameter-name-required":
		return "the parameter has no name"
	case "request-body-content-required":
		return "the request body has no content"
	case "response-description-required":
		return "the response has no description"
	case "schema-items-required":
		return "the array does not say what its items are"
	case "external-docs-url-required":
		return "the external documentation has no url"
	case "server-url-required":
		return "the server has no url"
	}
	return ""
}
