package diff

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// security compares what credentials are asked for. An operation that says nothing asks for what the document does, and of alternatives the
// order does not count.
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
	e := w.edits[len(w.edits)-1]
	before, after := alternatives(x), alternatives(y)
	open := func(list []string) bool { return len(list) == 0 || slices.Contains(list, "{}") }
	switch {
	case slices.Equal(before, after):
		e.level, e.message, e.fix = Compatible, e.message+", which asks for the same", ""
	case open(after) && !open(before):
		e.message += ": nobody has to give credentials any more"
		e.fix, e.unheard = "make sure that every caller may do this", true
	case open(before) && !open(after):
		e.message += ": credentials are asked for now"
	}
}

// alternatives are the requirements of which one has to be met, in order.
func alternatives(n *oas.Node) []string {
	var all []string
	for _, c := range n.List() {
		all = append(all, canonical(c, nil))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// servers compares two lists of servers, which are known by their URL. The first is the one that clients take when nobody chooses.
func (w *walker) servers(pa, pb string, a, b *oas.Node) {
	at := func(list []*oas.Node, url string) int {
		return slices.IndexFunc(list, func(n *oas.Node) bool { return n.Text("url") == url })
	}
	x, y := a.List(), b.List()
	var gone, come []int
	for i, n := range x {
		if at(y, n.Text("url")) < 0 {
			gone = append(gone, i)
		}
	}
	for j, n := range y {
		if at(x, n.Text("url")) < 0 {
			come = append(come, j)
		}
	}
	if len(x) == 0 || len(y) == 0 || len(gone) > 0 && len(come) > 0 || x[0].Text("url") != y[0].Text("url") {
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
	for _, i := range gone {
		url := x[i].Text("url")
		w.add(edit{
			class: classOf("server-removed"), base: pa + oas.Pointer(itoa(i)), head: none, subject: subject(w.a, pa), detail: url,
			message: "server " + url + " is gone",
		})
	}
	for _, j := range come {
		url := y[j].Text("url")
		w.add(edit{
			class: classOf("server-added"), base: none, head: pb + oas.Pointer(itoa(j)), subject: subject(w.b, pb), detail: url,
			message: "server " + url + " is new",
		})
	}
}

// discriminator compares how a union tells what a value is: by the property, and by each value that leads to a schema.
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
			e := edit{
				class: classOf("discriminator-changed"), base: pa + at, head: pb + at, key: true, subject: subject(w.a, parent(pa)), detail: value + ": " + shownTarget(was) + " -> " + shownTarget(is),
				message: "the value " + value + " leads to " + lastToken(is) + " now, it led to " + lastToken(was),
			}
			switch {
			case was == "":
				e.base, e.looseBase = pa, true
				e.message, e.fix = "the value "+value+" is new and leads to "+lastToken(is), tellFirst
			case is == "":
				e.head, e.looseHead = pb, true
				e.message = "the value " + value + " leads nowhere any more, it led to " + lastToken(was)
			}
			w.add(e)
		}
	}
}

func shownTarget(ref string) string {
	if ref == "" {
		return "nothing"
	}
	return lastToken(ref)
}

// samePath tells whether a path item that is a component stands under a path on both sides: there it is compared already.
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
