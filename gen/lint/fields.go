package lint

import (
	"fmt"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/internal/nearest"
)

// describe returns a phrase for a node in messages, such as "a mapping" or "the number 7".
func describe(n *oas.Node) string {
	switch n.Type {
	case oas.Mapping:
		return "a mapping"
	case oas.Sequence:
		return "a list"
	case oas.Null, oas.Bool:
		return n.Value
	case oas.Int, oas.Float:
		return "the number " + n.Written()
	}
	return fmt.Sprintf("the string %q", n.Value)
}

// similarField returns the OpenAPI field of an object of kind k whose name is most similar to field, or "" if no name is similar.
func similarField(k oas.Kind, field string) string {
	best, distance := "", 3
	for _, name := range fieldNames(k) {
		if d := nearest.Distance(strings.ToLower(field), strings.ToLower(name), distance); d < distance && d < len(name)/2 {
			best, distance = name, d
		}
	}
	return best
}

// sameField returns the OpenAPI field of an object of kind k whose name equals field when case is ignored, or "" if there is none. encoding/json,
// which kin-openapi uses, also ignores case.
func sameField(k oas.Kind, field string) string {
	for _, name := range fieldNames(k) {
		if strings.EqualFold(name, field) {
			return name
		}
	}
	return ""
}
