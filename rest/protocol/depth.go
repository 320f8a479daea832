package protocol

import (
	"encoding/json"
	"fmt"
)

// maxDepth is the number of levels of objects and arrays that a body may have. It is the default of the JSON readers of .NET. encoding/json scans
// the bytes of a value with an UnmarshalJSON again at each level, so the depth multiplies the time to decode a body.
const maxDepth = 64

// unmarshal decodes a received body as [json.Unmarshal] does. It rejects a body that is nested too deeply before it decodes anything.
func unmarshal(data []byte, into any) error {
	if nesting(data) > maxDepth {
		return tooDeep{}
	}
	return json.Unmarshal(data, into)
}

// tooDeep is the error of a body that is nested too deeply.
type tooDeep struct{}

func (tooDeep) Error() string {
	return fmt.Sprintf("objects and arrays are nested more than %d levels deep", maxDepth)
}

// nesting returns the greatest number of objects and arrays in a JSON text that contain each other. It does not validate the text.
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
