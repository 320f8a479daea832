package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// task is what oasdiff is asked to compare. It tells a change of a shared component once for each operation that reaches it, which takes
// time and memory without end; so it gets of the operations that are the same on both sides only those that reach what changed, and of
// those that reach it in the same way only the first. What it says about that one counts for all.
type task struct {
	a, b   *oas.Node
	stands map[string]int // by pointer of an operation: how many it stands for, where that is not one
}

// count tells how many operations one of them stands for.
func (t task) count(op string) int {
	if n, known := t.stands[op]; known {
		return n
	}
	return 1
}

// whole is the task to compare everything.
func (c *comparison) whole() task {
	return task{a: c.base.Spec.Model().Root(), b: c.head.Spec.Model().Root()}
}

// reduce makes the task.
func (c *comparison) reduce() task {
	t := c.fewer()
	t.a, t.b = bare(t.a, false), bare(t.b, false)
	return t
}

// fewer leaves out operations and components. An operation says of itself what oasdiff does with it, but for security, which it can inherit,
// and for the version of OpenAPI: when these differ, nothing is left out.
func (c *comparison) fewer() task {
	t := c.whole()
	for _, key := range []string{"openapi", "security", "jsonSchemaDialect"} {
		if !equal(t.a.Get(key), t.b.Get(key), nil) {
			return t
		}
	}
	r := &reducer{c: c, task: t, touched: map[string]bool{}, left: map[string]bool{}, needed: map[string]bool{}}
	r.stands = map[string]int{}
	if !equal(r.section(t.a, "securitySchemes"), r.section(t.b, "securitySchemes"), nil) || refersTo(t.a, "#/paths/") || refersTo(t.b, "#/paths/") {
		return t
	}
	r.changed()
	r.operations()
	r.need()
	r.a, r.b = r.document(t.a), r.document(t.b)
	return r.task
}

// bare is a node without words and examples: no check of oasdiff reads those outside of schemas, and they are half of the text. named is for a
// mapping whose keys are names that the author gave.
func bare(n *oas.Node, named bool) *oas.Node {
	if n.IsMapping() {
		return n.Filter(func(key string, value *oas.Node) *oas.Node {
			switch {
			case named:
				return bare(value, false)
			case wordy(key):
				return nil
			case key == "schema" || key == "schemas" || isData(key):
				return value
			}
			return bare(value, namesBelow(key) || isSection(key))
		})
	}
	out := n.Shallow()
	for i, item := range n.List() {
		if i == 0 {
			out.Items = slices.Clone(n.Items)
		}
		out.Items[i] = bare(item, false)
	}
	return out
}

// words are the keys that what is for people stands under.
func words() []string {
	return []string{"description", "summary", "example", "examples", "externalDocs"}
}

// wordy tells whether a key is one of [words].
func wordy(key string) bool { return slices.Contains(words(), key) }

// isSection tells whether a key is one of the document or of its components, with entries that the author names.
func isSection(key string) bool {
	switch key {
	case "paths", "pathItems", "parameters", "requestBodies", "securitySchemes":
		return true
	}
	return false
}

// reducer makes a task smaller.
type reducer struct {
	task
	c       *comparison
	touched map[string]bool // components that changed, or refer to one that did
	left    map[string]bool // operations that are left out, by pointer
	needed  map[string]bool // components that are not
}

func (r *reducer) section(root *oas.Node, name string) *oas.Node {
	return root.Get("components").Get(name)
}

func (r *reducer) sides() []*reach { return []*reach{r.c.reachBase, r.c.reachHead} }

// changed finds the components that are not the same on both sides, and those that refer to them.
func (r *reducer) changed() {
	users := map[string][]string{}
	var pending []string
	for _, section := range union(r.a.Get("components"), r.b.Get("components")) {
		x, y := r.section(r.a, section), r.section(r.b, section)
		for _, name := range union(x, y) {
			at := oas.Pointer("components", section, name)
			if a, b := x.Get(name), y.Get(name); a == nil || b == nil || !equal(a, b, nil) {
				pending = append(pending, at)
			}
			for _, side := range r.sides() {
				for _, to := range side.below(at) {
					users[to] = append(users[to], at)
				}
			}
		}
	}
	for _, at := range pending {
		r.needed[at] = true
	}
	for len(pending) > 0 {
		at := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if !r.touched[at] {
			r.touched[at] = true
			pending = append(pending, users[at]...)
		}
	}
}

