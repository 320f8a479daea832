package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// operations returns the operations in paths. It leaves out operations of callbacks and webhooks, because specgen generates only types for them.
func (c *checker) operations() []*oas.Object {
	var ops []*oas.Object
	for op := range c.all(oas.Operation) {
		if item := op.Parent; item.Parent == c.document && item.Field == "paths" {
			ops = append(ops, op)
		}
	}
	return ops
}

// title returns the method and the path of an operation for messages.
func title(o *oas.Object) string { return strings.ToUpper(o.Field) + " " + o.Parent.Name }

// area returns the Go package name for an operation.
func area(o *oas.Object) string {
	if tags := o.Get("tags").List(); len(tags) > 0 {
		return spec.Area(tags[0].Value)
	}
	return spec.Area("")
}

// parameter is an item in the parameter list of an operation or a path item, with the parameter to which it resolves.
type parameter struct {
	use      *oas.Object // the item in the parameter list, which may be a reference
	def      *oas.Object // the parameter to which use resolves
	name, in string
}

// parametersOf returns the parameters in the list of an operation or path item. It leaves out references that do not resolve to a parameter, and
// items that dropParameter has removed.
func (c *checker) parametersOf(o *oas.Object) []parameter {
	var list []parameter
	for use := range o.Children("parameters") {
		if def := c.model.Resolve(use); def != nil && def.Kind == oas.Parameter && !c.isDropped(use) {
			list = append(list, parameter{use: use, def: def, name: def.Text("name"), in: def.Text("in")})
		}
	}
	return list
}

// effectiveParameters returns the parameters of an operation and the parameters of its path item that the operation does not replace.
func (c *checker) effectiveParameters(op *oas.Object) []parameter {
	list := c.parametersOf(op)
	own := map[[2]string]bool{}
	for _, p := range list {
		own[[2]string{p.in, p.name}] = true
	}
	for _, p := range c.parametersOf(op.Parent) {
		if !own[[2]string{p.in, p.name}] {
			list = append(list, p)
		}
	}
	return list
}

// nameOf returns the place of the reference to a parameter. If the parameter is inline, it returns the place of the name.
func (p parameter) nameOf() place {
	if p.use != p.def {
		return valueAt(p.use, "$ref")
	}
	return valueAt(p.def, "name")
}
