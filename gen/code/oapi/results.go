package oapi

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// results sets the results of an operation, their headers, and the response that the server sends if the handler returns no error. It also sets the
// media types that the client accepts and that the server produces.
func (g *generator) results(o *ir.Operation, so spec.Operation, op codegen.OperationDefinition) error {
	var accept, produces, refusals []string
	add := func(list *[]string, media string) {
		if media != "" && !slices.Contains(*list, media) {
			*list = append(*list, media)
		}
	}
	onlyDefault := len(op.Responses) == 1 && statusCode(op.Responses[0].StatusCode) == 0
	for _, d := range op.Responses {
		pointer := so.Pointer + oas.Pointer("responses", d.StatusCode)
		media, others := g.prepared.media[pointer], g.prepared.others[pointer]
		code := statusCode(d.StatusCode)
		if code == 0 && !onlyDefault || isError(code) {
			add(&refusals, media)
			continue
		}
		if code == 204 || code == 205 || code == 304 {
			d.Contents = nil // RFC 9110 permits no content in a response with such a status
		}
		r := ir.Result{Status: strings.ToUpper(d.StatusCode), Code: code, Pointer: pointer}
		if onlyDefault {
			r.Status = "Default"
		}
		if v := op.Spec.Responses.Value(d.StatusCode); v != nil && v.Value != nil && v.Value.Description != nil {
			r.Description = *v.Value.Description
		}
		if len(d.Contents) > 0 {
			add(&accept, media)
			add(&r.Produces, media)
			for _, other := range others {
				add(&r.Produces, other)
			}
			if c := d.Contents[0]; c.IsJSON() {
				r.Type = typeOf(c.Schema)
				r.Nil = g.isNilable(r.Type)
				r.Null = g.allowsNull(c.Schema.OAPISchema)
				r.Secret = isSecret(&openapi3.SchemaRef{Value: c.Schema.OAPISchema}, nil)
				r.Media = strings.Join(others, ", ")
			} else {
				r.Stream = true
				for _, other := range others {
					add(&accept, other)
				}
			}
		}
		o.Results = append(o.Results, r)
		if o.Success.Code == 0 && r.IsFinal() {
			o.Success = ir.Success{Code: successCode(code, len(d.Contents) > 0), Type: r.HandlerType(), Null: r.Null && g.isCollection(r.Type), Stream: r.Stream, Media: media}
		}
	}
	if o.Success.Code == 0 {
		o.Success.Code = 204
	}
	if strings.Contains(o.Success.Media, "*") {
		o.Success.Media = ""
	}
	if err := g.headers(o); err != nil {
		return err
	}
	o.Typed = isTyped(o)
	for i := range o.Results {
		statusRange(&o.Results[i], o.Results)
	}
	for _, r := range o.FinalResults() {
		for i, media := range r.Produces {
			if o.Typed || i == 0 || r.Stream {
				add(&produces, media)
			}
		}
		if !o.Typed {
			break // the handler sends only the first successful response
		}
	}
	if o.Produces = strings.Join(produces, ", "); strings.Contains(o.Produces, "*") || declaresAccept(op) {
		o.Produces = ""
	}
	o.Accept = strings.Join(slices.Concat(accept, slices.DeleteFunc(refusals, func(m string) bool { return slices.Contains(accept, m) })), ", ")
	return nil
}

// declaresAccept reports whether an operation declares a header parameter Accept. Such a parameter often selects a version, and its values are not the
// media types of the responses.
func declaresAccept(op codegen.OperationDefinition) bool {
	return slices.ContainsFunc(op.HeaderParams, func(p codegen.ParameterDefinition) bool { return strings.EqualFold(p.ParamName, "Accept") })
}

// statusRange sets the fields Min, Max, Except and Usual of a result whose status is a range such as 2XX, or the default response. Usual is the
// status that the server sends if the handler does not choose one. Usual remains 0 if the status is 3XX, or if another result declares the usual
// status.
func statusRange(r *ir.Result, all []ir.Result) {
	switch {
	case r.Code == 0:
		r.Min, r.Max = 200, 599
	case r.Code < 10:
		r.Min, r.Max = r.Code*100, r.Code*100+99
	default:
		return
	}
	for _, other := range all {
		if other.Code >= r.Min && other.Code <= r.Max {
			r.Except = append(r.Except, other.Code)
		}
	}
	if usual := successCode(r.Code, len(r.Produces) > 0); r.Code != 3 && !slices.Contains(r.Except, usual) {
		r.Usual = usual
	}
}

// isTyped reports whether the handler of an operation chooses among several responses, or sets headers. A range such as 2XX counts as several
// responses. So does a JSON response with a sequential media type as an alternative (see [isSequential]).
func isTyped(o *ir.Operation) bool {
	final := o.FinalResults()
	return len(final) > 1 || slices.ContainsFunc(final, func(r ir.Result) bool {
		return r.Code > 0 && r.Code < 10 || len(r.Headers) > 0 || slices.ContainsFunc(strings.Split(r.Media, ", "), isSequential)
	})
}

// isSequential reports whether a body with a media type is a sequence of events or of JSON values (OpenAPI 3.2, section 4.14.2).
func isSequential(media string) bool {
	base, _, _ := strings.Cut(media, ";")
	switch strings.ToLower(strings.TrimSpace(base)) {
	case "text/event-stream", "application/jsonl", "application/x-ndjson", "application/json-seq":
		return true
	}
	return false
}

