package spec

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/oas"
)

// Document gives a kin-openapi document of the bundle, which is the caller's: generators change theirs (oapi-codegen v2.8.2 prunes and renames in
// place).
func (s *Spec) Document(ctx context.Context) (*openapi3.T, error) { return s.read(ctx, s.bundle) }

// read makes a document of a tree, with its references followed.
func (s *Spec) read(ctx context.Context, tree *yaml.Node) (*openapi3.T, error) {
	data, err := appendJSON(nil, tree)
	if err != nil {
		return nil, err
	}
	doc, err := unresolved(data)
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
func Unresolved(bundle *oas.Node) (*openapi3.T, error) {
	return unresolved(bundle.JSON())
}

func unresolved(data []byte) (*openapi3.T, error) {
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
