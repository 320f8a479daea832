package oapi

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// modelsFile is the name of a file that does not exist. References from operations to schemas refer to this file. An import mapping maps the file
// to package model.
const modelsFile = "models.yaml"

// prepared is the document that oapi-codegen reads, and the data that prepare collected from the document.
type prepared struct {
	doc     *openapi3.T
	spec    *spec.Spec
	name    func(string) string
	field   func(string) string            // see [names.Field]
	media   map[string]string              // media type on the wire, by the pointer of a body or response
	several map[string]bool                // whether the document has several media types for a body, by pointer
	others  map[string][]string            // other media types on the wire, by the pointer of a body or response; see [prepared.otherMedia]
	headers map[string]openapi3.Parameters // headers by the pointer of a response
	enums   map[string]*enumeration        // enum by component name
	fixed   map[*openapi3.Schema]bool      // schemas of constants; their Go types encode the constant even if the field is not set
	at      map[string]string              // pointer in the bundle by component name
	area    map[string]string              // area by component name
	taken   map[string]string              // component name by package-level Go identifier
	order   map[*openapi3.Schema]bool
	imports map[string]string // import paths of x-go-type-import and of [Options.Types], by package name
	normal  map[*openapi3.Schema]bool
	base    map[*openapi3.Schema]bool // schemas that [prepared.bases] converts to unions
	tags    map[string][]tag          // values that identify a component in discriminators, by component name
	deep    map[string]string         // component that replaces a schema below another component, by the pointer of the schema
	sent    map[*oas.Node]bool        // schemas in JSON request bodies; nil unless nullable members get the type rest.Null
	bodies  map[*oas.Node]bool        // schemas in request bodies
	example map[string]*oas.Node      // example of a JSON request body, by component name
}

// enumeration is an enum in the document, with its component.
type enumeration struct {
	component, pointer string
	members            []string // Go names of the members, without the name of the type
	flags              bool
}

// prepare changes a document to a form that oapi-codegen can process. The package comment lists the main changes.
func prepare(doc *openapi3.T, s *spec.Spec, name func(string) string, nulls bool) *prepared {
	p := &prepared{
		doc: doc, spec: s, name: name, field: names.Field(name), media: map[string]string{}, several: map[string]bool{},
		others: map[string][]string{}, headers: map[string]openapi3.Parameters{}, enums: map[string]*enumeration{}, fixed: map[*openapi3.Schema]bool{}, at: map[string]string{},
		area: map[string]string{}, taken: map[string]string{}, order: map[*openapi3.Schema]bool{},
		normal: map[*openapi3.Schema]bool{}, base: map[*openapi3.Schema]bool{}, tags: map[string][]tag{}, deep: map[string]string{}, example: map[string]*oas.Node{}, bodies: s.Bodies(),
	}
	if nulls {
		p.sent = s.JSONBodies("")
	}
	if doc.Components == nil {
		doc.Components = &openapi3.Components{}
	}
	if doc.Components.Schemas == nil {
		doc.Components.Schemas = openapi3.Schemas{}
	}
	p.define()
	normalizer31{p.normal}.components(doc.Components.Schemas)
	p.distinctSchemas()
	p.bases()
	for _, schema := range s.Schemas() {
		pointer := cmp.Or(p.at[schema.Name], schema.Pointer)
		p.at[schema.Name], p.area[schema.Name] = pointer, schema.Area
		if ref := doc.Components.Schemas[schema.Name]; ref != nil && ref.Value != nil {
			pointer, _ = onlyMember(pointer, ref.Value)
		}
		for _, name := range p.declares(p.goName(schema.Name), pointer) {
			p.taken[name] = schema.Name
		}
	}
	p.imports = goTypeImports(s.Model().Root())
	used := p.operations()
	for name := range formsOnly(s.Model().Root()) {
		if !used[name] {
			delete(doc.Components.Schemas, name) // the client has a form type with readers for files in place of such a model
		}
	}
	for _, schema := range s.Schemas() {
		if ref := doc.Components.Schemas[schema.Name]; ref != nil {
			p.component(schema.Name, ref)
		}
	}
	p.compose()
	return p
}

// distinctSchemas sets the x-go-name of a schema if an earlier schema has the same Go name. It also does so if the name of the schema does not start
// with a letter, unless the document sets an x-go-name. Lint has already reported schemas with the same Go name.
func (p *prepared) distinctSchemas() {
	taken := map[string]bool{}
	for _, schema := range p.spec.Schemas() {
		usual := p.goName(schema.Name)
		clash := taken[usual]
		taken[usual] = true
		ref := p.doc.Components.Schemas[schema.Name]
		if !clash && startsWithLetter(schema.Name) || ref == nil || ref.Value == nil || ref.Ref != "" || !clash && ref.Value.Extensions["x-go-name"] != nil {
			continue // the name needs no change, or the schema is an alias, which cannot have an x-go-name
		}
		if !clash {
			ref.Value.Extensions = with(ref.Value.Extensions, "x-go-name", usual)
			continue
		}
		name := names.Distinct(schema.Name, p.field, func(s string) bool { return taken[s] })
		taken[name] = true
		ref.Value.Extensions = with(ref.Value.Extensions, "x-go-name", name)
	}
}

