package oapi

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// operations prepares the operations in paths, and the requests of webhooks and callbacks. For the operations in paths, it converts inline objects,
// unions and enums to components, except multipart forms, and removes the parameters of media types. It makes their references to schemas refer to
// package model. Finally, it removes callbacks, webhooks, header parameters with the name Content-Type, and the component parameters, request bodies,
// responses and headers from the document. It returns the result of p.hooks.
func (p *prepared) operations() (used map[string]bool) {
	for _, op := range p.spec.Operations() {
		item := p.doc.Paths.Value(op.Path)
		if item == nil {
			continue
		}
		o := item.GetOperation(op.Method)
		if o == nil {
			continue
		}
		name := op.ID
		if name == "" {
			name = spec.DefaultID(op.Method, op.Path)
			o.OperationID = name
		}
		pathPointer := op.Pointer[:strings.LastIndexByte(op.Pointer, '/')]
		p.parameters(op, name, pathPointer, item.Parameters)
		p.parameters(op, name, op.Pointer, o.Parameters)
		if o.RequestBody != nil {
			p.body(op, name, o.RequestBody)
		}
		p.responses(op, name, o.Responses)
	}
	used = p.hooks()
	for _, item := range p.doc.Paths.Map() {
		item.Parameters = withoutContentType(item.Parameters)
		for _, o := range item.Operations() {
			o.Parameters, o.Callbacks = withoutContentType(o.Parameters), nil
		}
	}
	p.doc.Components.Parameters = nil
	p.doc.Components.RequestBodies = nil
	p.doc.Components.Responses = nil
	p.doc.Components.Headers = nil
	p.doc.Components.Callbacks = nil
	p.doc.Webhooks = nil
	return used
}

// parameters prepares the parameters of an operation or a path item. pointer is the pointer of this operation or path item.
func (p *prepared) parameters(op spec.Operation, name, pointer string, list openapi3.Parameters) {
	for i, ref := range list {
		at := oas.Pointer("parameters", strconv.Itoa(i))
		base := pointer
		if target, ok := strings.CutPrefix(ref.Ref, "#"); ok {
			base, at = target, ""
		}
		ref.Ref = ""
		v := ref.Value
		if v == nil {
			continue
		}
		p.parameter(v, name+"_"+v.Name, at, base, op.Area)
	}
}

// parameter prepares a parameter or a header. at is the pointer of v relative to base.
func (p *prepared) parameter(v *openapi3.Parameter, name, at, base, area string) {
	if v.Schema != nil {
		schema, step := notNull(v.Schema)
		plainParameter(schema)
		normalizer31{p.normal}.ref(schema)
		v.Schema = p.local(name, at+"/schema"+step, base, area, schema)
	}
	for media, content := range v.Content {
		if content.Schema != nil {
			content.Schema = p.local(name, at+"/content"+oas.Pointer(media, "schema"), base, area, content.Schema)
		}
	}
}

// withoutContentType removes the header parameter Content-Type from list. The OpenAPI specification requires tools to ignore this parameter.
func withoutContentType(list openapi3.Parameters) openapi3.Parameters {
	return slices.DeleteFunc(list, func(ref *openapi3.ParameterRef) bool {
		return ref.Value != nil && ref.Value.In == "header" && strings.EqualFold(ref.Value.Name, "Content-Type")
	})
}

// notNull returns the schema that an inline union permits in addition to null, because URLs and headers cannot contain null. step is the pointer of
// this schema relative to the union. If ref is not a union of null and one other schema, or if it also has properties or an allOf, notNull returns
// ref and "".
func notNull(ref *openapi3.SchemaRef) (schema *openapi3.SchemaRef, step string) {
	v := ref.Value
	if ref.Ref != "" || v == nil || len(v.Properties)+len(v.AllOf) > 0 {
		return ref, ""
	}
	for key, members := range map[string]openapi3.SchemaRefs{"oneOf": v.OneOf, "anyOf": v.AnyOf} {
		if len(members) != 2 || len(v.OneOf)+len(v.AnyOf) != 2 {
			continue
		}
		for i, member := range members {
			if isNull(members[1-i]) && !isNull(member) {
				return member, oas.Pointer(key, strconv.Itoa(i))
			}
		}
	}
	return ref, ""
}

