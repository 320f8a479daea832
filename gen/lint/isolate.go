package lint

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// isolatedFields returns the fields of an object. It replaces the children of the object with minimal valid objects or an empty list, and texts and
// examples with constants. It leaves out extensions, and data that other rules check.
func isolatedFields(o *oas.Object) map[string]any {
	body := map[string]any{}
	for field, value := range o.Node.Each() {
		below, shape := childKind(o.Kind, field)
		switch {
		case strings.HasPrefix(field, "x-"), field == "security" && areRequirements(value):
		case o.Kind == oas.Schema && (field == "default" || field == "example" || field == "enum" && value.IsSequence()):
		case o.Kind == oas.Operation && field == "tags" && areStrings(value):
		case isProse(o.Kind, field) && value.Type == oas.String && value.Value != "":
			body[field] = "text"
		case field == "example", o.Kind == oas.Example && field == "value":
			body[field] = 0 // kin-openapi checks only that the field exists
		case below == oas.Data:
			body[field] = data(value)
		case shape == oas.One && (value.IsMapping() || below == oas.Schema && value.Type == oas.Bool):
			body[field] = blank(below)
		case shape == oas.List && value.IsSequence() && (below == oas.Parameter || below == oas.Tag):
			body[field] = []any{} // kin-openapi would report equal items as duplicates
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

// isProse reports whether a field contains a text for which kin-openapi checks only that the text is not empty.
func isProse(k oas.Kind, field string) bool {
	return field == "title" || field == "summary" || field == "description" || field == "operationId" && k == oas.Operation
}

// areRequirements reports whether a value is a valid list of security requirements. Rule security-requirement-scheme-undefined checks the names of
// the schemes.
func areRequirements(n *oas.Node) bool {
	for _, requirement := range n.List() {
		if !requirement.IsMapping() {
			return false
		}
		for scopes := range requirement.Children() {
			if !areStrings(scopes) {
				return false
			}
		}
	}
	return n.IsSequence()
}

// areStrings reports whether a value is a list of strings.
func areStrings(n *oas.Node) bool {
	return n.IsSequence() && !slices.ContainsFunc(n.Items, func(item *oas.Node) bool { return item.Type != oas.String })
}

// blanks returns minimal valid objects for the entries of a field. If checksNames returns false for k, blanks returns at most one object.
func blanks(k oas.Kind, field string, below oas.Kind, value *oas.Node) map[string]any {
	entries := map[string]any{}
	if k == oas.Schema && field != "properties" && value.Len() > 0 { // kin-openapi rejects this field in OpenAPI 3.0 only if it has entries
		entries["name"] = blank(below)
	}
	if !checksNames(k) {
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

// checksNames reports whether kin-openapi must check the names of entries in objects of a kind. For components and paths, other rules check them.
func checksNames(k oas.Kind) bool { return k != oas.Document && k != oas.Components && k != oas.Schema }

// data returns the JSON text of a node as a value that encoding/json can encode.
func data(n *oas.Node) any { return json.RawMessage(n.JSON()) }

// read encodes body as JSON and decodes the JSON into target.
func read(body any, target validatable) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, target)
}
