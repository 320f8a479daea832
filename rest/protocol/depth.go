package protocol

import (
	"encoding/json"
	"fmt"
)

// maxDepth is the maximum number of levels of objects and arrays in a body, as in the JSON readers of .NET. encoding/json scans a value with an
// UnmarshalJSON method again at each level, so the time to decode a body grows with its depth.
const maxDepth = 64

// unmarshal decodes a received body with [json.Unmarshal]. It rejects a body with more than maxDepth levels before it decodes anything.
func unmarshal(data []byte, into any) error {
	if nesting(data) > maxDepth {
		return tooDeep{}
	}
	return json.Unmarshal(data, into)
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
