package ir

import "slices"

// Package is the intermediate form of a document.
type Package struct {
	API     API
	Areas   []*Area       // sorted by name
	Models  []Declaration // declarations of package model, in the order in which oapi-codegen writes them
	Enums   []Enum
	Stock   []Stock
	Imports map[string]string // package name in x-go-type -> import path in x-go-type-import
}

// API describes the document as a whole.
type API struct {
	Title, Version, Description string
	Schemes                     []Scheme // security schemes that a client can use, sorted by name
	Server                      string   // URL of the first server, with the variables replaced with their defaults
	Problem                     string   // media type of most error responses
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

// Scheme is a security scheme, and how a request carries its credential.
type Scheme struct {
	Name  string // name in the document
	Kind  string // "header", "query", "cookie", "bearer" or "basic"
	Key   string // name of the header, query parameter or cookie
	Token bool   // whether its credential is the client's token
}

// Area holds the operations of one tag. It becomes a client package and a server package.
type Area struct {
	Name       string // name of the package and its directory, such as "mfadefaultsettings"
	Package    string // name under which the facades import the package
	Tag        string // name of the tag in the document, without line breaks
	Field      string // name of the field in the facades, such as "MFADefaultSettings"
	Doc        string // description of the tag
	Pointer    string // JSON pointer of the tag, "" if the document does not declare the tag
	Operations []*Operation
}

// Securities returns the distinct security requirements of the operations.
func (a *Area) Securities() [][][]Scheme {
	var all [][][]Scheme
	for _, o := range a.Operations {
		if o.Security != nil && !slices.ContainsFunc(all, o.requires) {
			all = append(all, o.Security)
		}
	}
	return all
}

// requires reports whether the operation has a security requirement.
func (o *Operation) requires(security [][]Scheme) bool {
	return slices.EqualFunc(o.Security, security, slices.Equal[[]Scheme])
}

// SecurityIndex returns the index of an operation's security requirement in [Area.Securities], or -1 if it has none.
func (a *Area) SecurityIndex(o *Operation) int {
	if o.Security == nil {
		return -1
	}
	return slices.IndexFunc(a.Securities(), o.requires)
}

// Operation is one operation of an area.
type Operation struct {
	ID          string // operationId, or the method and path if there is none
	Name        string // name of the Go method
	Method      string
	Path        string
	FixedQuery  string // encoded query that the client always sends
	ClientOnly  bool   // whether the server cannot distinguish the operation from another operation
	Pointer     string
	Summary     string
	Description string
	Evidence    string
	Reason      string     // why the operation is deprecated, "" if it is not
	Access      string     // field of protocol.Route to set: "Open", "Optional", or "" if the operation requires security
	Security    [][]Scheme // alternatives that the client can use; each lists the schemes that a request needs together
	Idempotent  bool       // whether a request may be repeated after an uncertain result
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

// Param is a parameter of an operation.
type Param struct {
	Name     string // name on the wire
	Var      string // Go variable of a path parameter
	Field    string // Go field of any other parameter
	Type     string // Go type without the pointer
	Pointer  bool
	NilCheck bool
	Required bool
	In       string
	Codec    string   // functions of package protocol that convert a scalar or the items of a list, "Int" for IntText and ParseInt; "" for others
	StyleOf  *Style   // style; nil if the value is a single text
	Reserved bool     // whether reserved characters are not escaped
	Others   []string // if this parameter is an object that allows any member, the names of the other query parameters
	Integer  bool     // whether it is a path parameter whose text is a decimal integer
	Plain    bool     // whether it is a path parameter of type string
	Secret   bool     // whether the value must not be printed
	Doc      string
	Reason   string // why the parameter is deprecated, "" if it is not
	At       string // JSON pointer in the bundle
}

// Style describes how package protocol writes and reads a parameter or a member of a form.
type Style struct {
	Name, Style       string
	Explode, Required bool
	Reserved          bool
	Kinds, Items      string
}

// Body is a request body.
type Body struct {
	Kind     string // "json", "form", "multipart", "stream"
	Type     string
	Media    string   // media type to send; "" if the caller must choose it, as for image/*
	Accepts  []string // media types of a stream that the server accepts; nil for all
	Required bool
	Fields   []Field // fields of a multipart form
	Secrets  Secrets // secrets of a multipart form
	Styles   []Style // styles of the members of a form
}

// Field is a field of a multipart form.
type Field struct {
	Name, Wire, Type, Doc string
	Upload, List          bool
	Required              bool
	Secret                bool
	Media                 string // media type of the parts; "" for the default
	Header                string // Go field for headers of the parts, "" if the document declares none
}

// Result is a success response that the document declares.
type Result struct {
	Status string // "200", "2XX", "Default"
	Code   int    // 200 for "200", 2 for "2XX"; 0 for a default response, which is a success because it is the only response
	Type   string // Go type of a JSON body, "" if there is none
	Nil    bool   // whether nil is a value of the type, so that the field needs no pointer
	Null   bool   // whether the document allows null
	Stream bool
	Media  string // media types of a response without JSON, separated by commas, if the response may also have JSON
	Secret bool
}

// Success is the response of a handler that returns no error.
type Success struct {
	Code   int
	Type   string // Go type of a JSON body, "" if there is none
	Slice  bool
	Stream bool
	Media  string // media type of the body; "" if there is none or if the handler chooses it
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
	Type    string // name of the type, or of the method's receiver type
	Method  string // name of the method, "" for a type
	Area    string // area of the file
	Pointer string // JSON pointer of the schema that the type was generated from
	Secrets Secrets
	Members []Symbol // exported fields

	Schema      string // component name
	Description string // description of the schema
	Example     string // JSON of a request body that has the type, "" if the document has no short example
	Reason      string // why the schema is deprecated, "" if it is not
	Inline      bool   // whether the schema is not a component
	Added       bool   // whether oapi-codegen added the type, which has no schema in the document
	Bare        bool   // whether the type is a copy of another type without its methods

	Comment string // doc comment of a method, as Go source
	Parts   []Part // source of the declaration, split at the comments
}

// Part is a piece of Go source and the text of the comment after it.
type Part struct{ Source, Doc string }

// Symbol is an exported identifier and the JSON pointer of the value that it was generated from.
type Symbol struct{ Name, Member, Pointer string }

// Stock is a package that oapi-codegen writes with its own templates.
type Stock struct {
	Name    string
	Source  string   // Go source without package clause and imports
	Imports []string // additional imports, each as "name path"
	Symbols []Symbol
}