// plainParameter changes an inline schema with several scalar types (not counting null) to a string without a format or an enum. Every value in a URL
// or a header is text. plainParameter does not change a schema with an x-go-type.
func plainParameter(ref *openapi3.SchemaRef) {
	v := ref.Value
	if ref.Ref != "" || v == nil || v.Type == nil || v.Extensions["x-go-type"] != nil {
		return
	}
	types := typesOf(v)
	if len(types) > 1 && !slices.Contains(types, "array") && !slices.Contains(types, "object") {
		v.Type, v.Format, v.Enum = &openapi3.Types{"string"}, "", nil
	}
}

// body prepares the request body of an operation.
func (p *prepared) body(op spec.Operation, name string, ref *openapi3.RequestBodyRef) {
	base, at := op.Pointer, "/requestBody"
	if target, ok := strings.CutPrefix(ref.Ref, "#"); ok {
		base, at = target, ""
	}
	ref.Ref = ""
	if ref.Value == nil {
		return
	}
	v := *ref.Value // copy the body, because several operations may share it, and each operation needs its own content
	ref.Value = &v
	key, several := op.Pointer+"/requestBody", len(v.Content) > 1
	v.Content = p.content(op, key, name+"_Body", base, at, v.Content)
	p.several[key] = several
}

// responses prepares the responses of an operation.
func (p *prepared) responses(op spec.Operation, name string, responses *openapi3.Responses) {
	for status, ref := range responses.Map() {
		base, at := op.Pointer+oas.Pointer("responses", status), ""
		if target, ok := strings.CutPrefix(ref.Ref, "#"); ok {
			base = target
		}
		ref.Ref = ""
		if ref.Value == nil {
			continue
		}
		v := *ref.Value
		key := op.Pointer + oas.Pointer("responses", status)
		v.Content = p.content(op, key, name+"_"+status+"_Response", base, at, v.Content)
		if !isError(statusCode(status)) {
			p.headers[key] = p.responseHeaders(op, name+"_"+status, base, &v)
		}
		v.Headers, v.Links = nil, nil // the stock templates must not generate code for headers
		ref.Value = &v
	}
}

// responseHeaders prepares the headers of the response at pointer, and returns them as parameters in document order. It leaves out Content-Type,
// Content-Length and Transfer-Encoding, because the server sets them. For a body that is not JSON, it also leaves out Content-Disposition. It skips a
// name that is not valid in HTTP, and a name that differs from an earlier name only in case.
func (p *prepared) responseHeaders(op spec.Operation, name, pointer string, v *openapi3.Response) openapi3.Parameters {
	var list openapi3.Parameters
	seen := map[string]bool{"content-type": true, "content-length": true, "transfer-encoding": true, "content-disposition": isStream(v.Content)}
	for _, key := range p.spec.At(pointer).Get("headers").Keys() {
		ref := v.Headers[key]
		if ref == nil || ref.Value == nil || seen[strings.ToLower(key)] || !oas.IsToken(key) {
			continue
		}
		seen[strings.ToLower(key)] = true
		at, base := oas.Pointer("headers", key), pointer
		if target, ok := strings.CutPrefix(ref.Ref, "#"); ok {
			base, at = target, ""
		}
		if ref.Value.Schema == nil && len(ref.Value.Content) == 0 {
			ref.Value.Schema = openapi3.NewStringSchema().NewRef()
		}
		p.parameter(&ref.Value.Parameter, name+"_"+key, at, base, op.Area)
		header := ref.Value.Parameter // copy the header, because several names may reference it
		header.Name, header.In = key, "header"
		list = append(list, &openapi3.ParameterRef{Value: &header})
	}
	return list
}

// isStream reports whether a response has a body that is not JSON.
func isStream(content openapi3.Content) bool {
	return len(content) > 0 && content["application/json"] == nil
}

