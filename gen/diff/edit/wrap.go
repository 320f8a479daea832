package edit

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// wrapped compares two schemas if one consists only of an allOf, anyOf or oneOf with a member that equals the other schema. It returns false for other pairs.
func (w *walker) wrapped(pa, pb string, a, b *oas.Node) bool {
	if key, i := w.memberLike(a, b); key != "" {
		at, list := pb+oas.Pointer(key), b.Get(key).Items
		w.node(pa, at+oas.Pointer(itoa(i)), a.Without("nullable"), list[i])
		w.documentation(pa, pb, a, b)
		w.membersAdded(at, list, indexesExcept(list, i))
		return true
	}
	if key, i := w.memberLike(b, a); key != "" {
		at, list := pa+oas.Pointer(key), a.Get(key).Items
		w.node(at+oas.Pointer(itoa(i)), pb, list[i], b.Without("nullable"))
		w.documentation(pa, pb, a, b)
		w.membersRemoved(at, list, indexesExcept(list, i))
		return true
	}
	return false
}

// indexesExcept returns all indexes of list except i.
func indexesExcept(list []*oas.Node, i int) []int {
	var indexes []int
	for k := range list {
		if k != i {
			indexes = append(indexes, k)
		}
	}
	return indexes
}

// memberLike returns the composition keyword of outer and the index of its member that equals inner, apart from documentation and nullable. It
// returns "" if there is no such member, or if inner has the same keyword. It also returns "" if outer has other keywords, except documentation and
// nullable.
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

// equalEitherWay reports whether two nodes are equal. Unlike in [walker.equal], either node may be from base.
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

// membersRemoved adds an edit for members of a composition that head does not have. at is the pointer of the composition in base, list has its
// members, and indexes has the indexes of the removed ones.
func (w *walker) membersRemoved(at string, list []*oas.Node, indexes []int) {
	if len(indexes) > 0 {
		e := membersEdit("branch-removed", at, "no longer has", list, indexes)
		e.Subject, e.Base, e.Head, e.LooseHead = Subject(w.a, Parent(at)), e.AlsoBase[0], None, true
		e.AlsoBase = e.AlsoBase[1:]
		w.add(e)
	}
}

// membersAdded adds an edit for members of a composition that base does not have. at is the pointer of the composition in head, list has its members,
// and indexes has the indexes of the added ones.
func (w *walker) membersAdded(at string, list []*oas.Node, indexes []int) {
	if len(indexes) > 0 {
		e := membersEdit("branch-added", at, "now has", list, indexes)
		e.Subject, e.Base, e.LooseBase, e.Head = Subject(w.b, Parent(at)), None, true, e.AlsoBase[0]
		e.AlsoBase, e.AlsoHead = nil, e.AlsoBase[1:]
		w.add(e)
	}
}

// membersEdit returns an edit of the members of a composition at the given indexes. The pointers of the members are in AlsoBase.
func membersEdit(id, at, verb string, list []*oas.Node, indexes []int) Edit {
	e := Edit{ID: id}
	var texts, names []string
	for _, i := range indexes {
		texts = append(texts, shown(list[i]))
		names = append(names, branchName(list[i]))
		e.AlsoBase = append(e.AlsoBase, at+oas.Pointer(itoa(i)))
	}
	key := LastToken(at)
	e.Detail, e.Message = key+" "+strings.Join(texts, ", "), key+" "+verb+" "+strings.Join(names, ", ")
	return e
}

// branchName returns the name of the component that a member of a composition references, or the text of any other member.
func branchName(n *oas.Node) string {
	if ref := refOf(n); ref != "" && n.Len() == 1 {
		return LastToken(ref)
	}
	return shown(n)
}

// documentation returns the keywords of a schema that are documentation.
func documentation() []string {
	return []string{"description", "summary", "title", "example", "examples", "externalDocs", "deprecated"}
}
