// Package ir holds the intermediate form between a document and the generated Go code. The form consists of data only and does not use the types of
// oapi-codegen and kin-openapi.
package ir
