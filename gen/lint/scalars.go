package lint

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// misreadScalars reports scalars whose type is not the type of their field, and converts them. It adds or removes quotes around a number or boolean,
// converts a scalar to a list of one item, and quotes null in a list of types. For null in place of an object, it calls removeNullObject.
func (c *checker) misreadScalars() {
	valid := map[typedField]bool{}
	for k := range oas.Kinds {
		if fresh(k) == nil {
			continue
		}
		for o := range c.all(k) {
			if o.Ref() != "" || c.removeNullObject(o) {
				continue
			}
			for key, value := range o.Node.Each() {
				if below, _ := childKind(k, key); below != oas.Data || strings.HasPrefix(key, "x-") || valid[typedFieldOf(k, key, value)] {
					continue
				}
				switch {
				case k == oas.Schema && key == "type" && value.IsSequence():
					c.unquotedNull(o, value)
				case readable(k, key, value):
					valid[typedFieldOf(k, key, value)] = value.IsScalar() || areStrings(value)
				case readable(k, key, quoted(value)):
					c.unquoted(o, []string{key}, value)
				case value.Type == oas.String && readable(k, key, parsed(value)):
					d := c.report(valueAt(o, key), "%q is the string %q; remove the quotes", key, value.Value)
					c.workAround(d, "the value is "+value.Value)
					c.edits[value] = parsed(value)
				case (value.Type == oas.String || value.IsNumber()) && readable(k, key, listOf(value)):
					d := c.report(valueAt(o, key), "%q is %s, expected a list; write [%s]", key, describe(value), value.Written())
					c.workAround(d, "the list has only this item")
					c.edits[value] = listOf(value)
				}
			}
		}
	}
}

// removeNullObject reports whether o is null in a field that contains one object, other than a schema or an operation. It adds a finding for such a
// field, and removes the field.
func (c *checker) removeNullObject(o *oas.Object) bool {
	if o.Node.Type != oas.Null || o.Shape != oas.One || o.Parent == nil || o.Kind == oas.Schema || o.Kind == oas.Operation {
		return false
	}
	d := c.report(valueAt(o), "value is null, but %s is a mapping; remove the key or add the value", o.Kind.Article())
	c.workAround(d, "specgen ignores the key")
	c.edits.remove(o.Parent.Node, o.Field)
	return true
}

// unquotedNull reports each null in a list of types, and replaces it with the text "null".
func (c *checker) unquotedNull(o *oas.Object, types *oas.Node) {
	for i, item := range types.Items {
		if item.Type == oas.Null {
			c.workAround(c.report(valueAt(o, "type", strconv.Itoa(i)), "type null is not a string; quote it"), `the type is "null"`)
			c.edits[item] = oas.NewString("null", item)
		}
	}
}

// listOf returns a list with one string, the text of a scalar.
func listOf(n *oas.Node) *oas.Node {
	return (&oas.Node{Type: oas.Sequence, Items: []*oas.Node{oas.NewString(n.Written(), n)}}).Place(n)
}

// parsed returns the boolean or the number that a text contains. It returns any other text unchanged.
func parsed(n *oas.Node) *oas.Node {
	t := oas.Float
	switch {
	case n.Value == "true" || n.Value == "false":
		t = oas.Bool
	case !json.Valid([]byte(n.Value)) || n.Value[0] != '-' && (n.Value[0] < '0' || n.Value[0] > '9'):
		return n
	case !strings.ContainsAny(n.Value, ".eE"):
		t = oas.Int
	}
	return (&oas.Node{Type: t, Value: n.Value}).Place(n)
}

// misnamedTypes reports some types that OpenAPI does not define, such as int or uuid, and replaces them with OpenAPI types and formats. It removes
// the type any. Before OpenAPI 3.1, it replaces the type null with an enum of null. With the preset [Strict], only kin-openapi reports such types.
func (c *checker) misnamedTypes() {
	const rule = "schema-type-unsupported"
	for o := range c.all(oas.Schema) {
		name := o.Get("type")
		if c.strict || o.Ref() != "" || name == nil || name.Type != oas.String {
			continue
		}
		typ, format := typeOf(name.Text()), formatOf(name.Text())
		report := func(fix, effect string) {
			c.workAround(c.reportAs(rule, valueAt(o, "type"), "unsupported 'type' value %q; %s", name.Value, fix), effect)
		}
		switch {
		case typ == name.Value, typ == "" && format == "" && name.Value != "any" && (name.Value != "null" || c.is31()):
		case name.Value == "any":
			report("remove type", "the value may have any type")
			c.edits.remove(o.Node, "type")
		case name.Value == "null":
			report("write nullable: true next to another type, or change the document to OpenAPI 3.1", "only null is valid")
			c.edits.remove(o.Node, "type")
			c.edits.flag(o.Node, "nullable")
			c.edits.set(o.Node, "enum", (&oas.Node{Type: oas.Sequence, Items: []*oas.Node{(&oas.Node{Type: oas.Null}).Place(o.Node)}}).Place(o.Node))
		case typ != "":
			report(textOf(rule).fix, "the type is "+typ)
			c.edits[name] = oas.NewString(typ, name)
		default:
			report("write type: string and format: "+format, "the type is string, and the format is "+format)
			c.edits.text(o.Node, "type", "string")
			c.edits.text(o.Node, "format", format)
		}
	}
}

// formatOf returns the string format for an invalid type, such as binary for the type file. It returns "" if there is none.
func formatOf(name string) string {
	switch name = strings.ToLower(name); name {
	case "date", "date-time", "uuid", "uri", "binary":
		return name
	case "datetime":
		return "date-time"
	case "file":
		return "binary"
	}
	return ""
}

