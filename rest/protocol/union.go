package protocol

import (
	"encoding/json"
	"slices"
)

// As decodes the JSON value of a union into *into, and reports whether the value matches the type of *into. It returns false if the value is absent
// or null, and for an object without one of the required members.
func As(union []byte, into any, required ...string) bool {
	if at := skipSpace(union, 0); at == len(union) || union[at] == 'n' || Unmarshal(union, into) != nil {
		return false
	}
	if len(required) == 0 {
		return true
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(union, &members) != nil {
		return false
	}
	return !slices.ContainsFunc(required, func(name string) bool { return members[name] == nil })
}

// HasTag reports whether the JSON value of a union is an object whose discriminator has one of the given values.
func HasTag(union []byte, discriminator string, values ...string) bool {
	var members map[string]json.RawMessage
	var tag string
	return json.Unmarshal(union, &members) == nil && json.Unmarshal(members[discriminator], &tag) == nil && slices.Contains(values, tag)
}
