package spec

import (
	"context"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// maxComposed is the maximum expanded size of the compositions in a document. The expanded size is the number of schemas and properties in the
// compositions. A schema counts once for each composition that contains it. The time and memory that kin-openapi, oasdiff and oapi-codegen need are
// proportional to this size. Large public documents (Stripe, Datadog, Discord) have sizes of 2,000 to 20,000.
const maxComposed = 1_000_000

// weigher computes the expanded sizes of the compositions of a bundle.
type weigher struct {
	ctx     context.Context
	model   *oas.Model
	weights map[*oas.Node]int // expanded sizes by schema; 0 while a size is being computed, so that a recursive schema counts once
}

// composed reports whether the expanded size of all compositions is at most [maxComposed]. Otherwise it adds a finding at the schema with the largest
// expanded size. If the context is canceled, composed returns false and sets l.err.
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
		"allOf, anyOf and oneOf in this document expand to more than %d schemas and properties, and this schema has the most; reference each schema from fewer compositions",
		maxComposed)
	return false
}

// schema returns the number of schemas and properties to which a schema expands, at most maxComposed + 1.
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

// IsComposing reports whether a keyword is allOf, anyOf, oneOf, not, if, then or else. The schemas in these keywords apply to the same value as the
// schema with the keyword.
func IsComposing(keyword string) bool {
	switch keyword {
	case "allOf", "anyOf", "oneOf", "not", "if", "then", "else":
		return true
	}
	return false
}

// removeRepeats calls withoutRepeats for every allOf in the bundle, except if a reference contains the index of one of its members. The function must
// run after all references are known.
func (b *bundler) removeRepeats(bundle *oas.Node) {
	const key = "/allOf"
	indexed := map[*oas.Node]bool{}
	for _, pointer := range b.placed {
		for at := 0; strings.Contains(pointer[at:], key+"/"); {
			at += strings.Index(pointer[at:], key+"/") + len(key)
			indexed[bundle.At(pointer[:at])] = true
		}
	}
	for _, list := range b.allOf {
		if !indexed[list] {
			list.Items = withoutRepeats(list.Items)
		}
	}
}

// withoutRepeats removes each `$ref` in an allOf that is equal to an earlier `$ref`, because applying a schema twice has no effect.
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
