package protocol

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// UnmarshalOpen decodes a JSON object. It decodes the members in names into the struct to which known points, and all other members into unknown. If
// the values of unknown are of type json.RawMessage, they keep their bytes, so that no number loses digits. names contains the names of the struct's
// members, separated by commas, in the document's order. As in encoding/json, UnmarshalOpen ignores the case of the names of known members, and null
// does not change known. UnmarshalOpen replaces the map in unknown. The new map is nil if there is no other member.
//
// If objects and arrays in data are nested more than 64 levels deep, UnmarshalOpen returns an error and decodes nothing. It decodes numbers in values
// of type any as [Unmarshal] does. The decoding time is proportional to the size of data, even if open objects contain each other. For objects above
// 4 KiB or 8 levels, UnmarshalOpen uses its own decoder, because encoding/json scans an object again at each level. It also uses this decoder if a
// number has an exponent or many digits. An UnmarshalJSON method that does not call UnmarshalOpen, such as that of a union, scans its content again
// at each level.
func UnmarshalOpen[V any](data []byte, known any, unknown *map[string]V, names string) error {
	target := openTarget{known, names, &openMembers[V]{unknown: unknown}}
	if string(data) == targetRequest {
		return &targetReply{target}
	}
	return target.unmarshal(data)
}

// openTarget contains the variables into which [UnmarshalOpen] decodes an open object. An open object may have undeclared members.
type openTarget struct {
	known   any // pointer to a struct that has no methods
	names   string
	members interface {
		// keep decodes an undeclared member from d, or from value if d is nil.
		keep(name string, value []byte, d *nestedDecoder) error
		// done assigns the undeclared members to the caller's map.
		done()
	}
}

// openMembers contains the undeclared members of an open object.
type openMembers[V any] struct {
	unknown *map[string]V
	kept    map[string]V
}

func (m *openMembers[V]) keep(name string, value []byte, d *nestedDecoder) (err error) {
	var v V
	if d != nil {
		err = d.value(reflect.ValueOf(&v).Elem(), d.typeOf(reflect.TypeFor[V]()))
	} else {
		err = json.Unmarshal(value, &v)
	}
	if err != nil {
		return fmt.Errorf("member %q: %w", name, err)
	}
	if m.kept == nil {
		m.kept = map[string]V{}
	}
	m.kept[name] = v
	return nil
}

func (m *openMembers[V]) done() { *m.unknown = m.kept }

// unmarshal implements [UnmarshalOpen]. It has no type parameter, so that the compiler compiles it only once.
func (t openTarget) unmarshal(data []byte) error {
	const shallow = 8 // the maximum number of levels at which encoding/json is faster
	switch depth, long := measureDepth(data); {
	case depth > maxDepth:
		return tooDeep{}
	case (depth > shallow || len(data) > maxSmallBody || long) && json.Valid(data):
		if d := newDecoder(data); data[d.at] == '{' {
			return d.open(t)
		}
	}
	return t.unmarshalLevel(data)
}

// unmarshalLevel decodes the known members of an object, and each undeclared member, with encoding/json.
func (t openTarget) unmarshalLevel(data []byte) error {
	if err := json.Unmarshal(data, t.known); err != nil {
		return err
	}
	next, later, _ := strings.Cut(t.names, ",") // most servers send members in the order of the document
	err := eachMember(data, func(key, value []byte) error {
		if next != "" && string(key) == next {
			next, later, _ = strings.Cut(later, ",")
			return nil
		}
		key, err := memberName(key)
		if err != nil {
			return err
		}
		name := string(key)
		for n, rest := "", t.names; rest != ""; {
			if n, rest, _ = strings.Cut(rest, ","); strings.EqualFold(n, name) {
				next, later, _ = strings.Cut(rest, ",")
				return nil
			}
		}
		return t.members.keep(name, value, nil)
	})
	if err == nil {
		t.members.done()
	}
	return err
}

// MarshalOpen encodes the members of a struct, followed by the unknown members sorted by name. It skips an unknown member if it has already encoded
// a struct member with the same name.
func MarshalOpen[V any](known any, unknown map[string]V) ([]byte, error) {
	names := make([]string, 0, len(unknown))
	for name := range unknown {
		names = append(names, name)
	}
	return marshalOpen(known, names, func(name string) ([]byte, error) { return json.Marshal(unknown[name]) })
}

// marshalOpen implements [MarshalOpen]. It has no type parameter, so that the compiler compiles it only once.
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

// eachMember calls visit for each member of a JSON object. key is the text between the quotes of the name, and value contains the bytes of the value.
// data must be valid JSON. If visit returns an error, eachMember returns this error. If data is not an object, eachMember does not call visit.
func eachMember(data []byte, visit func(key, value []byte) error) error {
	i := skipSpace(data, 0)
	if i >= len(data) || data[i] != '{' {
		return nil
	}
	for i = skipSpace(data, i+1); i < len(data) && data[i] == '"'; i = skipSpace(data, i+1) {
		end := afterText(data, i)
		key := data[i+1 : end-1]
		start := skipSpace(data, skipSpace(data, end)+1) // the value starts after the colon
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

// afterText returns the index after the string that begins at i, or len(data) if the string has no end.
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

// afterValue returns the index after the value that begins at i.
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
				return i // i is at the end of the enclosing object or array
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
