package spec

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/oas"
)

// Model returns the objects of the bundle.
func (s *Spec) Model() *oas.Model { return s.model() }

// At returns the node of the bundle at a JSON pointer (RFC 6901), or nil if there is none. It does not follow references.
func (s *Spec) At(pointer string) *oas.Node { return s.Model().Root().At(pointer) }

// Parsed returns the content of a file that was read, or nil for any other name. The caller must not change it.
func (s *Spec) Parsed(name string) *oas.Node {
	f := s.file(name)
	if f == nil {
		return nil
	}
	n, _ := oas.Parse(&oas.Source{Name: f.name, Data: f.data}, oas.NewLimits())
	return n
}

// ResponseKey returns the key of a response of an operation as the document writes it. response is a node of the bundle.
func (s *Spec) ResponseKey(response *oas.Node, key string) string {
	s.Model()
	if written, ok := s.written[response]; ok {
		return written
	}
	return key
}

// findModel converts the bundle.
func (s *Spec) findModel() *oas.Model {
	s.written = map[*oas.Node]string{}
	sources := map[*file]*oas.Source{}
	for _, f := range s.files {
		sources[f] = &oas.Source{Name: f.name, Data: f.data}
	}
	return oas.New(s.convert(s.bundle, s.files[0], sources))
}

func (s *Spec) convert(n *yaml.Node, f *file, sources map[*file]*oas.Source) *oas.Node {
	source := func(n *yaml.Node) *oas.Source {
		if other := s.origin[n]; other != nil {
			return sources[other]
		}
		return sources[f]
	}
	if other := s.origin[n]; other != nil {
		f = other
	}
	out := oas.FromYAML(n.ShortTag(), n.Value, source(n), n.Line, n.Column, n.Style&yaml.FlowStyle != 0)
	switch n.Kind {
	case yaml.MappingNode:
		out.Type, out.Entries = oas.Mapping, make([]oas.Entry, 0, len(n.Content)/2)
		each(n, func(key, value *yaml.Node) {
			child := s.convert(value, f, sources)
			if written, ok := s.statuses[key]; ok {
				s.written[child] = written
			}
			at := oas.FromYAML("!!str", key.Value, source(key), key.Line, key.Column, false)
			e := oas.NewEntry(key.Value, at)
			e.Value = child
			out.Entries = append(out.Entries, e)
		})
	case yaml.SequenceNode:
		out.Type = oas.Sequence
		for _, item := range n.Content {
			out.Items = append(out.Items, s.convert(item, f, sources))
		}
	}
	return out
}
