package ir

import "slices"

// Package is the intermediate form of a document.
type Package struct {
	API     API
	Areas   []*Area       // sorted by name
	Models  []Declaration // declarations of package model in the order in which oapi-codegen writes them
	Enums   []Enum
	Stock   []Stock
	Imports map[string]string // import paths of x-go-type-import and of the setting type-mapping, by package name
}

// API describes the whole document.
type API struct {
	Title, Version, Description string
	Schemes                     []Scheme // security schemes that a client can use, sorted by name
	Server                      string   // URL of the first server, in which variables have their default values; "" if there is none
	Problem                     string   // most frequent JSON media type of error and default responses; application/problem+json if there is none
}

// TokenScheme returns the name of the security scheme that uses the client's token, or "" if there is none.
func (a API) TokenScheme() string {
	for _, s := range a.Schemes {
		if s.Token {
			return s.Name
		}
	}
	return ""
}

// Scheme is a security scheme and the way in which a request carries its credential.
type Scheme struct {
	Name  string // name in the document
	Kind  string // "header", "query", "cookie", "bearer" or "basic"
	Key   string // name of the header, query parameter or cookie
	Token bool   // whether the credential is the client's token
}

// Area is a group of operations, usually those with the same tag. An area becomes a client package and a server package.
type Area struct {
	Name       string // name of the package and its directory, such as "mfadefaultsettings"
	Package    string // name of the package in the imports of the facades
	Tag        string // tag in the document, without line breaks; "API" if there is none
	Field      string // name of the field in the facades, such as "MFADefaultSettings"
	Doc        string // description of the tag
	Pointer    string // JSON pointer of the tag; "" if the document does not declare the tag
	Operations []*Operation
}

// Securities returns the distinct security requirements of the operations in an area.
func (a *Area) Securities() [][][]Scheme {
	var all [][][]Scheme
	for _, o := range a.Operations {
		if o.Security != nil && !slices.ContainsFunc(all, o.requires) {
			all = append(all, o.Security)
		}
	}
	return all
}

// requires reports whether security is the security requirement of the operation.
func (o *Operation) requires(security [][]Scheme) bool {
	return slices.EqualFunc(o.Security, security, slices.Equal[[]Scheme])
}

// SecurityIndex returns the index of an operation's security requirement in [Area.Securities], or -1 if the operation has none.
func (a *Area) SecurityIndex(o *Operation) int {
	if o.Security == nil {
		return -1
	}
	return slices.IndexFunc(a.Securities(), o.requires)
}

// Operation is an operation of an area.
type Operation struct {
	ID          string // operationId; if it is missing, the method and path
	Name        string // name of the Go method
	Method      string
	Path        string
	FixedQuery  string // encoded query that every request contains
	ClientOnly  bool   // whether only the client supports the operation, because the server cannot distinguish it from another operation
	Pointer     string
	Summary     string
	Description string
	Evidence    string
	Reason      string     // reason for the deprecation; "" if the operation is not deprecated
	Access      string     // field of protocol.Route to set, "Open" or "Optional"; "" if the operation requires security
	Security    [][]Scheme // alternatives that the client supports; each lists the schemes that a request needs together; nil if there are none
	Idempotent  bool       // whether a client may repeat a request that the server may already have processed
	Accept      string

	PathParams []Param
	Query      []Param
	Headers    []Param
	Cookies    []Param
	Body       *Body
	Results    []Result
	Success    Success
	Typed      bool   // whether the handler returns an interface that is implemented by one type per final result
	Produces   string // media types that the server checks against the header Accept, separated by commas; "" if the server checks none

	ResultHeaders []Header // headers that the client can read from a result

	ParamSecrets  Secrets
	ResultSecrets Secrets
}

// Params returns the query, header and cookie parameters, which are the fields of the params struct.
func (o *Operation) Params() []Param { return slices.Concat(o.Query, o.Headers, o.Cookies) }

// Returns reports whether the handler returns a value in addition to the error.
func (o *Operation) Returns() bool { return o.Typed || o.Success.Type != "" || o.Success.Stream }

// FinalResults returns the results except those with a 1XX status, because a handler cannot send them.
func (o *Operation) FinalResults() []Result {
	return slices.DeleteFunc(slices.Clone(o.Results), func(r Result) bool { return !r.IsFinal() })
}

// Redirects reports whether the operation has final results, and all of them have a 3XX status.
func (o *Operation) Redirects() bool {
	final := o.FinalResults()
	return len(final) > 0 && !slices.ContainsFunc(final, func(r Result) bool { return r.Code != 3 && r.Code/100 != 3 })
}

// Streams reports whether the type of the request body in the handler is io.Reader or *multipart.Reader.
func (o *Operation) Streams() bool {
	return o.Body != nil && (o.Body.Kind == "stream" || o.Body.Kind == "multipart")
}

