package lint

import (
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// unquotedTexts reports numbers and booleans in fields that contain texts, such as operationId: 7, and replaces them with texts.
func (c *checker) unquotedTexts() {
	valid := map[scalarField]bool{}
	for k := range oas.Kinds {
		if fresh(k) == nil {
			continue
		}
		for o := range c.all(k) {
			if o.Ref() != "" {
				continue
			}
			for key, value := range o.Node.Each() {
				if below, _ := childKind(k, key); below != oas.Data || strings.HasPrefix(key, "x-") || value.Type == oas.String || valid[scalarField{k, key, value.Type}] {
					continue
				}
				switch {
				case readable(k, key, value):
					valid[scalarField{k, key, value.Type}] = value.IsScalar()
				case readable(k, key, quoted(value)):
					c.unquoted(o, []string{key}, value)
				}
			}
		}
	}
}

// scalarField is a field of the objects of a kind that contains a scalar of a type.
type scalarField struct {
	kind  oas.Kind
	field string
	typ   oas.Type
}

// readable reports whether kin-openapi can decode a field of an object of kind k.
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

// unquoted reports and replaces the numbers and booleans in a value below an object.
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
