// Package protocol is the runtime of generated code. Programs should use package rest and the generated packages instead.
//
// A generated client encodes requests with [JSON], [Form], [Multipart] and [Style], and reads responses with [Decode]. A generated server lists
// its operations as [Route] values, which a [Server] serves. Generated enums use [Enum], [Flags] and [Strings].
package protocol

// Version1 is referenced in every generated file that imports package protocol. A file that references a missing version does not compile.
const Version1 = true
