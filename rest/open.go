package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// UnmarshalOpen decodes a JSON object into known, a pointer to a struct, and keeps the members that names does not have in unknown; a
// map of json.RawMessage keeps them byte by byte, so that no number loses a digit. names are the struct's member names on the wire,
// in the order of the document, with commas between them: encoding/json takes no name that has one. As there, case does not count for
// known members, and null leaves everything as it is. Members that were in unknown before are dropped.
func UnmarshalOpen[V any](data []byte, known any, unknown *map[string]V, names string) error {
	var kept map[string]V
	err := unmarshalOpen(data, known, names, func(name string, value []byte) error {
		var v V
		if err := json.Unmarshal(value, &v); err != nil {
			return err
		}
		if kept == nil {
			kept = map[string]V{}
		}
		kept[name] = v
		return nil
	})
	if err == nil {
		*unknown = kept
	}
	return err
}

// unmarshalOpen is UnmarshalOpen without the type of the values, so that a model does not compile it anew.
func unmarshalOpen(data []byte, known any, names string, keep func(name string, value []byte) error) error {
	if err := json.Unmarshal(data, known); err != nil {
		return err
	}
	next, later, _ := strings.Cut(names, ",") // members mostly come in the order of the document
	return eachMember(data, func(key, value []byte) error {
		if next != "" && string(key) == next {
			next, later, _ = strings.Cut(later, ",")
			return nil
		}
		name := string(key)
		if bytes.IndexByte(key, '\\') >= 0 || !utf8.Valid(key) {
			if err := json.Unmarshal(slices.Concat([]byte{'"'}, key, []byte{'"'}), &name); err != nil {
				return err
			}
		}
		for n, rest := "", names; rest != ""; {
			if n, rest, _ = strings.Cut(rest, ","); strings.EqualFold(n, name) {
				next, later, _ = strings.Cut(rest, ",")
				return nil
			}
		}
		if err := keep(name, value); err != nil {
			return fmt.Errorf("member %q: %w", name, err)
		}
		return nil
	})
}

// MarshalOpen encodes a struct and, behind its own members, the unknown ones in the order of their names. A member that the struct has
// sent itself is not sent twice.
func MarshalOpen[V any](known any, unknown map[string]V) ([]byte, error) {
	names := make([]string, 0, len(unknown))
	for name := range unknown {
		names = append(names, name)
	}
	return marshalOpen(known, names, func(name string) ([]byte, error) { return json.Marshal(unknown[name]) })
}

// marshalOpen is MarshalOpen without the type of the values.
func marshalOpen(known any, names []string, encode func(name string) ([]byte, error)) ([]byte, error) {
	data, err := json.Marshal(known)
	if err != nil || len(names) == 0 {
		return data, err
	}
	sent := map[string]bool{}
	if err := eachMember(data, func(key, _ []byte) error { sent[string(key)] = true; return nil }); err != nil {
		return nil, err
	}
	data = data[:len(data)-1]
	slices.Sort(names)
	for _, name := range names {
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		if sent[string(key[1:len(key)-1])] {
			continue
		}
		value, err := encode(name)
		if err != nil {
			return nil, fmt.Errorf("member %q: %w", name, err)
		}
		if len(data) > 1 {
			data = append(data, ',')
		}
		data = append(append(append(data, key...), ':'), value...)
	}
	return append(data, '}'), nil
}

// eachMember visits the members of a JSON object that is known to be valid: the key as written between its quotes, and the value's bytes.
// Anything but an object has none.
func eachMember(data []byte, visit func(key, value []byte) error) error {
	i := skipSpace(data, 0)
	if i >= len(data) || data[i] != '{' {
		return nil
	}
	for i = skipSpace(data, i+1); i < len(data) && data[i] == '"'; i = skipSpace(data, i+1) {
		end := afterText(data, i)
		key := data[i+1 : end-1]
		start := skipSpace(data, skipSpace(data, end)+1) // behind the colon
		i = afterValue(data, start)
		if err := visit(key, data[start:i]); err != nil {
			return err
		}
		if i = skipSpace(data, i); i >= len(data) || data[i] != ',' {
			return nil
		}
	}
	return nil
}

func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\t' || data[i] == '\n' || data[i] == '\r') {
		i++
	}
	return i
}

// afterText gives the index behind the string that begins at i.
func afterText(data []byte, i int) int {
	for i++; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}

// afterValue gives the index behind the value that begins at i.
func afterValue(data []byte, i int) int {
	for depth := 0; i < len(data); {
		switch data[i] {
		case '"':
			i = afterText(data, i)
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i // of the object around it
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return len(data)
}
