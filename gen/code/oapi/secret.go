package oapi

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/names"
)

// secretExtension is the name of the extension that marks a schema or a parameter as secret. The value false marks the schema or parameter as not
// secret.
const secretExtension = "x-secret"

// isSecret reports whether the values of a schema are secret and must not be printed. Values are secret if the schema has [secretExtension] or the
// format password, or if they are writeOnly strings. A list, a map, a union or an allOf is secret if a part of it is. The value false of the
// extension takes precedence over all other keywords. extensions are the extensions next to the schema.
func isSecret(ref *openapi3.SchemaRef, extensions map[string]any) bool {
	return reachesSecret(ref, extensions, map[*openapi3.Schema]bool{})
}

// reachesSecret implements [isSecret]. It skips schemas in seen.
func reachesSecret(ref *openapi3.SchemaRef, extensions map[string]any, seen map[*openapi3.Schema]bool) bool {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return false
	}
	v := ref.Value
	seen[v] = true
	for _, e := range []map[string]any{extensions, ref.Extensions, v.Extensions} {
		if mark, ok := e[secretExtension]; ok {
			return mark != false
		}
	}
	if v.Format == "password" || v.WriteOnly && v.Type != nil && slices.Contains(v.Type.Slice(), "string") {
		return true
	}
	parts := slices.Concat(v.AllOf, v.OneOf, v.AnyOf, openapi3.SchemaRefs{v.Items, v.AdditionalProperties.Schema})
	if len(v.Properties) > 0 {
		parts = slices.Concat(v.AllOf, v.OneOf, v.AnyOf) // the type of an object redacts its secret members itself, so skip its additional properties
	}
	return slices.ContainsFunc(parts, func(part *openapi3.SchemaRef) bool { return reachesSecret(part, nil, seen) })
}

// holdsSecrets reports whether a schema has a secret property or a secret part, such as the items of a list. It also searches the schemas of
// properties and parts, but skips schemas in seen.
func holdsSecrets(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) bool {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return false
	}
	v := ref.Value
	seen[v] = true
	for _, property := range v.Properties {
		if isSecret(property, nil) || holdsSecrets(property, seen) {
			return true
		}
	}
	parts := slices.Concat(v.AllOf, v.OneOf, v.AnyOf, openapi3.SchemaRefs{v.Items, v.AdditionalProperties.Schema})
	return slices.ContainsFunc(parts, func(part *openapi3.SchemaRef) bool { return isSecret(part, nil) || holdsSecrets(part, seen) })
}

// keepMethodNames renames the properties whose Go fields would have a name in [ir.SecretMethods], in a schema and in the inline members of its allOf.
// It does so only if the schema contains secrets, because other types do not have these methods.
func (p *prepared) keepMethodNames(v *openapi3.Schema) {
	if p.hasMethodName(v) && holdsSecrets(&openapi3.SchemaRef{Value: v}, map[*openapi3.Schema]bool{}) {
		p.renameMethodNames(v)
	}
}

// hasMethodName reports whether the Go field of a property has a name in [ir.SecretMethods]. It also checks the properties of the inline members of
// an allOf.
func (p *prepared) hasMethodName(v *openapi3.Schema) bool {
	for key := range v.Properties {
		if slices.Contains(ir.SecretMethods(), p.field(key)) {
			return true
		}
	}
	return slices.ContainsFunc(v.AllOf, func(ref *openapi3.SchemaRef) bool {
		return ref.Ref == "" && ref.Value != nil && p.hasMethodName(ref.Value)
	})
}

