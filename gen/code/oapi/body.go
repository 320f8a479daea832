package oapi

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/spec"
)

// body returns the request body of an operation, or nil if it has none.
func (g *generator) body(so spec.Operation, op codegen.OperationDefinition) *ir.Body {
	if op.Spec.RequestBody == nil || len(op.Bodies) == 0 {
		return nil
	}
	d := op.Bodies[0]
	b := &ir.Body{Required: d.Required, Media: g.prepared.media[so.Pointer+"/requestBody"]}
	if strings.Contains(b.Media, "*") {
		b.Media = ""
	}
	switch {
	case d.IsJSON():
		b.Kind, b.Type = "json", bodyType(d.Schema)
		g.setNullBody(b, d.Schema.OAPISchema)
	case d.NameTag == "Formdata":
		b.Kind, b.Type = "form", formType(d.Schema)
		b.Pointer = !b.Required && !g.isNilable(b.Type)
		b.Styles = formStyles(op.Spec.RequestBody.Value.Content["application/x-www-form-urlencoded"])
	case d.NameTag == "Multipart" && len(d.Schema.Properties) > 0:
		b.Kind = "multipart"
		encoding := op.Spec.RequestBody.Value.Content["multipart/form-data"].Encoding
		for _, p := range d.Schema.Properties {
			b.Fields = append(b.Fields, formField(p, encoding[p.JsonFieldName]))
		}
		nameHeaders(b.Fields)
	case d.NameTag == "Multipart":
		b.Kind, b.Media = "stream", "" // the caller writes the parts and sets the media type with the boundary
	default:
		b.Kind = "stream"
		b.Accepts = append([]string{g.prepared.media[so.Pointer+"/requestBody"]}, g.prepared.others[so.Pointer+"/requestBody"]...)
		if slices.ContainsFunc(b.Accepts, func(media string) bool { return media == "*/*" || media == "application/octet-stream" }) {
			b.Accepts = nil
		}
		if g.prepared.several[so.Pointer+"/requestBody"] {
			b.Media = "" // the caller chooses one of the media types
		}
	}
	return b
}

// setNullBody sets the type of a JSON body so that it can represent a body that is absent or null. If the type does not have the value nil, the
// parameter is a pointer for an optional body, and for a required body that may be null.
func (g *generator) setNullBody(b *ir.Body, schema *openapi3.Schema) {
	null := b.Required && g.allowsNull(schema)
	switch {
	case g.isCollection(b.Type):
		b.Null = null
	case g.isNilable(b.Type):
	case null:
		b.Type = "*" + b.Type
	default:
		b.Pointer = !b.Required
	}
}

// bodyType returns the Go type of a request body. If the schema of a body is not a component, oapi-codegen declares a type for the body. bodyType
// then returns the underlying type, such as []string, instead of the name of the declared type.
func bodyType(s codegen.Schema) string {
	if !strings.Contains(s.RefType, ".") {
		s.RefType = ""
	}
	return typeOf(s)
}

// formType returns the Go type of a urlencoded form. oapi-codegen v2.8.2 declares an empty struct for an inline map (operations.go,
// GenerateBodyDefinitions), so formType generates the type of the map again.
func formType(s codegen.Schema) string {
	if len(s.Properties) == 0 && !strings.Contains(s.RefType, ".") && s.OAPISchema != nil {
		if again, err := codegen.GenerateGoSchema(&openapi3.SchemaRef{Value: s.OAPISchema}, []string{s.RefType}); err == nil {
			return typeOf(again)
		}
	}
	return bodyType(s)
}

// typeOf returns the Go type of a schema. For a reference, it returns the name of the target, even if the target is an alias. For a schema without a
// Go type, it returns any.
func typeOf(s codegen.Schema) string {
	if t := s.TypeDecl(); t != "" {
		return strings.ReplaceAll(t, "interface{}", "any")
	}
	return "any"
}

// formField returns the field of a multipart form for a property. e is the encoding of the property, or nil if there is none.
func formField(p codegen.Property, e *openapi3.Encoding) ir.Field {
	f := ir.Field{Name: p.GoFieldName(), Wire: p.JsonFieldName, Type: typeOf(p.Schema), Doc: p.Description, Required: p.Required, Secret: isSecretProperty(p)}
	if e != nil && !strings.ContainsAny(e.ContentType, "*,") {
		f.Media = e.ContentType
	}
	if e != nil && slices.ContainsFunc(slices.Collect(maps.Keys(e.Headers)), func(name string) bool { return !strings.EqualFold(name, "Content-Type") }) {
		f.Header = f.Name + "Header"
	}
	v := p.Schema.OAPISchema
	switch {
	case isFile(v), isEncoded(v, f.Media):
		f.Upload, f.Type = true, "rest.Upload"
	case v != nil && v.Items != nil && (isFile(v.Items.Value) || isEncoded(v.Items.Value, f.Media)):
		f.Upload, f.List, f.Type = true, true, "[]rest.Upload"
	default:
		if !p.Required && !strings.HasPrefix(f.Type, "[]") && !strings.HasPrefix(f.Type, "map[") && f.Type != "any" {
			f.Type = "*" + f.Type
		}
	}
	if f.Upload {
		f.Header = "" // the type of an upload has a field for its headers
	}
	return f
}

// isEncoded reports whether a part of a multipart form contains an object in a format other than JSON, such as XML. A program that calls the
// generated client must encode such an object itself.
func isEncoded(v *openapi3.Schema, media string) bool {
	return isObject(v) && media != "" && canonicalType(media) != "application/json"
}

// nameHeaders renames the fields for the headers of parts so that all fields of the form have distinct names.
func nameHeaders(fields []ir.Field) {
	taken := map[string]bool{}
	for _, f := range fields {
		taken[f.Name] = true
	}
	for i := range fields {
		for fields[i].Header != "" && taken[fields[i].Header] {
			fields[i].Header += "s"
		}
		taken[fields[i].Header] = true
	}
}

// isFile reports whether a value in a form is a file. A file is a string with format binary or, in OpenAPI 3.1, with a contentMediaType and without a
// format.
func isFile(v *openapi3.Schema) bool {
	return isType(v, "string") && (v.Format == "binary" || v.Format == "" && v.ContentMediaType != "")
}
