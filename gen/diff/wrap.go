package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// wrapped compares two schemas if one is only an allOf, anyOf or oneOf that has an equal schema of the other as a member. It reports whether that is so.
func (w *walker) wrapped(pa, pb string, a, b *oas.Node) bool {
	if key, i := w.memberLike(a, b); key != "" {
		at := pb + oas.Pointer(key)
		w.node(pa, at+oas.Pointer(itoa(i)), a.Without("nullable"), b.Get(key).Items[i])
		w.documentation(pa, pb, a, b)
		w.members(key, pa, at, nil, without(b.Get(key).Items, i), pb, func(k int) int { return skipping(k, i) })
		return true
	}
	if key, i := w.memberLike(b, a); key != "" {
		at := pa + oas.Pointer(key)
		w.node(at+oas.Pointer(itoa(i)), pb, a.Get(key).Items[i], b.Without("nullable"))
		w.documentation(pa, pb, a, b)
		w.members(key, at, pb, without(a.Get(key).Items, i), nil, pa, func(k int) int { return skipping(k, i) })
		return true
	}
	return false
}

// without returns a list without item i.
func without(list []*oas.Node, i int) []*oas.Node { return slices.Delete(slices.Clone(list), i, i+1) }

// skipping converts index k of the list without item i to an index of the whole list.
func skipping(k, i int) int {
	if k >= i {
		k++
	}
	return k
}

// memberLike returns the composition keyword of outer and the index of its member that equals inner. It returns "" if there is no such member, or if outer
// has other keywords that are not documentation.
func (w *walker) memberLike(inner, outer *oas.Node) (string, int) {
	for _, key := range []string{"allOf", "anyOf", "oneOf"} {
		list := outer.Get(key)
		if !list.IsSequence() || inner.Get(key) != nil || outer.Without(append(documentation(), key, "nullable")...).Len() > 0 {
			continue
		}
		plain := inner.Without(append(documentation(), "nullable")...)
		if i := slices.IndexFunc(list.Items, func(n *oas.Node) bool {
			return w.equalEitherWay(plain, n.Without(append(documentation(), "nullable")...))
		}); i >= 0 {
			return key, i
		}
	}
	return "", 0
}

// equalEitherWay reports whether two nodes are equal. Unlike in [walker.equal], either of them may be the one of base.
func (w *walker) equalEitherWay(a, b *oas.Node) bool {
	return w.equal(a, b) || equal(a, b, w.renames.from)
}

// documentation compares the documentation and nullable of two schemas.
func (w *walker) documentation(pa, pb string, a, b *oas.Node) {
	for _, key := range append(documentation(), "nullable") {
		if a.Get(key) != nil || b.Get(key) != nil {
			w.entry(pa, pb, a, b, key)
		}
	}
}

// members adds an edit for the removed members of a composition and one for the added ones. of is the pointer of the schema, and index returns the index of
// a member in its list.
func (w *walker) members(key, pa, pb string, removed, added []*oas.Node, of string, index func(int) int) {
	note := func(id, message string, list []*oas.Node) edit {
		var texts []string
		for _, n := range list {
			texts = append(texts, shown(n))
		}
		all := strings.Join(texts, ", ")
		return edit{class: classOf(id), detail: key + " " + all, message: key + " " + message + " " + all}
	}
	if len(removed) > 0 {
		e := note("branch-removed", "no longer has", removed)
		e.subject = Subject(w.a, of)
		e.base, e.head, e.looseHead = pa+oas.Pointer(itoa(index(0))), none, true
		for k := range removed[1:] {
			e.alsoBase = append(e.alsoBase, pa+oas.Pointer(itoa(index(k+1))))
		}
		w.add(e)
	}
	if len(added) > 0 {
		e := note("branch-added", "now has", added)
		e.subject = Subject(w.b, of)
		e.base, e.looseBase, e.head = none, true, pb+oas.Pointer(itoa(index(0)))
		for k := range added[1:] {
			e.alsoHead = append(e.alsoHead, pb+oas.Pointer(itoa(index(k+1))))
		}
		w.add(e)
	}
}

// documentation returns the keywords of a schema that are documentation.
func documentation() []string {
	return []string{"description", "summary", "title", "example", "examples", "externalDocs", "deprecated"}
}
