package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
)

// Merge adds the members of patch to the JSON value base, and returns the result. It recursively merges members that are objects in both values.
// Other members of patch replace the members of base with the same names. If base is empty, or if base or patch is not an object, Merge returns
// patch. Unless base is empty, Merge returns an error if it cannot decode base or patch. Numbers keep all their digits.
func Merge(base, patch []byte) ([]byte, error) {
	if len(bytes.TrimSpace(base)) == 0 {
		return patch, nil
	}
	below, err := untyped(base)
	if err != nil {
		return nil, err
	}
	above, err := untyped(patch)
	if err != nil {
		return nil, err
	}
	return json.Marshal(merged(below, above))
}

// merged merges two values that [untyped] returned.
func merged(base, patch any) any {
	below, object := base.(map[string]any)
	above, both := patch.(map[string]any)
	if !object || !both {
		return patch
	}
	all := maps.Clone(below)
	for name, value := range above {
		all[name] = merged(below[name], value)
	}
	return all
}

// untyped decodes a JSON value to maps, lists, strings, [json.Number], booleans and nil. It returns an error if data is not valid JSON or has text
// after the value.
func untyped(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("got text after the JSON value, want only one value")
	}
	return v, nil
}
