package lint

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/spec"
)

// enum is a schema that the generator turns into a Go type with constants.
type enum struct {
	spec.Enum
	*object
}

// readEnums returns the schemas that the generator makes constants of. A schema with x-go-type is not one of them.
func (c *checker) readEnums() []enum {
	var list []enum
	for o := range c.all(kindSchema) {
		if o.ref != "" || o.get("x-go-type") != nil {
			continue
		}
		if e, ok := spec.ReadEnum(o.node); ok {
			list = append(list, enum{e, o})
		}
	}
	return list
}

// memberName returns the text that the Go name of a member is made of.
func memberName(m spec.Member) string { return names.EnumMember(m.Name, m.Value.Value) }

// title returns the name of an enum for messages.
func (e enum) title() string {
	if e.component() {
		return fmt.Sprintf("enum %q", e.name)
	}
	return "this enum"
}

// valuePlace returns the place of a value: in enum, in x-enum-values, or in a branch of oneOf.
func (e enum) valuePlace(value *yaml.Node) place {
	for _, field := range []string{"enum", "x-enum-values", "oneOf"} {
		for i, item := range items(e.get(field)) {
			switch {
			case item == value:
				return e.here(field, index(i))
			case spec.Get(item, "numericValue") == value:
				return e.here(field, index(i), "numericValue")
			case spec.Get(item, "const") == value:
				return e.here(field, index(i), "const")
			}
		}
	}
	return e.here()
}

// namePlace returns the place of the name of a member. If the name is derived from the value, it returns the place of the value.
func (e enum) namePlace(i int) place {
	m := e.Members[i]
	if m.NameNode == nil {
		return e.valuePlace(m.Value)
	}
	for _, field := range nameFields() {
		for i, item := range items(e.get(field)) {
			if item == m.NameNode {
				return e.here(field, index(i))
			}
		}
	}
	for _, field := range []string{"x-enum-values", "oneOf"} {
		for i, item := range items(e.get(field)) {
			for _, key := range []string{"identifier", "title"} {
				if spec.Get(item, key) == m.NameNode {
					return e.here(field, index(i), key)
				}
			}
		}
	}
	return e.here()
}

// nameFields returns the extensions that name the members of an enum, in order of precedence.
func nameFields() []string { return []string{"x-enum-varnames", "x-enumNames", "x-enum-names"} }

// nameField returns the extension with the names of the members, or "" if there is none.
func (e enum) nameField() string {
	for _, field := range nameFields() {
		if list := e.get(field); list != nil && list.Kind == yaml.SequenceNode {
			return field
		}
	}
	return ""
}

// typeName returns the Go type of a component.
func (c *checker) typeName(o *object) string {
	if given := o.text("x-go-name"); given != "" {
		return c.goName(given)
	}
	return c.goName(o.name)
}

// typesOf returns the types of a schema, without "null".
func typesOf(n *yaml.Node) []string {
	value := spec.Get(n, "type")
	if value == nil {
		return nil
	}
	if value.Kind == yaml.ScalarNode {
		return strings.Fields(value.Value)
	}
	var types []string
	for _, item := range items(value) {
		if item.Value != "null" {
			types = append(types, item.Value)
		}
	}
	return types
}