// distinctProperties sets the x-go-name of a property if an earlier property has the same Go name, or if the name of the property does not start with
// a letter. It does not change an x-go-name in the document. keys contains the names of the properties in document order.
func (p *prepared) distinctProperties(keys []string, properties openapi3.Schemas) {
	taken := map[string]bool{}
	for _, key := range keys {
		ref := properties[key]
		if ref == nil {
			continue
		}
		text := key
		given, isGiven := ref.Extensions["x-go-name"].(string)
		if !isGiven && ref.Ref == "" && ref.Value != nil {
			given, isGiven = ref.Value.Extensions["x-go-name"].(string)
		}
		if isGiven {
			text = given
		}
		name := p.field(text)
		if !isGiven && (taken[name] || !startsWithLetter(text)) {
			name = names.Distinct(text, p.field, func(s string) bool { return taken[s] })
			properties[key] = &openapi3.SchemaRef{Ref: ref.Ref, Value: ref.Value, Extensions: with(ref.Extensions, "x-go-name", name)}
			if ref.Ref == "" && ref.Value != nil {
				v := *ref.Value
				v.Extensions = with(v.Extensions, "x-go-name", name)
				properties[key].Value = &v
			}
		}
		taken[name] = true
	}
}

// startsWithLetter reports whether a name starts with a letter. oapi-codegen replaces symbols at the start of a name
// with words, and adds N before a digit.
func startsWithLetter(name string) bool { return strings.IndexFunc(name, unicode.IsLetter) == 0 }

// with returns a copy of extensions with an additional entry.
func with(extensions map[string]any, key string, value any) map[string]any {
	extensions = maps.Clone(extensions)
	if extensions == nil {
		extensions = map[string]any{}
	}
	extensions[key] = value
	return extensions
}

// goName returns the Go type name of a component.
func (p *prepared) goName(component string) string {
	if ref := p.doc.Components.Schemas[component]; ref != nil && ref.Value != nil && ref.Ref == "" {
		if given, ok := ref.Value.Extensions["x-go-name"].(string); ok {
			return p.name(given)
		}
	}
	return p.field(component)
}

// component prepares a component schema and its inline schemas.
func (p *prepared) component(name string, ref *openapi3.SchemaRef) {
	if ref.Ref != "" {
		return // the component is an alias of another component
	}
	pointer := p.at[name]
	if at, v := onlyMember(pointer, ref.Value); p.enum(name, at, v) {
		v.Nullable = v.Nullable || ref.Value.Nullable
		*ref.Value = *v
		p.fixed[ref.Value] = p.fixed[v]
		return
	}
	p.object(name, pointer, ref.Value)
}

// onlyMember returns the inline schema that v wraps in an allOf, and the pointer of the inline schema. If the inline schema wraps another inline
// schema, onlyMember returns the innermost one. If v does not wrap an inline schema, it returns pointer and v.
func onlyMember(pointer string, v *openapi3.Schema) (string, *openapi3.Schema) {
	for len(v.AllOf) == 1 && isReference(v) && v.AllOf[0].Ref == "" && v.AllOf[0].Value != nil && v.Extensions["x-go-type"] == nil {
		pointer, v = pointer+stepOf(v, 0), v.AllOf[0].Value
	}
	return pointer, v
}

// object prepares the parts of a schema. Inline objects, unions and enums become components, except inline members of an allOf. Each property gets
// its position (see setOrder). owner is the component that contains v, and pointer is the pointer of v.
func (p *prepared) object(owner, pointer string, v *openapi3.Schema) {
	if v == nil || p.order[v] {
		return
	}
	p.order[v] = true
	v.Example, v.Examples = nil, nil // oapi-codegen would write examples into the comment as one line of JSON
	dropEmpty(v)
	dropRequired(v)
	p.mapping(v)
	if len(v.OneOf)+len(v.AnyOf) == 0 {
		v.Discriminator = nil // a discriminator has no effect without a union, and oapi-codegen v2.8.2 cannot merge two discriminators (merge_schemas.go)
	}
	textContent(v)
	node := p.spec.At(pointer)
	p.distinctProperties(node.Get("properties").Keys(), v.Properties)
	p.keepMethodNames(v)
	for i, key := range node.Get("properties").Keys() {
		ref := v.Properties[key]
		if ref == nil {
			continue
		}
		ref = p.inline(owner+"_"+key, oas.Pointer("properties", key), pointer, p.area[owner], ref)
		ref = withOwnDescription(ref, node.Get("properties").Get(key))
		setOrder(ref, i)
		p.markNullable(node, ref)
		if !p.bodies[node] && ref.Value != nil && ref.Value.ReadOnly && p.spec.AllowsNull(node.Get("properties").Get(key)) {
			answered := *ref.Value
			answered.ReadOnly = false // oapi-codegen would omit null in a readOnly property even if the property is required
			ref.Value = &answered
		}
		v.Properties[key] = ref
	}
	if v.Items != nil {
		v.Items = p.inline(owner+"_Item", "/items", pointer, p.area[owner], v.Items)
	}
	if a := v.AdditionalProperties.Schema; a != nil {
		v.AdditionalProperties.Schema = p.inline(owner+"_Value", "/additionalProperties", pointer, p.area[owner], a)
	}
	for key, list := range map[string]openapi3.SchemaRefs{"oneOf": v.OneOf, "anyOf": v.AnyOf} {
		for i, ref := range list {
			list[i] = p.inline(owner+"_"+distinction(list, i), fmt.Sprintf("/%s/%d", key, i), pointer, p.area[owner], ref)
		}
	}
	for i, ref := range v.AllOf {
		if ref.Ref == "" {
			p.object(owner, pointer+stepOf(v, i), ref.Value)
		} else {
			v.AllOf[i] = p.resolveDeepRef(ref, p.area[owner])
		}
	}
	p.open(v)
	v.Enum = nil // the Go type has no constants, and the generated code does not check the values
}