// operations chooses those that are left out.
func (r *reducer) operations() {
	templates := map[string]int{}
	for _, root := range []*oas.Node{r.a, r.b} {
		for _, path := range root.Get("paths").Keys() {
			templates[spec.PathShape(path)]++
		}
	}
	head := map[string]*spec.Operation{}
	for i := range r.c.reachHead.ops {
		op := &r.c.reachHead.ops[i]
		head[op.Pointer] = op
	}
	first := map[string]string{}
	ops := slices.Clone(r.c.reachBase.ops)
	slices.SortFunc(ops, func(x, y spec.Operation) int {
		return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Method, y.Method))
	}) // as oasdiff does
	for _, op := range ops {
		other := head[op.Pointer]
		if other == nil || templates[spec.PathShape(op.Path)] != 2 || !equal(r.a.At(op.Pointer), r.b.At(op.Pointer), nil) || !r.sameItem(op.Path) {
			continue
		}
		way := r.way(op)
		if stands, known := first[way]; way != "" && !known {
			first[way], r.stands[op.Pointer] = op.Pointer, 1
			continue
		} else if way != "" {
			r.stands[stands]++
		}
		r.left[op.Pointer] = true
	}
}

// sameItem tells whether path items have the same methods, and say the same beside their operations.
func (r *reducer) sameItem(path string) bool {
	a, b := r.c.base.Spec.At(oas.Pointer("paths", path)), r.c.head.Spec.At(oas.Pointer("paths", path))
	for _, key := range union(a, b) {
		x, y := a.Get(key), b.Get(key)
		if x == nil || y == nil || !oas.IsMethod(key) && !equal(x, y, nil) {
			return false
		}
	}
	return true
}

// way tells how an operation reaches what changed: the parts of it that do, and what it says of itself. "" is not at all.
func (r *reducer) way(op spec.Operation) string {
	var b strings.Builder
	reaches := false
	part := func(name string, n *oas.Node) {
		if r.reaches(n) {
			reaches = true
			b.WriteString(name + ": " + canonical(n.Without("description", "summary", "example", "examples"), nil) + "\n")
		}
	}
	parameters := func(n *oas.Node) {
		for _, p := range n.List() {
			part("parameter", p)
		}
	}
	parameters(r.c.base.Spec.At(oas.Pointer("paths", op.Path)).Get("parameters"))
	own := r.a.At(op.Pointer)
	keys := own.Keys()
	slices.Sort(keys)
	for _, key := range keys {
		switch n := own.Get(key); key {
		case "summary", "description", "operationId", "tags", "externalDocs":
		case "parameters":
			parameters(n)
		case "responses":
			for _, code := range n.Keys() {
				part("response "+code, n.Get(code))
			}
		case "requestBody", "callbacks":
			part(key, n)
		default:
			b.WriteString(key + ": " + canonical(n, nil) + "\n")
		}
	}
	if !reaches {
		return ""
	}
	return b.String()
}

// reaches tells whether what changed is below a node.
func (r *reducer) reaches(n *oas.Node) bool {
	return slices.ContainsFunc(referencesOf(n, nil), func(at string) bool { return r.touched[at] })
}

// need finds the components that what is not left out refers to. A component that one side needs stays on both: else it were removed.
func (r *reducer) need() {
	var pending []string
	for at := range r.needed {
		pending = append(pending, at)
	}
	for _, root := range []*oas.Node{r.a, r.b} {
		rest := root.Filter(func(key string, value *oas.Node) *oas.Node {
			switch key {
			case "components":
				return nil
			case "paths":
				return r.paths(value)
			}
			return value
		})
		pending = referencesOf(rest, pending)
	}
	seen := map[string]bool{}
	for len(pending) > 0 {
		at := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[at] {
			continue
		}
		seen[at], r.needed[at] = true, true
		for _, side := range r.sides() {
			pending = append(pending, side.below(at)...)
		}
	}
}

// document is a root without what is left out.
func (r *reducer) document(root *oas.Node) *oas.Node {
	return root.Filter(func(key string, value *oas.Node) *oas.Node {
		switch key {
		case "paths":
			return r.paths(value)
		case "components":
			return value.Filter(func(section string, entries *oas.Node) *oas.Node {
				if section == "securitySchemes" || strings.HasPrefix(section, "x-") {
					return entries
				}
				return entries.Filter(func(name string, n *oas.Node) *oas.Node {
					if !r.needed[oas.Pointer("components", section, name)] {
						return nil
					}
					return n
				})
			})
		}
		return value
	})
}

// paths are path items without the operations that are left out; one whose operations all are is not there either.
func (r *reducer) paths(n *oas.Node) *oas.Node {
	return n.Filter(func(path string, item *oas.Node) *oas.Node {
		some, all := 0, 0
		out := item.Filter(func(method string, op *oas.Node) *oas.Node {
			if !oas.IsMethod(method) {
				return op
			}
			if all++; r.left[oas.Pointer("paths", path, method)] {
				return nil
			}
			some++
			return op
		})
		if all > 0 && some == 0 {
			return nil
		}
		return out
	})
}

// refersTo tells whether a reference begins with a text.
func refersTo(n *oas.Node, prefix string) bool {
	for ref := range n.Refs() {
		if strings.HasPrefix(ref, prefix) {
			return true
		}
	}
	return false
}
