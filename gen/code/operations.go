package code

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/spec"
)

// operations prepares everything below paths: inline schemas become components, media types lose their parameters, and references to
// schemas lead to package model.
func (p *prepared) operations() {
	for _, op := range p.spec.Operations() {
		item := p.doc.Paths.Value(op.Path)
		if item == nil {
			continue
		}
		o := item.GetOperation(op.Method)
		if o == nil {
			continue
		}
		o.Callbacks = nil
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
	p.doc.Components.Parameters = nil
	p.doc.Components.RequestBodies = nil
	p.doc.Components.Responses = nil
	p.doc.Components.Headers = nil
	p.doc.Components.Callbacks = nil
	p.doc.Webhooks = nil
}

func (p *prepared) parameters(op spec.Operation, name, pointer string, list openapi3.Parameters) {
	for i, ref := range list {
		at := spec.Pointer("parameters", itoa(i))
		base := pointer
		if target, ok := strings.CutPrefix(ref.Ref, "#"); ok {
			base, at = target, ""
		}
		ref.Ref = ""
		v := ref.Value
		if v == nil {
			continue
		}
		if v.Schema != nil {
			plainParameter(v.Schema)
			normalizer31{p.normal}.ref(v.Schema)
			v.Schema = p.local(name+"_"+v.Name, at+"/schema", base, op.Area, v.Schema)
		}
		for media, content := range v.Content {
			if content.Schema != nil {
				content.Schema = p.local(name+"_"+v.Name, at+"/content"+spec.Pointer(media, "schema"), base, op.Area, content.Schema)
			}
		}
	}
}

// plainParameter makes a parameter of several types a text, which all of them are in a URL or a header.
func plainParameter(ref *openapi3.SchemaRef) {
	v := ref.Value
	if ref.Ref != "" || v == nil || v.Type == nil || v.Extensions["x-go-type"] != nil {
		return
	}
	types := slices.DeleteFunc(slices.Clone(v.Type.Slice()), func(t string) bool { return t == "null" })
	if len(types) > 1 && !slices.Contains(types, "array") && !slices.Contains(types, "object") {
		v.Type, v.Format, v.Enum = &openapi3.Types{"string"}, "", nil
	}
}

func (p *prepared) body(op spec.Operation, name string, ref *openapi3.RequestBodyRef) {
	base, at := op.Pointer, "/requestBody"
	if target, ok := strings.CutPrefix(ref.Ref, "#"); ok {
		base, at = target, ""
	}
	ref.Ref = ""
	if ref.Value == nil {
		return
	}
	v := *ref.Value // a shared body is prepared once for each operation: keys are renamed in place
	ref.Value = &v
	v.Content = p.content(op, op.Pointer+"/requestBody", name+"_Body", base, at, v.Content)
}

func (p *prepared) responses(op spec.Operation, name string, responses *openapi3.Responses) {
	for status, ref := range responses.Map() {
		base, at := op.Pointer+spec.Pointer("responses", status), ""
		if target, ok := strings.CutPrefix(ref.Ref, "#"); ok {
			base = target
		}
		ref.Ref = ""
		if ref.Value == nil {
			continue
		}
		v := *ref.Value
		v.Headers, v.Links = nil, nil // results carry the whole http.Header
		ref.Value = &v
		v.Content = p.content(op, op.Pointer+spec.Pointer("responses", status), name+"_"+status+"_Response", base, at, v.Content)
	}
}

// content keeps one media type: JSON if there is one. key is where its wire value is noted.
func (p *prepared) content(op spec.Operation, key, name, base, at string, content openapi3.Content) openapi3.Content {
	wire := choose(content)
	if wire == "" {
		return content
	}
	p.media[key] = wire
	media := *content[wire]
	normalizer31{p.normal}.ref(media.Schema)
	canonical := canonicalType(wire)
	switch {
	case media.Schema == nil:
	case canonical == "application/json":
		media.Schema = p.local(name, at+"/content"+spec.Pointer(wire, "schema"), base, op.Area, media.Schema)
	case strings.HasPrefix(canonical, "multipart/"):
		media.Schema = p.form(name, base+at+"/content"+spec.Pointer(wire, "schema"), op.Area, media.Schema)
	case canonical == "application/x-www-form-urlencoded":
		media.Schema = p.local(name, at+"/content"+spec.Pointer(wire, "schema"), base, op.Area, media.Schema)
	default:
		media.Schema = nil
	}
	return openapi3.Content{canonical: &media}
}

// form gives the schema of a multipart form as an inline object: its properties become the fields of a form type beside the client.
func (p *prepared) form(name, pointer, area string, ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	if ref.Value == nil {
		return ref
	}
	v := *ref.Value
	properties := openapi3.Schemas{}
	for i, key := range keys(spec.Get(p.spec.Node(pointer), "properties")) {
		if field := v.Properties[key]; field != nil {
			properties[key] = p.local(name+"_"+key, spec.Pointer("properties", key), pointer, area, field)
			setOrder(properties[key], i)
		}
	}
	if len(properties) == 0 { // the schema is a reference: its own file has the order, the name order will do
		for key, field := range v.Properties {
			properties[key] = p.local(name+"_"+key, spec.Pointer("properties", key), pointer, area, field)
		}
	}
	v.Properties, v.AdditionalProperties = properties, openapi3.AdditionalProperties{}
	return &openapi3.SchemaRef{Value: &v}
}

// choose gives the media type that an operation is generated for: JSON, then forms, then the first.
func choose(content openapi3.Content) string {
	best, rank := "", 99
	for _, wire := range sortedKeys(content) {
		r := 4
		switch c := canonicalType(wire); {
		case wire == "application/json":
			r = 0
		case c == "application/json":
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

// canonicalType is a media type without parameters, and application/json for every kind of JSON.
func canonicalType(wire string) string {
	base, _, _ := strings.Cut(wire, ";")
	base = strings.ToLower(strings.TrimSpace(base))
	if base == "application/json" || strings.HasSuffix(base, "+json") {
		return "application/json"
	}
	return base
}

// local makes a schema of an operation refer to package model wherever it refers to a component.
func (p *prepared) local(name, step, base, area string, ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	return elsewhere(p.inline(name, step, base, area, ref))
}

func elsewhere(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
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
	v.Items = elsewhere(v.Items)
	v.AdditionalProperties.Schema = elsewhere(v.AdditionalProperties.Schema)
	members := v.AllOf
	v.AllOf = nil
	for _, member := range members {
		v.AllOf = append(v.AllOf, elsewhere(member))
	}
	return &openapi3.SchemaRef{Value: &v, Extensions: ref.Extensions}
}
