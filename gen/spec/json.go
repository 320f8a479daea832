package spec

import (
	"fmt"
	"math"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// AppendJSON writes a node of a bundle as JSON behind what is there, with numbers as they were written.
func AppendJSON(dst []byte, n *yaml.Node) ([]byte, error) { return appendJSON(dst, n) }

// appendJSON writes a bundle node (no aliases, scalar keys) as JSON. Decimal numbers are copied digit by digit.
func appendJSON(dst []byte, n *yaml.Node) ([]byte, error) {
	var err error
	switch n.Kind {
	case yaml.MappingNode:
		dst = append(dst, '{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendString(dst, n.Content[i].Value)
			dst = append(dst, ':')
			if dst, err = appendJSON(dst, n.Content[i+1]); err != nil {
				return nil, err
			}
		}
		return append(dst, '}'), nil
	case yaml.SequenceNode:
		dst = append(dst, '[')
		for i, item := range n.Content {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, err = appendJSON(dst, item); err != nil {
				return nil, err
			}
		}
		return append(dst, ']'), nil
	case yaml.ScalarNode:
		return appendScalar(dst, n)
	}
	return nil, fmt.Errorf("line %d: node of kind %d has no JSON form", n.Line, n.Kind)
}

func appendScalar(dst []byte, n *yaml.Node) ([]byte, error) {
	switch n.ShortTag() {
	case "!!null":
		return append(dst, "null"...), nil
	case "!!bool":
		if n.Value == "true" || n.Value == "false" {
			return append(dst, n.Value...), nil
		}
		var b bool
		if err := n.Decode(&b); err != nil {
			return nil, err
		}
		return strconv.AppendBool(dst, b), nil
	case "!!int":
		return appendInt(dst, n)
	case "!!float":
		return appendFloat(dst, n)
	}
	return appendString(dst, n.Value), nil
}

func appendInt(dst []byte, n *yaml.Node) ([]byte, error) {
	if isJSONInteger(n.Value) {
		if len(n.Value) > 300 {
			return appendFloat(dst, n) // which looks at its size
		}
		return append(dst, n.Value...), nil
	}
	var i int64
	if err := n.Decode(&i); err == nil {
		return strconv.AppendInt(dst, i, 10), nil
	}
	var u uint64
	if err := n.Decode(&u); err != nil {
		return nil, err
	}
	return strconv.AppendUint(dst, u, 10), nil
}

func appendFloat(dst []byte, n *yaml.Node) ([]byte, error) {
	if isJSONNumber(n.Value) {
		if _, err := strconv.ParseFloat(n.Value, 64); err != nil { // readers of JSON in Go would stop here
			return nil, fmt.Errorf("line %d: %w", n.Line, err)
		}
		return append(dst, n.Value...), nil
	}
	var f float64
	if err := n.Decode(&f); err != nil {
		return nil, err
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("line %d: %q has no JSON form", n.Line, n.Value)
	}
	return strconv.AppendFloat(dst, f, 'g', -1, 64), nil
}

func isJSONInteger(s string) bool { return s != "" && integer(s) == "" }

// isJSONNumber tells whether a text is a number of JSON (RFC 8259, section 6).
func isJSONNumber(s string) bool {
	rest := integer(s)
	if rest == s {
		return false
	}
	if rest != "" && rest[0] == '.' {
		if fraction := digits(rest[1:]); fraction != rest[1:] {
			rest = fraction
		} else {
			return false
		}
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		exponent := rest[1:]
		if exponent != "" && (exponent[0] == '+' || exponent[0] == '-') {
			exponent = exponent[1:]
		}
		return exponent != "" && digits(exponent) == ""
	}
	return rest == ""
}

// integer gives what follows the integer at the beginning of a text, the whole text when there is none.
func integer(s string) string {
	rest := s
	if rest != "" && rest[0] == '-' {
		rest = rest[1:]
	}
	after := digits(rest)
	switch {
	case after == rest:
		return s
	case rest[0] == '0':
		return rest[1:]
	}
	return after
}

// digits gives what follows the digits at the beginning of a text.
func digits(s string) string {
	for s != "" && s[0] >= '0' && s[0] <= '9' {
		s = s[1:]
	}
	return s
}

// appendString writes a JSON string, which is also one of YAML's: what is not printable there is escaped.
func appendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i, r := range s {
		if r >= ' ' && r < 0x7f && r != '"' && r != '\\' || r >= 0xa0 && r < 0x2028 || r > 0x2029 && r != 0xfeff && r != 0xfffe && r != 0xffff {
			continue
		}
		dst = append(dst, s[start:i]...)
		switch r {
		case '"', '\\':
			dst = append(dst, '\\', byte(r))
			start = i + 1
		case '\n':
			dst = append(dst, `\n`...)
			start = i + 1
		case '\t':
			dst = append(dst, `\t`...)
			start = i + 1
		default:
			dst = append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
			start = i + len(string(r))
		}
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}
