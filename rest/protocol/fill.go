package protocol

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
)

// filler replaces nil lists, maps and bytes in a value with empty values. encoding/json encodes nil as null, which most schemas do not permit. A
// filler keeps a nil value that a pointer points to. It also keeps one in an array, in an interface, in a field that encoding/json may omit, and in a
// field with the tag `rest:"null"`. It does not change values of a type for which [isEncoder] returns true.
type filler struct {
	needs  map[fillTarget]bool
	fields map[reflect.Type][]fillField
}

// fillTarget describes a value by its type. keepNil reports whether the value may remain nil.
type fillTarget struct {
	typ     reflect.Type
	keepNil bool
}

// fillField is a struct field that may contain a nil value to replace.
type fillField struct {
	index   int
	keepNil bool
}

func newFiller() *filler {
	return &filler{needs: map[fillTarget]bool{}, fields: map[reflect.Type][]fillField{}}
}

// filled returns v, or a copy of v in which empty values replace nil values as [filler] describes. It reports whether the result is a copy. If
// keepNil is true, v itself may remain nil. v must not contain itself. encode has checked this, because encoding/json returns an error for such a
// value.
func (f *filler) filled(v reflect.Value, keepNil bool) (out reflect.Value, changed bool) {
	if !f.needed(fillTarget{v.Type(), keepNil}) {
		return v, false
	}
	out = v
	writable := func() reflect.Value {
		if !changed {
			out, changed = copied(v), true
		}
		return out
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			break
		}
		if full, ok := f.filled(v.Elem(), true); ok {
			writable().Elem().Set(full)
		}
	case reflect.Slice:
		if v.IsNil() && !keepNil {
			return reflect.MakeSlice(v.Type(), 0, 0), true
		}
		for i := range v.Len() {
			if full, ok := f.filled(v.Index(i), false); ok {
				writable().Index(i).Set(full)
			}
		}
	case reflect.Map:
		if v.IsNil() && !keepNil {
			return reflect.MakeMap(v.Type()), true
		}
		for it := v.MapRange(); it.Next(); {
			if full, ok := f.filled(it.Value(), false); ok {
				writable().SetMapIndex(it.Key(), full)
			}
		}
	case reflect.Struct:
		for _, field := range f.fieldsOf(v.Type()) {
			if full, ok := f.filled(v.Field(field.index), field.keepNil); ok {
				writable().Field(field.index).Set(full)
			}
		}
	}
	return out, changed
}

// copied returns a shallow copy of a list, a map or a struct. For a pointer, it returns a pointer to a new zero value. The caller can set the parts
// of the result.
func copied(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		return reflect.New(v.Type().Elem())
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		return list
	case reflect.Map:
		m := reflect.MakeMapWithSize(v.Type(), v.Len())
		for it := v.MapRange(); it.Next(); {
			m.SetMapIndex(it.Key(), it.Value())
		}
		return m
	}
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

// needed reports whether a value that at describes may be, or contain, a nil value to replace.
func (f *filler) needed(at fillTarget) bool {
	known, ok := f.needs[at]
	if !ok {
		known = needed(at, map[fillTarget]bool{})
		f.needs[at] = known
	}
	return known
}

// needed implements [filler.needed]. It visits each fillTarget at most once.
func needed(at fillTarget, seen map[fillTarget]bool) bool {
	kind := at.typ.Kind()
	if !mayHold(kind) || seen[at] || kind != reflect.Pointer && isEncoder(at.typ) {
		return false
	}
	seen[at] = true
	switch kind {
	case reflect.Pointer:
		return mayHold(at.typ.Elem().Kind()) && needed(fillTarget{at.typ.Elem(), true}, seen)
	case reflect.Slice, reflect.Map:
		return !at.keepNil || needed(fillTarget{at.typ.Elem(), false}, seen)
	case reflect.Struct:
		for i := range at.typ.NumField() {
			if field := at.typ.Field(i); field.IsExported() && needed(fillTarget{field.Type, keepsNil(field)}, seen) {
				return true
			}
		}
	}
	return false
}

// mayHold reports whether a value of a kind can be or contain a list or a map. It ignores arrays and values in interfaces.
func mayHold(kind reflect.Kind) bool {
	return kind == reflect.Pointer || kind == reflect.Slice || kind == reflect.Map || kind == reflect.Struct
}

func (f *filler) fieldsOf(t reflect.Type) []fillField {
	known, ok := f.fields[t]
	if !ok {
		for i := range t.NumField() {
			if field := t.Field(i); field.IsExported() && f.needed(fillTarget{field.Type, keepsNil(field)}) {
				known = append(known, fillField{i, keepsNil(field)})
			}
		}
		f.fields[t] = known
	}
	return known
}

// keepsNil reports whether a filler keeps a nil value in a field of a struct.
func keepsNil(field reflect.StructField) bool {
	tag := field.Tag.Get("json")
	_, options, _ := strings.Cut(tag, ",")
	return tag == "-" || strings.Contains(options, "omit") || field.Tag.Get("rest") == "null"
}

// isEncoder reports whether a filler must not change values of a type, because the type has its own MarshalJSON or MarshalText method. It returns
// false for a generated struct with additional properties, a union or a discriminator, because the MarshalJSON method of such a struct passes the
// declared fields to encoding/json.
func isEncoder(t reflect.Type) bool {
	if !pointerImplements[json.Marshaler](t) && !pointerImplements[encoding.TextMarshaler](t) {
		return false
	}
	if t.Kind() != reflect.Struct {
		return true
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Name == "AdditionalProperties" || f.Name == "union" || f.Tag.Get("rest") == "discriminator" {
			return false
		}
	}
	return true
}
