package spec

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxComposed limits the expansion of a document's compositions: the number of schemas and properties in them when each schema is counted once
// for every composition that it is part of. kin-openapi, oasdiff and oapi-codegen take time and memory in proportion to this number. For the
// large public documents (Stripe, Datadog, Discord) it is 2,000 to 20,000.
const maxComposed = 1_000_000

// weigher computes the expansion of the compositions of a bundle.
type weigher struct {
	ctx     context.Context
	spec    *Spec
	weights map[*yaml.Node]int // by schema; 0 while the schema is weighed, so that one composed of itself counts once
	total   int                // of all schemas with a composition, at most maxComposed + 1
	largest int                // weight of one schema
	at      string             // pointer of the schema with the largest weight
	path    []string           // tokens of the node that is visited
}

// composed reports whether the expansion of the compositions of a document is within [maxComposed]. If not, it adds a finding at the schema with
// the largest expansion.
func (l *loader) composed(s *Spec) bool {
	w := weigher{ctx: l.ctx, spec: s, weights: map[*yaml.Node]int{}}
	w.visit(s.bundle, KindDocument)
	if err := l.ctx.Err(); err != nil {
		l.fail(err)
		return false
	}
	if w.total <= maxComposed {
		return true
	}
	l.add(s.Position(w.at), "spec-size",
		"the allOf, anyOf and oneOf of this document expand to more than %d schemas and properties, most of them here; reference each schema from fewer compositions",
		maxComposed)
	return false
}

// visit adds up the weights of the composed schemas in an object of kind k.
func (w *weigher) visit(n *yaml.Node, k Kind) {
	if k == KindSchema && isComposed(n) {
		weight := w.schema(n)
		if w.total = min(w.total+weight, maxComposed+1); weight > w.largest {
			w.largest, w.at = weight, Pointer(w.path...)
		}
	}
	each(n, func(key, value *yaml.Node) {
		below, shape := k.Below(key.Value)
		if below == KindData || w.ctx.Err() != nil {
			return
		}
		w.path = append(w.path, key.Value)
		defer func() { w.path = w.path[:len(w.path)-1] }()
		if shape == One {
			w.visit(value, below)
			return
		}
		for i, item := range value.Content {
			token := strconv.Itoa(i)
			if shape == Many {
				if i%2 == 0 {
					continue
				}
				token = value.Content[i-1].Value
			}
			w.path = append(w.path, token)
			w.visit(item, below)
			w.path = w.path[:len(w.path)-1]
		}
	})
}

// schema returns the number of schemas and properties that a schema expands to, at most maxComposed + 1.
func (w *weigher) schema(n *yaml.Node) int {
	if weight, known := w.weights[n]; known {
		return weight
	}
	w.weights[n] = 0
	weight := 1
	each(n, func(key, value *yaml.Node) {
		switch {
		case key.Value == "$ref":
			pointer := strings.ReplaceAll(strings.TrimPrefix(value.Value, "#"), "%25", "%")
			if to := w.spec.Node(pointer); to != nil {
				weight += w.schema(to) - 1
			}
		case key.Value == "properties":
			weight += len(value.Content) / 2
		case IsComposing(key.Value) && value.Kind == yaml.SequenceNode:
			for _, member := range value.Content {
				weight = min(weight+w.schema(member), maxComposed+1)
			}
		case IsComposing(key.Value):
			weight += w.schema(value)
		}
	})
	w.weights[n] = min(weight, maxComposed+1)
	return w.weights[n]
}

// isComposed reports whether a schema has a composing keyword (see [IsComposing]).
func isComposed(n *yaml.Node) bool {
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		if IsComposing(n.Content[i].Value) {
			return true
		}
	}
	return false
}

// IsComposing reports whether the schemas under a keyword apply to the same value as the schema that has the keyword.
func IsComposing(keyword string) bool {
	switch keyword {
	case "allOf", "anyOf", "oneOf", "not", "if", "then", "else":
		return true
	}
	return false
}

// withoutRepeats removes each `$ref` member of an allOf that repeats an earlier one, because applying a schema twice has no further effect.
func withoutRepeats(members []*yaml.Node) []*yaml.Node {
	seen := map[string]bool{}
	return slices.DeleteFunc(members, func(n *yaml.Node) bool {
		ref := indexLine(n, KindSchema)
		if ref == nil {
			return false
		}
		repeated := seen[ref.Value]
		seen[ref.Value] = true
		return repeated
	})
}
