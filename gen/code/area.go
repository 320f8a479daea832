package code

import (
	"context"
	"fmt"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/render"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// area is the operations of one tag: a client package and a server package.
type area struct {
	Name       string // package and directory, "mfadefaultsettings"
	Package    string // name under which the facades import the package: Name, unless that is one of facadeNames
	Tag        string // as in the document, "MFADefaultSettings", on one line
	Field      string // of the facade, "MFADefaultSettings"
	Doc        string // what the tag is about
	Operations []*operation
}

// operation is what the templates know of an operation.
type operation struct {
	ID      string // as in the document
	Name    string // Go method
	Method  string
	Path    string
	Pointer string
	Summary string // first line of its comment
	Doc     string // the rest of its comment
	Reason  string // why deprecated, "" when it is not
	Access  string // see [generator.access]
	Token   bool   // the client sends the token
	Accept  string

	PathParams []param
	Query      []param
	Headers    []param
	Cookies    []param
	Params     string // declaration of the params struct, "" without parameters for it
	Secret     bool   // the params struct holds secrets
	Redacts    string // methods of the result that keep secrets out of logs, "" if it has none
	ReadsQuery bool   // a parameter is read from the parsed query
	Body       *body
	Results    []result
	Success    success
}

// facadeNames returns every identifier in the templates of the facades. A package with one of these names is imported under another name, because
// it would hide what the template refers to.
func facadeNames() map[string]bool {
	names := map[string]bool{}
	for _, text := range []string{render.ClientFacade, render.ServerFacade, render.StdFacade} {
		var s scanner.Scanner
		s.Init(token.NewFileSet().AddFile("", -1, len(text)), []byte(text), nil, 0)
		for _, tok, name := s.Scan(); tok != token.EOF; _, tok, name = s.Scan() {
			if tok == token.IDENT {
				names[name] = true
			}
		}
	}
	return names
}

// AllParams are the fields of the params struct.
func (o *operation) AllParams() []param { return slices.Concat(o.Query, o.Headers, o.Cookies) }

type param struct {
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
	Kind     string   // "styled", "json", "text"; "value" for what package protocol carries, by StyleOf
	StyleOf  string   // Go expression of its style, "" for what is of another kind
	Others   []string // of a query object that takes any member: the names of the other query parameters
	Schema   string   // type in the document: "integer", "string", "array"
	Format   string
	Typed    string // options of package runtime
	Integer  bool   // a path parameter that is written as digits without further ado
	Plain    bool   // a path parameter that is a text as it is
	Secret   bool   // a value must not be printed
	Doc      string
	Reason   string // why deprecated
	At       string // pointer in the bundle
}

// typed are the options of package runtime that tell it the parameter's type in the document.
func (p param) typed() string {
	var options []string
	if p.Schema != "" {
		options = append(options, fmt.Sprintf("Type: %q", p.Schema))
	}
	if p.Format != "" {
		options = append(options, fmt.Sprintf("Format: %q", p.Format))
	}
	return strings.Join(options, ", ")
}

// Streams reports whether the handler receives the request body as an io.Reader or a *multipart.Reader.
func (o *operation) Streams() bool {
	return o.Body != nil && (o.Body.Kind == "stream" || o.Body.Kind == "multipart")
}

type body struct {
	Kind     string // "json", "form", "multipart", "stream"
	Type     string
	Media    string // on the wire; "" when the caller says (a pattern such as image/*)
	Required bool
	Fields   []field // of a multipart form
	Redacts  string  // methods of the form that keep secrets out of logs
	Styles   []style // of the members of a form
}

type field struct {
	Name, Wire, Type, Doc string
	Upload, List          bool
	Required              bool
	Secret                bool
}

// result is a declared success.
type result struct {
	Status string // "200", "2XX"
	Code   int    // 200, 2
	Type   string // Go type of a JSON body, "" for none
	Nil    bool   // the type has a nil of its own: no pointer
	Null   bool   // the document allows null
	Stream bool
	Secret bool
}

// success is what a server's handler returns.
type success struct {
	Code   int
	Type   string // "" for none
	Slice  bool
	Stream bool
	Media  string
}

// collect makes areas of what oapi-codegen found. It runs inside of oapi-codegen, because some of its methods read its options.
func (g *generator) collect(ctx context.Context, ops []codegen.OperationDefinition) error {
	byPlace := make(map[string]codegen.OperationDefinition, len(ops))
	for _, op := range ops {
		byPlace[op.Method+" "+op.Path] = op
	}
	areas := map[string]*area{}
	fields := map[string]bool{"Conn": true} // Conn is a field of the client's own
	for _, so := range g.spec.Operations() {
		if err := ctx.Err(); err != nil {
			return err
		}
		op, ok := byPlace[so.Method+" "+so.Path]
		if !ok {
			continue // a method that oapi-codegen has no constant for
		}
		o, err := g.operation(so, op)
		if err != nil {
			return fmt.Errorf("%s: operation %q: %w", g.spec.Position(so.Pointer), so.ID, err)
		}
		name, tag := so.Area, so.Tag
		if g.cfg.Packages == "one" {
			name, tag = "api", ""
		}
		a := areas[name]
		if a == nil {
			if tag == "" || name == spec.Area("") && !strings.EqualFold(tag, name) {
				tag = "API" // tags without a letter that a folder can have share the area of those without a tag
			}
			field := names.Distinct(tag, g.name, func(name string) bool { return fields[name] })
			a = &area{Name: name, Package: name, Tag: oneLine(tag), Field: field, Doc: g.tagDoc(tag)}
			areas[name], fields[field] = a, true
			g.areas = append(g.areas, a)
		}
		a.Operations = append(a.Operations, o)
	}
	slices.SortFunc(g.areas, func(a, b *area) int { return strings.Compare(a.Name, b.Name) })
	g.aliasAreas()
	return nil
}

// aliasAreas sets the name under which the facades import each area. An area whose name a facade uses itself gets the suffix "area", more than
// once if another area has that name.
func (g *generator) aliasAreas() {
	facade, taken := facadeNames(), map[string]bool{}
	for _, a := range g.areas {
		taken[a.Name] = true
	}
	for _, a := range g.areas {
		if !facade[a.Name] {
			continue
		}
		for facade[a.Package] || taken[a.Package] {
			a.Package += "area"
		}
		taken[a.Package] = true
	}
}

func (g *generator) tagDoc(tag string) string {
	for _, t := range g.spec.Model().Root().Get("tags").List() {
		if t.Text("name") == tag {
			return sentence(t.Text("description"))
		}
	}
	return ""
}

func (g *generator) operation(so spec.Operation, op codegen.OperationDefinition) (*operation, error) {
	o := &operation{
		ID: so.ID, Name: op.OperationId, Method: op.Method, Path: op.Path, Pointer: so.Pointer,
		Summary: summary(op.OperationId, op.Spec.Summary), Access: g.access(so), Token: g.sendsToken(so),
	}
	if o.ID == "" {
		o.ID = so.Method + " " + so.Path
	}
	o.Doc = g.operationDoc(so, op)
	if op.Spec.Deprecated {
		o.Reason, _ = op.Spec.Extensions["x-deprecated-reason"].(string)
		if o.Reason == "" {
			o.Reason = "the API marks this operation as deprecated."
		}
	}
	reserved := map[string]bool{"ctx": true, "body": true, "params": true, "edit": true, "c": true, "r": true, "req": true, "res": true, "out": true,
		"err": true, "model": true, "rest": true, "protocol": true, "runtime": true, "context": true, "http": true, "io": true, "contentType": true, "content": true,
		"w": true, "handler": true, "url": true, "strings": true, "json": true, "form": true,
		"fmt": true, "slog": true, "bytes": true, "time": true, "strconv": true, "mime": true, "multipart": true, "chi": true, "errors": true, "uuid": true}
	for _, p := range op.PathParams {
		v := g.param(p)
		v.Var = names.LowerFirst(p.GoName())
		for reserved[v.Var] || codegen.IsGoKeyword(v.Var) || types.Universe.Lookup(v.Var) != nil {
			v.Var += "Param"
		}
		reserved[v.Var] = true
		o.PathParams = append(o.PathParams, v)
	}
	for _, p := range op.QueryParams {
		v := g.param(p)
		if v.StyleOf != "" && v.Style == "form" && v.Explode && takesAny(p.Spec.Schema.Value) {
			for _, other := range op.QueryParams {
				if other.ParamName != p.ParamName {
					v.Others = append(v.Others, other.ParamName)
				}
			}
		}
		o.Query = append(o.Query, v)
	}
	for _, p := range op.HeaderParams {
		o.Headers = append(o.Headers, g.param(p))
	}
	for _, p := range op.CookieParams {
		o.Cookies = append(o.Cookies, g.param(p))
	}
	o.ReadsQuery = slices.ContainsFunc(o.Query, func(p param) bool { return p.Kind != "value" })
	for _, list := range [][]param{o.Query, o.Headers, o.Cookies} {
		for i := range list {
			list[i].At = g.parameter(o, list[i])
		}
	}
	redacts := g.redactParams(o)
	if params := o.AllParams(); len(params) > 0 {
		if err := distinct(params); err != nil {
			return nil, err
		}
		o.Params = paramsStruct(o.Name, params) + redacts
	}
	o.Body = g.body(so, op)
	g.redactForm(o)
	g.results(o, so, op)
	g.redactResult(o)
	return o, nil
}

func distinct(params []param) error {
	seen := map[string]param{}
	for _, p := range params {
		if other, twice := seen[p.Field]; twice {
			return fmt.Errorf("%s parameter %q and %s parameter %q are both %s in Go; give one an x-go-name", other.In, other.Name, p.In, p.Name, p.Field)
		}
		seen[p.Field] = p
	}
	return nil
}

func (g *generator) param(p codegen.ParameterDefinition) param {
	v := param{
		Name: p.ParamName, Field: p.GoName(), Type: goType(p.TypeDef()), Pointer: p.HasOptionalPointer(), NilCheck: p.RequiresNilCheck(),
		Required: p.Required, In: p.In, Style: p.Style(), Explode: p.Explode(), Schema: p.SchemaType(), Format: p.SchemaFormat(), Kind: "styled",
		Doc: p.Spec.Description,
	}
	switch {
	case p.IsJson():
		v.Kind = "json"
	case p.IsPassThrough():
		v.Kind = "text"
	}
	if v.In == "cookie" && v.Style == "form" {
		v.Style = "simple" // the name is the cookie's own: package runtime would put "name=" before the value
	}
	if p.Spec.Schema != nil && v.Kind == "styled" {
		if s, ok := styled(v, p.Spec.Schema.Value); ok {
			v.Kind, v.StyleOf = "value", s.String()
		}
	}
	v.Typed = v.typed()
	v.Integer = v.Kind == "styled" && v.Schema == "integer" && v.Style == "simple"
	v.Plain = v.Kind == "styled" && v.Schema == "string" && v.Style == "simple" && v.Type == "string"
	if p.ZeroValueIsNil() && v.Pointer {
		v.Pointer = false // nil says absent; a pointer to a slice would say it twice
	}
	v.Secret = isSecret(p.Spec.Schema, p.Spec.Extensions)
	for _, content := range p.Spec.Content {
		v.Secret = v.Secret || isSecret(content.Schema, p.Spec.Extensions)
	}
	if p.Spec.Deprecated {
		v.Reason, _ = p.Spec.Extensions["x-deprecated-reason"].(string)
		if v.Reason == "" {
			v.Reason = "the API marks this parameter as deprecated."
		}
	}
	return v
}

func (g *generator) body(so spec.Operation, op codegen.OperationDefinition) *body {
	if op.Spec.RequestBody == nil || len(op.Bodies) == 0 {
		return nil
	}
	d := op.Bodies[0]
	b := &body{Required: d.Required, Media: g.prepared.media[so.Pointer+"/requestBody"]}
	if strings.Contains(b.Media, "*") {
		b.Media = ""
	}
	switch {
	case d.IsJSON():
		b.Kind, b.Type = "json", bodyType(d.Schema)
	case d.NameTag == "Formdata":
		b.Kind, b.Type = "form", bodyType(d.Schema)
		b.Styles = formStyles(op.Spec.RequestBody.Value.Content["application/x-www-form-urlencoded"])
	case d.NameTag == "Multipart" && len(d.Schema.Properties) > 0:
		b.Kind = "multipart"
		for _, p := range d.Schema.Properties {
			b.Fields = append(b.Fields, formField(p))
		}
	case d.NameTag == "Multipart":
		b.Kind, b.Media = "stream", "" // the caller makes the parts, with mime/multipart or protocol.Multipart, and knows the boundary
	default:
		b.Kind = "stream"
		if g.prepared.several[so.Pointer+"/requestBody"] {
			b.Media = "" // the caller knows which of them it has
		}
	}
	return b
}

// bodyType is the Go type of a request body. oapi-codegen declares a type of its own for one that is no component, an array for
// instance; here it is written out.
func bodyType(s codegen.Schema) string {
	if !strings.Contains(s.RefType, ".") {
		s.RefType = ""
	}
	return typeOf(s)
}

// typeOf is the Go type of a body. A reference is taken by its name, also where oapi-codegen would alias it.
func typeOf(s codegen.Schema) string {
	if t := s.TypeDecl(); t != "" {
		return goType(strings.ReplaceAll(t, "interface{}", "any"))
	}
	return "any"
}

func formField(p codegen.Property) field {
	f := field{Name: p.GoFieldName(), Wire: p.JsonFieldName, Type: typeOf(p.Schema), Doc: p.Description, Required: p.Required, Secret: isSecretProperty(p)}
	switch strings.TrimLeft(f.Type, "*") {
	case "openapi_types.File":
		f.Upload, f.Type = true, "rest.Upload"
	case "[]openapi_types.File":
		f.Upload, f.List, f.Type = true, true, "[]rest.Upload"
	default:
		if !p.Required && !strings.HasPrefix(f.Type, "[]") && !strings.HasPrefix(f.Type, "map[") && f.Type != "any" {
			f.Type = "*" + f.Type
		}
	}
	return f
}

// results fills in what the client decodes, what it accepts, and what the server's handler gives.
func (g *generator) results(o *operation, so spec.Operation, op codegen.OperationDefinition) {
	var accept, refusals []string
	add := func(list *[]string, media string) {
		if media != "" && !slices.Contains(*list, media) {
			*list = append(*list, media)
		}
	}
	for _, d := range op.Responses {
		media := g.prepared.media[so.Pointer+oas.Pointer("responses", d.StatusCode)]
		code := statusCode(d.StatusCode)
		if code == 0 || code > 5 && code >= 400 || code < 100 && code > 3 {
			add(&refusals, media)
			continue
		}
		r := result{Status: strings.ToUpper(d.StatusCode), Code: code}
		if len(d.Contents) > 0 {
			add(&accept, media)
			if c := d.Contents[0]; c.IsJSON() {
				r.Type = typeOf(c.Schema)
				r.Nil = strings.HasPrefix(r.Type, "[]") || strings.HasPrefix(r.Type, "map[") || r.Type == "any" || r.Type == "json.RawMessage"
				r.Null = !r.Nil && g.allowsNull(c.Schema.OAPISchema)
				r.Secret = isSecret(&openapi3.SchemaRef{Value: c.Schema.OAPISchema}, nil)
			} else {
				r.Stream = true
			}
		}
		o.Results = append(o.Results, r)
		if o.Success.Code == 0 && code != 1 && code/100 != 1 {
			o.Success = success{Code: max(code, 200), Type: r.Type, Slice: strings.HasPrefix(r.Type, "[]"), Stream: r.Stream, Media: media}
		}
	}
	if o.Success.Code == 0 {
		o.Success.Code = 204
	}
	if strings.Contains(o.Success.Media, "*") {
		o.Success.Media = ""
	}
	o.Accept = strings.Join(slices.Concat(accept, slices.DeleteFunc(refusals, func(m string) bool { return slices.Contains(accept, m) })), ", ")
}

// allowsNull reports whether null is a value of a schema: by itself, as a member of a union, or in all parts of an allOf. It computes the result
// of each schema once. A schema that contains itself does not allow null for that reason alone.
func (g *generator) allowsNull(s *openapi3.Schema) bool {
	if s == nil {
		return false
	}
	if known, seen := g.null[s]; seen {
		return known
	}
	g.null[s] = false
	null := func(ref *openapi3.SchemaRef) bool { return g.allowsNull(ref.Value) }
	switch {
	case s.Nullable:
		g.null[s] = true
	case len(s.OneOf)+len(s.AnyOf) > 0:
		g.null[s] = slices.ContainsFunc(slices.Concat(s.OneOf, s.AnyOf), null)
	default:
		g.null[s] = s.Type == nil && len(s.AllOf) > 0 && !slices.ContainsFunc(s.AllOf, func(ref *openapi3.SchemaRef) bool { return !null(ref) })
	}
	return g.null[s]
}

// statusCode is 204 for "204", 2 for "2XX", 0 for "default".
func statusCode(status string) int {
	code := 0
	for i, c := range strings.ToUpper(status) {
		switch {
		case c >= '0' && c <= '9':
			code = code*10 + int(c-'0')
		case c == 'X' && i > 0:
		default:
			return 0
		}
	}
	return code
}

// operationDoc is the comment below the first line: description, method and path, evidence.
func (g *generator) operationDoc(so spec.Operation, op codegen.OperationDefinition) string {
	var parts []string
	if d := strings.TrimSpace(op.Spec.Description); d != "" {
		parts = append(parts, d)
	}
	parts = append(parts, so.Method+" "+so.Path)
	if e := so.Object().Node.Text("x-evidence"); e != "" {
		parts[len(parts)-1] += " (" + e + ")"
	}
	return strings.Join(parts, "\n\n")
}
