package edit

import (
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// Subject returns the subject of edits of the object at a JSON pointer into the bundle, such as "schema Door.state" or "GET /api/Door response 200".
// The subject does not depend on the files of the document. It identifies parameters, tags and referenced members by name, not by index.
func Subject(s *spec.Spec, pointer string) string {
	tokens, err := oas.Tokens(pointer)
	if err != nil || len(tokens) == 0 {
		return "document"
	}
	switch {
	case tokens[0] == "components" && len(tokens) >= 3:
		return singular(tokens[1]) + " " + tokens[2] + below(s, tokens, 3)
	case tokens[0] == "paths" && len(tokens) >= 3 && oas.IsMethod(tokens[2]):
		return strings.ToUpper(tokens[2]) + " " + tokens[1] + below(s, tokens, 3)
	case tokens[0] == "paths" && len(tokens) >= 2:
		return "path " + tokens[1] + below(s, tokens, 2)
	case tokens[0] == "tags" && len(tokens) >= 2:
		return "tag " + s.At(oas.Pointer(tokens[:2]...)).Text("name") + below(s, tokens, 2)
	case len(tokens) == 1:
		return "document"
	}
	return "document" + below(s, tokens[:len(tokens)-1], 0)
}

// below returns the part of a subject that describes the tokens of a pointer, starting at index from.
func below(s *spec.Spec, tokens []string, from int) string {
	var b strings.Builder
	for i := from; i < len(tokens); i++ {
		t := tokens[i]
		more := i+1 < len(tokens)
		if prefix := map[string]string{"properties": ".", "responses": " response ", "headers": " header "}[t]; prefix != "" {
			if more {
				i++
				b.WriteString(prefix + tokens[i])
			}
			continue
		}
		switch t {
		case "items":
			b.WriteString("[]")
		case "additionalProperties":
			b.WriteString(".*")
		case "schema", "content":
			if t == "content" && more {
				i++
			}
		case "requestBody":
			b.WriteString(" request")
		case "parameters":
			if more {
				i++
				b.WriteString(" parameter " + parameterName(s, s.At(oas.Pointer(tokens[:i+1]...))))
			}
		case "allOf", "anyOf", "oneOf":
			if more {
				i++
				b.WriteString(" " + t + " " + branch(s, tokens[:i+1]))
			}
		default:
			b.WriteString(" " + t)
		}
	}
	return b.String()
}

// branch returns the name of the component that a member of a composition references, or the index of an inline member.
func branch(s *spec.Spec, tokens []string) string {
	if ref := s.At(oas.Pointer(tokens...)).Text("$ref"); ref != "" {
		return LastToken(ref)
	}
	return tokens[len(tokens)-1]
}

// parameterName returns the name and location of a parameter, such as "limit (query)", or "?" if it has no name.
func parameterName(s *spec.Spec, n *oas.Node) string {
	n = Resolve(s, n)
	if name := n.Text("name"); name != "" {
		return name + " (" + n.Text("in") + ")"
	}
	return "?"
}

// Resolve returns the target of a chain of references in the bundle, or n itself if it is not a reference. It returns nil if the target does not
// exist, and follows at most 20 references.
func Resolve(s *spec.Spec, n *oas.Node) *oas.Node {
	for range 20 {
		ref := n.Text("$ref")
		if !strings.HasPrefix(ref, "#/") {
			return n
		}
		n = s.At(ref[1:])
	}
	return n
}

// LastToken returns the last token of a reference or pointer, or ref itself if it has none.
func LastToken(ref string) string {
	tokens, err := oas.Tokens(strings.TrimPrefix(ref, "#"))
	if err != nil || len(tokens) == 0 {
		return ref
	}
	return tokens[len(tokens)-1]
}

// singular returns the noun for a component of a section, such as "schema" for "schemas".
func singular(section string) string {
	switch section {
	case "requestBodies":
		return "request body"
	case "securitySchemes":
		return "security scheme"
	case "pathItems":
		return "path item"
	}
	return strings.TrimSuffix(section, "s")
}
