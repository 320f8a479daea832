package main

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rasapi/specgen/gen/oas"
)

// document is the document from which specgen generated an API. JSON pointers identify its schemas.
type document struct {
	root     any // the document as written
	is31     bool
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
	children map[string][]string // for a component with a discriminator and no union, the components whose allOf references it
}

// readDocument reads the openapi.yaml of generated code. The validator reads a copy of the document in which readDocument has converted the schemas
// to JSON Schema.
func readDocument(file string) (*document, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	n, found := oas.Parse(&oas.Source{Name: file, Data: text}, oas.NewLimits())
	if n == nil {
		return nil, fmt.Errorf("%v", found)
	}
	d := &document{compiled: map[string]*jsonschema.Schema{}, compiler: jsonschema.NewCompiler()}
	var copied any
	for _, v := range []*any{&d.root, &copied} {
		if *v, err = jsonschema.UnmarshalJSON(bytes.NewReader(n.JSON())); err != nil {
			return nil, err
		}
	}
	d.children = map[string][]string{}
	d.is31 = !strings.HasPrefix(n.Text("openapi"), "3.0")
	schemas := map[string]map[string]any{} // collected before the first change
	for _, o := range oas.New(n).Objects(oas.Schema) {
		if s, ok := at(copied, o.Pointer()).(map[string]any); ok {
			schemas[o.Pointer()] = s
		}
	}
	for pointer, s := range schemas {
		d.guard(pointer, s)
		jsonSchema(s, d.is31)
	}
	d.findChildren()
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	d.compiler.AssertFormat()
	d.compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		re, err := regexp.Compile(pattern)
		if err != nil {
			re = regexp.MustCompile("") // the validator does not check a pattern that Go does not support
		}
		return re, nil
	})
	if err := d.compiler.AddResource("mem:///openapi", copied); err != nil {
		return nil, err
	}
	return d, nil
}

// findChildren sets d.children.
func (d *document) findChildren() {
	components := d.mapping("/components/schemas")
	for _, name := range slices.Sorted(maps.Keys(components)) {
		child := oas.Pointer("components", "schemas", name)
		all, _ := d.mapping(child)["allOf"].([]any)
		for i := range all {
			base := d.resolve(child + oas.Pointer("allOf", strconv.Itoa(i)))
			if s := d.mapping(base); s["discriminator"] != nil && s["oneOf"] == nil && s["anyOf"] == nil && strings.HasPrefix(base, "/components/schemas/") {
				d.children[base] = append(d.children[base], child)
			}
		}
	}
}

// guard wraps each alternative of a union that has a member with a single allowed value. If a value has a different value for this member, the
// validator rejects the alternative without reading the rest of it. Otherwise, the time to validate nested unions would be exponential in the depth.
func (d *document) guard(pointer string, s map[string]any) {
	for _, key := range []string{"oneOf", "anyOf"} {
		list, _ := s[key].([]any)
		for i := range list {
			if name, value := d.tag(pointer+oas.Pointer(key, strconv.Itoa(i)), 0); name != "" {
				only := map[string]any{"properties": map[string]any{name: map[string]any{"const": value}}}
				list[i] = map[string]any{"if": only, "then": list[i], "else": false}
			}
		}
	}
}

// tag returns the name and the value of a member for which a schema allows a single value. If there is no such member, the name is "".
func (d *document) tag(pointer string, depth int) (string, any) {
	s := d.mapping(d.resolve(pointer))
	properties, _ := s["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		member, _ := properties[name].(map[string]any)
		values, _ := member["enum"].([]any)
		if c, ok := member["const"]; ok {
			values = []any{c}
		}
		if len(values) == 1 && member["nullable"] != true {
			return name, values[0]
		}
	}
	all, _ := s["allOf"].([]any)
	for i := range all {
		if depth < 5 {
			if name, value := d.tag(d.resolve(pointer)+oas.Pointer("allOf", strconv.Itoa(i)), depth+1); name != "" {
				return name, value
			}
		}
	}
	return "", nil
}

// jsonSchema converts a schema to JSON Schema 2020-12 in place. A oneOf becomes an anyOf, because the alternatives of many documents overlap.
func jsonSchema(s map[string]any, is31 bool) {
	if oneOf, ok := s["oneOf"]; ok && s["anyOf"] == nil {
		s["anyOf"] = oneOf
		delete(s, "oneOf")
	}
	for bound, exclusive := range map[string]string{"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"} {
		if flag, ok := s[exclusive].(bool); ok { // a document of version 3.1 may contain this keyword of 3.0
			delete(s, exclusive)
			if flag && s[bound] != nil {
				s[exclusive] = s[bound]
			}
		}
	}
	if is31 {
		delete(s, "$recursiveAnchor") // a keyword of JSON Schema 2019-09, which the validator reads as one of 2020-12
		return
	}
	if s["$ref"] != nil {
		for key := range s {
			if key != "$ref" {
				delete(s, key)
			}
		}
		return
	}
	if t, ok := s["type"].(string); ok && s["nullable"] == true {
		s["type"] = []any{t, "null"}
		if values, ok := s["enum"].([]any); ok && !slices.Contains(values, nil) {
			s["enum"] = append(values, nil)
		}
	}
}

