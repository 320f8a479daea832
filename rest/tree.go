package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// NamedTree returns a value as maps, lists and scalars that any JSON or YAML library can encode. It replaces enums with their names. The maps have
// type map[string]any. Their keys are the names on the wire, or the names of enum members. Numbers are int64, uint64 or the nearest float64, or
// strings if they are outside the range of a float64. An integer enum value without a name is a number. NamedTree does not replace enums in the
// alternatives of a oneOf or anyOf. The tree contains the secrets of v. NamedTree returns an error if v cannot be encoded as JSON.
func NamedTree(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	return withNames(plainNumbers(tree), reflect.ValueOf(v)), nil
}

// plainNumbers replaces each [json.Number] in a tree with an int64, uint64 or float64, because some YAML libraries encode a json.Number as a string.
// A number outside the range of a float64 becomes a string.
func plainNumbers(tree any) any {
	switch t := tree.(type) {
	case map[string]any:
		for key, value := range t {
			t[key] = plainNumbers(value)
		}
	case []any:
		for i, value := range t {
			t[i] = plainNumbers(value)
		}
	case json.Number:
		if n, err := strconv.ParseInt(t.String(), 10, 64); err == nil {
			return n
		}
		if n, err := strconv.ParseUint(t.String(), 10, 64); err == nil {
			return n
		}
		if n, err := t.Float64(); err == nil {
			return n
		}
		return t.String() // the number is outside the range of a float64
	}
	return tree
}

// withNames replaces each enum in tree with its name, or with its number if it has no name, and returns the tree. v is the value that tree
// represents.
func withNames(tree any, v reflect.Value) any {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface || v.IsValid() && isNullable(v.Type()) {
		if isNullable(v.Type()) {
			v = v.Field(0)
		}
		if v.IsNil() {
			return tree
		}
		v = v.Elem()
	}
	if !v.IsValid() {
		return tree
	}
	if e, ok := enumOf(v); ok && tree != nil {
		if number := e.Enum().of.Unnamed(v.Interface()); number != nil {
			return number
		}
		return e.String()
	}
	switch t := tree.(type) {
	case []any:
		if v.Kind() == reflect.Slice || v.Kind() == reflect.Array {
			for i := range min(len(t), v.Len()) {
				t[i] = withNames(t[i], v.Index(i))
			}
		}
	case map[string]any:
		switch v.Kind() {
		case reflect.Struct:
			for _, m := range membersOf(v.Type()) {
				field, err := v.FieldByIndexErr(m.index)
				if value, ok := t[m.name]; ok && err == nil {
					t[m.name] = withNames(value, field)
				}
			}
			withNamesOfMap(t, additionalOf(v))
		case reflect.Map:
			withNamesOfMap(t, v)
		}
	}
	return tree
}

// withNamesOfMap applies [withNames] to each member of tree for which the map v has an entry. It also replaces each enum key that has a name with
// this name. It does nothing if v is the zero Value.
func withNamesOfMap(tree map[string]any, v reflect.Value) {
	if !v.IsValid() {
		return
	}
	named := map[string]any{}
	for it := v.MapRange(); it.Next(); {
		key := keyText(it.Key())
		value, ok := tree[key]
		if !ok {
			continue
		}
		delete(tree, key)
		if e, isEnum := enumOf(it.Key()); isEnum && e.Enum().of.Unnamed(it.Key().Interface()) == nil {
			key = e.String()
		}
		named[key] = withNames(value, it.Value())
	}
	maps.Copy(tree, named)
}

// additionalProperties is the name of the field that holds undeclared members in generated structs.
const additionalProperties = "AdditionalProperties"

// additionalOf returns the map of undeclared members of a struct, or the zero Value if the struct has none.
func additionalOf(v reflect.Value) reflect.Value {
	f, ok := v.Type().FieldByName(additionalProperties)
	if !ok || f.Type.Kind() != reflect.Map {
		return reflect.Value{}
	}
	field, err := v.FieldByIndexErr(f.Index)
	if err != nil { // the field is in an embedded struct whose pointer is nil
		return reflect.Value{}
	}
	return field
}

// FromNamedTree decodes a tree of maps, lists and scalars into *to. In the tree, enums have names or numbers. [NamedTree], a JSON library or a YAML
// library can return such a tree. An enum may be any text that the Parse function of its type accepts. For an unknown name, FromNamedTree returns an
// [*EnumError] with the path of the value.
func FromNamedTree(tree, to any) error {
	target := reflect.ValueOf(to)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return fmt.Errorf("FromNamedTree: got a %T, want a pointer that is not nil", to)
	}
	wire, err := withoutNames(tree, target.Type().Elem(), "", 0)
	if err != nil {
		return err
	}
	data, err := json.Marshal(wire)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, to)
}

// maxTreeDepth is the maximum number of levels of a tree. The limit is necessary because a tree may contain itself.
const maxTreeDepth = 1000

