package protocol

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// maxDepth is the maximum number of levels of objects and arrays in a body. The JSON readers of .NET have the same default limit. If a value has an
// UnmarshalJSON method, encoding/json scans the value again at each level. The time to decode a body therefore grows with its depth.
const maxDepth = 64

// maxSmallBody is the maximum size in bytes of a body for which encoding/json is faster than a [nestedDecoder], which first inspects the Go types.
const maxSmallBody = 4 << 10

// Unmarshal decodes JSON as [json.Unmarshal] does, except for numbers in values of type any. Such a number becomes a [json.Number] if it is out of
// the range of a float64, or if the shortest text of its float64 is another number, as for 9007199254740993. Every other number becomes a float64.
// Unmarshal returns an error for data with more than 64 levels of objects and arrays, and decodes nothing.
func Unmarshal(data []byte, into any) error {
	depth, long := measureDepth(data)
	if depth > maxDepth {
		return tooDeep{}
	}
	v := reflect.ValueOf(into)
	if len(data) <= maxSmallBody && !long || v.Kind() != reflect.Pointer || v.IsNil() || !json.Valid(data) {
		return json.Unmarshal(data, into)
	}
	d := newDecoder(data)
	return d.value(v.Elem(), d.typeOf(v.Type().Elem()))
}

// tooDeep is the error for a body with more than maxDepth levels.
type tooDeep struct{}

func (tooDeep) Error() string {
	return fmt.Sprintf("objects and arrays are nested more than %d levels deep", maxDepth)
}

// measureDepth returns the depth of the most deeply nested object or array in a JSON text. It also reports whether a number has an exponent, or so
// many characters that its float64 may not keep all digits. It does not validate the text.
func measureDepth(data []byte) (deepest int, long bool) {
	const exact = 15 // the number of decimal digits that a float64 always keeps
	depth := 0
	for i := 0; i < len(data); i++ {
		switch c := data[i] | ' '; { // maps [ to {, and ] to }
		case c == '"':
			i = afterText(data, i) - 1
		case c == '{':
			if depth++; depth > deepest {
				deepest = depth
			}
		case c == '}':
			depth--
		case '0' <= c && c <= '9':
			start := i
			for i+1 < len(data) && ('0' <= data[i+1] && data[i+1] <= '9' || data[i+1] == '.') {
				i++
			}
			long = long || i-start >= exact || i+1 < len(data) && data[i+1]|' ' == 'e'
		}
	}
	return deepest, long
}