// at returns the value at a JSON pointer, or nil if there is none.
func at(v any, pointer string) any {
	tokens, err := oas.Tokens(pointer)
	if err != nil {
		return nil
	}
	for _, token := range tokens {
		switch of := v.(type) {
		case map[string]any:
			v = of[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(of) {
				return nil
			}
			v = of[i]
		default:
			return nil
		}
	}
	return v
}

// mapping returns the mapping at a JSON pointer, or nil.
func (d *document) mapping(pointer string) map[string]any {
	m, _ := at(d.root, pointer).(map[string]any)
	return m
}

// resolve follows the references at a pointer, and returns the pointer of the object to which they refer. In OpenAPI 3.1, an object with the keys
// $ref and properties is a schema and not a reference.
func (d *document) resolve(pointer string) string {
	for range 50 {
		m := d.mapping(pointer)
		ref, ok := m["$ref"].(string)
		if !ok || !strings.HasPrefix(ref, "#") || d.is31 && m["properties"] != nil {
			break
		}
		pointer = unescaped(ref[1:])
	}
	return pointer
}

// unescaped decodes the fragment of a reference to a JSON pointer.
func unescaped(fragment string) string {
	if plain, err := url.PathUnescape(fragment); err == nil {
		return plain
	}
	return fragment
}

// below returns the pointers of the subschemas of a schema and of the components that extend the schema. It resolves references.
func (d *document) below(pointer string) (list []string) {
	s := d.mapping(pointer)
	add := func(tokens ...string) {
		p := d.resolve(pointer + oas.Pointer(tokens...))
		if d.mapping(p) != nil {
			list = append(list, p)
		}
	}
	if _, ok := s["$ref"].(string); ok {
		list = append(list, d.resolve(unescaped(s["$ref"].(string)[1:])))
	}
	for _, key := range []string{"properties", "patternProperties"} {
		members, _ := s[key].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(members)) {
			add(key, name)
		}
	}
	for _, key := range []string{"allOf", "oneOf", "anyOf", "prefixItems"} {
		members, _ := s[key].([]any)
		for i := range members {
			if !isAnnotation(members[i]) && !isDemand(s, members[i]) {
				add(key, strconv.Itoa(i))
			}
		}
	}
	for _, key := range []string{"items", "additionalProperties"} {
		add(key)
	}
	return append(list, d.children[pointer]...)
}

// isAnnotation reports whether v, an item of allOf, oneOf or anyOf, has only keywords that do not restrict values, such as title.
func isAnnotation(v any) bool {
	m, _ := v.(map[string]any)
	for key := range m {
		switch key {
		case "description", "title", "nullable", "example", "examples", "default", "deprecated", "readOnly", "writeOnly", "xml", "externalDocs":
		default:
			if !strings.HasPrefix(key, "x-") {
				return false
			}
		}
	}
	return m != nil
}

// isDemand reports whether v, an alternative or a part of the object schema s, neither declares members nor references a schema. For example, v may
// only list required members.
func isDemand(s map[string]any, v any) bool {
	m, _ := v.(map[string]any)
	for _, key := range []string{"properties", "patternProperties", "additionalProperties", "allOf", "oneOf", "anyOf", "$ref"} {
		if m[key] != nil {
			return false
		}
	}
	return s["properties"] != nil
}

// reach returns a schema and the schemas that it contains, directly or indirectly. parent maps each of these schemas to a schema that contains it
// directly.
func (d *document) reach(from string) (order []string, parent map[string]string) {
	from = d.resolve(from)
	order, parent = []string{from}, map[string]string{from: ""}
	for i := 0; i < len(order); i++ {
		for _, child := range d.below(order[i]) {
			if _, known := parent[child]; !known {
				parent[child] = order[i]
				order = append(order, child)
			}
		}
	}
	return order, parent
}

// body returns the pointer of the schema that a request body or a response has for a media type, or "" if there is none.
func (d *document) body(pointer, media string) string {
	pointer = d.resolve(pointer)
	content, _ := d.mapping(pointer)["content"].(map[string]any)
	best := ""
	for _, key := range slices.Sorted(maps.Keys(content)) {
		if key == media {
			best = key
			break
		}
		if best == "" && (essence(key) == essence(media) || key == "*/*") {
			best = key
		}
	}
	schema := pointer + oas.Pointer("content", best, "schema")
	if best == "" || d.mapping(schema) == nil {
		return ""
	}
	return schema
}

// essence returns a media type without parameters.
func essence(media string) string {
	base, _, _ := strings.Cut(media, ";")
	return strings.ToLower(strings.TrimSpace(base))
}

// isJSON reports whether a media type is JSON.
func isJSON(media string) bool {
	return essence(media) == "application/json" || strings.HasSuffix(essence(media), "+json")
}

// validate returns an error if a value is not valid for a schema. If the validator does not support the schema, validate prints a message and returns
// nil.
func (d *document) validate(pointer string, v any) error {
	s, known := d.compiled[pointer]
	if !known {
		var err error
		if s, err = d.compiler.Compile("mem:///openapi#" + fragment(pointer)); err != nil {
			s = nil
			fmt.Printf("not validated: %v\n", err)
		}
		d.compiled[pointer] = s
	}
	if s == nil {
		return nil
	}
	return s.Validate(v)
}

// fragment escapes a pointer for a URL.
func fragment(pointer string) string { return (&url.URL{Fragment: pointer}).EscapedFragment() }
