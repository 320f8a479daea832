package spec

import (
	"context"
	"slices"

	"github.com/rasapi/specgen/gen/oas"
)

// maxComposed limits the expanded size of a document's compositions: the number of schemas and properties in them. A schema counts once for each
// composition that contains it. The time and memory that kin-openapi, oasdiff and oapi-codegen take are proportional to it. The size is 2,000 to
// 20,000 for large public documents (Stripe, Datadog, Discord).
const maxComposed = 1_000_000

// weigher computes the expanded sizes of the compositions of a bundle.
type weigher struct {
	ctx     context.Context
	model   *oas.Model
	weights map[*oas.Node]int // expanded sizes by schema; 0 during the computation, so that a recursive schema counts once
}

// composed reports whether the expanded size of all compositions is at most [maxComposed]. If not, it adds a finding at the largest schema.
func (l *loader) composed(s *Spec) bool {
	w := weigher{ctx: l.ctx, model: s.Model(), weights: map[*oas.Node]int{}}
	total, largest := 0, 0
	var at *oas.Object
	for _, o := range w.model.Objects(oas.Schema) {
		if l.ctx.Err() != nil || !isComposed(o.Node) {
			continue
		}
		weight := w.schema(o.Node)
		if total = min(total+weight, maxComposed+1); weight > largest {
			largest, at = weight, o
		}
	}
	if err := l.ctx.Err(); err != nil {
		l.fail(err)
		return false
	}
	if total <= maxComposed {
		return true
	}
	l.add(at.Node.Pos(), "spec-size",
		"the allOf, anyOf and oneOf of this document expand to more than %d schemas and properties, most of them here; reference each schema from fewer compositions",
		maxComposed)
	return false
}

// schema returns the number of schemas and properties that a schema expands to, at most maxComposed + 1.
func (w *weigher) schema(n *oas.Node) int {
	if weight, known := w.weights[n]; known {
		return weight
	}
	w.weights[n] = 0
	weight := 1
	for key, value := range n.Each() {
		switch {
		case key == "$ref":
			if to := w.model.Root().At(refPointer(value.Value)); to != nil {
				weight += w.schema(to) - 1
			}
		case key == "properties":
			weight += value.Len()
		case IsComposing(key) && value.IsSequence():
			for _, member := range value.Items {
				weight = min(weight+w.schema(member), maxComposed+1)
			}
		case IsComposing(key):
			weight += w.schema(value)
		}
	}
	w.weights[n] = min(weight, maxComposed+1)
	return w.weights[n]
}

// isComposed reports whether a schema has a composing keyword (see [IsComposing]).
func isComposed(n *oas.Node) bool {
	return slices.ContainsFunc(n.Entries, func(e oas.Entry) bool { return IsComposing(e.Key) })
}

// IsComposing reports whether the schemas under a keyword apply to the same value as the schema that has the keyword.
func IsComposing(keyword string) bool {
	switch keyword {
	case "allOf", "anyOf", "oneOf", "not", "if", "then", "else":
		return true
	}
	return false
}

// withoutRepeats removes each `$ref` member of an allOf that repeats an earlier member, because applying a schema twice has no further effect.
func withoutRepeats(members []*oas.Node) []*oas.Node {
	seen := map[string]bool{}
	return slices.DeleteFunc(members, func(n *oas.Node) bool {
		ref := pureRef(n, oas.Schema)
		if ref == nil {
			return false
		}
		repeated := seen[ref.Value]
		seen[ref.Value] = true
		return repeated
	})
}
