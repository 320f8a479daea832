package diff

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// task is what oasdiff is asked to compare. It tells a change of a shared component once for each operation that reaches it, which takes
// time and memory without end; so it gets of the operations that are the same on both sides only those that reach what changed, and of
// those that reach it in the same way only the first. What it says about that one counts for all.
type task struct {
	a, b   *yaml.Node
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
func (c *comparison) whole() task { return task{a: c.base.Spec.Tree(), b: c.head.Spec.Tree()} }

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
		if !equal(spec.Get(t.a, key), spec.Get(t.b, key), nil) {
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
func bare(n *yaml.Node, named bool) *yaml.Node {
	switch n.Kind {
	case yaml.MappingNode:
		return filter(n, func(key string, value *yaml.Node) *yaml.Node {
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
	case yaml.SequenceNode:
		out := *n
		out.Content = make([]*yaml.Node, len(n.Content))
		for i, item := range n.Content {
			out.Content[i] = bare(item, false)
		}
		return &out
	}
	return n
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

func (r *reducer) section(root *yaml.Node, name string) *yaml.Node {
	return spec.Get(spec.Get(root, "components"), name)
}

func (r *reducer) sides() []*reach { return []*reach{r.c.reachBase, r.c.reachHead} }

// changed finds the components that are not the same on both sides, and those that refer to them.
func (r *reducer) changed() {
	users := map[string][]string{}
	var pending []string
	for _, section := range union(spec.Get(r.a, "components"), spec.Get(r.b, "components")) {
		x, y := r.section(r.a, section), r.section(r.b, section)
		before, after := entries(x), entries(y)
		for _, name := range union(x, y) {
			at := spec.Pointer("components", section, name)
			if a, b := before[name], after[name]; a == nil || b == nil || !equal(a, b, nil) {
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
	for _, root := range []*yaml.Node{r.a, r.b} {
		for _, path := range keysOf(spec.Get(root, "paths")) {
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
		if other == nil || templates[spec.PathShape(op.Path)] != 2 || !equal(op.Node, other.Node, nil) || !r.sameItem(op.Path) {
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
	a, b := r.c.base.Spec.Node(spec.Pointer("paths", path)), r.c.head.Spec.Node(spec.Pointer("paths", path))
	for _, key := range union(a, b) {
		x, y := spec.Get(a, key), spec.Get(b, key)
		if x == nil || y == nil || !spec.IsMethod(key) && !equal(x, y, nil) {
			return false
		}
	}
	return true
}

// way tells how an operation reaches what changed: the parts of it that do, and what it says of itself. "" is not at all.
func (r *reducer) way(op spec.Operation) string {
	var b strings.Builder
	reaches := false
	part := func(name string, n *yaml.Node) {
		if r.reaches(n) {
			reaches = true
			b.WriteString(name + ": " + canonical(without(n, "description", "summary", "example", "examples"), nil) + "\n")
		}
	}
	parameters := func(n *yaml.Node) {
		for _, p := range items(n) {
			part("parameter", p)
		}
	}
	parameters(spec.Get(r.c.base.Spec.Node(spec.Pointer("paths", op.Path)), "parameters"))
	keys := keysOf(op.Node)
	slices.Sort(keys)
	for _, key := range keys {
		switch n := spec.Get(op.Node, key); key {
		case "summary", "description", "operationId", "tags", "externalDocs":
		case "parameters":
			parameters(n)
		case "responses":
			for _, code := range keysOf(n) {
				part("response "+code, spec.Get(n, code))
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
func (r *reducer) reaches(n *yaml.Node) bool {
	return slices.ContainsFunc(referencesOf(n, nil), func(at string) bool { return r.touched[at] })
}

// without is a mapping without some of its entries.
func without(n *yaml.Node, keys ...string) *yaml.Node {
	return filter(n, func(key string, value *yaml.Node) *yaml.Node {
		if slices.Contains(keys, key) {
			return nil
		}
		return value
	})
}

// filter copies a mapping; of each entry it takes what keep makes of it, and leaves out what is nil.
func filter(n *yaml.Node, keep func(key string, value *yaml.Node) *yaml.Node) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return n
	}
	out := &yaml.Node{Kind: n.Kind, Tag: n.Tag, Line: n.Line, Column: n.Column}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if value := keep(n.Content[i].Value, n.Content[i+1]); value != nil {
			out.Content = append(out.Content, n.Content[i], value)
		}
	}
	return out
}

// need finds the components that what is not left out refers to. A component that one side needs stays on both: else it were removed.
func (r *reducer) need() {
	var pending []string
	for at := range r.needed {
		pending = append(pending, at)
	}
	for _, root := range []*yaml.Node{r.a, r.b} {
		rest := filter(root, func(key string, value *yaml.Node) *yaml.Node {
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
func (r *reducer) document(root *yaml.Node) *yaml.Node {
	return filter(root, func(key string, value *yaml.Node) *yaml.Node {
		switch key {
		case "paths":
			return r.paths(value)
		case "components":
			return filter(value, func(section string, entries *yaml.Node) *yaml.Node {
				if section == "securitySchemes" || strings.HasPrefix(section, "x-") {
					return entries
				}
				return filter(entries, func(name string, n *yaml.Node) *yaml.Node {
					if !r.needed[spec.Pointer("components", section, name)] {
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
func (r *reducer) paths(n *yaml.Node) *yaml.Node {
	return filter(n, func(path string, item *yaml.Node) *yaml.Node {
		some, all := 0, 0
		out := filter(item, func(method string, op *yaml.Node) *yaml.Node {
			if !spec.IsMethod(method) {
				return op
			}
			if all++; r.left[spec.Pointer("paths", path, method)] {
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
func refersTo(n *yaml.Node, prefix string) bool {
	if strings.HasPrefix(spec.Text(n, "$ref"), prefix) {
		return true
	}
	return slices.ContainsFunc(items(n), func(c *yaml.Node) bool { return len(c.Content) > 0 && refersTo(c, prefix) })
}
