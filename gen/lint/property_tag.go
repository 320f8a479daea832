package lint

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/rasapi/specgen/gen/oas"
)

// invalidTags reports and removes properties with a name that encoding/json does not permit in a struct tag. The Go type then keeps the value of such
// a property in AdditionalProperties.
func (c *checker) invalidTags() {
	for o := range c.all(oas.Schema) {
		if o.Field != "properties" {
			continue
		}
		if fault := tagFault(o.Name); fault != "" {
			d := c.report(keyAt(o), "%s", fault)
			c.removeProperty(o)
			c.workAround(d, "the member is in AdditionalProperties")
		}
	}
}

// tagFault returns the message for a property name that encoding/json does not permit in a struct tag (isValidTag), or "" if the name is valid.
func tagFault(name string) string {
	switch name {
	case "":
		return "property name is empty; add a name"
	case "-":
		return `encoding/json omits property "-", because the struct tag "-" omits a field; rename it`
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) {
			return fmt.Sprintf("property %q contains %q, which encoding/json does not permit in a tag; rename it", name, r)
		}
	}
	return ""
}

// removeProperty removes a property, and its name in required, from its schema. The schema then keeps unknown members.
func (c *checker) removeProperty(o *oas.Object) {
	schema := o.Parent.Node
	c.edits.remove(schema.Get("properties"), o.Name)
	c.edits.flag(schema, "additionalProperties")
	required := schema.Get("required")
	for i, item := range required.List() {
		if item.Value == o.Name {
			c.edits.drop(required, i)
		}
	}
	if left := c.edits[required]; left != nil && !slices.ContainsFunc(left.Items, func(n *oas.Node) bool { return n != nil }) {
		c.edits.remove(schema, "required")
	}
}
