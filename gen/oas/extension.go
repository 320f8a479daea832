package oas

// Extension is a specification extension that specgen reads.
type Extension struct {
	Name    string // "x-secret"
	Summary string // description of the value, in one line
	Near    bool   // whether lint reports an unknown extension as a misspelling if its name differs from Name in one letter
}

// Extensions returns the extensions that specgen reads. Related extensions are next to each other.
func Extensions() []Extension {
	return []Extension{
		{"x-enum-varnames", "the names of the enum members, in the order of the values", true},
		{"x-enumNames", "the names of the enum members, as NSwag writes them", false},
		{"x-enum-names", "the names of the enum members, as other tools write them", true},
		{"x-enum-values", "the values of the enum members: numbers, or objects with numericValue, identifier and description", true},
		{"x-enum-flags", "whether the values are bits that can be combined", true},
		{"x-enum-descriptions", "the descriptions of the enum members, in order, by value or by name", true},
		{"x-enumDescriptions", "the descriptions of the enum members, as Redocly writes them", false},
		{"x-enum-deprecated", "the enum members that are deprecated: names, or booleans in order", true},
		{"x-go-name", "the Go name of a schema, property or parameter", true},
		{"x-go-type", "the Go type to use instead of a generated one", true},
		{"x-go-type-import", "the import path and name of the package of x-go-type", true},
		{"x-go-type-name", "the name of the Go type that is generated for an inline schema", true},
		{"x-go-type-skip-optional-pointer", "whether an optional property is a value and not a pointer", true},
		{"x-go-nullable", "whether the Go type of the property distinguishes null from an absent member", true},
		{"x-go-json-ignore", "whether JSON omits the property", true},
		{"x-omitempty", "whether the JSON tag of the property has omitempty", false},
		{"x-order", "the position of the property in the Go struct", false},
		{"x-oapi-codegen-extra-tags", "additional struct tags for the property", false},
		{"x-deprecated-reason", "the reason why an object is deprecated, for the Go comment", false},
		{"x-secret", "whether the value is a secret that must not be printed", true},
		{"x-idempotent", "whether a client may repeat a request after an uncertain result; the default depends on the method", true},
		{"x-evidence", "the evidence for a schema, or for an operation and its parts (see PartsOf)", true},
		{"x-open", "whether the schema keeps properties that it does not declare", false},
		{"x-since", "the first version of the API that has the operation", true},
		{"x-until", "the last version of the API that has the operation", true},
	}
}

// Idempotent reports whether a client may repeat a request of an operation after an uncertain result. It returns the value of x-idempotent. If this
// value is not a boolean, it reports whether the method is idempotent (RFC 9110, section 9.2.2). method must be in upper case.
func Idempotent(operation *Node, method string) bool {
	if marked, ok := operation.Get("x-idempotent").Bool(); ok {
		return marked
	}
	switch method {
	case "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE":
		return true
	}
	return false
}

// Since returns the first version of the API that has an operation (x-since), or "" if the document does not name it.
func Since(operation *Node) string { return operation.Text("x-since") }

// Until returns the last version of the API that has an operation (x-until), or "" if the document does not name it.
func Until(operation *Node) string { return operation.Text("x-until") }

// IsOpen reports whether x-open is true in a schema. The Go type of such a schema keeps properties that the schema does not declare.
func IsOpen(schema *Node) bool { return schema.True("x-open") }
