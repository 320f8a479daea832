// Package ir holds the intermediate form between the document and the generated Go code: plain data, without the types of oapi-codegen and
// kin-openapi.
package ir
