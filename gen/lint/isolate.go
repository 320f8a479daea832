package lint

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// blank returns a minimal valid object of a kind.
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

// isolatedFields returns the fields of an object with minimal valid objects in place of its children. It omits data that other rules check.
func isolatedFields(o *object) map[string]any {
	body := map[string]any{}
	each(o.node, func(key, value *yaml.Node) {
		field := key.Value
		below, shape := o.kind.below(field)
		switch {
		case strings.HasPrefix(field, "x-"), field == "security" && areRequirements(value):
		case o.kind == kindSchema && (field == "default" || field == "example" || field == "enum" && value.Kind == yaml.SequenceNode):
		case field == "example", o.kind == kindExample && field == "value":
			body[field] = 0 // only its presence matters
		case below == kindData:
			body[field] = data(value)
		case shape == one && (value.Kind == yaml.MappingNode || below == kindSchema && value.ShortTag() == "!!bool"):
			body[field] = blank(below)
		case shape == list && value.Kind == yaml.SequenceNode && (below == kindParameter || below == kindTag):
			body[field] = []any{} // equal items would be duplicates
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

// appendSignature appends a key that is equal for objects that kin-openapi treats alike, so that it validates one of them only. It reports
// whether the object has such a key. The key contains only the presence of texts, operationIds, limits and distinct required names.
func appendSignature(text []byte, o *object) ([]byte, bool) {
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

// areDistinct reports whether a value is a list of distinct strings. It returns false for a list of more than 64 items.
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

// appendWord appends a text with its length.
func appendWord(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// isProse reports whether a field is a text whose content does not matter to kin-openapi.
func isProse(k kind, field string, value *yaml.Node) bool {
	return (field == "title" || field == "summary" || field == "description" || field == "operationId" || field == "name" && k == kindParameter) &&
		value.Kind == yaml.ScalarNode && value.Tag == "!!str" && value.Value != ""
}

// isLimit reports whether a field of a schema is a valid limit, whose value does not matter to kin-openapi.
func isLimit(field string, value *yaml.Node) bool {
	switch field {
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum":
		return isInteger(value) && value.Value[0] >= '0' && value.Value[0] <= '9'
	}
	return false
}

// areRequirements reports whether a value is a valid list of security requirements. Another rule checks the names.
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

// blanks returns minimal valid objects in place of the entries of a field.
func blanks(k kind, field string, below kind, value *yaml.Node) map[string]any {
	entries := map[string]any{}
	if k == kindSchema && field != "properties" && len(value.Content) > 0 { // a field of OpenAPI 3.1: kin-openapi checks whether it has entries
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

// namesCount reports whether kin-openapi checks the names of the entries below an object of a kind.
func namesCount(k kind) bool { return k != kindDocument && k != kindComponents && k != kindSchema }

// data returns a value for encoding/json. A node that has no JSON form is a string; a bundle has no such nodes.
func data(n *yaml.Node) any {
	text, err := spec.AppendJSON(nil, n)
	if err != nil {
		return n.Value
	}
	return json.RawMessage(text)
}

// read decodes a value into a kin-openapi object.
func read(body any, target validatable) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, target)
}
