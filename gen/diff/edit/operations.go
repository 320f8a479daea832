package edit

import (
	"maps"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// operationPair is an operation in base and in head. One of them may be nil.
type operationPair struct{ a, b *spec.Operation }

// operations compares the operations, their tags and the path items.
func (w *walker) operations() {
	pairs := w.pairOperations()
	w.findTags(pairs)
	w.pathItems()
	for _, p := range pairs {
		switch {
		case p.b == nil:
			e := removedEdit("operation-removed", p.a.Pointer, named(p.a))
			e.Detail = p.a.ID
			w.add(e)
		case p.a == nil:
			e := addedEdit("operation-added", p.b.Pointer, named(p.b))
			e.Detail = p.b.ID
			w.add(e)
		default:
			w.moved(p)
			w.node(p.a.Pointer, p.b.Pointer, w.a.At(p.a.Pointer), w.b.At(p.b.Pointer))
		}
	}
}

func named(o *spec.Operation) string { return OperationName(o.Method, o.Path, o.ID) }

// OperationName returns an operation in the form "GET /path (id)", or "GET /path" if it has no ID.
func OperationName(method, path, id string) string {
	if id == "" {
		return method + " " + path
	}
	return method + " " + path + " (" + id + ")"
}

// pairOperations pairs the operations by method and path, and the remaining ones by operationId. It ignores the names of path parameters.
func (w *walker) pairOperations() []operationPair {
	before, after := w.a.Operations(), w.b.Operations()
	byPath, byID := map[string]*spec.Operation{}, map[string]*spec.Operation{}
	for i := range after {
		byPath[after[i].Method+" "+spec.PathShape(after[i].Path)] = &after[i]
	}
	taken := map[*spec.Operation]bool{}
	pairs := make([]operationPair, len(before))
	for i := range before {
		pairs[i].a = &before[i]
		if o := byPath[before[i].Method+" "+spec.PathShape(before[i].Path)]; o != nil && !taken[o] {
			pairs[i].b, taken[o] = o, true
		}
	}
	for i := range after {
		if o := &after[i]; !taken[o] && o.ID != "" {
			byID[o.ID] = o
		}
	}
	for i := range pairs {
		if o := byID[pairs[i].a.ID]; pairs[i].b == nil && o != nil && !taken[o] {
			pairs[i].b, taken[o] = o, true
		}
	}
	for i := range after {
		if !taken[&after[i]] {
			pairs = append(pairs, operationPair{b: &after[i]})
		}
	}
	return pairs
}

// moved adds an edit if the path or method of an operation changed. It adds none if only the name of a declared path parameter changed.
func (w *walker) moved(p operationPair) {
	if p.a.Path == p.b.Path && p.a.Method == p.b.Method {
		return
	}
	e := Edit{
		ID: "operation-moved", Base: p.a.Pointer, Head: p.b.Pointer, Key: true,
		Detail:  p.a.Method + " " + p.a.Path + " -> " + p.b.Method + " " + p.b.Path,
		Message: named(p.a) + " moved to " + p.b.Method + " " + p.b.Path,
	}
	same := p.a.Method == p.b.Method && spec.PathShape(p.a.Path) == spec.PathShape(p.b.Path)
	if same && w.declared(p.a) {
		return // the renamed parameter has an edit of its own
	}
	if same {
		e.ID = "path-parameter-renamed"
		e.Message = named(p.a) + ": the path is now written as " + p.b.Path
	}
	w.add(e)
}

// declared reports whether op, an operation of base, or its path item declares a parameter that the path contains.
func (w *walker) declared(op *spec.Operation) bool {
	shared := w.a.At(oas.Pointer("paths", op.Path)).Get("parameters")
	for _, n := range append(slices.Clone(shared.List()), w.a.At(op.Pointer).Get("parameters").List()...) {
		n = Resolve(w.a, n)
		if n.Text("in") == "path" && strings.Contains(op.Path, "{"+n.Text("name")+"}") {
			return true
		}
	}
	return false
}

// pathItems compares the fields of path items other than operations.
func (w *walker) pathItems() {
	a, b := w.a.Model().Root().Get("paths"), w.b.Model().Root().Get("paths")
	after := map[string]string{}
	for _, path := range b.Keys() {
		after[spec.PathShape(path)] = path
	}
	for _, path := range a.Keys() {
		other := path
		if b.Get(path) == nil {
			other = after[spec.PathShape(path)]
		}
		x, y := a.Get(path), b.Get(other)
		if y == nil {
			continue
		}
		for _, key := range union(x, y) {
			if !oas.IsMethod(key) {
				w.entry(oas.Pointer("paths", path), oas.Pointer("paths", other), x, y, key)
			}
		}
	}
}

// findTags sets w.tags to the renamed tags. A tag of base is renamed if no operation of head has it, and all its operations that are still in head
// have one new tag. No operation of base may have the new tag, and no other tag may be renamed to it.
func (w *walker) findTags(pairs []operationPair) {
	still := map[string]bool{}
	was := map[string]bool{}
	to := map[string]map[string]bool{}
	for _, p := range pairs {
		if p.a != nil {
			was[p.a.Tag] = true
		}
		if p.b != nil {
			still[p.b.Tag] = true
		}
		if p.a != nil && p.b != nil && p.a.Tag != p.b.Tag {
			if to[p.a.Tag] == nil {
				to[p.a.Tag] = map[string]bool{}
			}
			to[p.a.Tag][p.b.Tag] = true
		}
	}
	back := map[string]int{}
	for tag, list := range to {
		for other := range list {
			if len(list) == 1 && tag != "" && other != "" && !still[tag] && !was[other] {
				w.tags[tag] = other
				back[other]++
			}
		}
	}
	for tag, other := range w.tags {
		if back[other] > 1 { // several tags became one, which is not a rename
			delete(w.tags, tag)
		}
	}
}

// onlyTagRenames reports whether the tags of an operation differ only by renames of tags, which have edits of their own.
func (w *walker) onlyTagRenames(a, b *oas.Node) bool {
	x, y := a.Strings(), b.Strings()
	if len(x) != len(y) || len(x) == 0 {
		return false
	}
	for i := range x {
		if to, ok := w.tags[x[i]]; x[i] != y[i] && (!ok || to != y[i]) {
			return false
		}
	}
	return true
}

// tagList compares the tags that the two documents declare.
func (w *walker) tagList(a, b *oas.Node) {
	at := func(n *oas.Node, name string) (int, *oas.Node) {
		for i, c := range n.List() {
			if c.Text("name") == name {
				return i, c
			}
		}
		return -1, nil
	}
	names := func(n *oas.Node) (out []string) {
		for _, c := range n.List() {
			out = append(out, c.Text("name"))
		}
		return out
	}
	reported := map[string]bool{}
	for _, name := range names(a) {
		i, before := at(a, name)
		to, renamed := w.tags[name]
		if !renamed {
			to = name
		}
		j, after := at(b, to)
		pa, pb := oas.Pointer("tags", itoa(i)), oas.Pointer("tags", itoa(j))
		if renamed && after != nil {
			reported[name] = true
			w.tagRenamed(pa, pb, name, to)
		}
		switch {
		case after == nil && !renamed:
			w.add(Edit{ID: "tag-removed", Base: pa, Head: None, Subject: "tag " + name, Message: "tag " + name + " was removed"})
		case after != nil:
			for _, key := range union(before, after) {
				if key != "name" {
					w.entry(pa, pb, before, after, key)
				}
			}
		}
	}
	back := map[string]bool{}
	for _, from := range slices.Sorted(maps.Keys(w.tags)) {
		to := w.tags[from]
		back[to] = true
		if !reported[from] {
			w.tagRenamed("/tags", "/tags", from, to)
		}
	}
	for _, name := range names(b) {
		if i, _ := at(a, name); i < 0 && !back[name] {
			j, _ := at(b, name)
			w.add(Edit{ID: "tag-added", Base: None, Head: oas.Pointer("tags", itoa(j)), Subject: "tag " + name, Message: "tag " + name + " was added"})
		}
	}
}

func (w *walker) tagRenamed(pa, pb, name, to string) {
	w.add(Edit{
		ID: "tag-renamed", Base: pa, Head: pb, Subject: "tag " + name, Detail: name + " -> " + to,
		Message: "tag " + name + " was renamed to " + to + ", and so were its Go package and facade field",
	})
}
