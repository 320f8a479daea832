package edit

import (
	"maps"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// enum compares two enums member by member. It returns the keys that need no further comparison. It returns nil if one of the schemas is not an enum,
// or if only one of the enums has strings as values.
func (w *walker) enum(pa, pb string, a, b *oas.Node) map[string]bool {
	before, ok := oas.ReadEnum(a)
	after, both := oas.ReadEnum(b)
	if !ok || !both || before.Strings != after.Strings {
		return nil
	}
	x := &enums{w: w, pa: pa, pb: pb, before: before, after: after, reserved: setOf(a.Get("x-enum-reserved"))}
	x.listKey, x.listKeyHead = valuesKey(a), valuesKey(b)
	x.pair()
	x.names()
	x.members()
	x.texts(a, b)
	x.null(a, b)
	return enumKeys(x.listKey == "oneOf")
}

// valuesKey returns the key under which an enum lists its values.
func valuesKey(n *oas.Node) string {
	for _, key := range []string{"enum", "x-enum-values"} {
		if n.Get(key) != nil {
			return key
		}
	}
	return "oneOf"
}

// enumKeys returns the keys that declare the members of an enum. constants reports whether oneOf is one of them.
func enumKeys(constants bool) map[string]bool {
	return map[string]bool{
		"enum": true, "x-enum-varnames": true, "x-enumNames": true, "x-enum-names": true, "x-enum-values": true, "oneOf": constants,
		"x-enum-descriptions": true, "x-enum-deprecated": true,
	}
}

// texts compares the descriptions and the deprecations of members.
func (x *enums) texts(a, b *oas.Node) {
	var words, marked, unmarked []string
	for _, p := range slices.Concat(x.same, x.renamed) {
		was, is := x.before.Members[p[0]], x.after.Members[p[1]]
		if was.Description != is.Description {
			words = append(words, member(is))
		}
		if was.Deprecated != is.Deprecated && is.Deprecated {
			marked = append(marked, member(is))
		} else if was.Deprecated != is.Deprecated {
			unmarked = append(unmarked, member(is))
		}
	}
	note := func(id, key, message string, names []string) {
		if len(names) == 0 {
			return
		}
		slices.Sort(names)
		e := Edit{ID: id, Base: x.pa, Head: x.pb, Subject: Subject(x.w.a, x.pa), Detail: strings.Join(names, ", ")}
		if a.Get(key) != nil {
			e.Base += oas.Pointer(key)
		}
		if b.Get(key) != nil {
			e.Head += oas.Pointer(key)
		}
		e.Message = message + " " + e.Detail
		x.w.add(e)
	}
	note("documentation-changed", "x-enum-descriptions", "the description changed:", words)
	note("deprecation-changed", "x-enum-deprecated", "now deprecated:", marked)
	note("deprecation-changed", "x-enum-deprecated", "no longer deprecated:", unmarked)
}

// null adds an edit if the list of values contains null on only one side. It adds none if type or nullable permits null on only one side, because the
// edit of type or nullable covers the change.
func (x *enums) null(a, b *oas.Node) {
	in := func(list *oas.Node) bool {
		return slices.ContainsFunc(list.List(), func(v *oas.Node) bool { return v.Type == oas.Null })
	}
	accepts := func(n *oas.Node) bool {
		_, null := n.Types()
		return null || n.True("nullable")
	}
	was, is := in(a.Get(x.listKey)), in(b.Get(x.listKeyHead))
	if was == is || accepts(a) != accepts(b) {
		return
	}
	e := Edit{ID: "nullable-changed", Base: x.pa + oas.Pointer(x.listKey), Head: x.pb + oas.Pointer(x.listKeyHead), Subject: Subject(x.w.a, x.pa)}
	e.Variant, e.Message = nullable(is, "")
	x.w.add(e)
}

// enums compares an enum of base with one of head. Its lists have indexes of members in before and after.
type enums struct {
	w                    *walker
	pa, pb               string
	listKey, listKeyHead string // the results of [valuesKey] for base and head
	before, after        oas.Enum

	reserved map[string]bool // x-enum-reserved of base

	same                [][2]int // same name and value
	renamed, renumbered [][2]int // same value and another name; same name and another value
	removed, added      []int

	unnamed    bool            // exactly one side has fewer names than values, which is reported as a single edit
	duplicated map[string]bool // names that are duplicated in head but not in base; each has an edit of its own
}

// pair pairs the members: first by name and value, then by name, then by value.
func (x *enums) pair() {
	byValue, byName := map[string]int{}, map[string]int{}
	for j, m := range x.after.Members {
		if _, twice := byValue[m.Value.Value]; !twice {
			byValue[m.Value.Value] = j
		}
		if m.Name != "" {
			if _, twice := byName[m.Name]; !twice {
				byName[m.Name] = j
			}
		}
	}
	usedA, usedB := map[int]bool{}, map[int]bool{}
	take := func(list *[][2]int, i, j int) {
		*list = append(*list, [2]int{i, j})
		usedA[i], usedB[j] = true, true
	}
	for i, m := range x.before.Members {
		j, ok := byValue[m.Value.Value]
		if k, both := byName[m.Name]; both && x.after.Members[k].Value.Value == m.Value.Value {
			j, ok = k, true // prefer the member with the same name if several have the value
		}
		if ok && !usedB[j] && x.after.Members[j].Name == m.Name {
			take(&x.same, i, j)
		}
	}
	for i, m := range x.before.Members {
		if j, ok := byName[m.Name]; ok && m.Name != "" && !usedA[i] && !usedB[j] {
			take(&x.renumbered, i, j)
		}
	}
	for i, m := range x.before.Members {
		if j, ok := byValue[m.Value.Value]; ok && !usedA[i] && !usedB[j] {
			take(&x.renamed, i, j)
		}
	}
	for i := range x.before.Members {
		if !usedA[i] {
			x.removed = append(x.removed, i)
		}
	}
	for j := range x.after.Members {
		if !usedB[j] {
			x.added = append(x.added, j)
		}
	}
}

// member returns a member in the form "Locked = 2", or only its value if it has no other name.
func member(m oas.Member) string {
	if m.Name == "" || m.Name == m.Value.Value {
		return m.Value.Value
	}
	return m.Name + " = " + m.Value.Value
}

// at returns the pointer of the name of a member if name is set and the member has a name. Otherwise, it returns the pointer of the value of the
// member.
func (x *enums) at(s *spec.Spec, pointer string, i int, m oas.Member, name bool) string {
	if name && m.NameNode != nil {
		for _, key := range oas.EnumNameFields() {
			if p := pointer + oas.Pointer(key, itoa(i)); s.At(p) == m.NameNode {
				return p
			}
		}
	}
	if s == x.w.b && pointer == x.pb && s.At(pointer+oas.Pointer(x.listKeyHead, itoa(i))) != nil {
		return pointer + oas.Pointer(x.listKeyHead, itoa(i))
	}
	return pointer + oas.Pointer(x.listKey, itoa(i))
}

// add adds an edit of member i of base and member j of head. A negative index means that the side does not have the member. name selects the
// pointers, as in [enums.at].
func (x *enums) add(e Edit, i, j int, name bool) {
	e.Subject = Subject(x.w.a, x.pa)
	e.Base, e.Head = x.pa, x.pb
	if i >= 0 {
		e.Base = x.at(x.w.a, x.pa, i, x.before.Members[i], name)
	}
	if j >= 0 {
		e.Head = x.at(x.w.b, x.pb, j, x.after.Members[j], name)
	}
	if i < 0 && j >= 0 {
		e.Base += oas.Pointer(x.listKey)
	}
	if j < 0 && i >= 0 {
		e.Head += oas.Pointer(x.listKey)
	}
	e.Key = i < 0 && j >= 0 || j < 0 && i >= 0
	x.w.add(e)
}

// values returns the pointers of the values of paired members in base and head.
func (x *enums) values(pairs ...[2]int) (before, after []string) {
	for _, p := range pairs {
		before = append(before, x.pa+oas.Pointer(x.listKey, itoa(p[0])))
		after = append(after, x.pb+oas.Pointer(x.listKeyHead, itoa(p[1])))
	}
	return before, after
}

// members adds the edits of renumbered, renamed, removed, added and reordered members.
func (x *enums) members() {
	swapped := x.swaps()
	for _, p := range x.renumbered {
		if swapped[p[0]] {
			continue
		}
		a, b := x.before.Members[p[0]], x.after.Members[p[1]]
		x.add(Edit{
			ID: "enum-member-renumbered", Detail: member(a) + " -> " + b.Value.Value,
			Message: "member " + a.Name + " changed from " + a.Value.Value + " to " + b.Value.Value,
		}, p[0], p[1], false)
	}
	for _, p := range x.renamed {
		x.renamedMember(p)
	}
	x.addRemoved()
	x.addAdded()
	x.order()
}

// addRemoved adds the edits of removed members.
func (x *enums) addRemoved() {
	e := Edit{ID: "enum-member-removed"}
	if !x.before.Strings {
		e.Variant = "number"
	}
	x.addMembers(e, x.before, x.removed, true)
}

// addAdded adds the edits of added members. A member with a reserved name or number has an edit of its own.
func (x *enums) addAdded() {
	var plain []int
	for _, j := range x.added {
		m := x.after.Members[j]
		if !x.reserved[m.Value.Value] && (m.Name == "" || !x.reserved[m.Name]) {
			plain = append(plain, j)
			continue
		}
		x.add(Edit{
			ID: "enum-reserved-reused", Detail: member(m),
			Message: "member " + member(m) + " was added with a reserved name or number, which had another meaning",
		}, -1, j, false)
	}
	x.addMembers(Edit{ID: "enum-member-added"}, x.after, plain, false)
}

// groupSize is the minimum number of removed or added members that addMembers reports as one edit.
const groupSize = 4

// addMembers adds an edit with the ID and variant of e for each removed or added member of one side. If there are groupSize members or more, it adds
// a single edit instead.
func (x *enums) addMembers(e Edit, side oas.Enum, indexes []int, removed bool) {
	verb, at := " added", func(k int) (i, j int) { return -1, k }
	if removed {
		verb, at = " removed", func(k int) (i, j int) { return k, -1 }
	}
	var names []string
	for _, k := range indexes {
		name := member(side.Members[k])
		names = append(names, name)
		if len(indexes) < groupSize {
			one := e
			one.Detail, one.Message = name, "member "+name+" was"+verb
			i, j := at(k)
			x.add(one, i, j, false)
		} else if removed {
			e.AlsoBase = append(e.AlsoBase, x.at(x.w.a, x.pa, k, side.Members[k], false))
		} else {
			e.AlsoHead = append(e.AlsoHead, x.at(x.w.b, x.pb, k, side.Members[k], false))
		}
	}
	if len(indexes) >= groupSize {
		e.Detail = strings.Join(names, ", ")
		e.Message = itoa(len(indexes)) + " members were" + verb + ": " + report.Clip(e.Detail, 160)
		i, j := at(indexes[0])
		x.add(e, i, j, false)
	}
}

// renamedMember adds the edit of a renamed member, unless [enums.names] reports it.
func (x *enums) renamedMember(p [2]int) {
	a, b := x.before.Members[p[0]], x.after.Members[p[1]]
	if x.unnamed && (a.Name == "" || b.Name == "") || x.duplicated[b.Name] {
		return
	}
	e := Edit{ID: "enum-member-renamed", Detail: member(a) + " -> " + member(b)}
	e.AlsoBase, e.AlsoHead = x.values(p)
	switch {
	case a.Name == "":
		e.ID, e.Message = "enum-member-named", "member "+a.Value.Value+" now has the name "+b.Name
	case b.Name == "":
		e.ID, e.Message = "enum-member-unnamed", "member "+member(a)+" no longer has a name"
	default:
		e.Message = "member " + member(a) + " was renamed to " + b.Name
	}
	x.add(e, p[0], p[1], true)
}

// swaps adds an edit if members exchanged their values. It returns the indexes of these members in base.
func (x *enums) swaps() map[int]bool {
	found := map[int]bool{}
	old, now := map[string]bool{}, map[string]bool{}
	for _, p := range x.renumbered {
		old[x.before.Members[p[0]].Value.Value] = true
		now[x.after.Members[p[1]].Value.Value] = true
	}
	var moved [][2]int
	for _, p := range x.renumbered {
		if now[x.before.Members[p[0]].Value.Value] && old[x.after.Members[p[1]].Value.Value] {
			moved = append(moved, p)
		}
	}
	if len(moved) < 2 {
		return found
	}
	var parts []string
	for _, p := range moved {
		found[p[0]] = true
		parts = append(parts, member(x.before.Members[p[0]])+" -> "+x.after.Members[p[1]].Value.Value)
	}
	slices.Sort(parts)
	before, after := x.values(moved...)
	x.add(Edit{
		AlsoBase: before, AlsoHead: after,
		ID: "enum-members-swapped", Detail: strings.Join(parts, ", "),
		Message: "members swapped their numbers: " + strings.Join(parts, ", ") + "; programs still compile, but behave differently",
	}, moved[0][0], moved[0][1], true)
	return found
}

// order adds an edit if members with the same names and values are in another order.
func (x *enums) order() {
	at := -1
	for _, p := range x.same {
		if p[1] < at {
			x.add(Edit{ID: "enum-reordered", Message: "the order of the members changed; names and numbers did not"}, p[0], p[1], false)
			return
		}
		at = p[1]
	}
}

// names adds an edit if exactly one side has fewer names than values, and an edit for each name that is duplicated in head but not in base.
func (x *enums) names() {
	few := func(e oas.Enum) bool { return e.Names < len(e.Members) && !(e.Strings && e.Names < 0) }
	written := func(n int) string { return itoa(max(n, 0)) }
	e := Edit{
		ID: "enum-names-shortened", Detail: written(x.before.Names) + " -> " + written(x.after.Names),
		Message: "there are " + written(x.after.Names) + " names for " + itoa(len(x.after.Members)) + " values",
	}
	x.unnamed = few(x.before) != few(x.after)
	if x.unnamed {
		for i := range x.before.Members {
			e.AlsoBase = append(e.AlsoBase, x.pa+oas.Pointer(x.listKey, itoa(i)))
		}
		for j := range x.after.Members {
			e.AlsoHead = append(e.AlsoHead, x.pb+oas.Pointer(x.listKeyHead, itoa(j)))
		}
		if few(x.before) {
			e.ID = "enum-names-completed"
		}
		x.add(e, -1, -1, false)
	}
	twice := func(e oas.Enum) map[string]bool {
		seen, twice := map[string]bool{}, map[string]bool{}
		for _, m := range e.Members {
			if m.Name != "" && seen[m.Name] {
				twice[m.Name] = true
			}
			seen[m.Name] = true
		}
		return twice
	}
	before := twice(x.before)
	x.duplicated = twice(x.after)
	last := map[string]int{}
	for j, m := range x.after.Members {
		last[m.Name] = j
	}
	for _, name := range slices.Sorted(maps.Keys(x.duplicated)) {
		if before[name] {
			delete(x.duplicated, name)
			continue
		}
		x.add(Edit{
			ID: "enum-name-duplicated", Detail: name, Message: "the name " + name + " is duplicated",
		}, -1, last[name], true)
	}
}
