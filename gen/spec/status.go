package spec

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// Status returns the key of a response in the case that OpenAPI defines: 4XX for 4xx, default for Default. It returns any other key as it is.
func Status(key string) string {
	upper := strings.ToUpper(key)
	switch {
	case upper == "DEFAULT":
		return "default"
	case len(key) == 3 && upper[0] >= '1' && upper[0] <= '5' && upper[1:] == "XX":
		return upper
	}
	return key
}

// WrittenStatus returns a response status as the document writes it. key is a key of the responses of an operation in the bundle.
func (s *Spec) WrittenStatus(key *yaml.Node) string {
	if written, ok := s.statuses[key]; ok {
		return written
	}
	return key.Value
}

// statuses returns the responses of an operation with keys in the case that OpenAPI defines, and records how the document writes them. A new key
// has the position of the old one. Two keys for the same status are an error.
func (b *bundler) statuses(responses *yaml.Node, f *file) *yaml.Node {
	first := map[string]*yaml.Node{}
	each(responses, func(key, _ *yaml.Node) {
		if Status(key.Value) == key.Value {
			first[key.Value] = key
		}
	})
	if 2*len(first) == len(responses.Content) {
		return responses
	}
	out := *responses
	out.Content = make([]*yaml.Node, 0, len(responses.Content))
	each(responses, func(key, value *yaml.Node) {
		name := Status(key.Value)
		if name == key.Value {
			out.Content = append(out.Content, key, value)
			return
		}
		if other := first[name]; other != nil {
			b.report(report.Finding{
				Rule: "duplicate-key", Pos: f.position(key),
				Message: fmt.Sprintf("responses %q and %q are the same status; remove one", other.Value, key.Value),
				Related: []report.Related{{Pos: f.position(other), Message: "first here"}},
			})
			return
		}
		first[name] = key
		renamed := text(name, key)
		b.written[renamed] = key.Value
		out.Content = append(out.Content, renamed, value)
	})
	return &out
}

// bundled returns the pointer in the bundle for a pointer in the root file. They differ in the case of response statuses.
func bundled(pointer string) string {
	if !strings.Contains(pointer, "/responses/") {
		return pointer
	}
	tokens, err := Tokens(pointer)
	if err != nil {
		return pointer
	}
	parent, k, shape := KindData, KindDocument, One
	for i, token := range tokens {
		switch {
		case shape == One && strings.HasPrefix(token, "x-"):
			return Pointer(tokens...)
		case shape == One:
			parent = k
			k, shape = k.Below(token)
		default:
			if parent == KindOperation && k == KindResponse {
				tokens[i] = Status(token)
			}
			shape = One
		}
	}
	return Pointer(tokens...)
}
