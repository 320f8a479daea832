// Package code generates the Go packages of a document: the models, a client and a server interface per area, and the facades over them. [Generate]
// is its entry point. It also returns the index, which maps each exported identifier to the part of the document that it was generated from.
//
// Package oapi reads the document into the intermediate form of package ir, and package render prints that form as Go source. The package does not
// generate the code of enums: package enum generates that code from [Result.Enums].
//
// Callbacks and webhooks have types, but no client or server. If a body has several JSON media types, the code uses the first.
package code
