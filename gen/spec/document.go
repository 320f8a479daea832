package spec

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// Document gives a kin-openapi document of the bundle, which is the caller's: generators change theirs (oapi-codegen v2.8.2 prunes and renames in
// place).
func (s *Spec) Document(ctx context.Context) (*openapi3.T, error) { return s.read(ctx, s.bundle) }

// read makes a document of a tree, with its references followed.
func (s *Spec) read(ctx context.Context, tree *yaml.Node) (*openapi3.T, error) {
	doc, err := Unresolved(tree)
	if err == nil {
		loader := openapi3.NewLoader()
		loader.Context = ctx
		err = loader.ResolveRefsIn(doc, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("bundle of %s: %w", s.root, err)
	}
	return doc, nil
}

// Unresolved gives the kin-openapi document of a bundle, or of what is left of one, with its references not yet followed.
func Unresolved(bundle *yaml.Node) (*openapi3.T, error) {
	if doc := document(bundle); doc != nil {
		return doc, nil
	}
	data, err := appendJSON(nil, bundle)
	if err != nil {
		return nil, err
	}
	doc := &openapi3.T{}
	if err := json.Unmarshal(data, doc); err != nil {
		return nil, fmt.Errorf("kin-openapi: %w", err)
	}
	return doc, nil
}

// ReadSchemas gives kin-openapi's form of some schemas of the bundle, in the same order, with their references followed. It is nil for one that
// kin-openapi has none of.
func (s *Spec) ReadSchemas(ctx context.Context, schemas []*yaml.Node) ([]*openapi3.Schema, error) {
	p := part{spec: s, known: map[string]bool{}, all: Get(Get(s.bundle, "components"), "schemas"), taken: mapping()}
	for i, n := range schemas {
		p.taken.Content = append(p.taken.Content, text(partName(i), n), n)
		p.need(n)
	}
	doc, err := s.read(ctx, p.document())
	if err != nil {
		return nil, err
	}
	list := make([]*openapi3.Schema, len(schemas))
	for i := range schemas {
		if ref := doc.Components.Schemas[partName(i)]; ref != nil {
			list[i] = ref.Value
		}
	}
	return list, nil
}

// partName is the name of a schema in a part, which no component has.
func partName(i int) string { return " " + strconv.Itoa(i) }

// part is a document of some schemas and what they refer to.
type part struct {
	spec       *Spec
	all, taken *yaml.Node // the schemas of the bundle, and those of the part
	known      map[string]bool
	whole      bool // a reference leads elsewhere, so everything is needed
}

// need takes the components that a node refers to.
func (p *part) need(n *yaml.Node) {
	for _, child := range n.Content {
		p.need(child)
	}
	if n.Kind != yaml.ScalarNode || !strings.HasPrefix(n.Value, "#/") || p.known[n.Value] {
		return
	}
	p.known[n.Value] = true
	tokens, err := Tokens(strings.ReplaceAll(n.Value[1:], "%25", "%"))
	if err != nil || len(tokens) < 3 || tokens[0] != "components" || tokens[1] != "schemas" {
		p.whole = true
		return
	}
	key, value := p.spec.keys.child(p.all, tokens[2])
	if key == nil || p.known["schema "+key.Value] {
		return
	}
	p.known["schema "+key.Value] = true
	p.taken.Content = append(p.taken.Content, key, value)
	p.need(value)
}

func (p *part) document() *yaml.Node {
	components := mapping()
	tree := mapping()
	each(p.spec.bundle, func(key, value *yaml.Node) {
		if key.Value == "openapi" || p.whole && key.Value != "components" {
			tree.Content = append(tree.Content, key, value)
		}
	})
	if p.whole {
		each(Get(p.spec.bundle, "components"), func(key, value *yaml.Node) {
			if key.Value != "schemas" {
				components.Content = append(components.Content, key, value)
			}
		})
		each(p.all, func(key, value *yaml.Node) {
			if !p.known["schema "+key.Value] {
				p.taken.Content = append(p.taken.Content, key, value)
			}
		})
	}
	components.Content = append(components.Content, text("schemas", tree), p.taken)
	tree.Content = append(tree.Content, text("components", tree), components)
	return tree
}

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

// document makes the kin-openapi document of a bundle, with its references not yet followed; nil when something stands in it that is not
// as usual, and kin-openapi has to read it itself. That it makes the same is tested. It is ours because kin-openapi (v0.153.0) takes several
// times as long: it reads the text of each object twice, and again with every object that it is part of.
func document(bundle *yaml.Node) *openapi3.T {
	f := filler{types: map[reflect.Type]layout{}}
	doc := &openapi3.T{}
	f.fill(bundle, reflect.ValueOf(doc).Elem())
	if f.unusual {
		return nil
	}
	return doc
}

// filler fills values of kin-openapi's types from nodes of a bundle, as their UnmarshalJSON does.
type filler struct {
	types   map[reflect.Type]layout
	unusual bool // something was met that is left to kin-openapi
}

// layout tells which field of a struct a key goes to, and which takes all others. A struct that can be a reference has fields for both.
type layout struct {
	fields                 map[string]int
	extensions, ref, value int // -1 without such a field
}

func (f *filler) layout(t reflect.Type) layout {
	l, known := f.types[t]
	if known {
		return l
	}
	l = layout{fields: map[string]int{}, extensions: -1, ref: -1, value: -1}
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Name == "Extensions":
			l.extensions = i
		case name == "" && field.Name == "Ref":
			l.ref = i
		case name == "" && field.Name == "Value":
			l.value = i
		case name != "" && name != "-":
			l.fields[name] = i
		}
	}
	f.types[t] = l
	return l
}

