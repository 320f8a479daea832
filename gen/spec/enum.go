package spec

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Member is one value of an enum as the document has it.
type Member struct {
	Value       *yaml.Node // the scalar, exact: never converted
	Name        string     // as written; "" when the document names it nowhere
	NameNode    *yaml.Node // where the name was written, nil without a name
	Description string
	Deprecated  bool
}

// Enum is a schema that lists its values.
type Enum struct {
	Flags   bool // x-enum-flags: the values are bits, and sums of them are valid
	Strings bool // type string, otherwise integer
	Members []Member
	// Names counts the names that were written, which may be more or fewer than there are members; -1 when there is no list of names.
	Names int
}

// ReadEnum reads an enum off a schema node; ok is false for a schema that is none. Values are those of `enum` (null left out, it is
// said by nullable), of `x-enum-values` (a list of numbers, or of objects with numericValue and identifier), or of OpenAPI 3.1
// `oneOf` branches with const and title. Names are those of `x-enum-varnames`, `x-enumNames` or `x-enum-names`, or the
// values' own. A boolean or number enum is none: Go has no constants for it that the wire could carry.
func ReadEnum(schema *yaml.Node) (e Enum, ok bool) {
	typ := typeOf(schema)
	if typ != "integer" && typ != "string" {
		return Enum{}, false
	}
	e = Enum{Strings: typ == "string", Flags: Text(schema, "x-enum-flags") == "true", Names: -1}
	values := Get(schema, "enum")
	extension := Get(schema, "x-enum-values")
	switch {
	case values != nil && values.Kind == yaml.SequenceNode:
		e.plain(values)
		e.identifiers(extension)
	case extension != nil && extension.Kind == yaml.SequenceNode:
		e.plain(extension)
		e.identifiers(extension)
	default:
		e.constants(Get(schema, "oneOf"))
	}
	if len(e.Members) == 0 {
		return Enum{}, false
	}
	e.names(schema)
	e.texts(schema)
	return e, true
}

// typeOf gives the one type of a schema; OpenAPI 3.1 may list "null" beside it.
func typeOf(schema *yaml.Node) string {
	n := Get(schema, "type")
	if n == nil {
		return ""
	}
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	typ := ""
	for _, t := range n.Content {
		if t.Value == "null" {
			continue
		}
		if typ != "" {
			return ""
		}
		typ = t.Value
	}
	return typ
}

func (e *Enum) plain(values *yaml.Node) {
	e.Members = make([]Member, 0, len(values.Content))
	for _, v := range values.Content {
		if v.Kind == yaml.MappingNode {
			if number := Get(v, "numericValue"); number != nil {
				e.Members = append(e.Members, Member{Value: number, Description: Text(v, "description")})
			}
			continue
		}
		if v.Kind == yaml.ScalarNode && v.ShortTag() != "!!null" {
			e.Members = append(e.Members, Member{Value: v})
		}
	}
}

// identifiers takes names from a list of objects, as bungie.net's document has them.
func (e *Enum) identifiers(extension *yaml.Node) {
	if extension == nil || extension.Kind != yaml.SequenceNode {
		return
	}
	byValue := map[string]*yaml.Node{}
	for _, v := range extension.Content {
		if number := Get(v, "numericValue"); number != nil {
			byValue[number.Value] = v
		}
	}
	for i := range e.Members {
		m := &e.Members[i]
		if v := byValue[m.Value.Value]; v != nil {
			if id := Get(v, "identifier"); id != nil {
				m.Name, m.NameNode = id.Value, id
			}
			m.Description = Text(v, "description")
		}
	}
	if len(byValue) > 0 {
		e.Names = len(byValue)
	}
}

// constants takes members from oneOf branches with const.
func (e *Enum) constants(branches *yaml.Node) {
	if branches == nil || branches.Kind != yaml.SequenceNode {
		return
	}
	var members []Member
	for _, b := range branches.Content {
		value, title := Get(b, "const"), Get(b, "title")
		if value == nil || value.Kind != yaml.ScalarNode {
			return
		}
		m := Member{Value: value, Description: Text(b, "description"), Deprecated: Text(b, "deprecated") == "true"}
		if title != nil {
			m.Name, m.NameNode = title.Value, title
		}
		members = append(members, m)
	}
	e.Members = members
}

func (e *Enum) names(schema *yaml.Node) {
	for _, key := range []string{"x-enum-varnames", "x-enumNames", "x-enum-names"} {
		list := Get(schema, key)
		if list == nil || list.Kind != yaml.SequenceNode {
			continue
		}
		e.Names = len(list.Content)
		for i, n := range list.Content {
			if i < len(e.Members) && n.Kind == yaml.ScalarNode {
				e.Members[i].Name, e.Members[i].NameNode = n.Value, n
			}
		}
		return
	}
}

// texts takes descriptions (by index, or by value or name) and deprecations (booleans by index, or names).
func (e *Enum) texts(schema *yaml.Node) {
	descriptions := Get(schema, "x-enum-descriptions")
	deprecated := Get(schema, "x-enum-deprecated")
	for i := range e.Members {
		m := &e.Members[i]
		if _, text := item(descriptions, i, m); text != nil && text.ShortTag() != "!!null" {
			m.Description = text.Value
		}
		if deprecated == nil {
			continue
		}
		for j, d := range deprecated.Content {
			if d.Value == m.Name && m.Name != "" || j == i && d.Value == "true" {
				m.Deprecated = true
			}
		}
	}
}

func item(n *yaml.Node, i int, m *Member) (key, value *yaml.Node) {
	if n == nil {
		return nil, nil
	}
	if n.Kind == yaml.SequenceNode {
		return child(n, strconv.Itoa(i))
	}
	if key, value = child(n, m.Value.Value); value == nil && m.Name != "" {
		key, value = child(n, m.Name)
	}
	return key, value
}