// content prepares the schema of the media type that choose returns. The result contains only this media type, under its canonical name (see
// [canonicalType]). content records the media type on the wire in p.media and the other media types in p.others, both under key. If [anyJSON] reports
// true, the media type is application/json in the result and in p.media. The body or response with the content is at base+at.
func (p *prepared) content(op spec.Operation, key, name, base, at string, content openapi3.Content) openapi3.Content {
	wire := choose(content)
	if wire == "" {
		return content
	}
	media := *content[wire]
	normalizer31{p.normal}.ref(media.Schema)
	canonical := canonicalType(wire)
	p.media[key] = wire
	p.others[key] = p.otherMedia(content, wire, base+at+"/content")
	if anyJSON(wire, content[wire]) {
		canonical, p.media[key] = "application/json", "application/json"
	}
	switch {
	case media.Schema == nil:
	case canonical == "application/json":
		if strings.HasSuffix(key, "/requestBody") {
			p.findExample(media.Schema.Ref, p.spec.At(base+at+"/content"+oas.Pointer(wire)))
		}
		media.Schema = p.local(name, at+"/content"+oas.Pointer(wire, "schema"), base, op.Area, media.Schema)
	case canonical == "multipart/form-data":
		media.Schema = p.form(name, base+at+"/content"+oas.Pointer(wire, "schema"), op.Area, media.Schema)
	case canonical == "application/x-www-form-urlencoded":
		media.Schema = p.local(name, at+"/content"+oas.Pointer(wire, "schema"), base, op.Area, media.Schema)
	default:
		media.Schema = nil
	}
	return openapi3.Content{canonical: &media}
}

// findExample records the example of a JSON request body if its schema is a reference to a component. The example of the component takes precedence
// over the example of the media type. findExample does not replace an example that it has already recorded for the component.
func (p *prepared) findExample(ref string, media *oas.Node) {
	component, ok := strings.CutPrefix(ref, "#/components/schemas/")
	if !ok || p.example[component] != nil {
		return
	}
	p.example[component] = cmp.Or(p.spec.At(ref[1:]).Get("example"), media.Get("example"))
}

// otherMedia returns the media types of content except wire and */*. If wire is JSON, it also leaves out other JSON media types, and media types with
// the same schema as wire, because they represent the same values. It keeps sequential media types with the same schema (see [isSequential]). pointer
// is the pointer of content.
func (p *prepared) otherMedia(content openapi3.Content, wire, pointer string) []string {
	if len(content) == 1 {
		return nil
	}
	json := canonicalType(wire) == "application/json"
	schema := p.spec.At(pointer + oas.Pointer(wire, "schema"))
	var others []string
	for _, other := range slices.Sorted(maps.Keys(content)) {
		same := json && (canonicalType(other) == "application/json" || !isSequential(other) && oas.Equal(schema, p.spec.At(pointer+oas.Pointer(other, "schema")), oas.Compare{}))
		if other != wire && other != "*/*" && !same {
			others = append(others, other)
		}
	}
	return others
}

// form returns the schema of a multipart form as an inline object. The properties of the form, including those in an allOf, become the fields of
// the client's form type.
func (p *prepared) form(name, pointer, area string, ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	if ref.Value == nil {
		return ref
	}
	v := *ref.Value
	v.Properties, v.Required, v.AllOf, v.AdditionalProperties = openapi3.Schemas{}, nil, nil, openapi3.AdditionalProperties{}
	p.formFields(&v, name, pointer, area, ref, map[*openapi3.Schema]bool{})
	if v.Type == nil && len(v.Properties) > 0 {
		v.Type = &openapi3.Types{"object"}
	}
	return &openapi3.SchemaRef{Value: &v}
}

// formFields adds the properties of a schema and of the members of its allOf to a form. It reads each schema only once.
func (p *prepared) formFields(form *openapi3.Schema, name, pointer, area string, ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) {
	if target, ok := strings.CutPrefix(ref.Ref, "#"); ok {
		pointer = target
	}
	v := ref.Value
	if v == nil || seen[v] {
		return
	}
	seen[v] = true
	for i, member := range v.AllOf {
		p.formFields(form, name, pointer+oas.Pointer("allOf", strconv.Itoa(i)), area, member, seen)
	}
	for _, key := range p.spec.At(pointer).Get("properties").Keys() {
		field := v.Properties[key]
		if field == nil {
			continue
		}
		field = p.local(name+"_"+key, oas.Pointer("properties", key), pointer, area, copyInline(field))
		place := len(form.Properties)
		if before := form.Properties[key]; before != nil {
			place = order(before)
		}
		setOrder(field, place)
		form.Properties[key] = field
	}
	form.Required = append(form.Required, v.Required...)
}

