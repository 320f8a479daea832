package diff

import (
	"maps"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// enum pairs the members of two enums by name and number. It gives the keys that it has dealt with; none when a side is no enum.
func (w *walker) enum(pa, pb string, a, b *oas.Node) map[string]bool {
	before, ok := oas.ReadEnum(a)
	after, both := oas.ReadEnum(b)
	if !ok || !both || before.Strings != after.Strings {
		return nil
	}
	x := &enums{w: w, pa: pa, pb: pb, before: before, after: after, reserved: setOf(a.Get("x-enum-reserved"))}
	x.listKey = "enum"
	if a.Get("enum") == nil {
		x.listKey = "x-enum-values"
	}
	if a.Get(x.listKey) == nil {
		x.listKey = "oneOf"
	}
	x.listKeyHead = "enum"
	if b.Get("enum") == nil {
		x.listKeyHead = "x-enum-values"
	}
	if b.Get(x.listKeyHead) == nil {
		x.listKeyHead = "oneOf"
	}
	x.pair()
	x.lengths()
	x.told()
	x.texts(a, b)
	return enumKeys(x.listKey == "oneOf")
}

// enumKeys are the keys that say what the members of an enum are.
func enumKeys(constants bool) map[string]bool {
	return map[string]bool{
		"enum": true, "x-enum-varnames": true, "x-enumNames": true, "x-enum-names": true, "x-enum-values": true, "oneOf": constants,
		"x-enum-descriptions": true, "x-enum-deprecated": true,
	}
}

// texts compares what members are said to be, and whether they are deprecated.
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
		e := edit{class: classOf(id), base: x.pa, head: x.pb, subject: subject(x.w.a, x.pa), detail: strings.Join(names, ", ")}
		if a.Get(key) != nil {
			e.base += oas.Pointer(key)
		}
		if b.Get(key) != nil {
			e.head += oas.Pointer(key)
		}
		e.message = message + " " + e.detail
		x.w.add(e)
	}
	note("documentation-changed", "x-enum-descriptions", "another text for", words)
	note("deprecation-changed", "x-enum-deprecated", "deprecated now:", marked)
	note("deprecation-changed", "x-enum-deprecated", "not deprecated any more:", unmarked)
}

// enums is one enum on both sides.
type enums struct {
	w                    *walker
	pa, pb               string
	listKey, listKeyHead string
	before, after        oas.Enum

	reserved map[string]bool // x-enum-reserved of base

	same                [][2]int // same name, same value
	renamed, renumbered [][2]int // same value, other name; same name, other value
	gone, come          []int

	short bool            // one side has too few names, which is told once
	twice map[string]bool // names that are given twice now, which is told too
}

// pair finds for each member its other self: first the one with the same value, and where that has the name of another old member,
// the two have swapped.
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
			j, ok = k, true // the value stands there twice
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
			x.gone = append(x.gone, i)
		}
	}
	for j := range x.after.Members {
		if !usedB[j] {
			x.come = append(x.come, j)
		}
	}
}

func member(m oas.Member) string {
	if m.Name == "" || m.Name == m.Value.Value {
		return m.Value.Value
	}
	return m.Name + " = " + m.Value.Value
}

// at is where a member stands: its name where it has one, for a change of names.
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

func (x *enums) add(e edit, i, j int, name bool) {
	e.subject = subject(x.w.a, x.pa)
	e.base, e.head = x.pa, x.pb
	if i >= 0 {
		e.base = x.at(x.w.a, x.pa, i, x.before.Members[i], name)
	}
	if j >= 0 {
		e.head = x.at(x.w.b, x.pb, j, x.after.Members[j], name)
	}
	if i < 0 && j >= 0 {
		e.base += oas.Pointer(x.listKey)
	}
	if j < 0 && i >= 0 {
		e.head += oas.Pointer(x.listKey)
	}
	e.key = i < 0 && j >= 0 || j < 0 && i >= 0
	x.w.add(e)
}

// values are the places of the values of members.
func (x *enums) values(pairs ...[2]int) (before, after []string) {
	for _, p := range pairs {
		before = append(before, x.pa+oas.Pointer(x.listKey, itoa(p[0])))
		after = append(after, x.pb+oas.Pointer(x.listKeyHead, itoa(p[1])))
	}
	return before, after
}

// told notes the edits.
func (x *enums) told() {
	swapped := x.swaps()
	for _, p := range x.renumbered {
		if swapped[p[0]] {
			continue
		}
		a, b := x.before.Members[p[0]], x.after.Members[p[1]]
		x.add(edit{
			class: classOf("enum-member-renumbered"), detail: member(a) + " -> " + b.Value.Value,
			message: "member " + a.Name + " was " + a.Value.Value + " and is " + b.Value.Value,
		}, p[0], p[1], false)
	}
	for _, p := range x.renamed {
		x.renamedMember(p)
	}
	x.removed()
	x.added()
	x.order()
}

// several is how many members have to come or go at once to be told together.
const several = 4