func (f *filler) fill(n *yaml.Node, v reflect.Value) {
	switch {
	case f.unusual:
	case v.Kind() == reflect.Interface:
		if x := Value(n); x != nil {
			v.Set(reflect.ValueOf(x))
		}
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		f.unusual = true
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(n, v.Elem())
	case n.Kind == yaml.MappingNode && v.Kind() == reflect.Struct:
		f.object(n, v)
	case n.Kind == yaml.MappingNode && v.Kind() == reflect.Map:
		v.Set(reflect.MakeMapWithSize(v.Type(), len(n.Content)/2))
		each(n, func(key, value *yaml.Node) {
			item := reflect.New(v.Type().Elem()).Elem()
			f.fill(value, item)
			v.SetMapIndex(reflect.ValueOf(key.Value), item)
		})
	case n.Kind == yaml.SequenceNode && v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
		for i, item := range n.Content {
			f.fill(item, v.Index(i))
		}
	case n.Kind == yaml.ScalarNode:
		f.scalar(n, v)
	default:
		f.unusual = true
	}
}

// object fills a struct from a mapping. Some types keep their entries private.
func (f *filler) object(n *yaml.Node, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *openapi3.Paths:
		*x = *openapi3.NewPathsWithCapacity(len(n.Content) / 2)
		x.Extensions = f.entries(n, func(key string, value *yaml.Node) { x.Set(key, made[openapi3.PathItem](f, value)) })
	case *openapi3.Responses:
		*x = *openapi3.NewResponsesWithCapacity(len(n.Content) / 2)
		x.Extensions = f.entries(n, func(key string, value *yaml.Node) { x.Set(key, made[openapi3.ResponseRef](f, value)) })
	case *openapi3.Callback:
		*x = *openapi3.NewCallbackWithCapacity(len(n.Content) / 2)
		x.Extensions = f.entries(n, func(key string, value *yaml.Node) { x.Set(key, made[openapi3.PathItem](f, value)) })
	case *openapi3.Header:
		f.object(n, reflect.ValueOf(&x.Parameter).Elem())
	case *openapi3.BoolSchema:
		x.Schema = made[openapi3.SchemaRef](f, n)
	case *openapi3.Discriminator:
		f.read(n, x)
	case *openapi3.ExclusiveBound:
		f.unusual = true
	default:
		f.fields(n, v)
	}
}

