// Package ir holds the intermediate form between a document and the generated Go code. The form consists only of data, and does not use types of
// oapi-codegen or kin-openapi.
package ir