// renameMethodNames renames the properties that hasMethodName finds, except properties with an x-go-name.
func (p *prepared) renameMethodNames(v *openapi3.Schema) {
	taken := map[string]bool{}
	for key := range v.Properties {
		taken[p.field(key)] = true
	}
	for key, ref := range v.Properties {
		if !slices.Contains(ir.SecretMethods(), p.field(key)) || ref == nil || ref.Value == nil ||
			ref.Extensions["x-go-name"] != nil || ref.Value.Extensions["x-go-name"] != nil {
			continue
		}
		name := names.Distinct(key+" field", p.field, func(s string) bool { return taken[s] || slices.Contains(ir.SecretMethods(), s) })
		v.Properties[key] = &openapi3.SchemaRef{Ref: ref.Ref, Value: ref.Value, Extensions: with(ref.Extensions, "x-go-name", name)}
	}
	for _, member := range v.AllOf {
		if member.Ref == "" && member.Value != nil {
			p.renameMethodNames(member.Value)
		}
	}
}

// findSecrets records in g.secrets the model types that contain secrets, and their secret fields.
func (g *generator) findSecrets(file *ast.File) {
	g.secrets = map[string][]string{}
	usedBy := map[string][]string{} // for each type, the types whose declarations use it
	bases := map[string]string{}    // for each type, the type in its declaration, such as B for A in "type A B"
	for _, decl := range file.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok || g.enumType(declared(decl)) != nil {
			continue
		}
		for _, s := range d.Specs {
			t, ok := s.(*ast.TypeSpec)
			if !ok {
				continue
			}
			if base, ok := t.Type.(*ast.Ident); ok {
				bases[t.Name.Name] = base.Name
			}
			var addUse func(n ast.Node) bool
			addUse = func(n ast.Node) bool {
				if f, ok := n.(*ast.Field); ok { // the name of a field is not a type
					ast.Inspect(f.Type, addUse)
					return false
				}
				if id, ok := n.(*ast.Ident); ok {
					usedBy[id.Name] = append(usedBy[id.Name], t.Name.Name)
				}
				return true
			}
			ast.Inspect(t.Type, addUse)
		}
	}
	var found []string
	for _, t := range g.types {
		for _, element := range t.Schema.UnionElements {
			usedBy[element.String()] = append(usedBy[element.String()], t.TypeName)
		}
		if fields := secretFields(t); len(fields) > 0 {
			g.secrets[t.TypeName] = fields
			found = append(found, t.TypeName)
		}
	}
	for len(found) > 0 {
		name := found[0]
		found = found[1:]
		for _, user := range usedBy[name] {
			if _, known := g.secrets[user]; !known {
				g.secrets[user] = g.secrets[bases[user]]
				found = append(found, user)
			}
		}
	}
	for _, t := range g.types {
		holds := func(e codegen.UnionElement) bool { _, ok := g.secrets[e.String()]; return ok }
		if slices.ContainsFunc(t.Schema.UnionElements, holds) && !slices.Contains(g.secrets[t.TypeName], "union") {
			g.secrets[t.TypeName] = append(g.secrets[t.TypeName], "union")
		}
	}
}

// isDefinition reports whether a declaration declares a new type rather than an alias. An alias cannot have methods of its own.
func isDefinition(decl ast.Decl) bool {
	d, ok := decl.(*ast.GenDecl)
	if !ok || len(d.Specs) != 1 {
		return false
	}
	t, ok := d.Specs[0].(*ast.TypeSpec)
	return ok && !t.Assign.IsValid()
}

// secretFields returns the names of the secret fields of a struct type.
func secretFields(t codegen.TypeDefinition) []string {
	var fields []string
	self := t.Schema.OAPISchema
	all := self != nil && len(self.Properties) > 0 && self.Extensions[secretExtension] != nil && self.Extensions[secretExtension] != false
	for _, p := range t.Schema.Properties {
		if isSecretProperty(p) || all && p.Extensions[secretExtension] != false {
			fields = append(fields, p.GoFieldName())
		}
	}
	if self == nil {
		return fields
	}
	if t.Schema.HasAdditionalProperties && isSecret(self.AdditionalProperties.Schema, nil) {
		fields = append(fields, "AdditionalProperties")
	}
	scalar := func(ref *openapi3.SchemaRef) bool { return isSecret(ref, nil) }
	if len(t.Schema.UnionElements) > 0 && slices.ContainsFunc(slices.Concat(self.OneOf, self.AnyOf), scalar) {
		fields = append(fields, "union")
	}
	return fields
}