// removed notes the members that are gone.
func (x *enums) removed() {
	fix := classOf("enum-member-removed").fix
	if !x.before.Strings {
		fix += "; or reserve its name and number in x-enum-reserved, so that no one gives them another meaning"
	}
	if len(x.gone) >= several {
		e := edit{class: classOf("enum-member-removed")}
		e.fix = strings.ReplaceAll(fix, " it ", " them ")
		for _, i := range x.gone {
			e.alsoBase = append(e.alsoBase, x.at(x.w.a, x.pa, i, x.before.Members[i], false))
		}
		e.detail = x.list(x.before, x.gone)
		e.message = itoa(len(x.gone)) + " members are gone: " + report.Clip(e.detail, 160)
		x.add(e, x.gone[0], -1, false)
		return
	}
	for _, i := range x.gone {
		m := x.before.Members[i]
		e := edit{class: classOf("enum-member-removed"), detail: member(m), message: "member " + member(m) + " is gone"}
		e.fix = fix
		x.add(e, i, -1, false)
	}
}

// added notes the members that are new. One that takes what is reserved is told by itself.
func (x *enums) added() {
	var plain []int
	for _, j := range x.come {
		m := x.after.Members[j]
		if !x.reserved[m.Value.Value] && (m.Name == "" || !x.reserved[m.Name]) {
			plain = append(plain, j)
			continue
		}
		x.add(edit{
			class: classOf("enum-reserved-reused"), detail: member(m),
			message: "member " + member(m) + " is new and takes a reserved name or number, which meant something else once",
		}, -1, j, false)
	}
	if len(plain) >= several {
		e := edit{class: classOf("enum-member-added")}
		for _, j := range plain {
			e.alsoHead = append(e.alsoHead, x.at(x.w.b, x.pb, j, x.after.Members[j], false))
		}
		e.detail = x.list(x.after, plain)
		e.message = itoa(len(plain)) + " members are new: " + report.Clip(e.detail, 160)
		x.add(e, -1, plain[0], false)
		return
	}
	for _, j := range plain {
		m := x.after.Members[j]
		x.add(edit{class: classOf("enum-member-added"), detail: member(m), message: "member " + member(m) + " is new"}, -1, j, false)
	}
}

func (x *enums) list(e oas.Enum, indexes []int) string {
	var names []string
	for _, i := range indexes {
		names = append(names, member(e.Members[i]))
	}
	return strings.Join(names, ", ")
}

func (x *enums) renamedMember(p [2]int) {
	a, b := x.before.Members[p[0]], x.after.Members[p[1]]
	if x.short && (a.Name == "" || b.Name == "") || x.twice[b.Name] {
		return // told by lengths
	}
	e := edit{class: classOf("enum-member-renamed"), detail: member(a) + " -> " + member(b)}
	e.alsoBase, e.alsoHead = x.values(p)
	switch {
	case a.Name == "":
		e.class, e.message = classOf("enum-member-named"), "member "+a.Value.Value+" has a name now, "+b.Name
	case b.Name == "":
		e.class, e.message = classOf("enum-member-unnamed"), "member "+member(a)+" has no name any more"
	default:
		e.message = "member " + member(a) + " is now called " + b.Name
	}
	x.add(e, p[0], p[1], true)
}

// swaps notes members that took each other's place: the numbers are the same set, and so are the names. Found are old indexes.
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
	x.add(edit{
		alsoBase: before, alsoHead: after,
		class: classOf("enum-members-swapped"), detail: strings.Join(parts, ", "),
		message: "members swapped their numbers: " + strings.Join(parts, ", ") + "; programs compile and mean something else",
	}, moved[0][0], moved[0][1], true)
	return found
}

// order notes that the same members stand in another order, which changes nothing.
func (x *enums) order() {
	at := -1
	for _, p := range x.same {
		if p[1] < at {
			x.add(edit{class: classOf("enum-reordered"), message: "the members stand in another order; names and numbers stay together"}, p[0], p[1], false)
			return
		}
		at = p[1]
	}
}

// lengths notes lists of names that do not fit the values any more, and names that stand twice.
func (x *enums) lengths() {
	few := func(e oas.Enum) bool { return e.Names < len(e.Members) && !(e.Strings && e.Names < 0) }
	written := func(n int) string { return itoa(max(n, 0)) }
	e := edit{
		class: classOf("enum-names-shortened"), detail: written(x.before.Names) + " -> " + written(x.after.Names),
		message: "there are " + written(x.after.Names) + " names for " + itoa(len(x.after.Members)) + " values",
	}
	x.short = few(x.before) != few(x.after)
	if x.short {
		for i := range x.before.Members {
			e.alsoBase = append(e.alsoBase, x.pa+oas.Pointer(x.listKey, itoa(i)))
		}
		for j := range x.after.Members {
			e.alsoHead = append(e.alsoHead, x.pb+oas.Pointer(x.listKeyHead, itoa(j)))
		}
		if few(x.before) {
			e.class = classOf("enum-names-completed")
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
	x.twice = twice(x.after)
	last := map[string]int{}
	for j, m := range x.after.Members {
		last[m.Name] = j
	}
	for _, name := range slices.Sorted(maps.Keys(x.twice)) {
		if before[name] {
			delete(x.twice, name)
			continue
		}
		x.add(edit{
			class: classOf("enum-name-duplicated"), detail: name, message: "the name " + name + " stands twice",
		}, -1, last[name], true)
	}
}