// copyInline returns a copy of an inline schema and of the inline schemas in it. The component of a form may also be the schema of a JSON body, so
// the preparation of the form must not change the component.
func copyInline(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	if ref == nil || ref.Ref != "" || ref.Value == nil {
		return ref
	}
	v := *ref.Value
	v.Items, v.AdditionalProperties.Schema = copyInline(v.Items), copyInline(v.AdditionalProperties.Schema)
	v.Properties = maps.Clone(v.Properties)
	for name, member := range v.Properties {
		v.Properties[name] = copyInline(member)
	}
	for _, list := range []*openapi3.SchemaRefs{&v.AllOf, &v.OneOf, &v.AnyOf} {
		*list = slices.Clone(*list)
		for i, member := range *list {
			(*list)[i] = copyInline(member)
		}
	}
	return &openapi3.SchemaRef{Value: &v, Extensions: maps.Clone(ref.Extensions)}
}

// choose returns the media type that the generated code uses, or "" if content is empty. The order of preference is application/json, other JSON
// media types (including */* if [anyJSON] reports true), multipart forms, urlencoded forms, and other media types. Among media types with the same
// preference, choose returns the first by name.
func choose(content openapi3.Content) string {
	best, rank := "", 99
	for _, wire := range slices.Sorted(maps.Keys(content)) {
		r := 4
		switch c := canonicalType(wire); {
		case wire == "application/json":
			r = 0
		case c == "application/json", anyJSON(wire, content[wire]):
			r = 1
		case c == "multipart/form-data":
			r = 2
		case c == "application/x-www-form-urlencoded":
			r = 3
		}
		if r < rank {
			best, rank = wire, r
		}
	}
	return best
}

// anyJSON reports whether wire is */* and its schema is an object, an array or a union. Generators of OpenAPI documents for Spring write */* for JSON
// bodies.
func anyJSON(wire string, media *openapi3.MediaType) bool {
	return wire == "*/*" && media != nil && media.Schema != nil && (isObject(media.Schema.Value) || isType(media.Schema.Value, "array") ||
		media.Schema.Value != nil && len(media.Schema.Value.OneOf)+len(media.Schema.Value.AnyOf) > 0)
}

// canonicalType returns a media type in lower case and without its parameters. For a media type with the suffix +json, it returns application/json.
func canonicalType(wire string) string {
	base, _, _ := strings.Cut(wire, ";")
	base = strings.ToLower(strings.TrimSpace(base))
	if base == "application/json" || strings.HasSuffix(base, "+json") {
		return "application/json"
	}
	return base
}

// local prepares a schema of an operation. In the result, references to components refer to package model.
func (p *prepared) local(name, step, base, area string, ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	return refToModel(p.inline(name, step, base, area, ref))
}

// refToModel returns a copy of a schema in which references to components refer to package model.
func refToModel(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	if ref == nil {
		return nil
	}
	if component, ok := strings.CutPrefix(ref.Ref, "#/components/schemas/"); ok {
		return &openapi3.SchemaRef{Ref: modelsFile + "#/components/schemas/" + component, Value: ref.Value, Extensions: ref.Extensions}
	}
	if ref.Ref != "" || ref.Value == nil {
		return ref
	}
	v := *ref.Value
	v.Items = refToModel(v.Items)
	v.AdditionalProperties.Schema = refToModel(v.AdditionalProperties.Schema)
	members := v.AllOf
	v.AllOf = nil
	for _, member := range members {
		v.AllOf = append(v.AllOf, refToModel(member))
	}
	return &openapi3.SchemaRef{Value: &v, Extensions: ref.Extensions}
}
