// Package protocol is the runtime of generated code. Programs use package rest and the generated packages instead.
//
// A generated client encodes requests with [JSON], [Form], [Multipart] and [Style], and reads responses with [Decode]. A generated server lists
// its operations as [Route] values, which a [Server] serves. Generated enums use [Enum], [Flags] and [Strings].
package protocol

// Version1 is in every generated file that imports this package. A package protocol that does not have it is not compatible with the file.
const Version1 = true
