// Package render prints the intermediate form of a document as Go source.
package render

import _ "embed"

// The templates of an area's client and server, and of the facades. StdFacade is the part of the server's facade for an http.ServeMux.
var (
	//go:embed client.tmpl
	Client string
	//go:embed server.tmpl
	Server string
	//go:embed client_facade.tmpl
	ClientFacade string
	//go:embed server_facade.tmpl
	ServerFacade string
	//go:embed server_facade_std.tmpl
	StdFacade string
)
