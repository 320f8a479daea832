// Package rest is the runtime of the clients and servers that specgen generates. It imports the standard library only.
//
// A client connects with a [Conn]. Every generated result embeds a [Response]; every failure that the server reports is an [*Error], and [Status]
// returns its status. A server's handlers return the same [*Error], made by [Errorf], to choose the status of the response. [File] and [Upload]
// are bodies that are streamed.
//
// [EnumOf] describes a generated enum, [CheckEnums] reports values that are not members, and [Named] shows an enum by its name, for
// example in configuration files. On the wire, an integer enum is always a number.
//
// Package rest does not encode requests or decode responses: generated code calls package protocol for that.
package rest
