package spec

import (
	"cmp"
	"context"
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

// read converts tree to a kin-openapi document and resolves the references in the document.
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

// Unresolved returns the kin-openapi document of a bundle, or of a part of a bundle, without resolving its references. json.Unmarshal has the same
// result, except for keys that differ only in case from a field of OpenAPI, and for the order of the keys next to a `$ref`.
func Unresolved(bundle *oas.Node) (*openapi3.T, error) {
	doc, paths, schemas := &openapi3.T{}, &openapi3.Paths{}, openapi3.Schemas{}
	var wrong [3]error
	var group parallel.Group
	rest := bundle.Filter(func(key string, value *oas.Node) *oas.Node {
		switch {
		case key == "paths" && value.IsMapping():
			group.Go(func() { wrong[0] = value.Decode(paths) })
			return oas.NewMapping(value)
		case key == "components" && value.Get("schemas").IsMapping():
			group.Go(func() { wrong[1] = value.Get("schemas").Decode(&schemas) })
			return value.Without("schemas")
		}
		return value
	})
	wrong[2] = rest.Decode(doc)
	group.Wait()
	if err := cmp.Or(wrong[:]...); err != nil {
		return nil, fmt.Errorf("kin-openapi: %w", err)
	}
	if rest.Get("paths").IsMapping() {
		doc.Paths = paths
	}
	if bundle.Get("components", "schemas").IsMapping() {
		doc.Components.Schemas = schemas
	}
	return doc, nil
}

// ReadSchemas converts schemas of the bundle to kin-openapi schemas, and resolves the references in them. The result has the order of schemas. An
// element is nil if kin-openapi ignores the schema.
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

// partName returns the name of a schema in a part of a document. OpenAPI does not permit this name for a component, so no valid document has such a
// component.
func partName(i int) string { return " " + strconv.Itoa(i) }

// part is a document that consists of some schemas and the components that they reference.
type part struct {
	spec       *Spec
	all, taken *oas.Node // schemas of the bundle, and schemas of the part
	known      map[string]bool
	whole      bool // whether the part needs the whole document, because a target is not a component schema
}

// need adds the component schemas that a node references, directly or indirectly. Every string that begins with "#/" counts as a reference. need sets
// whole if the node references anything else.
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
