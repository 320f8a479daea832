package oas

import (
	"slices"
	"strconv"
)

// Member is one value of an enum as the document declares it.
type Member struct {
	Value       *Node  // the scalar in the document
	Name        string // name in the document; "" if the document has no name for the value
	NameNode    *Node  // node of the name, or nil
	Description string
	Deprecated  bool
}

// Enum is a schema that lists its values.
type Enum struct {
	Flags    bool // whether the values are bits that a program can combine (x-enum-flags)
	Strings  bool // whether the type is string; otherwise it is integer, or the type of a constant that [ReadConstant] reads
	Constant bool // whether the schema allows a single value (`const`)
	Members  []Member
	Names    int // number of listed names, or of objects in x-enum-values; may differ from the number of members; -1 if there is neither
}

// ReadEnum reads an enum from a schema. The second result is false if the schema is not an enum. ReadEnum reads the values from `enum` (without
// null), `x-enum-values` (scalars, or objects with numericValue and identifier), `oneOf` (branches with const) or `const`. It reads the names from
// `x-enum-varnames`, `x-enumNames` or `x-enum-names`, from the objects in `x-enum-values`, or from the titles of the branches. If there is no
// `oneOf`, it reads `anyOf` like `oneOf`. It ignores a branch whose only type is null, or whose const is null. If a schema has no type, ReadEnum uses
// the type of its const, or of the const in the first of several branches. A schema of any other type than string or integer, or of both types, is
// not an enum.
func ReadEnum(schema *Node) (Enum, bool) {
	types, _ := schema.Types()
	constant, branches := schema.Get("const"), branchesOf(schema)
	switch {
	case types != nil:
	case constant.IsScalar():
		types = constantTypes(constant)
	case len(branches) > 1:
		types = constantTypes(branches[0].Get("const"))
	}
	if len(types) != 1 || types[0] != "integer" && types[0] != "string" {
		return Enum{}, false
	}
	e := Enum{Strings: types[0] == "string", Flags: schema.Text("x-enum-flags") == "true", Names: -1}
	values, extension := schema.Get("enum"), schema.Get("x-enum-values")
	switch {
	case values.IsSequence():
		e.values(values)
		e.identifiers(extension)
	case extension.IsSequence():
		e.values(extension)
		e.identifiers(extension)
	default:
		e.constants(branches)
		if len(e.Members) == 0 && constant.IsScalar() && constant.Type != Null {
			e.Members, e.Constant = []Member{{Value: constant}}, true
		}
	}
	if len(e.Members) == 0 {
		return Enum{}, false
	}
	e.names(schema)
	e.texts(schema)
	return e, true
}

// ReadConstant reads a schema that allows a single boolean or number (`const`). The type of the schema must be boolean or number, or absent. The
// second result is false for any other schema, and for the constants false and 0, which are the zero values of their Go types. It is also false for
// numbers outside the range of a float32.
func ReadConstant(schema *Node) (Enum, bool) {
	constant, wanted := schema.Get("const"), "number"
	if value, isBool := constant.Bool(); isBool {
		if wanted = "boolean"; !value {
			return Enum{}, false
		}
	} else if number, err := strconv.ParseFloat(schema.Text("const"), 32); !constant.IsNumber() || err != nil || number == 0 {
		return Enum{}, false
	}
	if types, _ := schema.Types(); len(types) > 1 || len(types) == 1 && types[0] != wanted {
		return Enum{}, false
	}
	return Enum{Constant: true, Members: []Member{{Value: constant}}, Names: -1}, true
}

// constantTypes returns a list with the JSON type of a constant that is a string or an integer. For any other constant, it returns nil.
func constantTypes(constant *Node) []string {
	if constant == nil {
		return nil
	}
	if constant.Type == String {
		return []string{"string"}
	}
	if _, ok := constant.Int(); ok {
		return []string{"integer"}
	}
	return nil
}