// entries gives the extensions of an object whose other keys are names.
func (f *filler) entries(n *yaml.Node, add func(key string, value *yaml.Node)) map[string]any {
	extensions := map[string]any{}
	each(n, func(key, value *yaml.Node) {
		if strings.HasPrefix(key.Value, "x-") {
			extensions[key.Value] = Value(value)
			return
		}
		add(key.Value, value)
	})
	return extensions
}

func made[T any](f *filler, n *yaml.Node) *T {
	x := new(T)
	f.fill(n, reflect.ValueOf(x).Elem())
	return x
}

func (f *filler) fields(n *yaml.Node, v reflect.Value) {
	l := f.layout(v.Type())
	if l.ref >= 0 && l.value >= 0 {
		ref := Get(n, "$ref")
		switch {
		case ref == nil:
			f.fill(n, v.Field(l.value))
		case len(n.Content) == 2:
			f.fill(ref, v.Field(l.ref))
			f.unusual = f.unusual || ref.Value == ""
		default: // what stands beside it goes to private fields
			f.read(n, v.Addr().Interface())
		}
		return
	}
	var extensions map[string]any
	each(n, func(key, value *yaml.Node) {
		if i, known := l.fields[key.Value]; known {
			f.fill(value, v.Field(i))
			return
		}
		if l.extensions < 0 || l.misspelt(key.Value) {
			f.unusual = true
			return
		}
		if extensions == nil {
			extensions = map[string]any{}
		}
		extensions[key.Value] = Value(value)
	})
	if extensions != nil {
		v.Field(l.extensions).Set(reflect.ValueOf(extensions))
	}
}

// misspelt tells whether a key is one of the fields but for its case: encoding/json takes it for that field.
func (l layout) misspelt(key string) bool {
	if strings.HasPrefix(key, "x-") {
		return false
	}
	for name := range l.fields {
		if strings.EqualFold(name, key) {
			return true
		}
	}
	return strings.EqualFold(key, "$ref")
}

func (f *filler) scalar(n *yaml.Node, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *openapi3.Types:
		*x = openapi3.Types{f.text(n)}
		return
	case *openapi3.Schema:
		x.Always = f.boolean(n)
		return
	case *openapi3.SchemaRef:
		x.Value = &openapi3.Schema{Always: f.boolean(n)}
		return
	case *openapi3.BoolSchema:
		x.Has = f.boolean(n)
		return
	case *openapi3.ExclusiveBound:
		if n.Tag == "!!bool" {
			x.Bool = f.boolean(n)
			return
		}
		number := f.number(n)
		x.Value = &number
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text(n))
	case reflect.Bool:
		v.SetBool(*f.boolean(n))
	case reflect.Float64:
		v.SetFloat(f.number(n))
	case reflect.Uint64:
		u, err := strconv.ParseUint(n.Value, 10, 53) // beyond that kin-openapi may lose digits
		if err != nil || !isJSONInteger(n.Value) {
			f.unusual = true
		}
		v.SetUint(u)
	default:
		f.unusual = true
	}
}

func (f *filler) text(n *yaml.Node) string {
	f.unusual = f.unusual || n.Tag != "!!str"
	return n.Value
}

func (f *filler) boolean(n *yaml.Node) *bool {
	f.unusual = f.unusual || n.Tag != "!!bool"
	is := n.Value == "true"
	return &is
}

func (f *filler) number(n *yaml.Node) float64 {
	x, err := strconv.ParseFloat(n.Value, 64)
	f.unusual = f.unusual || err != nil || n.Tag != "!!int" && n.Tag != "!!float"
	return x
}

// read lets encoding/json fill a value.
func (f *filler) read(n *yaml.Node, target any) {
	text, err := appendJSON(nil, n)
	if err == nil {
		err = json.Unmarshal(text, target)
	}
	f.unusual = f.unusual || err != nil
}

// Value gives a node of a bundle as encoding/json reads it into an empty interface: numbers are float64.
func Value(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := make(map[string]any, len(n.Content)/2)
		each(n, func(key, value *yaml.Node) { out[key.Value] = Value(value) })
		return out
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			out[i] = Value(item)
		}
		return out
	}
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		number, err := strconv.ParseFloat(n.Value, 64)
		if err == nil { // always, in a bundle
			return number
		}
	}
	return n.Value
}
