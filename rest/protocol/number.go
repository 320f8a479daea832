package protocol

import (
	"encoding/json"
	"strconv"
	"strings"
)

// unmarshalAny decodes a JSON value as [Unmarshal] does, but without the limit of maxDepth levels.
func unmarshalAny(data []byte, into *any) error {
	if _, long := measureDepth(data); !long {
		return json.Unmarshal(data, into)
	}
	tree, err := untyped(data)
	*into = withFloats(tree)
	return err
}

// withFloats replaces each [json.Number] in a tree from [untyped] with its float64. It keeps a number that is out of range, and a number that differs
// from the shortest text of its float64. It returns the tree.
func withFloats(tree any) any {
	switch t := tree.(type) {
	case map[string]any:
		for name, value := range t {
			t[name] = withFloats(value)
		}
	case []any:
		for i, value := range t {
			t[i] = withFloats(value)
		}
	case json.Number:
		if f, err := t.Float64(); err == nil && decimalOf(string(t)) == decimalOf(strconv.FormatFloat(f, 'e', -1, 64)) {
			return f
		}
	}
	return tree
}

// decimal is a decimal number without its sign, in a form that does not depend on the notation.
type decimal struct {
	digits string // without leading and trailing zeros
	power  int    // the number is 0.digits × 10^power
}

func decimalOf(number string) decimal {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(number, "-")), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	power, _ := strconv.Atoi(exponent) // 0 without an exponent; power does not matter for a zero or a number outside the range of a float64
	power += len(digits) - len(fraction)
	if digits = strings.TrimRight(digits, "0"); digits == "" {
		power = 0
	}
	return decimal{digits, power}
}
