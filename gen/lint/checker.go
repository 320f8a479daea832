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

// checker is what the rules of one run share.
type checker struct {
	ctx      context.Context
	spec     *spec.Spec
	goName   func(string) string
	document *object
	of       [kinds][]*object       // the objects of a kind, in document order
	byNode   map[*yaml.Node]*object // nodes of the bundle that are objects
	targets  map[string]*object     // what references lead to, by their text
	house    bool                   // the document has house layout
	cycles   []*object              // see compositionCycles
	visitor  bool                   // see Config
	muxes    []Mux                  // see rule route-conflict
	enums    func() []enum          // see readEnums

	rule  string // the rule that is at work
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
	c.house = houseLayout(s)
	return c
}

// collect notes an object and all below it.
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

// all iterates over the objects of a kind, in document order, until the context is cancelled.
func (c *checker) all(k kind) iter.Seq[*object] {
	return func(yield func(*object) bool) {
		for _, o := range c.of[k] {
			if c.ctx.Err() != nil || !yield(o) {
				return
			}
		}
	}
}

// resolve follows references to the object that they lead to, nil when they lead nowhere or in a circle.
func (c *checker) resolve(o *object) *object {
	for hops := 0; o != nil && o.ref != ""; hops++ {
		if hops > 100 {
			return nil
		}
		o = c.target(o.ref)
	}
	return o
}

// target gives the object that a reference names, which may be a reference itself.
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

// child gives the object that stands below a field of another, nil when there is none.
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

// children gives the objects below a field that holds many or a list.
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

// report adds a finding of the rule that is at work.
func (c *checker) report(at place, format string, args ...any) *report.Finding {
	return c.reportAs(c.rule, at, format, args...)
}

// reportAs adds a finding of a rule. The result may be given related places.
func (c *checker) reportAs(rule string, at place, format string, args ...any) *report.Finding {
	c.found = append(c.found, report.Finding{
		Rule: rule, Pos: c.position(at), Pointer: at.pointer(), Message: fmt.Sprintf(format, args...),
	})
	return &c.found[len(c.found)-1]
}

// repaired makes a finding a warning in the document of a stranger: there the generator chooses a name itself, which the message tells.
func (c *checker) repaired(d *report.Finding, name string) {
	if !c.house {
		d.Severity = report.Warning
		d.Message += "; until then this one is " + name
	}
}

// first adds where the same was said before.
func (c *checker) first(d *report.Finding, at place) {
	d.Related = append(d.Related, report.Related{Pos: c.position(at), Message: "first here"})
}

// position is where a place was written.
func (c *checker) position(at place) report.Position {
	if at.key {
		return c.spec.KeyPosition(at.pointer())
	}
	return c.spec.Position(at.pointer())
}

// houseLayout tells whether the root is an index of area files: most of its paths are as `/api/Door: {$ref: 'paths/door.yaml#/~1api~1Door'}`.
func houseLayout(s *spec.Spec) bool {
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