// headers sets the field Headers of each result to the headers that the handler sets. It sets o.ResultHeaders to the headers that the client can
// read.
func (g *generator) headers(o *ir.Operation) error {
	h := headers{generator: g, names: map[string]string{}, declared: map[string][]declaredHeader{}, taken: map[string]bool{
		"Response": true, "Status": true, "Header": true, "Raw": true, "JSON": true, "File": true, // names of the fields of a result
	}}
	for _, name := range ir.SecretMethods() {
		h.taken[name] = true
	}
	for i := range o.Results {
		h.taken["JSON"+o.Results[i].Status], h.taken["File"+o.Results[i].Status] = true, true
	}
	for i := range o.Results {
		if err := h.result(&o.Results[i]); err != nil {
			return err
		}
	}
	for _, key := range h.order {
		o.ResultHeaders = append(o.ResultHeaders, h.merged(key, o.Results)...)
	}
	return nil
}

// headers collects the headers that the results of an operation declare.
type headers struct {
	*generator
	order    []string                    // header names in lower case and in document order
	names    map[string]string           // Go name by header name in lower case
	declared map[string][]declaredHeader // declarations by header name in lower case
	taken    map[string]bool             // Go names in use
}

// declaredHeader is a header that a result declares.
type declaredHeader struct {
	status string
	codegen.ParameterDefinition
}

// result sets the field Headers of r, and adds the headers to h.
func (h *headers) result(r *ir.Result) error {
	list, err := codegen.DescribeParameters(h.prepared.headers[r.Pointer], nil)
	if err != nil {
		return err
	}
	for _, d := range list {
		key := strings.ToLower(d.ParamName)
		if h.names[key] == "" {
			h.order = append(h.order, key)
			h.names[key] = h.distinct(d)
		}
		h.declared[key] = append(h.declared[key], declaredHeader{r.Status, d})
		v, model := h.header(d), h.spec.Model()
		v.At = model.Resolve(model.At(r.Pointer)).Pointer() + oas.Pointer("headers", d.ParamName)
		r.Headers = append(r.Headers, v)
	}
	return nil
}

// header converts a header to a parameter.
func (h *headers) header(d codegen.ParameterDefinition) ir.Param {
	v := h.param(d)
	v.Field, v.Reason = h.names[strings.ToLower(d.ParamName)], reason(d.Spec.Deprecated, d.Spec.Extensions, "header")
	return v
}

// distinct returns an unused Go name for a header and reserves the name. If a field or method of a result has the usual name, distinct appends Header
// to the name of the header.
func (h *headers) distinct(d codegen.ParameterDefinition) string {
	name := d.GoName()
	if h.taken[name] {
		text := d.ParamName
		if !slices.Contains(slices.Collect(maps.Values(h.names)), name) {
			text += " Header"
		}
		name = names.Distinct(text, h.prepared.field, func(s string) bool { return h.taken[s] })
	}
	h.taken[name] = true
	return name
}

// merged merges the declarations of a header into headers of the client's result. key is the name of the header in lower case. It returns one header,
// unless the declarations differ in type or encoding. A header is required only if merged returns no other header and every result requires it.
func (h *headers) merged(key string, results []ir.Result) []ir.Header {
	declared := h.declared[key]
	required := len(declared) == len(results)
	var list []ir.Header
	for _, d := range declared {
		required = required && d.Required
		d.Required = false
		v := ir.Header{Param: h.header(d.ParameterDefinition), Statuses: []string{d.status}}
		if len(list) > 0 && v.Type == list[0].Type && v.Codec == list[0].Codec && reflect.DeepEqual(v.StyleOf, list[0].StyleOf) {
			list[0].Statuses = append(list[0].Statuses, d.status)
			continue
		}
		list = append(list, v)
	}
	if len(list) > 1 {
		for i := range list {
			list[i].Field += strings.Join(list[i].Statuses, "")
		}
	} else if required {
		declared[0].Required = true
		list[0].Param = h.header(declared[0].ParameterDefinition)
	}
	return list
}

// successCode returns the status that the server sends for the code of a successful response. It returns an exact status unchanged. For a range such
// as 2XX, it returns 200. For a default response, it returns 200 if there is a body, and 204 otherwise.
func successCode(code int, body bool) int {
	if code == 0 && !body {
		return 204
	}
	return max(code, 200)
}

// allowsNull reports whether a schema permits null. A schema permits null if it is nullable, or if a member of its union permits null. A schema with
// neither a type nor a union also permits null if all members of its allOf permit null. allowsNull computes the result for each schema once. A
// recursive reference does not count as permitting null.
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
	case s.Nullable, isType(s, "null"):
		g.null[s] = true
	case len(s.OneOf)+len(s.AnyOf) > 0:
		g.null[s] = slices.ContainsFunc(slices.Concat(s.OneOf, s.AnyOf), null)
	default:
		g.null[s] = s.Type == nil && len(s.AllOf) > 0 && !slices.ContainsFunc(s.AllOf, func(ref *openapi3.SchemaRef) bool { return !null(ref) })
	}
	return g.null[s]
}

// isError reports whether code, a result of statusCode, is the status of an error, such as 404, or the first digit of 4XX or 5XX.
func isError(code int) bool { return code >= 400 || code == 4 || code == 5 }

// statusCode returns the number of a status such as "204", and the first digit of a range such as "2XX". For any other text, such as "default", it
// returns 0.
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