// textContent removes contentMediaType from v, from its inline items and from its inline properties. oapi-codegen would treat strings with
// contentMediaType as files, but only forms can contain files.
func textContent(v *openapi3.Schema) {
	for _, ref := range v.Properties {
		if ref.Ref == "" && ref.Value != nil {
			ref.Value.ContentMediaType = ""
		}
	}
	if v.Items != nil && v.Items.Ref == "" && v.Items.Value != nil {
		v.Items.Value.ContentMediaType = ""
	}
	v.ContentMediaType = ""
}

// raw returns a schema whose Go type keeps every JSON value unchanged.
func raw() *openapi3.Schema {
	return &openapi3.Schema{Extensions: map[string]any{"x-go-type": "json.RawMessage", "x-go-type-skip-optional-pointer": true}}
}

// dropEmpty removes an empty allOf, anyOf or oneOf, because such a list has no effect. oapi-codegen v2.8.2 panics on an empty allOf
// (merge_schemas.go).
func dropEmpty(v *openapi3.Schema) {
	for _, list := range []*openapi3.SchemaRefs{&v.AllOf, &v.AnyOf, &v.OneOf} {
		if len(*list) == 0 {
			*list = nil
		}
	}
}

// dropRequired removes the keyword required from a schema that only wraps another schema (see [isReference]), because the wrapped schema requires the
// same members. With this keyword, oapi-codegen v2.8.2 would copy the wrapped schema (schema.go, hasStructuralSiblings).
func dropRequired(v *openapi3.Schema) {
	if isReference(v) {
		v.Required = nil
	}
}

// setOrder sets the position of a property in the Go struct.
func setOrder(ref *openapi3.SchemaRef, i int) {
	ref.Extensions = with(ref.Extensions, "x-order", float64(i)) // oapi-codegen accepts only float64
}

// open makes the Go type of an open object keep unknown members as raw JSON (see the package comment). It does not change any other schema.
func (p *prepared) open(v *openapi3.Schema) {
	open := v.Extensions["x-open"] == true
	untyped := v.AdditionalProperties.Has != nil && *v.AdditionalProperties.Has && len(v.Properties) > 0
	if s := v.AdditionalProperties.Schema; s != nil && s.Ref == "" && isEmpty(s.Value) && len(v.Properties) > 0 {
		untyped = true
	}
	if !open && !untyped {
		return
	}
	v.AdditionalProperties = openapi3.AdditionalProperties{Schema: &openapi3.SchemaRef{Value: raw()}}
}

// isEmpty reports whether a schema has none of the keywords type, properties, items, allOf, oneOf, anyOf and x-go-type. It returns false for nil.
func isEmpty(v *openapi3.Schema) bool {
	return v != nil && v.Type == nil && len(v.Properties) == 0 && v.AllOf == nil && v.OneOf == nil && v.AnyOf == nil && v.Items == nil &&
		v.Extensions["x-go-type"] == nil
}

// formsOnly returns the names of the component schemas that the document references only as schemas of multipart bodies.
func formsOnly(document *oas.Node) map[string]bool {
	uses := map[string]bool{} // whether all references found so far to a component are schemas of multipart bodies
	var walk func(n *oas.Node, form bool)
	walk = func(n *oas.Node, form bool) {
		if component, ok := strings.CutPrefix(n.Text("$ref"), "#/components/schemas/"); ok {
			before, seen := uses[component]
			uses[component] = form && (before || !seen)
		}
		for _, item := range n.List() {
			walk(item, false)
		}
		for key, value := range n.Each() {
			if schema := value.Get("schema"); schema != nil && strings.HasPrefix(key, "multipart/") {
				walk(schema, true)
				continue
			}
			walk(value, false)
		}
	}
	walk(document, false)
	maps.DeleteFunc(uses, func(_ string, form bool) bool { return !form })
	return uses
}

// goTypeImports returns the import paths in all x-go-type-import of the document, by the package name that x-go-type uses.
func goTypeImports(document *oas.Node) map[string]string {
	found := map[string]string{}
	for n := range document.All() {
		imported := n.Get("x-go-type-import")
		if path := imported.Text("path"); path != "" {
			found[cmp.Or(imported.Text("name"), names.Package(path))] = path
		}
	}
	return found
}
