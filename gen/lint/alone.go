package lint

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// blank is a valid object of a kind, with as little in it as can be.
func blank(k kind) any {
	type object = map[string]any
	switch k {
	case kindInfo:
		return object{"title": "t", "version": "v"}
	case kindServer, kindExternalDocs:
		return object{"url": "/"}
	case kindServerVariable:
		return object{"default": "d"}
	case kindTag:
		return object{"name": "t"}
	case kindOperation:
		return object{"responses": object{"200": object{"description": "d"}}}
	case kindParameter:
		return object{"name": "p", "in": "query", "schema": object{}}
	case kindHeader:
		return object{"schema": object{}}
	case kindRequestBody:
		return object{"content": object{"text/plain": object{}}}
	case kindResponse:
		return object{"description": "d"}
	case kindExample:
		return object{"value": 0}
	case kindLink:
		return object{"operationId": "o"}
	case kindSecurityScheme:
		return object{"type": "http", "scheme": "basic"}
	}
	return object{}
}

// alone gives the fields of an object, with blank objects for those below it and without the data that is judged elsewhere.
func alone(o *object) map[string]any {
	body := map[string]any{}
	each(o.node, func(key, value *yaml.Node) {
		field := key.Value
		below, shape := o.kind.below(field)
		switch {
		case strings.HasPrefix(field, "x-"), field == "security" && areRequirements(value):
		case o.kind == kindSchema && (field == "default" || field == "example" || field == "enum" && value.Kind == yaml.SequenceNode):
		case field == "example", o.kind == kindExample && field == "value":
			body[field] = 0 // only that it is there counts
		case below == kindData:
			body[field] = data(value)
		case shape == one && (value.Kind == yaml.MappingNode || below == kindSchema && value.ShortTag() == "!!bool"):
			body[field] = blank(below)
		case shape == list && value.Kind == yaml.SequenceNode && (below == kindParameter || below == kindTag):
			body[field] = []any{} // twice the same blank would be a duplicate
		case shape == list && value.Kind == yaml.SequenceNode:
			blanks := make([]any, len(value.Content))
			for i := range blanks {
				blanks[i] = blank(below)
			}
			body[field] = blanks
		case shape == many && value.Kind == yaml.MappingNode:
			body[field] = blanks(o.kind, field, below, value)
		default:
			body[field] = data(value)
		}
	})
	return body
}

// likeness appends a description of what alone gives of an object, but for its prose and its operationId, of which kin-openapi asks only that they
// are there, its limits, and the names that it requires, which only must not be there twice: in a document of some size most objects are like one
// before them. It is false for one that cannot be described.
func likeness(text []byte, o *object) ([]byte, bool) {
	const (
		data = iota
		there
		objects
		names
	)
	text = append(text, byte(o.kind))
	var err error
	each(o.node, func(key, value *yaml.Node) {
		field := key.Value
		if err != nil || strings.HasPrefix(field, "x-") {
			return
		}
		text = appendWord(text, field)
		below, shape := o.kind.below(field)
		switch {
		case isProse(o.kind, field, value), field == "security" && areRequirements(value),
			o.kind == kindSchema && (field == "default" || field == "example" || field == "enum" && value.Kind == yaml.SequenceNode),
			o.kind == kindSchema && (field == "required" && areDistinct(value) || isLimit(field, value)),
			field == "example", o.kind == kindExample && field == "value",
			below != kindData && shape == one && value.Kind == yaml.MappingNode:
			text = append(text, there)
		case below != kindData && shape == list && value.Kind == yaml.SequenceNode:
			text = binary.AppendUvarint(append(text, objects), uint64(min(len(value.Content), 2)))
		case below != kindData && shape == many && value.Kind == yaml.MappingNode && namesCount(o.kind):
			text = binary.AppendUvarint(append(text, names), uint64(len(value.Content)))
			each(value, func(name, _ *yaml.Node) { text = appendWord(text, name.Value) })
		case below != kindData && shape == many && value.Kind == yaml.MappingNode:
			text = append(text, objects, byte(min(len(value.Content), 1)))
		default:
			text, err = spec.AppendJSON(append(text, data), value)
		}
	})
	return text, err == nil
}

// areDistinct tells whether a value is a list of texts, none of them twice; of a long one that is left open.
func areDistinct(n *yaml.Node) bool {
	if n.Kind != yaml.SequenceNode || len(n.Content) > 64 {
		return false
	}
	for i, item := range n.Content {
		if item.Kind != yaml.ScalarNode || item.Tag != "!!str" ||
			slices.ContainsFunc(n.Content[:i], func(other *yaml.Node) bool { return other.Value == item.Value }) {
			return false
		}
	}
	return true
}

// appendWord appends a text so that it is seen where it ends.
func appendWord(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// isProse tells whether a field holds a text of which only counts that it is there.
func isProse(k kind, field string, value *yaml.Node) bool {
	return (field == "title" || field == "summary" || field == "description" || field == "operationId" || field == "name" && k == kindParameter) &&
		value.Kind == yaml.ScalarNode && value.Tag == "!!str" && value.Value != ""
}

// isLimit tells whether a field of a schema holds a number that can be read, of which only counts that it is there.
func isLimit(field string, value *yaml.Node) bool {
	switch field {
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum":
		return isInteger(value) && value.Value[0] >= '0' && value.Value[0] <= '9'
	}
	return false
}

// areRequirements tells whether a value is a list of security requirements, whose names are looked up elsewhere.
func areRequirements(n *yaml.Node) bool {
	for _, requirement := range items(n) {
		if requirement.Kind != yaml.MappingNode {
			return false
		}
		for i := 1; i < len(requirement.Content); i += 2 {
			for _, scope := range items(requirement.Content[i]) {
				if scope.Kind != yaml.ScalarNode || scope.ShortTag() != "!!str" {
					return false
				}
			}
			if requirement.Content[i].Kind != yaml.SequenceNode {
				return false
			}
		}
	}
	return n.Kind == yaml.SequenceNode
}

func blanks(k kind, field string, below kind, value *yaml.Node) map[string]any {
	entries := map[string]any{}
	if k == kindSchema && field != "properties" && len(value.Content) > 0 { // a field of OpenAPI 3.1: that it has entries counts
		entries["name"] = blank(below)
	}
	if !namesCount(k) {
		return entries
	}
	each(value, func(name, entry *yaml.Node) {
		if strings.HasPrefix(name.Value, "x-") {
			return
		}
		entries[name.Value] = blank(below)
	})
	return entries
}

// namesCount tells whether there are rules here for the names of what is below an object.
func namesCount(k kind) bool { return k != kindDocument && k != kindComponents && k != kindSchema }

// data is a node as encoding/json takes it. One that has no JSON form, which a bundle does not have, is a text: where that is wrong too, it is found.
func data(n *yaml.Node) any {
	text, err := spec.AppendJSON(nil, n)
	if err != nil {
		return n.Value
	}
	return json.RawMessage(text)
}

// read fills a kin-openapi object.
func read(body any, target validatable) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, target)
}