// values reads the members from a list of scalars, or from a list of objects with numericValue. It skips any other item, such as null.
func (e *Enum) values(list *Node) {
	e.Members = make([]Member, 0, len(list.Items))
	for _, v := range list.Items {
		if v.Type == Mapping {
			if number := v.Get("numericValue"); number != nil {
				e.Members = append(e.Members, Member{Value: number, Description: v.Text("description")})
			}
			continue
		}
		if v.IsScalar() && v.Type != Null {
			e.Members = append(e.Members, Member{Value: v})
		}
	}
}

// identifiers reads names and descriptions from a list of objects, such as the lists in the document of the bungie.net API.
func (e *Enum) identifiers(extension *Node) {
	byValue := map[string]*Node{}
	for _, v := range extension.List() {
		if number := v.Get("numericValue"); number != nil {
			byValue[number.Value] = v
		}
	}
	for i := range e.Members {
		m := &e.Members[i]
		if v := byValue[m.Value.Value]; v != nil {
			if id := v.Get("identifier"); id != nil {
				m.Name, m.NameNode = id.Value, id
			}
			m.Description = v.Text("description")
		}
	}
	if len(byValue) > 0 {
		e.Names = len(byValue)
	}
}

// branchesOf returns the branches of oneOf, or of anyOf if there is no oneOf. It omits branches whose only type is null, or whose const is null.
func branchesOf(schema *Node) []*Node {
	list := schema.Get("oneOf").List()
	if len(list) == 0 {
		list = schema.Get("anyOf").List()
	}
	return slices.DeleteFunc(slices.Clone(list), func(b *Node) bool {
		types, null := b.Types()
		constant := b.Get("const")
		return null && types == nil || constant != nil && constant.Type == Null
	})
}

// constants reads a member from the const of each branch. If a branch has no const, or a const of another type than the enum, constants reads no
// members.
func (e *Enum) constants(branches []*Node) {
	var members []Member
	for _, b := range branches {
		value, title := b.Get("const"), b.Get("title")
		if types := constantTypes(value); len(types) == 0 || (types[0] == "string") != e.Strings {
			return
		}
		m := Member{Value: value, Description: b.Text("description"), Deprecated: b.Text("deprecated") == "true"}
		if title != nil {
			m.Name, m.NameNode = title.Value, title
		}
		members = append(members, m)
	}
	e.Members = members
}

// EnumNameFields returns the names of the extensions that list the names of enum members. [ReadEnum] reads the first extension that is a list.
func EnumNameFields() []string { return []string{"x-enum-varnames", "x-enumNames", "x-enum-names"} }

func (e *Enum) names(schema *Node) {
	for _, key := range EnumNameFields() {
		list := schema.Get(key)
		if !list.IsSequence() {
			continue
		}
		e.Names = len(list.Items)
		for i, n := range list.Items {
			if i < len(e.Members) && n.IsScalar() {
				e.Members[i].Name, e.Members[i].NameNode = n.Value, n
			}
		}
		return
	}
}

// texts reads the descriptions and deprecations of the members. The document lists descriptions by index, value or name. It lists deprecations as
// names, as keys of a mapping, or as booleans by index.
func (e *Enum) texts(schema *Node) {
	descriptions, deprecated := schema.Get("x-enum-descriptions"), schema.Get("x-enum-deprecated")
	if descriptions == nil {
		descriptions = schema.Get("x-enumDescriptions")
	}
	for i := range e.Members {
		m := &e.Members[i]
		text := descriptions.Get(m.Value.Value)
		switch {
		case descriptions.IsSequence():
			text = nil
			if i < len(descriptions.Items) {
				text = descriptions.Items[i]
			}
		case text == nil && m.Name != "":
			text = descriptions.Get(m.Name)
		}
		if text != nil && text.Type != Null {
			m.Description = text.Value
		}
		for j, name := range append(deprecated.Strings(), deprecated.Keys()...) {
			if name == m.Name && m.Name != "" || j == i && name == "true" {
				m.Deprecated = true
			}
		}
	}
}
