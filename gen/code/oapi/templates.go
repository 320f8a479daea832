// Package oapi runs oapi-codegen on a document.
package oapi

import _ "embed"

// Union is the template of the methods of a union.
//
//go:embed union.tmpl
var Union string
