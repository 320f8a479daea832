package edit

import (
	"cmp"
	"slices"
	"strings"
)

// field has the change ID of one or more fields of OpenAPI objects.
type field struct {
	id   string
	noun string // the name of the field in messages, or "" for its key
	keys string // the keys of the fields, separated by spaces
}

// fields has the change IDs of fields, apart from those that [fieldOf] derives from the prefix of a key.
var fields = []field{
	{"documentation-changed", "", "$comment description summary title externalDocs termsOfService contact license x-enum-descriptions x-deprecated-reason"},
	{"example-changed", "", "example examples"},
	{"version-changed", "the version of the API", "version"},
	{"openapi-version-changed", "the OpenAPI version", "openapi"},
	{"deprecation-changed", "deprecated", "deprecated x-enum-deprecated"},
	{"operation-id-renamed", "the operationId", "operationId"},
	{"tag-changed", "the tag", "tags"},
	{"serialization-changed", "", "style explode allowReserved collectionFormat allowEmptyValue contentType"},
	{"security-changed", "the security requirement", "security"},
	{"servers-changed", "the list of servers", "servers"},
	{"request-body-changed", "the request body", "requestBody"},
	{"type-changed", "the type", "type"},
	{"format-changed", "the format", "format"},
	{"nullable-changed", "", "nullable"},
	{"required-changed", "", "required"},
	{"default-changed", "the default", "default"},
	{"pattern-changed", "the pattern", "pattern"},
	{"limit-changed", "", "minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems minProperties maxProperties multipleOf uniqueItems"},
	{"values-changed", "the list of values", "enum const"},
	{"access-changed", "", "readOnly writeOnly"},
	{"additional-properties-changed", "", "additionalProperties"},
	{"keyword-changed", "", "items prefixItems not contains minContains maxContains if then else dependentRequired dependentSchemas propertyNames unevaluatedItems unevaluatedProperties schema content"},
	{"discriminator-changed", "the discriminator", "discriminator"},
	{"discriminator-changed", "the property that selects the schema", "propertyName"},
	{"reserved-changed", "the list of reserved names and numbers", "x-enum-reserved"},
	{"enum-flags-changed", "", "x-enum-flags"},
	{"go-name-changed", "the Go name", "x-go-name"},
	{"evidence-changed", "the evidence", "x-evidence"},
	{"availability-changed", "", "x-since x-until x-open"},
	{"sunset-changed", "", "x-sunset"},
	{"stability-increased", "", "x-stability-level"},
}

// fieldOf returns the field for key. If fields does not list the key, the change ID depends on the prefix of the key.
func fieldOf(key string) field {
	for _, f := range fields {
		if slices.Contains(strings.Fields(f.keys), key) {
			return field{id: f.id, noun: cmp.Or(f.noun, key)}
		}
	}
	switch {
	case strings.HasPrefix(key, "x-go-"):
		return field{id: "go-type-changed", noun: key}
	case strings.HasPrefix(key, "x-"):
		return field{id: "extension-changed", noun: key}
	}
	return field{id: "field-changed", noun: key}
}
