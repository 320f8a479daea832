package oas

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// JSON returns n as JSON. A number that is valid in JSON has the same digits as in the document.
func (n *Node) JSON() []byte { return n.AppendJSON(nil) }

// AppendJSON appends n to dst as JSON.
func (n *Node) AppendJSON(dst []byte) []byte {
	if n == nil {
		return append(dst, "null"...)
	}
	switch n.Type {
	case Mapping:
		dst = append(dst, '{')
		for i := range n.Entries {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendString(dst, n.Entries[i].Key)
			dst = append(dst, ':')
			dst = n.Entries[i].Value.AppendJSON(dst)
		}
		return append(dst, '}')
	case Sequence:
		dst = append(dst, '[')
		for i, item := range n.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = item.AppendJSON(dst)
		}
		return append(dst, ']')
	case String:
		return appendString(dst, n.Value)
	case Null:
		return append(dst, "null"...)
	}
	return append(dst, n.Value...)
}

// jsonScalar returns the JSON text of a scalar that is not a string. A number that is valid in JSON has the same digits as in the document.
// jsonScalar returns an error for a value without a JSON form, such as NaN, and for a number that is out of range.
func jsonScalar(t Type, n *yaml.Node) (string, error) {
	switch t {
	case Null:
		return "null", nil
	case Bool:
		if n.Value == "true" || n.Value == "false" {
			return n.Value, nil
		}
		var b bool
		if err := n.Decode(&b); err != nil {
			return "", err
		}
		return strconv.FormatBool(b), nil
	case Int:
		if !isJSONInteger(n.Value) {
			var i int64
			if err := n.Decode(&i); err == nil {
				return strconv.FormatInt(i, 10), nil
			}
			var u uint64
			err := n.Decode(&u)
			return strconv.FormatUint(u, 10), err
		}
		if len(n.Value) <= 300 { // a longer number may be out of the range of float64
			return n.Value, nil
		}
	}
	if isJSONNumber(n.Value) {
		_, err := strconv.ParseFloat(n.Value, 64) // encoding/json rejects a number that is out of range
		return n.Value, err
	}
	var f float64
	if err := n.Decode(&f); err != nil {
		return "", err
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "", fmt.Errorf("%q has no JSON form", n.Value)
	}
	return strconv.FormatFloat(f, 'g', -1, 64), nil
}

// isJSONInteger reports whether a text is a JSON number without a fraction or an exponent.
func isJSONInteger(s string) bool { return isJSONNumber(s) && !strings.ContainsAny(s, ".eE") }

// isJSONNumber reports whether a text is a JSON number (RFC 8259, section 6).
func isJSONNumber(s string) bool {
	return strings.Trim(s, "+-.0123456789eE") == "" && json.Valid([]byte(s))
}

// appendString appends a string in a form that is valid in JSON and in YAML. It escapes characters that YAML does not treat as printable.
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

// Any returns the value that encoding/json would store for n in a variable of type any. Numbers have the type float64.
func (n *Node) Any() any {
	if n == nil {
		return nil
	}
	switch n.Type {
	case Null:
		return nil
	case Bool:
		return n.Value == "true"
	case Int, Float:
		if number, err := strconv.ParseFloat(n.Value, 64); err == nil { // numbers in a parsed text are always in range
			return number
		}
	case Mapping:
		out := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			out[e.Key] = e.Value.Any()
		}
		return out
	case Sequence:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = item.Any()
		}
		return out
	}
	return n.Value
}
