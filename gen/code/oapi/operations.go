package oapi

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
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
	for _, item := range p.doc.Paths.Map() {
		item.Parameters = withoutContentType(item.Parameters)
		for _, o := range item.Operations() {
			o.Parameters = withoutContentType(o.Parameters)
		}
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
		if v.Schema != nil {
			schema, step := notNull(v.Schema)
			plainParameter(schema)
			normalizer31{p.normal}.ref(schema)
			v.Schema = p.local(name+"_"+v.Name, at+"/schema"+step, base, op.Area, schema)
		}
		for media, content := range v.Content {
			if content.Schema != nil {
				content.Schema = p.local(name+"_"+v.Name, at+"/content"+oas.Pointer(media, "schema"), base, op.Area, content.Schema)
			}
		}
	}
}

// withoutContentType leaves out a header Content-Type, which is the body's: OpenAPI has such a parameter ignored.
func withoutContentType(list openapi3.Parameters) openapi3.Parameters {
	return slices.DeleteFunc(list, func(ref *openapi3.ParameterRef) bool {
		return ref.Value != nil && ref.Value.In == "header" && strings.EqualFold(ref.Value.Name, "Content-Type")
	})
}

// notNull gives the other member of a union with null, and the step to it: in a URL or a header there is no null. Any other schema is itself.
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
	key, several := op.Pointer+"/requestBody", len(v.Content) > 1
	v.Content = p.content(op, key, name+"_Body", base, at, v.Content)
	p.several[key] = several
}

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
		v.Headers, v.Links = nil, nil // results carry the whole http.Header
		ref.Value = &v
		v.Content = p.content(op, op.Pointer+oas.Pointer("responses", status), name+"_"+status+"_Response", base, at, v.Content)
	}
}

// content keeps one media type: JSON if there is one. key is where its wire value is noted.
func (p *prepared) content(op spec.Operation, key, name, base, at string, content openapi3.Content) openapi3.Content {
	wire := choose(content)
	if wire == "" {
		return content
	}
	media := *content[wire]
	normalizer31{p.normal}.ref(media.Schema)
	canonical := canonicalType(wire)
	p.media[key] = wire
	if anyJSON(wire, content[wire]) {
		canonical, p.media[key] = "application/json", "application/json"
	}
	switch {
	case media.Schema == nil:
	case canonical == "application/json":
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

// form gives the schema of a multipart form as an inline object: its properties, those of an allOf too, become the fields of a form type beside
// the client.
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

// formFields adds the properties of a schema, and of the members of its allOf, to those of a form. It reads each schema once.
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
		field = p.local(name+"_"+key, oas.Pointer("properties", key), pointer, area, field)
		place := len(form.Properties)
		if before := form.Properties[key]; before != nil {
			place = order(before)
		}
		setOrder(field, place)
		form.Properties[key] = field
	}
	form.Required = append(form.Required, v.Required...)
}

// choose gives the media type that an operation is generated for: JSON, then forms, then the first.
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

// anyJSON tells whether a media type is any, and its schema one that JSON alone can carry: generators for Spring write that for JSON.
func anyJSON(wire string, media *openapi3.MediaType) bool {
	return wire == "*/*" && media != nil && media.Schema != nil && (isObject(media.Schema.Value) || isType(media.Schema.Value, "array") ||
		media.Schema.Value != nil && len(media.Schema.Value.OneOf)+len(media.Schema.Value.AnyOf) > 0)
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
	return refToModel(p.inline(name, step, base, area, ref))
}

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
