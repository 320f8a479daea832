package diff

import (
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// subject names what a pointer leads to, in words that do not depend on files or on the order of lists.
func subject(s *spec.Spec, pointer string) string {
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

// below names the rest of a pointer.
func below(s *spec.Spec, tokens []string, from int) string {
	var b strings.Builder
	for i := from; i < len(tokens); i++ {
		t := tokens[i]
		more := i+1 < len(tokens)
		switch t {
		case "properties":
			if more {
				i++
				b.WriteString("." + tokens[i])
			}
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
		case "responses":
			if more {
				i++
				b.WriteString(" response " + tokens[i])
			}
		case "headers":
			if more {
				i++
				b.WriteString(" header " + tokens[i])
			}
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

// branch names a branch of a composition: what it refers to, or its number.
func branch(s *spec.Spec, tokens []string) string {
	if ref := s.At(oas.Pointer(tokens...)).Text("$ref"); ref != "" {
		return lastToken(ref)
	}
	return tokens[len(tokens)-1]
}

// parameterName is "limit (query)".
func parameterName(s *spec.Spec, n *oas.Node) string {
	n = resolve(s, n)
	if name := n.Text("name"); name != "" {
		return name + " (" + n.Text("in") + ")"
	}
	return "?"
}

// resolve follows references of the bundle.
func resolve(s *spec.Spec, n *oas.Node) *oas.Node {
	for range 20 {
		ref := n.Text("$ref")
		if !strings.HasPrefix(ref, "#/") {
			return n
		}
		n = s.At(ref[1:])
	}
	return n
}

func lastToken(ref string) string {
	tokens, err := oas.Tokens(strings.TrimPrefix(ref, "#"))
	if err != nil || len(tokens) == 0 {
		return ref
	}
	return tokens[len(tokens)-1]
}

// singular names one of the components of a section.
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

// Subject names what a JSON pointer of a bundle leads to, as changes name it: "schema Door.state", "GET /api/Door response 200".
func Subject(s *spec.Spec, pointer string) string { return subject(s, pointer) }
