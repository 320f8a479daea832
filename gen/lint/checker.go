package lint

import (
	"context"
	"fmt"
	"iter"
	"path"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// checker holds the state that the rules of one run share.
type checker struct {
	ctx      context.Context
	spec     *spec.Spec
	goName   func(string) string
	document *object
	of       [kinds][]*object       // objects by kind, in document order
	byNode   map[*yaml.Node]*object // objects by their nodes
	targets  map[string]*object     // objects by the references to them
	strict   bool                   // see strictLayout
	cycles   []*object              // see compositionCycles
	visitor  bool                   // see Config
	muxes    []Mux                  // see rule route-conflict
	enums    func() []enum          // see readEnums

	rule  string // the rule that runs
	found report.List
}

func newChecker(ctx context.Context, s *spec.Spec, cfg Config) *checker {
	c := &checker{
		ctx: ctx, spec: s, byNode: map[*yaml.Node]*object{}, targets: map[string]*object{},
		goName: names.Memoize(names.Namer(cfg.Initialisms)), visitor: cfg.Visitor, muxes: cfg.Muxes,
	}
	c.document = &object{kind: kindDocument, node: s.Tree()}
	c.collect(c.document)
	c.enums = sync.OnceValue(c.readEnums)
	c.strict = strictLayout(s)
	return c
}

// collect adds an object and all objects below it.
func (c *checker) collect(o *object) {
	c.of[o.kind] = append(c.of[o.kind], o)
	c.byNode[o.node] = o
	if o.parent != nil {
		o.parent.inside = append(o.parent.inside, o)
	}
	if spec.Kind(o.kind).Referable() {
		if ref := o.get("$ref"); ref != nil && ref.Kind == yaml.ScalarNode {
			o.ref = ref.Value
			return
		}
	}
	each(o.node, func(key, value *yaml.Node) {
		below, shape := o.kind.below(key.Value)
		if below == kindData {
			return
		}
		switch shape {
		case one:
			c.collect(&object{kind: below, node: value, parent: o, field: key.Value, single: true})
		case list:
			for i, item := range items(value) {
				c.collect(&object{kind: below, node: item, parent: o, field: key.Value, name: index(i)})
			}
		case many:
			each(value, func(name, value *yaml.Node) {
				if strings.HasPrefix(name.Value, "x-") && (below == kindPathItem || below == kindResponse) {
					return
				}
				c.collect(&object{kind: below, node: value, parent: o, field: key.Value, name: name.Value})
			})
		}
	})
}

// all returns an iterator over the objects of a kind in document order. It stops when the context is canceled.
func (c *checker) all(k kind) iter.Seq[*object] {
	return func(yield func(*object) bool) {
		for _, o := range c.of[k] {
			if c.ctx.Err() != nil || !yield(o) {
				return
			}
		}
	}
}

// resolve follows references and returns the object, or nil if a reference does not resolve or the references form a cycle.
func (c *checker) resolve(o *object) *object {
	for hops := 0; o != nil && o.ref != ""; hops++ {
		if hops > 100 {
			return nil
		}
		o = c.target(o.ref)
	}
	return o
}

// target returns the object at the target of a reference, which may be another reference.
func (c *checker) target(ref string) *object {
	o, known := c.targets[ref]
	if !known {
		if pointer, ok := strings.CutPrefix(ref, "#"); ok {
			o = c.byNode[c.spec.Node(strings.ReplaceAll(pointer, "%25", "%"))]
		}
		c.targets[ref] = o
	}
	return o
}

// child returns the object at a path below another object, or nil if there is none.
func (c *checker) child(o *object, tokens ...string) *object {
	n := o.node
	for _, token := range tokens {
		if n == nil {
			return nil
		}
		if n.Kind == yaml.SequenceNode {
			n = item(n, token)
			continue
		}
		n = spec.Get(n, token)
	}
	return c.byNode[n]
}

func item(n *yaml.Node, token string) *yaml.Node {
	for i, item := range n.Content {
		if index(i) == token {
			return item
		}
	}
	return nil
}

// children returns the objects in a field that is a mapping or a list.
func (c *checker) children(o *object, field string) []*object {
	var out []*object
	add := func(n *yaml.Node) {
		if child := c.byNode[n]; child != nil {
			out = append(out, child)
		}
	}
	value := o.get(field)
	for _, n := range items(value) {
		add(n)
	}
	each(value, func(_, n *yaml.Node) { add(n) })
	return out
}

// report adds a finding of the rule that runs.
func (c *checker) report(at place, format string, args ...any) *report.Finding {
	return c.reportAs(c.rule, at, format, args...)
}

// reportAs adds a finding of a rule. The caller may add related positions to the result.
func (c *checker) reportAs(rule string, at place, format string, args ...any) *report.Finding {
	c.found = append(c.found, report.Finding{
		Rule: rule, Pos: c.position(at), Pointer: at.pointer(), Message: fmt.Sprintf(format, args...),
	})
	return &c.found[len(c.found)-1]
}

// downgrade turns a finding into a warning outside strict layout, where the generator uses another name.
func (c *checker) downgrade(d *report.Finding, name string) {
	if !c.strict {
		d.Severity = report.Warning
		d.Message += "; until then its name is " + name
	}
}

// first adds the position of the first of several duplicates.
func (c *checker) first(d *report.Finding, at place) {
	d.Related = append(d.Related, report.Related{Pos: c.position(at), Message: "first here"})
}

// position returns the source position of a place.
func (c *checker) position(at place) report.Position {
	if at.key {
		return c.spec.KeyPosition(at.pointer())
	}
	return c.spec.Position(at.pointer())
}

// strictLayout reports whether the root is an index of area files: most of its paths have the form
//
//	/api/Door: {$ref: 'paths/door.yaml#/~1api~1Door'}
func strictLayout(s *spec.Spec) bool {
	paths, indexed := 0, 0
	each(spec.Get(s.File(s.Root()), "paths"), func(key, item *yaml.Node) {
		paths++
		file, pointer, _ := strings.Cut(spec.Text(item, "$ref"), "#")
		if path.Dir(file) == "paths" && pointer == spec.Pointer(key.Value) {
			indexed++
		}
	})
	return 2*indexed > paths
}