// withoutNames copies a tree and replaces each enum with its value on the wire. t is the type into which the copy is decoded. path is the path from
// the root to the tree.
func withoutNames(tree any, t reflect.Type, path string, depth int) (any, error) {
	if depth > maxTreeDepth {
		return nil, errors.New("maps and lists are nested more than " + strconv.Itoa(maxTreeDepth) + " levels deep")
	}
	for t.Kind() == reflect.Pointer || isNullable(t) {
		if isNullable(t) {
			t = t.Field(0).Type
		}
		t = t.Elem()
	}
	if tree == nil {
		return nil, nil
	}
	if isEnum(t) {
		return enumValue(fmt.Sprint(tree), t, path)
	}
	v := reflect.ValueOf(tree)
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return tree, nil
		}
		element := anyType
		if t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
			element = t.Elem()
		}
		list := make([]any, v.Len())
		for i := range list {
			var err error
			if list[i], err = withoutNames(v.Index(i).Interface(), element, path+"["+strconv.Itoa(i)+"]", depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	case reflect.Map:
		members := map[string]any{}
		for it := v.MapRange(); it.Next(); {
			key := fmt.Sprint(it.Key().Interface())
			at, element := join(path, key), elementOf(t, key)
			if t.Kind() == reflect.Map && isEnum(t.Key()) {
				value, err := enumValue(key, t.Key(), at)
				if err != nil {
					return nil, err
				}
				key = keyText(reflect.ValueOf(value))
			}
			value, err := withoutNames(it.Value().Interface(), element, at, depth+1)
			if err != nil {
				return nil, err
			}
			members[key] = value
		}
		return members, nil
	}
	return tree, nil
}

// anyType is the type of values that the document does not describe.
var anyType = reflect.TypeFor[any]()

// elementOf returns the Go type of the member called key in t, a struct type or a map type. The type of an undeclared member of a struct is the
// element type of AdditionalProperties. If t has no type for the member, elementOf returns anyType.
func elementOf(t reflect.Type, key string) reflect.Type {
	switch t.Kind() {
	case reflect.Map:
		return t.Elem()
	case reflect.Struct:
		members := membersOf(t)
		i := slices.IndexFunc(members, func(m jsonMember) bool { return m.name == key })
		if i < 0 { // encoding/json also ignores case if no name is equal
			i = slices.IndexFunc(members, func(m jsonMember) bool { return strings.EqualFold(m.name, key) })
		}
		if i >= 0 {
			return t.FieldByIndex(members[i].index).Type
		}
		if f, ok := t.FieldByName(additionalProperties); ok && f.Type.Kind() == reflect.Map {
			return f.Type.Elem()
		}
	}
	return anyType
}

// enumValue parses a text as a value of the enum type t. If parsing fails, the error contains path.
func enumValue(text string, t reflect.Type, path string) (any, error) {
	v := reflect.New(t)
	e, _ := enumOf(v.Elem())
	if err := e.Enum().of.Set(v.Interface(), text); err != nil {
		if fault, ok := errors.AsType[*EnumError](err); ok {
			fault.Path = path
		}
		return nil, err
	}
	return v.Elem().Interface(), nil
}

// named is an interface that all generated enums implement. Unlike [Member], it has no type parameter.
type named interface {
	fmt.Stringer
	Enum() EnumInfo
}

// enumOf returns v as an enum. ok is false if v is not an enum.
func enumOf(v reflect.Value) (e named, ok bool) {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface || !v.CanInterface() {
		return nil, false
	}
	e, ok = v.Interface().(named)
	return e, ok
}

// isEnum reports whether a type is an enum.
func isEnum(t reflect.Type) bool {
	return t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && t.Implements(reflect.TypeFor[named]())
}

// jsonMember is a struct field that encoding/json encodes.
type jsonMember struct {
	name    string // name of the member in JSON
	index   []int
	options string // options in the json tag
}

// omits reports whether encoding/json omits the member if its value is v. It does not call an IsZero method of v.
func (m jsonMember) omits(v reflect.Value) bool {
	if strings.Contains(m.options, "omitzero") && v.IsZero() {
		return true
	}
	if !strings.Contains(m.options, "omitempty") {
		return false
	}
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// membersOf returns the fields that encoding/json encodes in a struct of type t, including the fields of embedded structs. within lists the structs
// that contain t as an embedded struct.
func membersOf(t reflect.Type, within ...reflect.Type) []jsonMember {
	if slices.Contains(within, t) {
		return nil // a struct that embeds a pointer to itself
	}
	var members []jsonMember
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		embedded := f.Type
		if embedded.Kind() == reflect.Pointer {
			embedded = embedded.Elem()
		}
		switch {
		case tag == "-", !f.IsExported() && !f.Anonymous:
		case f.Anonymous && name == "" && embedded.Kind() == reflect.Struct:
			for _, m := range membersOf(embedded, append(within, t)...) {
				members = append(members, jsonMember{m.name, append([]int{i}, m.index...), m.options})
			}
		case f.IsExported():
			if name == "" {
				name = f.Name
			}
			members = append(members, jsonMember{name, f.Index, options})
		}
	}
	return members
}
