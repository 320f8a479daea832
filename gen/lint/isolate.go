package lint

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// blank returns a minimal valid object of a kind.
func blank(k oas.Kind) any {
	type object = map[string]any
	switch k {
	case oas.Info:
		return object{"title": "t", "version": "v"}
	case oas.Server, oas.ExternalDocs:
		return object{"url": "/"}
	case oas.ServerVariable:
		return object{"default": "d"}
	case oas.Tag:
		return object{"name": "t"}
	case oas.Operation:
		return object{"responses": object{"200": object{"description": "d"}}}
	case oas.Parameter:
		return object{"name": "p", "in": "query", "schema": object{}}
	case oas.Header:
		return object{"schema": object{}}
	case oas.RequestBody:
		return object{"content": object{"text/plain": object{}}}
	case oas.Response:
		return object{"description": "d"}
	case oas.Example:
		return object{"value": 0}
	case oas.Link:
		return object{"operationId": "o"}
	case oas.SecurityScheme:
		return object{"type": "http", "scheme": "basic"}
	}
	return object{}
}

// isolatedFields returns the fields of an object with minimal valid objects in place of its children. It omits data that other rules check.
func isolatedFields(o *oas.Object) map[string]any {
	body := map[string]any{}
	for field, value := range o.Node.Each() {
		below, shape := childKind(o.Kind, field)
		switch {
		case strings.HasPrefix(field, "x-"), field == "security" && areRequirements(value):
		case o.Kind == oas.Schema && (field == "default" || field == "example" || field == "enum" && value.IsSequence()):
		case field == "example", o.Kind == oas.Example && field == "value":
			body[field] = 0 // only its presence matters
		case below == oas.Data:
			body[field] = data(value)
		case shape == oas.One && (value.IsMapping() || below == oas.Schema && value.Type == oas.Bool):
			body[field] = blank(below)
		case shape == oas.List && value.IsSequence() && (below == oas.Parameter || below == oas.Tag):
			body[field] = []any{} // equal items would be duplicates
		case shape == oas.List && value.IsSequence():
			blanks := make([]any, value.Len())
			for i := range blanks {
				blanks[i] = blank(below)
			}
			body[field] = blanks
		case shape == oas.Many && value.IsMapping():
			body[field] = blanks(o.Kind, field, below, value)
		default:
			body[field] = data(value)
		}
	}
	return body
}

// appendSignature appends a key that is equal for objects that kin-openapi treats alike, so that it validates one of them only.
// The key contains only the presence of texts, operationIds, limits and distinct required names.
func appendSignature(text []byte, o *oas.Object) []byte {
	const (
		data = iota
		there
		objects
		names
	)
	text = append(text, byte(o.Kind))
	for field, value := range o.Node.Each() {
		if strings.HasPrefix(field, "x-") {
			continue
		}
		text = appendWord(text, field)
		below, shape := childKind(o.Kind, field)
		switch {
		case isProse(o.Kind, field, value), field == "security" && areRequirements(value),
			o.Kind == oas.Schema && (field == "default" || field == "example" || field == "enum" && value.IsSequence()),
			o.Kind == oas.Schema && (field == "required" && areDistinct(value) || isLimit(field, value)),
			field == "example", o.Kind == oas.Example && field == "value",
			below != oas.Data && shape == oas.One && value.IsMapping():
			text = append(text, there)
		case below != oas.Data && shape == oas.List && value.IsSequence():
			text = binary.AppendUvarint(append(text, objects), uint64(min(value.Len(), 2)))
		case below != oas.Data && shape == oas.Many && value.IsMapping() && namesCount(o.Kind):
			text = binary.AppendUvarint(append(text, names), uint64(value.Len()))
			for name := range value.Each() {
				text = appendWord(text, name)
			}
		case below != oas.Data && shape == oas.Many && value.IsMapping():
			text = append(text, objects, byte(min(value.Len(), 1)))
		default:
			text = value.AppendJSON(append(text, data))
		}
	}
	return text
}

// areDistinct reports whether a value is a list of distinct strings. It returns false for a list of more than 64 items.
func areDistinct(n *oas.Node) bool {
	if !n.IsSequence() || n.Len() > 64 {
		return false
	}
	for i, item := range n.Items {
		if item.Type != oas.String ||
			slices.ContainsFunc(n.Items[:i], func(other *oas.Node) bool { return other.Value == item.Value }) {
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
func isProse(k oas.Kind, field string, value *oas.Node) bool {
	return (field == "title" || field == "summary" || field == "description" || field == "operationId" || field == "name" && k == oas.Parameter) &&
		value.Type == oas.String && value.Value != ""
}

// isLimit reports whether a field of a schema is a valid limit, whose value does not matter to kin-openapi.
func isLimit(field string, value *oas.Node) bool {
	switch field {
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum":
		return isInteger(value) && value.Value[0] >= '0' && value.Value[0] <= '9'
	}
	return false
}

// areRequirements reports whether a value is a valid list of security requirements. Another rule checks the names.
func areRequirements(n *oas.Node) bool {
	for _, requirement := range n.List() {
		if !requirement.IsMapping() {
			return false
		}
		for scopes := range requirement.Children() {
			if !scopes.IsSequence() || slices.ContainsFunc(scopes.Items, func(scope *oas.Node) bool { return scope.Type != oas.String }) {
				return false
			}
		}
	}
	return n.IsSequence()
}

// blanks returns minimal valid objects in place of the entries of a field.
func blanks(k oas.Kind, field string, below oas.Kind, value *oas.Node) map[string]any {
	entries := map[string]any{}
	if k == oas.Schema && field != "properties" && value.Len() > 0 { // a field of OpenAPI 3.1: kin-openapi checks whether it has entries
		entries["name"] = blank(below)
	}
	if !namesCount(k) {
		return entries
	}
	for name := range value.Each() {
		if strings.HasPrefix(name, "x-") {
			continue
		}
		entries[name] = blank(below)
	}
	return entries
}

// namesCount reports whether kin-openapi checks the names of the entries below an object of a kind.
func namesCount(k oas.Kind) bool { return k != oas.Document && k != oas.Components && k != oas.Schema }

// data returns a value for encoding/json.
func data(n *oas.Node) any { return json.RawMessage(n.JSON()) }

// read decodes a value into a kin-openapi object.
func read(body any, target validatable) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, target)
}
