package protocol

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// maxDepth is the maximum number of levels of objects and arrays in a body, as in the JSON readers of .NET. encoding/json scans a value with an
// UnmarshalJSON method again at each level, so the time to decode a body grows with its depth.
const maxDepth = 64

// small is the maximum size of a body that encoding/json decodes in less time than a [nestedDecoder], which inspects the Go types first.
const small = 4 << 10

// unmarshal decodes a received body as [json.Unmarshal] does. It rejects a body with more than maxDepth levels before it decodes anything.
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

// nesting returns the number of levels of objects and arrays in a JSON text. It does not validate the text.
func nesting(data []byte) int {
	deepest, depth := 0, 0
	for i := 0; i < len(data); i++ {
		switch data[i] | ' ' { // makes { of [, and } of ]
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
