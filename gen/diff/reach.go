package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// direction is a set of the directions in which an operation uses a component: in requests, in responses or in both.
type direction uint8

const (
	inRequest direction = 1 << iota
	inResponse
)

// reach has the operations that use each component of a document.
type reach struct {
	s     *spec.Spec
	ops   []spec.Operation
	items []string                     // pointers of the path items of ops
	users map[string]map[int]direction // directions in which an operation uses a component, by pointer of the component and index of the operation in ops
	refs  map[string][]string          // by pointer of a component, the pointers of the components that it references
}

func newReach(s *spec.Spec) *reach {
	r := &reach{s: s, ops: s.Operations(), users: map[string]map[int]direction{}, refs: map[string][]string{}}
	for i, op := range r.ops {
		r.items = append(r.items, oas.Pointer("paths", op.Path))
		item := s.At(r.items[i])
		r.use(i, inRequest, referencesOf(item.Get("parameters"), nil))
		for key, value := range s.At(op.Pointer).Each() {
			d := inRequest
			if key == "responses" {
				d = inResponse
			}
			r.use(i, d, referencesOf(value, nil))
		}
	}
	return r
}

// use records that, in direction d, the operation with index op uses the components at the pointers in pending and the components that they
// reference, directly or indirectly.
func (r *reach) use(op int, d direction, pending []string) {
	for len(pending) > 0 {
		at := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if r.users[at] == nil {
			r.users[at] = map[int]direction{}
		}
		if r.users[at][op]&d != 0 {
			continue
		}
		r.users[at][op] |= d
		pending = append(pending, r.below(at)...)
	}
}

// below returns the pointers of the components that a component references.
func (r *reach) below(component string) []string {
	refs, known := r.refs[component]
	if !known {
		refs = referencesOf(r.s.At(component), nil)
		r.refs[component] = refs
	}
	return refs
}

// referencesOf appends to list the pointers of the components that n and its descendants reference, without duplicates.
func referencesOf(n *oas.Node, list []string) []string {
	for ref := range n.Refs() {
		if c := oas.ComponentOf(ref); c != "" && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// operationsAt returns the indexes of the operations whose requests use the object at pointer, and of those whose responses use it.
func (r *reach) operationsAt(pointer string) (requests, responses []int) {
	add := func(op int, d direction) {
		if d&inRequest != 0 {
			requests = append(requests, op)
		}
		if d&inResponse != 0 {
			responses = append(responses, op)
		}
	}
	if component := oas.ComponentOf(pointer); component != "" {
		for op, d := range r.users[component] {
			add(op, d)
		}
	} else if strings.HasPrefix(pointer, "/paths/") {
		for i, op := range r.ops {
			item := r.items[i]
			if !strings.HasPrefix(pointer, item) {
				continue
			}
			rest, own := strings.CutPrefix(pointer, op.Pointer)
			switch {
			case own && strings.HasPrefix(rest, "/responses"):
				add(i, inResponse)
			case own && (strings.HasPrefix(rest, "/parameters") || strings.HasPrefix(rest, "/requestBody")):
				add(i, inRequest)
			case own && (rest == "" || rest[0] == '/'):
				add(i, inRequest|inResponse)
			case strings.HasPrefix(pointer, item+"/parameters"):
				add(i, inRequest)
			}
		}
	}
	return requests, responses
}

func (r *reach) operations(indexes []int) []Operation {
	var list []Operation
	for _, i := range indexes {
		list = append(list, Operation{r.ops[i].Method, r.ops[i].Path, r.ops[i].ID})
	}
	return list
}

// reached returns the operations whose requests or responses use the object of e, as they are in head if head has them. area is their area, "common"
// for several areas, or "" if there are no operations.
func (c *comparison) reached(e *entry) (requests, responses []Operation, area string) {
	areas := map[string]bool{}
	in := func(r *reach, pointer string) {
		if pointer == edit.None {
			return
		}
		x, y := r.operationsAt(pointer)
		for _, i := range slices.Concat(x, y) {
			areas[r.ops[i].Area] = true
			area = r.ops[i].Area
		}
		requests, responses = merge(requests, r.operations(x)), merge(responses, r.operations(y))
	}
	in(c.reachHead, e.Head)
	in(c.reachBase, e.Base)
	if len(areas) > 1 {
		area = "common"
	}
	return requests, responses, area
}

// merge joins two lists of operations. A moved operation is in the result once, as it is in head.
func merge(head, base []Operation) []Operation {
	places, ids := map[string]bool{}, map[string]bool{}
	for _, o := range head {
		places[o.Method+spec.PathShape(o.Path)], ids[o.ID] = true, o.ID != ""
	}
	for _, o := range base {
		if !places[o.Method+spec.PathShape(o.Path)] && !ids[o.ID] {
			head = append(head, o)
		}
	}
	slices.SortFunc(head, func(a, b Operation) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method)) })
	return head
}
