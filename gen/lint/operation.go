package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/spec"
)

// operations returns the operations of paths, without callbacks and webhooks, for which no code is generated.
func (c *checker) operations() []*object {
	var ops []*object
	for op := range c.all(kindOperation) {
		if item := op.parent; item.parent == c.document && item.field == "paths" {
			ops = append(ops, op)
		}
	}
	return ops
}

// title returns the method and path of an operation, for messages.
func (o *object) title() string { return strings.ToUpper(o.field) + " " + o.parent.name }

// area returns the package name of an operation.
func (o *object) area() string {
	if tags := items(o.get("tags")); len(tags) > 0 {
		return spec.Area(tags[0].Value)
	}
	return spec.Area("")
}

// parameter is a parameter of an operation or path item, with references followed.
type parameter struct {
	use      *object // the item of the parameter list, often a reference
	def      *object // the parameter
	name, in string
}

// parametersOf returns the parameters in the list of an operation or path item.
func (c *checker) parametersOf(o *object) []parameter {
	var list []parameter
	for _, use := range c.children(o, "parameters") {
		if def := c.resolve(use); def != nil && def.kind == kindParameter {
			list = append(list, parameter{use: use, def: def, name: def.text("name"), in: def.text("in")})
		}
	}
	return list
}

// effective returns the parameters of an operation, including those of its path item that it does not replace.
func (c *checker) effective(op *object) []parameter {
	list := c.parametersOf(op)
	own := map[[2]string]bool{}
	for _, p := range list {
		own[[2]string{p.in, p.name}] = true
	}
	for _, p := range c.parametersOf(op.parent) {
		if !own[[2]string{p.in, p.name}] {
			list = append(list, p)
		}
	}
	return list
}

// nameOf returns the place of a reference to a parameter, or else of its name.
func (p parameter) nameOf() place {
	if p.use != p.def {
		return p.use.here("$ref")
	}
	return p.def.here("name")
}
