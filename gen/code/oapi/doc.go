// Package oapi reads a document into the intermediate form of package ir. [Read] is its entry point. It runs oapi-codegen, which chooses the Go types of
// schemas and plans the parameters, bodies and responses of operations.
//
// The package is the seam to oapi-codegen: no other package imports it. The README of oapi-codegen calls its importable packages "a mistake", and
// overrides of its templates unstable, so each new version of oapi-codegen needs a review of this package. Comments name the version and the file of
// the behavior that they describe.
//
// Before oapi-codegen reads the document, Read changes its copy in memory:
//   - A media type loses its parameters, because oapi-codegen makes identifiers of it (ApplicationJSONAPIVersion10). The intermediate form has the
//     media type of the wire.
//   - An enum loses its values, because oapi-codegen prints numbers through float64 and sorts the names. Package enum writes type and constants.
//   - An inline object or enum becomes a component, so that it has a Go type with a name.
//   - A property gets an `x-order`, because oapi-codegen sorts properties without one by name.
//   - An open object (`x-open: true`, `additionalProperties: true`) keeps unknown members as json.RawMessage, because map[string]any loses digits of
//     large numbers.
//   - An array or a map is a field without a pointer: nil is absent, and the client sends an empty one.
//   - Schemas that only OpenAPI 3.1 allows get a form that oapi-codegen knows, see [normalizer31].
//
// Package protocol encodes the parameters and form members that oapi-codegen's runtime does not transmit unchanged (style.go). The client's token is the
// credential of the first security scheme that the document requires (api.go), and only operations with that scheme send it (access.go). Types that
// hold secrets are marked (secret.go).
//
// On request, oapi-codegen also writes its stock client and servers with its own templates, from the same changed document (stock.go).
package oapi
