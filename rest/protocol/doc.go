// Package protocol encodes requests, decodes responses and serves operations for generated code. Programs should not call it. They should use package
// rest and the generated packages.
//
// A generated client encodes requests with [JSON], [Form], [Multipart] and [Style], and reads responses with [Decode]. A generated server lists its
// operations as values of type [Route], which a [Server] serves. Generated enums use [Enum], [Flags] and [Strings].
package protocol

// Version1 identifies the version of this package. Every generated file that imports package protocol uses Version1, so the file does not compile
// with a version of this package that does not declare Version1.
const Version1 = true
