// Package oapi converts a document to the intermediate form of package ir. Its entry point is [Read]. Read runs oapi-codegen, which chooses the Go
// types of schemas and plans the parameters, bodies and responses of operations.
//
// No other package of the command imports oapi-codegen. The README of oapi-codegen calls its importable packages "a mistake" and its template
// overrides unstable. For each new version of oapi-codegen, this package therefore needs a review. Comments that refer to the source code of
// oapi-codegen name the file, and most of them name the version.
//
// Read changes a copy of the document in memory before oapi-codegen reads the copy:
//   - A media type loses its parameters, because oapi-codegen derives identifiers from it (ApplicationJSONAPIVersion10). The intermediate form
//     keeps the media type that is sent.
//   - An enum loses its values, because oapi-codegen prints numbers through float64 and sorts the names. Package enum writes the type and the constants.
//   - An inline object with properties, an inline union or an inline enum becomes a component, so that its Go type has a name.
//   - A property gets an `x-order`, because oapi-codegen sorts properties without an `x-order` by name.
//   - An open object (`x-open: true`, or properties with `additionalProperties: true`) keeps unknown members as json.RawMessage, because
//     map[string]any loses digits of large numbers.
//   - An array or a map becomes a field without a pointer. The client omits an optional field that is nil, and sends an empty array or map.
//   - Schemas that only OpenAPI 3.1 allows get a form that oapi-codegen supports, see [normalizer31].
//
// Package protocol encodes parameters and form members whose values the runtime of oapi-codegen would change (style.go). The client's token is the
// credential of the first supported security scheme that the document or its operations require (api.go). The client sends the token only for
// operations that declare this scheme (access.go). Read marks types that contain secrets (secret.go).
//
// If requested, oapi-codegen also writes its stock client and servers from the same document, with its own templates (stock.go).
package oapi
