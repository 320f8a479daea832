package rest

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest/internal/enum"
)

// CheckEnums returns an error if v, such as a decoded response, contains an enum value that is not a member of its enum. Decoding accepts such
// values, because the server may implement a newer version of the document. The error joins one [*EnumError] per unknown enum value. It contains a
// value behind several equal pointers only once. The field Path contains the path of the value in the JSON text. CheckEnums ignores absent values,
// which are nil or zero values that encoding/json would omit. For a oneOf or anyOf, it returns an error only if every alternative that matches the
// value contains an unknown enum value. The error then describes the unknown values in the first of these alternatives.
//
//	res, err := c.MFA.ListMFA(ctx, mfa.ListMFAParams{})
//	if err == nil {
//		err = rest.CheckEnums(res.JSON200)
//	}
func CheckEnums(v any) error {
	w := enumWalk{seen: map[visit]bool{}, seed: maphash.MakeSeed(), known: map[unionValue]bool{}}
	w.walk(reflect.ValueOf(v), "")
	return errors.Join(w.found...)
}

// visit identifies a pointer, a map or a slice by its address and type. The type is necessary because a struct and its first field have the same
// address.
type visit struct {
	at  uintptr
	typ reflect.Type
}

type enumWalk struct {
	found []error
	seen  map[visit]bool

	seed  maphash.Seed
	known map[unionValue]bool // whether a union value is valid: no alternative matches, or a matching alternative has only known enum values
}

// unionValue identifies a value of a union by its type, and by the hash and the size of its JSON text. Without the map enumWalk.known, the time would
// be exponential in the depth of nested unions.
type unionValue struct {
	typ  reflect.Type
	hash uint64
	size int
}

func (w *enumWalk) walk(v reflect.Value, path string) {
	if !v.IsValid() {
		return
	}
	if w.enum(v, path) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || w.seen[visit{v.Pointer(), v.Type()}] {
			return
		}
		w.seen[visit{v.Pointer(), v.Type()}] = true
		w.walk(v.Elem(), path)
	case reflect.Interface:
		w.walk(v.Elem(), path)
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			w.walk(v.Index(i), path+"["+strconv.Itoa(i)+"]")
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			at := join(path, keyText(it.Key()))
			w.walk(it.Key(), at)
			w.walk(it.Value(), at)
		}
	case reflect.Struct:
		if isNullable(v.Type()) {
			w.walk(v.Field(0), path)
			return
		}
		w.union(v, path)
		w.fields(v, path)
	}
}

// union walks the first alternative that matches the value of the union v. It does nothing if a matching alternative has no unknown enum values, if
// no alternative matches, or if v is not a union.
func (w *enumWalk) union(v reflect.Value, path string) {
	text := v.FieldByName("union")
	if !text.IsValid() || text.Type() != reflect.TypeFor[json.RawMessage]() || !v.CanInterface() {
		return
	}
	key := unionValue{v.Type(), maphash.Bytes(w.seed, text.Bytes()), text.Len()}
	valid, known := w.known[key]
	if valid {
		return
	}
	matching := alternatives(v)
	if !known {
		w.known[key] = len(matching) == 0 || slices.ContainsFunc(matching, func(value reflect.Value) bool {
			one := enumWalk{seen: map[visit]bool{}, seed: w.seed, known: w.known}
			one.walk(value, "")
			return len(one.found) == 0
		})
	}
	if !w.known[key] {
		w.walk(matching[0], path)
	}
}

// alternatives calls the methods of a union that decode an alternative, such as AsCat. It returns the values of the alternatives that match.
func alternatives(union reflect.Value) (list []reflect.Value) {
	for i := range union.NumMethod() {
		as, t := union.Method(i), union.Method(i).Type()
		if strings.HasPrefix(union.Type().Method(i).Name, "As") && t.NumIn() == 0 && t.NumOut() == 2 && t.Out(1).Kind() == reflect.Bool {
			if out := as.Call(nil); out[1].Bool() {
				list = append(list, out[0])
			}
		}
	}
	return list
}

func (w *enumWalk) fields(v reflect.Value, path string) {
	for _, m := range membersOf(v.Type()) {
		field, err := v.FieldByIndexErr(m.index)
		if err == nil && !m.omits(field) {
			w.walk(field, join(path, m.name))
		}
	}
	w.walk(additionalOf(v), path)
}

// enum reports whether v has an enum type. If v is not a member of its enum, enum appends an [*EnumError] to w.found.
func (w *enumWalk) enum(v reflect.Value, path string) bool {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface || !v.CanInterface() {
		return false
	}
	e, ok := v.Interface().(interface {
		fmt.Stringer
		Valid() bool
		Enum() EnumInfo
	})
	if ok && !e.Valid() {
		w.found = append(w.found, &EnumError{Text: keyText(v), Path: path, of: e.Enum().of, fault: enum.NotMember})
	}
	return ok
}

// join appends the name of a JSON member to a path. If the name is empty or contains a dot, a bracket or a quotation mark, join writes it in quotes
// and brackets.
func join(path, name string) string {
	if name == "" || strings.ContainsAny(name, ".[]\"") {
		return path + "[" + strconv.Quote(name) + "]"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// keyText returns the text that encoding/json writes if v is a map key.
func keyText(v reflect.Value) string {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if text, err := m.MarshalText(); err == nil {
			return string(text)
		}
	}
	switch {
	case v.Kind() == reflect.String:
		return v.String()
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	}
	return fmt.Sprint(v.Interface())
}
