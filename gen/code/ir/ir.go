package ir

import "slices"

// Package is the intermediate form of a document.
type Package struct {
	API     API
	Areas   []*Area       // by name
	Models  []Declaration // of package model, in the order of their files
	Enums   []Enum
	Stock   []Stock
	Imports map[string]string // import paths of x-go-type-import, by the package name that x-go-type uses
}

// API describes the document as a whole.
type API struct {
	Title, Version, Description string
	Auth                        Auth
	Server                      string // URL of the first server, with the defaults of its variables
	Problem                     string // media type of most error responses
}

// Auth is the security scheme of the client's token, and how a request carries the token.
type Auth struct{ Scheme, Kind, Name string } // Kind: "header", "query", "cookie", "bearer", "basic", or "" without a scheme

// Area is the operations of one tag: a client package and a server package.
type Area struct {
	Name       string // package and directory, "mfadefaultsettings"
	Package    string // name under which the facades import the package
	Tag        string // as in the document, "MFADefaultSettings", on one line
	Field      string // of the facade, "MFADefaultSettings"
	Doc        string // description of the tag
	Pointer    string // of the tag, "" if the document does not declare it
	Operations []*Operation
}

// Operation is one operation of an area.
type Operation struct {
	ID          string // as in the document
	Name        string // Go method
	Method      string
	Path        string
	Pointer     string
	Summary     string
	Description string
	Evidence    string
	Reason      string // why the operation is deprecated, "" if it is not
	Access      string // field of protocol.Route that states who may call the operation: "Open", "Optional", or ""
	Token       bool   // the client sends the token
	Accept      string

	PathParams []Param
	Query      []Param
	Headers    []Param
	Cookies    []Param
	Body       *Body
	Results    []Result
	Success    Success

	ParamSecrets  Secrets
	ResultSecrets Secrets
}

// Params returns the fields of the params struct.
func (o *Operation) Params() []Param { return slices.Concat(o.Query, o.Headers, o.Cookies) }

// Streams reports whether the handler receives the request body as an io.Reader or a *multipart.Reader.
func (o *Operation) Streams() bool {
	return o.Body != nil && (o.Body.Kind == "stream" || o.Body.Kind == "multipart")
}

// ReadsQuery reports whether a parameter is read from the parsed query.
func (o *Operation) ReadsQuery() bool {
	return slices.ContainsFunc(o.Query, func(p Param) bool { return p.Kind != "value" })
}

// Param is a parameter of an operation.
type Param struct {
	Name     string // on the wire
	Var      string // Go variable of a path parameter
	Field    string // Go field of any other
	Type     string // without pointer
	Pointer  bool
	NilCheck bool
	Required bool
	In       string
	Style    string
	Explode  bool
	Kind     string   // "styled", "json", "text" or "value"; package protocol encodes a "value" as StyleOf describes
	StyleOf  *Style   // of kind "value"
	Others   []string // names of the other query parameters, if this one is an object with any members
	Schema   string   // type in the document: "integer", "string", "array"
	Format   string
	Integer  bool // a path parameter that is written as digits
	Plain    bool // a path parameter that is any text
	Secret   bool // the value must not be printed
	Doc      string
	Reason   string // why the parameter is deprecated, "" if it is not
	At       string // pointer in the bundle
}

// Style describes how package protocol writes and reads a parameter or a member of a form.
type Style struct {
	Name, Style       string
	Explode, Required bool
	Kinds, Items      string
}

// Body is a request body.
type Body struct {
	Kind     string // "json", "form", "multipart", "stream"
	Type     string
	Media    string // on the wire; "" if the caller states it (a pattern such as image/*)
	Required bool
	Fields   []Field // of a multipart form
	Secrets  Secrets // of a multipart form
	Styles   []Style // of the members of a form
}

// Field is a field of a multipart form.
type Field struct {
	Name, Wire, Type, Doc string
	Upload, List          bool
	Required              bool
	Secret                bool
}

// Result is a declared success.
type Result struct {
	Status string // "200", "2XX"
	Code   int    // 200, 2
	Type   string // Go type of a JSON body, "" for none
	Nil    bool   // the type includes nil, so that it needs no pointer
	Null   bool   // the document allows null
	Stream bool
	Secret bool
}

// Success is what a server's handler returns.
type Success struct {
	Code   int
	Type   string // "" for none
	Slice  bool
	Stream bool
	Media  string
}

// Secrets describes which values of a Go type must not be printed.
type Secrets struct {
	Held   bool     // the type has secret fields, or fields whose types hold secrets
	Fields []string // secret fields
}

// SecretMethods returns the names of the methods of a type that holds secrets.
func SecretMethods() []string { return []string{"LogValue", "Format"} }

// Declaration is a type or a method of package model.
type Declaration struct {
	Type    string // name of the type, or of the receiver's
	Method  string // "" for a type
	Area    string // of the file
	Pointer string // of the schema that the type was made from
	Secrets Secrets
	Members []Symbol // exported fields

	Schema      string // component name
	Description string // of the schema
	Reason      string // why the schema is deprecated, "" if it is not
	Inline      bool   // the schema is not a component
	Added       bool   // oapi-codegen added the type; the document has no schema for it
	Bare        bool   // a copy of another type without its methods

	Comment string // of a method, as Go source
	Parts   []Part // source
}

// Part is Go source, and the text of the comment that follows it.
type Part struct{ Source, Doc string }

// Symbol is an exported identifier and the pointer of the value that it was made from.
type Symbol struct{ Name, Member, Pointer string }

// Stock is a package that oapi-codegen writes with its own templates.
type Stock struct {
	Name    string
	Source  string   // without package clause and imports
	Imports []string // "name path", in addition to the usual ones
	Symbols []Symbol
}
