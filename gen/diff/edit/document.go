package edit

import (
	"cmp"
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// security compares the security requirements of two documents or operations. An operation without its own requirement inherits that of the document.
// If both have the same alternatives in any order, the message says that they require the same credentials.
func (w *walker) security(pa, pb string, a, b *oas.Node) {
	x, y := a, b
	if pa != "/security" {
		if x == nil {
			x = w.a.Model().Root().Get("security")
		}
		if y == nil {
			y = w.b.Model().Root().Get("security")
		}
	}
	w.field(pa, pb, "security", a, b)
	e := &w.edits[len(w.edits)-1]
	before, after := alternatives(x), alternatives(y)
	open := func(list []string) bool { return len(list) == 0 || slices.Contains(list, "{}") }
	switch {
	case slices.Equal(before, after):
		e.Message += "; both require the same credentials"
	case open(after) && !open(before):
		e.Message += ": credentials are no longer required"
	case open(before) && !open(after):
		e.Message += ": credentials are now required"
	}
}

// alternatives returns the alternatives of a security requirement as sorted texts, without duplicates.
func alternatives(n *oas.Node) []string {
	var all []string
	for _, c := range n.List() {
		all = append(all, canonical(c, nil))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// servers compares two lists of servers by URL. It adds a single edit for the whole list if one list is empty, if servers were both removed and
// added, or if the first server differs. Clients use the first server by default.
func (w *walker) servers(pa, pb string, a, b *oas.Node) {
	at := func(list []*oas.Node, url string) int {
		return slices.IndexFunc(list, func(n *oas.Node) bool { return n.Text("url") == url })
	}
	x, y := a.List(), b.List()
	var removed, added []int
	for i, n := range x {
		if at(y, n.Text("url")) < 0 {
			removed = append(removed, i)
		}
	}
	for j, n := range y {
		if at(x, n.Text("url")) < 0 {
			added = append(added, j)
		}
	}
	if len(x) == 0 || len(y) == 0 || len(removed) > 0 && len(added) > 0 || x[0].Text("url") != y[0].Text("url") {
		w.field(pa, pb, "servers", a, b)
		return
	}
	for i, n := range x {
		if j := at(y, n.Text("url")); j >= 0 {
			for _, key := range union(n, y[j]) {
				w.entry(pa+oas.Pointer(itoa(i)), pb+oas.Pointer(itoa(j)), n, y[j], key)
			}
		}
	}
	for _, i := range removed {
		url := x[i].Text("url")
		w.add(Edit{
			ID: "server-removed", Base: pa + oas.Pointer(itoa(i)), Head: None, Subject: Subject(w.a, pa), Detail: url,
			Message: "server " + url + " was removed",
		})
	}
	for _, j := range added {
		url := y[j].Text("url")
		w.add(Edit{
			ID: "server-added", Base: None, Head: pb + oas.Pointer(itoa(j)), Subject: Subject(w.b, pb), Detail: url,
			Message: "server " + url + " was added",
		})
	}
}

// discriminator compares two discriminators: the property name, and each value of the mapping.
func (w *walker) discriminator(pa, pb string, a, b *oas.Node) {
	for _, key := range union(a, b) {
		if key != "mapping" {
			w.entry(pa, pb, a, b, key)
			continue
		}
		before, after := a.Get(key), b.Get(key)
		for _, value := range union(before, after) {
			was, is := before.Text(value), after.Text(value)
			if was == is || is != "" && w.renames.to[was] == is {
				continue
			}
			at := oas.Pointer(key, value)
			e := Edit{
				ID: "discriminator-changed", Base: pa + at, Head: pb + at, Key: true, Subject: Subject(w.a, Parent(pa)), Detail: value + ": " + cmp.Or(LastToken(was), "nothing") + " -> " + cmp.Or(LastToken(is), "nothing"),
				Message: "the value " + value + " now selects " + LastToken(is) + " instead of " + LastToken(was),
			}
			switch {
			case was == "":
				e.Base, e.LooseBase = pa, true
				e.Variant, e.Message = "value", "the value "+value+", which selects "+LastToken(is)+", was added"
			case is == "":
				e.Head, e.LooseHead = pb, true
				e.Message = "the value " + value + ", which selected " + LastToken(was) + ", was removed"
			}
			w.add(e)
		}
	}
}

// samePath reports whether the path item component a is also the content of a path in base, and b is the content of the same path in head. If so, the
// walker compares the components as part of the path.
func (w *walker) samePath(a, b *oas.Node) bool {
	under := func(s *spec.Spec, n *oas.Node) map[string]bool {
		found := map[string]bool{}
		paths := s.Model().Root().Get("paths")
		for _, path := range paths.Keys() {
			if equal(paths.Get(path), n, nil) {
				found[spec.PathShape(path)] = true
			}
		}
		return found
	}
	before, after := under(w.a, a), under(w.b, b)
	for shape := range before {
		if after[shape] {
			return true
		}
	}
	return false
}
