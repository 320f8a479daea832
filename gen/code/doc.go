// Package code turns a specification into Go: the models, one client and one server interface for each area, the facades over
// them, and the index that says which part of the document each exported identifier came from.
//
// It is the only importer of oapi-codegen, which does the hard part: schemas to Go types, operations to their parameters,
// bodies and responses. What comes out of it goes through our own templates (*.tmpl), so that the result is small, has its
// fields in the order of the document, and is cut into a file for each area.
//
// What is prepared in memory before oapi-codegen sees the document, and why:
//   - media types: `application/json; api-version=1.0` becomes `application/json`, because the key ends up in identifiers
//     (ApplicationJSONAPIVersion10...). The wire value is put back into the templates.
//   - enums: the values are taken out, because oapi-codegen prints them through float64 and sorts their names; package enum
//     emits type and constants from the YAML nodes, under the names chosen here.
//   - inline objects and enums become components, so that each has one Go type with a name.
//   - properties get an `x-order`, because oapi-codegen sorts them by name otherwise.
//   - open objects (`x-open: true`, `additionalProperties: true`) keep unknown members as json.RawMessage, because
//     map[string]any loses digits of large numbers.
//   - arrays and maps are fields without a pointer: nil is absent, and an empty one is sent.
//   - what OpenAPI 3.1 has from JSON Schema gets the forms that oapi-codegen knows (normal.go): nothing that a document allows on the wire is lost.
//   - parameters and forms that package runtime does not carry there and back (unions, objects, lists with separators) are given to package protocol
//     with their style and types (style.go).
//
// Files are written as gofmt writes them (layout.go), because parsing and printing took half of the time; what that does not know, and what brings
// imports of its own, is parsed and printed once.
//
// What is done with its text: comments are written anew, and additional properties are decoded by package protocol in one pass over the
// members, where the stock template decodes each member by itself.
//
// The client's token is the credential of one security scheme, the first that the document requires. It is sent only to operations that have this
// scheme in one of their security requirements. An editor sets the credentials of other schemes.
//
// Types that hold secrets have methods for log/slog and fmt that redact them (secret.go): models, parameters, forms and results.
//
// What is not supported: callbacks and webhooks are ignored; of several JSON media types in one body the first is used.
//
// The stock client and servers of oapi-codegen (stock.go) are made of the same prepared document, in its own templates, where
// they are asked for.
package code