// Param is a parameter of an operation, or a header of a response.
type Param struct {
	Name     string // name on the wire
	Var      string // Go variable of a path parameter
	Field    string // Go field of any other parameter
	Type     string // Go type without the pointer
	Pointer  bool
	NilCheck bool
	Required bool
	In       string
	Codec    string   // prefix of functions in package protocol that convert the value or a list item, such as "Int" for IntText; "" if there are none
	StyleOf  *Style   // style of the parameter; nil if the functions of Codec convert the whole value
	Reserved bool     // whether reserved characters remain unescaped
	Others   []string // for an exploded object that permits any member, the names that the other parameters use in the query
	Integer  bool     // whether the parameter is a path parameter that is a decimal integer
	Plain    bool     // whether the parameter is a path parameter of type string
	Secret   bool     // whether the value must not be printed
	Doc      string
	Reason   string // reason for the deprecation; "" if the parameter is not deprecated
	At       string // JSON pointer in the bundle
}

// Style describes how package protocol writes and reads a parameter, a header of a response, or a member of a form.
type Style struct {
	Name, Style       string
	Explode, Required bool
	Reserved          bool
	Kinds, Items      string
}

// Body is a request body.
type Body struct {
	Kind     string // "json", "form", "multipart" or "stream"
	Type     string
	Media    string   // media type that the client sends; "" if the caller must choose it, as for image/*
	Accepts  []string // media types of a stream that the server accepts; nil means all
	Required bool
	Pointer  bool    // whether the Go parameter is a pointer, which is nil if the optional body is absent
	Null     bool    // whether the type is a list, a map or bytes, and nil means null
	Fields   []Field // fields of a multipart form
	Secrets  Secrets // secrets of a multipart form
	Styles   []Style // styles of the members of a urlencoded form
}

// Field is a field of a multipart form.
type Field struct {
	Name, Wire, Type, Doc string
	Upload, List          bool
	Required              bool
	Secret                bool
	Media                 string // media type of the part; "" means the default
	Header                string // Go field for the headers of the part; "" for an upload, or if the document declares none
}

// Result is a response that the document declares, except error responses. A default response is a Result only if it is the only response.
type Result struct {
	Status string // "200", "2XX", "Default"
	Code   int    // 200 for "200", 2 for "2XX", and 0 for "Default"
	Type   string // Go type of a JSON body; "" if there is none
	Nil    bool   // whether the type has the value nil, so that the field is not a pointer
	Null   bool   // whether the document permits null
	Stream bool
	Media  string // for a response that may be JSON or a stream, the media types of the stream, separated by commas
	Secret bool

	Pointer     string // JSON pointer of the response
	Description string
	Produces    []string // media types of the body
	Headers     []Param  // headers that the handler sets
	Min, Max    int      // range from which the handler chooses the status; 0 if the status is Code
	Usual       int      // default status in the range; 0 if the handler must choose the status
	Except      []int    // statuses in the range that other results declare
	Secrets     Secrets  // secrets in the type that the handler returns
}

// HandlerType returns the Go type of a JSON body in the handler. It is a pointer if the document permits null and the type does not have the value
// nil.
func (r Result) HandlerType() string {
	if r.Null && !r.Nil {
		return "*" + r.Type
	}
	return r.Type
}

// IsFinal reports whether the result is a final response. A 1XX response is not final.
func (r Result) IsFinal() bool { return r.Code != 1 && r.Code/100 != 1 }

// Header is a header of a result. The client's result has a method that returns the value of the header.
type Header struct {
	Param
	Statuses []string // statuses of the results that declare the header
}

// Success is the response that the server sends if the handler returns no error.
type Success struct {
	Code   int
	Type   string // Go type of a JSON body; "" if there is none
	Null   bool   // whether the type is a list, a map or bytes, and nil means null
	Stream bool
	Media  string // media type of the body; "" if there is none, or if the handler chooses it
}

// Secrets describes which values of a Go type must not be printed.
type Secrets struct {
	Held   bool     // whether the type has secret fields, or fields whose types contain secrets
	Fields []string // secret fields
}

// SecretMethods returns the names of the methods that a type with secrets has.
func SecretMethods() []string { return []string{"LogValue", "Format"} }

// Declaration is the declaration of a type or a method in package model.
type Declaration struct {
	Type    string // name of the type; for a method, the receiver type
	Method  string // name of the method; "" for a type
	Area    string // area of the file with the declaration
	Pointer string // JSON pointer of the schema from which the type was generated
	Secrets Secrets
	Members []Symbol // exported fields

	Schema      string // component name
	Description string // description of the schema
	Example     string // JSON text of an example of a request body; "" if there is none, or if it is long or not an object
	Reason      string // reason for the deprecation; "" if the schema is not deprecated
	Inline      bool   // whether the schema is not a component
	Added       bool   // whether oapi-codegen added the type, such as the type of a member of a union
	Bare        bool   // whether the type is a copy of another type without its methods

	Comment string // doc comment of the method, as Go source; "" for a type
	Parts   []Part // source of the declaration, split at its comments
}

// Part is Go source, followed by the text of a comment.
type Part struct{ Source, Doc string }

// Symbol is an exported identifier with the JSON pointer of the object from which it was generated.
type Symbol struct{ Name, Member, Pointer string }

// Stock is a package that oapi-codegen writes with its own templates.
type Stock struct {
	Name    string
	Source  string   // Go source without the package clause and the imports
	Imports []string // additional imports, each as "name path"
	Symbols []Symbol
}
