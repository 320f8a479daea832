// Package rest is the runtime of the clients and servers that specgen generates. It imports only the standard library and internal packages of this
// module.
//
// A client sends requests through a [Conn]. Every result of a client method embeds a [Response]. If the server responds with an error, a client
// method returns an [*Error], and [Status] returns its status. Handlers of a server return an [*Error] from [Errorf] to set the status of the
// response. [File] and [Upload] stream a body instead of holding it in memory.
//
// [EnumOf] returns the description of a generated enum, and [CheckEnums] reports values that are not members of their enums. [Named] encodes an enum
// as its name, for example in configuration files. On the wire, a value of an integer enum is a number.
//
// Package rest neither encodes requests nor decodes successful responses. Generated code uses package protocol for these tasks.
package rest
