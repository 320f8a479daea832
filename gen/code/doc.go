// Package code generates the Go packages of a document: the models, a client and a server interface for each area, and facades that combine all
// areas. Its entry point is [Generate]. The tree that Generate returns has an index. The index maps each exported identifier to the JSON pointer of
// its source in the document, or to "" if it has no source.
//
// Package oapi converts the document to the intermediate form of package ir, and package render writes this form as Go source. Package code does not
// generate the code of enums. Package enum generates this code from [Result.Enums].
//
// Callbacks and webhooks have types, but no client or server. If a body has several JSON media types, the generated code uses application/json, or
// the first of them by name if application/json is not declared.
package code