// typeOf returns the OpenAPI type that a type name means, such as integer for Integer, int or long. It returns "" if there is none.
func typeOf(name string) string {
	name = strings.ToLower(name)
	switch name {
	case "string", "number", "integer", "boolean", "array", "object":
		return name
	case "int", "int32", "int64", "long":
		return "integer"
	case "str", "text":
		return "string"
	case "bool":
		return "boolean"
	case "float", "double", "decimal":
		return "number"
	case "list":
		return "array"
	case "map", "dict":
		return "object"
	}
	return ""
}

// optionalPathParameters reports path parameters that are not required, and makes them required. With the preset [Strict], only kin-openapi
// reports them.
func (c *checker) optionalPathParameters() {
	const rule = "path-parameter-required"
	for o := range c.all(oas.Parameter) {
		if c.strict || o.Ref() != "" || o.Text("in") != "path" || o.Node.True("required") || o.Text("required") == "true" {
			continue
		}
		d := c.reportAs(rule, keyAt(o), "path parameter %q must be required; %s", o.Text("name"), textOf(rule).fix)
		c.workAround(d, "specgen treats the parameter as required")
		c.edits.flag(o.Node, "required")
	}
}

// misdescribedParameters reports parameters with neither a schema nor a content, with both, or with a style that their place does not permit. It
// builds a missing schema from the fields of the parameter, as in Swagger 2.0. With the preset [Strict], only kin-openapi reports these defects.
func (c *checker) misdescribedParameters() {
	const shape = "content-or-schema-exactly-one"
	for o := range c.all(oas.Parameter) {
		styles, known := parameterStyles[o.Text("in")]
		if c.strict || o.Ref() != "" || o.Text("name") == "" || !known {
			continue
		}
		schema, content, style := o.Get("schema"), o.Get("content"), o.Get("style")
		switch {
		case schema == nil && content == nil:
			d := c.reportAs(shape, keyAt(o), "parameter %q has no schema; add schema: {type: string}, or move its type into a schema", o.Text("name"))
			built := o.Node.Filter(func(key string, value *oas.Node) *oas.Node {
				switch typ := typeOf(value.Text()); {
				case key == "type" && typ != "":
					return oas.NewString(typ, value)
				case slices.Contains(schemaFields, key):
					return value
				}
				return nil
			})
			if built.Get("type") == nil {
				built.Entries = append(built.Entries, oas.NewEntry("type", oas.NewString("string", o.Node)))
			}
			c.workAround(d, "the type is "+built.Get("type").Written())
			c.edits.set(o.Node, "schema", built)
		case schema != nil && content != nil:
			c.workAround(c.reportAs(shape, keyAt(o, "content"), "parameter %q has both schema and content; remove one", o.Text("name")), `"content" is ignored`)
			c.edits.remove(o.Node, "content")
		}
		if style != nil && style.Type == oas.String && !slices.Contains(styles, style.Value) {
			d := c.reportAs("serialization-method-invalid", valueAt(o, "style"), "style %q is not permitted in a %s; write %s", style.Value, o.Text("in"), strings.Join(styles, " or "))
			c.workAround(d, "the style is "+styles[0])
			c.edits.remove(o.Node, "style")
		}
	}
}

// parameterStyles contains the styles that OpenAPI permits for each place of a parameter. The first style of a place is the default.
var parameterStyles = map[string][]string{
	"path": {"simple", "label", "matrix"}, "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"}, "header": {"simple"}, "cookie": {"form"},
}

// schemaFields lists fields of a parameter in Swagger 2.0 that are fields of its schema in OpenAPI 3.
var schemaFields = strings.Fields("type format items enum default minimum maximum minLength maxLength pattern minItems maxItems uniqueItems")

// typedField identifies a field by its name, the kind of the object that has the field, and the type of the value.
type typedField struct {
	kind    oas.Kind
	field   string
	typ     oas.Type
	strings bool // whether the value is a list of strings
}

func typedFieldOf(k oas.Kind, field string, value *oas.Node) typedField {
	return typedField{k, field, value.Type, areStrings(value)}
}

// readable reports whether kin-openapi can decode value in the given field of an object of kind k.
func readable(k oas.Kind, field string, value *oas.Node) bool {
	return read(map[string]any{field: data(value)}, fresh(k)) == nil
}

// quoted returns a copy of a value in which strings replace numbers and booleans.
func quoted(n *oas.Node) *oas.Node {
	out := n.Shallow()
	switch {
	case isUnquoted(n):
		return oas.NewString(n.Written(), n)
	case n.IsMapping():
		return n.Filter(func(_ string, value *oas.Node) *oas.Node { return quoted(value) })
	case n.IsSequence():
		out.Items = make([]*oas.Node, len(n.Items))
		for i, item := range n.Items {
			out.Items[i] = quoted(item)
		}
	}
	return out
}

func isUnquoted(n *oas.Node) bool { return n.IsNumber() || n.Type == oas.Bool }

// unquoted reports the numbers and booleans in value, and replaces them with strings. tokens is the path of value in o.
func (c *checker) unquoted(o *oas.Object, tokens []string, value *oas.Node) {
	if isUnquoted(value) {
		text := value.Written()
		verb := "is"
		if len(tokens) > 1 {
			verb = "contains"
		}
		d := c.report(valueAt(o, tokens...), "%q %s %s, expected a string; quote it", tokens[0], verb, describe(value))
		c.workAround(d, "the value is the text "+strconv.Quote(text))
		c.edits[value] = oas.NewString(text, value)
	}
	for key, below := range value.Each() {
		c.unquoted(o, append(tokens[:len(tokens):len(tokens)], key), below)
	}
	for i, item := range value.List() {
		c.unquoted(o, append(tokens[:len(tokens):len(tokens)], strconv.Itoa(i)), item)
	}
}
