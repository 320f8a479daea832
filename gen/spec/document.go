package spec

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/parallel"
)

// Document returns a new kin-openapi document of the bundle. The caller may change the document. For example, oapi-codegen (v2.8.2) removes and
// renames parts of its document.
func (s *Spec) Document(ctx context.Context) (*openapi3.T, error) { return s.read(ctx, s.bundle) }

// read returns the kin-openapi document of a tree with resolved references.
func (s *Spec) read(ctx context.Context, tree *oas.Node) (*openapi3.T, error) {
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

// Unresolved returns the kin-openapi document of a bundle, or of a part of a bundle, without resolving its references. The result is the same as that
// of json.Unmarshal. kin-openapi decodes an object again for each enclosing object, so Unresolved decodes path items, operations, responses, schemas
// and properties separately.
func Unresolved(bundle *oas.Node) (*openapi3.T, error) {
	var items, schemas []oas.Entry
	rest := cut(bundle, &items, "paths")
	if components := bundle.Get("components"); components.IsMapping() {
		rest = rest.Filter(func(key string, value *oas.Node) *oas.Node {
			if key == "components" {
				return cut(value, &schemas, "schemas")
			}
			return value
		})
	}
	doc := &openapi3.T{}
	var paths []*openapi3.PathItem
	var refs []*openapi3.SchemaRef
	var wrong [3]error
	var group parallel.Group
	group.Go(func() { wrong[0] = json.Unmarshal(rest.JSON(), doc) })
	group.Go(func() { paths, wrong[1] = decodeAll(items, decodePathItem) })
	group.Go(func() { refs, wrong[2] = decodeAll(schemas, decodeSchema) })
	group.Wait()
	if err := cmp.Or(wrong[:]...); err != nil {
		return nil, fmt.Errorf("kin-openapi: %w", err)
	}
	for i, e := range items {
		doc.Paths.Set(e.Key, paths[i])
	}
	for i, e := range schemas {
		doc.Components.Schemas[e.Key] = refs[i]
	}
	return doc, nil
}

func decodePathItem(n *oas.Node) (*openapi3.PathItem, error) {
	var methods []oas.Entry
	rest := n.Filter(func(key string, value *oas.Node) *oas.Node {
		if !oas.IsMethod(key) || !value.IsMapping() {
			return value
		}
		methods = append(methods, oas.NewEntry(key, value))
		return nil
	})
	item := &openapi3.PathItem{}
	if err := item.UnmarshalJSON(rest.JSON()); err != nil {
		return nil, err
	}
	operations, err := decodeAll(methods, decodeOperation)
	if err != nil {
		return nil, err
	}
	for i, e := range methods {
		item.SetOperation(strings.ToUpper(e.Key), operations[i])
	}
	return item, nil
}

func decodeOperation(n *oas.Node) (*openapi3.Operation, error) {
	var statuses []oas.Entry
	op := &openapi3.Operation{}
	if err := op.UnmarshalJSON(cut(n, &statuses, "responses").JSON()); err != nil {
		return nil, err
	}
	responses, err := decodeAll(statuses, func(n *oas.Node) (*openapi3.ResponseRef, error) {
		ref := &openapi3.ResponseRef{}
		return ref, ref.UnmarshalJSON(n.JSON())
	})
	if err != nil {
		return nil, err
	}
	for i, e := range statuses {
		op.Responses.Set(e.Key, responses[i])
	}
	return op, nil
}

func decodeSchema(n *oas.Node) (*openapi3.SchemaRef, error) {
	var names []oas.Entry
	if n.Get("$ref") == nil {
		n = cut(n, &names, "properties")
	}
	ref := &openapi3.SchemaRef{}
	if err := ref.UnmarshalJSON(n.JSON()); err != nil {
		return nil, err
	}
	properties, err := decodeAll(names, decodeSchema)
	if err != nil {
		return nil, err
	}
	for i, e := range names {
		ref.Value.Properties[e.Key] = properties[i]
	}
	return ref, nil
}

// decodeAll decodes the value of each entry.
func decodeAll[T any](entries []oas.Entry, decode func(*oas.Node) (*T, error)) ([]*T, error) {
	list := make([]*T, len(entries))
	for i, e := range entries {
		var err error
		if list[i], err = decode(e.Value); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// cut returns a copy of n in which the mapping under the key field has no entries whose values are mappings, except extensions. It appends the
// removed entries to list.
func cut(n *oas.Node, list *[]oas.Entry, field string) *oas.Node {
	return n.Filter(func(key string, value *oas.Node) *oas.Node {
		if key != field || !value.IsMapping() {
			return value
		}
		return value.Filter(func(key string, value *oas.Node) *oas.Node {
			if !value.IsMapping() || strings.HasPrefix(key, "x-") {
				return value
			}
			*list = append(*list, oas.NewEntry(key, value))
			return nil
		})
	})
}

// ReadSchemas converts schemas of the bundle to kin-openapi schemas with resolved references, in the same order. An element is nil if kin-openapi
// ignores the schema.
func (s *Spec) ReadSchemas(ctx context.Context, schemas []*oas.Node) ([]*openapi3.Schema, error) {
	p := part{spec: s, known: map[string]bool{}, all: s.bundle.Get("components", "schemas"), taken: oas.NewMapping(nil)}
	for i, n := range schemas {
		p.taken.Entries = append(p.taken.Entries, oas.NewEntry(partName(i), n))
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

// partName returns the name of a schema in a part of a document. OpenAPI does not permit this name for a component, so no component has it.
func partName(i int) string { return " " + strconv.Itoa(i) }

// part is a document that consists of some schemas and the components that they reference.
type part struct {
	spec       *Spec
	all, taken *oas.Node // schemas of the bundle, and schemas of the part
	known      map[string]bool
	whole      bool // whether the part needs the whole document, because a target is not a component schema
}

// need adds the component schemas that a node references, directly or indirectly.
func (p *part) need(n *oas.Node) {
	for child := range n.Children() {
		p.need(child)
	}
	if n.Type != oas.String || !strings.HasPrefix(n.Value, "#/") || p.known[n.Value] {
		return
	}
	p.known[n.Value] = true
	tokens, err := oas.Tokens(refPointer(n.Value))
	if err != nil || len(tokens) < 3 || tokens[0] != "components" || tokens[1] != "schemas" {
		p.whole = true
		return
	}
	e := p.all.Entry(tokens[2])
	if e == nil || p.known["schema "+e.Key] {
		return
	}
	p.known["schema "+e.Key] = true
	p.taken.Entries = append(p.taken.Entries, *e)
	p.need(e.Value)
}

func (p *part) document() *oas.Node {
	components, tree := oas.NewMapping(nil), oas.NewMapping(nil)
	for _, e := range p.spec.bundle.Entries {
		if e.Key == "openapi" || p.whole && e.Key != "components" {
			tree.Entries = append(tree.Entries, e)
		}
	}
	if p.whole {
		if others := p.spec.bundle.Get("components").Without("schemas"); others != nil {
			components.Entries = append(components.Entries, others.Entries...)
		}
		others := p.all.Filter(func(name string, schema *oas.Node) *oas.Node {
			if p.known["schema "+name] {
				return nil
			}
			return schema
		})
		if others != nil {
			p.taken.Entries = append(p.taken.Entries, others.Entries...)
		}
	}
	components.Entries = append(components.Entries, oas.NewEntry("schemas", p.taken))
	tree.Entries = append(tree.Entries, oas.NewEntry("components", components))
	return tree
}
