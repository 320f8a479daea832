package lint

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
)

// enum is a schema that the generator turns into a Go type with constants.
type enum struct {
	oas.Enum
	*oas.Object
	places map[*oas.Node]place // place of each value and name, by node
}

// readEnums returns the string and integer enums for which the generator declares constants. The generator declares none for a schema with x-go-type,
// and none for an inline schema that allows a single value.
func (c *checker) readEnums() []enum {
	var list []enum
	for o := range c.all(oas.Schema) {
		if o.Ref() != "" || o.Get("x-go-type") != nil {
			continue
		}
		if e, ok := oas.ReadEnum(o.Node); ok && (!e.Constant || o.IsComponent()) {
			list = append(list, enum{e, o, memberPlaces(o)})
		}
	}
	return list
}

// memberName returns the text from which the generator derives the Go name of a member.
func memberName(m oas.Member) string { return names.EnumMember(m.Name, m.Value.Value) }

// title returns a phrase for the enum in messages, such as `enum "DoorState"` or "this enum".
func (e enum) title() string {
	if e.IsComponent() {
		return fmt.Sprintf("enum %q", e.Name)
	}
	return "this enum"
}

// memberPlaces returns the places of the values and names in the lists of an enum, by node. A value or a name is an item of a list, or a field of
// such an item.
func memberPlaces(o *oas.Object) map[*oas.Node]place {
	places := map[*oas.Node]place{}
	for _, field := range append([]string{"enum", "x-enum-values", "oneOf", "anyOf"}, oas.EnumNameFields()...) {
		for i, item := range o.Get(field).List() {
			places[item] = valueAt(o, field, strconv.Itoa(i))
			for key, member := range item.Each() {
				places[member] = valueAt(o, field, strconv.Itoa(i), key)
			}
		}
	}
	return places
}

// valuePlace returns the place of a value or a name. For a node that is not in a list, such as a const, it returns the place of the enum.
func (e enum) valuePlace(value *oas.Node) place {
	if at, ok := e.places[value]; ok {
		return at
	}
	return valueAt(e.Object)
}

// namePlace returns the place of the name of a member. If the member has no name in the document, namePlace returns the place of the value.
func (e enum) namePlace(i int) place {
	return e.valuePlace(cmp.Or(e.Members[i].NameNode, e.Members[i].Value))
}

// nameField returns the name of the extension that lists the names of the members, or "" if there is none.
func (e enum) nameField() string {
	for _, field := range oas.EnumNameFields() {
		if list := e.Get(field); list != nil && list.IsSequence() {
			return field
		}
	}
	return ""
}

// typeName returns the name of the Go type of a component.
func (c *checker) typeName(o *oas.Object) string {
	if given := o.Text("x-go-name"); given != "" {
		return c.goName(given)
	}
	return c.fieldGo(o.Name)
}
