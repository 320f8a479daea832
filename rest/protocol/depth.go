package protocol

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// maxDepth is the maximum number of nested objects and arrays in a body. It is the default of the JSON readers of .NET. If a value has an
// UnmarshalJSON method, encoding/json scans the value again at each level. The time to decode a body therefore grows with its depth.
const maxDepth = 64

// small is the maximum size in bytes of a body for which encoding/json is faster than a [nestedDecoder], which first inspects the Go types.
const small = 4 << 10

// unmarshal decodes a received body as [json.Unmarshal] does. If the body has more than maxDepth levels, unmarshal returns an error before it
// decodes anything.
func unmarshal(data []byte, into any) error {
	if nesting(data) > maxDepth {
		return tooDeep{}
	}
	v := reflect.ValueOf(into)
	if len(data) <= small || v.Kind() != reflect.Pointer || v.IsNil() || !json.Valid(data) {
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

// nesting returns the depth of the most deeply nested object or array in a JSON text. It does not validate the text.
func nesting(data []byte) int {
	deepest, depth := 0, 0
	for i := 0; i < len(data); i++ {
		switch data[i] | ' ' { // maps [ to {, and ] to }
		case '"':
			i = afterText(data, i) - 1
		case '{':
			if depth++; depth > deepest {
				deepest = depth
			}
		case '}':
			depth--
		}
	}
	return deepest
}