// isSecretProperty reports whether the values of a property are secret.
func isSecretProperty(p codegen.Property) bool {
	return isSecret(&openapi3.SchemaRef{Value: p.Schema.OAPISchema}, p.Extensions)
}

// containsSecrets reports whether a Go type outside of package model contains a model type with secrets.
func (g *generator) containsSecrets(goType string) bool {
	for _, part := range strings.Split(goType, "model.")[1:] {
		name := strings.FieldsFunc(part, func(r rune) bool { return strings.ContainsRune("[]{}(),; *", r) })
		if _, ok := g.secrets[name[0]]; ok {
			return true
		}
	}
	return false
}

// paramSecrets sets o.ParamSecrets. If the params struct contains secrets, paramSecrets renames its fields that have a name in [ir.SecretMethods].
func (g *generator) paramSecrets(o *ir.Operation) {
	var params []*ir.Param
	var fields []*string
	for _, list := range [][]ir.Param{o.Query, o.Headers, o.Cookies} {
		for i := range list {
			params, fields = append(params, &list[i]), append(fields, &list[i].Field)
			o.ParamSecrets.Held = o.ParamSecrets.Held || list[i].Secret || g.containsSecrets(list[i].Type)
		}
	}
	if !o.ParamSecrets.Held {
		return
	}
	avoidMethodNames(fields)
	for _, p := range params {
		if p.Secret {
			o.ParamSecrets.Fields = append(o.ParamSecrets.Fields, p.Field)
		}
	}
}

// avoidMethodNames renames the struct fields that have a name in [ir.SecretMethods].
func avoidMethodNames(fields []*string) {
	taken := func(name string) bool {
		return slices.Contains(ir.SecretMethods(), name) || slices.ContainsFunc(fields, func(field *string) bool { return *field == name })
	}
	for _, field := range fields {
		if slices.Contains(ir.SecretMethods(), *field) {
			*field = names.Distinct(*field+"Field", func(s string) string { return s }, taken)
		}
	}
}

// formSecrets sets o.Body.Secrets. If the form contains secrets, formSecrets renames its fields that have a name in [ir.SecretMethods].
func (g *generator) formSecrets(o *ir.Operation) {
	if o.Body == nil || !slices.ContainsFunc(o.Body.Fields, func(f ir.Field) bool { return f.Secret || g.containsSecrets(f.Type) }) {
		return
	}
	var fields []*string
	for i := range o.Body.Fields {
		fields = append(fields, &o.Body.Fields[i].Name)
	}
	avoidMethodNames(fields)
	o.Body.Secrets.Held = true
	for _, f := range o.Body.Fields {
		if f.Secret {
			o.Body.Secrets.Fields = append(o.Body.Secrets.Fields, f.Name)
		}
	}
}

// resultSecrets sets the secrets in the client's result of an operation, and in the types that its handler returns. In the client's result, the field
// Raw is secret if a body contains a secret, and the field Header is secret if a header contains a secret. A field for a JSON body, such as JSON200,
// is secret if the whole body is secret.
func (g *generator) resultSecrets(o *ir.Operation) {
	var header, held bool
	var fields []string
	for i := range o.Results {
		r := &o.Results[i]
		if r.Secret {
			fields = append(fields, "JSON"+r.Status)
			r.Secrets.Fields = append(r.Secrets.Fields, "JSON")
		}
		r.Secrets.Held = r.Secret || g.containsSecrets(r.Type)
		held = held || r.Secrets.Held
		for _, h := range r.Headers {
			if h.Secret {
				r.Secrets.Fields = append(r.Secrets.Fields, h.Field)
			}
			if h.Secret || g.containsSecrets(h.Type) {
				r.Secrets.Held, header = true, true
			}
		}
	}
	if header {
		fields = append([]string{"Header"}, fields...)
	}
	if held {
		fields = append([]string{"Raw"}, fields...)
	}
	if held || header {
		o.ResultSecrets = ir.Secrets{Held: true, Fields: fields}
	}
}
