package rest

import (
	"encoding/json"
	"fmt"
)

// maxDepth is how many levels of objects and arrays a body may have. It is the default of the JSON readers of .NET. encoding/json scans the bytes
// of a value that has an UnmarshalJSON at each level, so that depth can multiply the time that a body takes.
const maxDepth = 64

// unmarshal is [json.Unmarshal] for a body of the wire: it rejects one that is nested too deeply before it decodes anything.
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

// nesting returns how many objects and arrays of a JSON text are inside each other at the most. It does not validate the text.
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
