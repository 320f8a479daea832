package protocol

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasapi/specgen/rest"
)

// nestedDecoder decodes JSON into Go values as encoding/json does, but numbers in values of type any as [Unmarshal] does. It stops at the first value
// of a wrong type. It reads each byte of the values that it decodes itself a fixed number of times, regardless of the depth. For a value with an
// UnmarshalJSON method, encoding/json scans the bytes to find the end, and UnmarshalJSON reads the same bytes again. Because encoding/json does this
// at each level, its time is proportional to the size times the depth. A nestedDecoder decodes open objects itself. It also decodes structs,
// pointers, slices, maps, strings, numbers, booleans and values of type any. It calls the UnmarshalJSON method of any other type that has one. It
// uses encoding/json for the remaining values, such as strings with escape sequences, and for values that do not match their Go types.
type nestedDecoder struct {
	data  []byte // valid JSON
	at    int    // index of the next value in data
	types map[reflect.Type]*valueType
}

// newDecoder returns a decoder of the first value in data, which must be valid JSON.
func newDecoder(data []byte) *nestedDecoder {
	return &nestedDecoder{data: data, at: skipSpace(data, 0), types: map[reflect.Type]*valueType{}}
}

// targetRequest is a text that is not valid JSON. If [UnmarshalOpen] receives this text as data, it decodes nothing and returns its target in an
// error of type [*targetReply].
const targetRequest = "\x00open"

// targetReply contains the target that [UnmarshalOpen] returns for a targetRequest. It implements error because UnmarshalJSON returns an error.
type targetReply struct{ openTarget }

func (*targetReply) Error() string { return "json: not a JSON value" }

// valueType describes a Go type for a nestedDecoder.
type valueType struct {
	kind   reflect.Kind // kind of the type; reflect.Invalid if only encoding/json can decode the values
	method bool         // whether a pointer to the type implements json.Unmarshaler
	elem   *valueType   // type of the elements of a pointer, slice or map
	null   bool         // whether the type is a [rest.Null]; elem is then the type of its field Value
	open   bool         // whether the type is a struct with a field AdditionalProperties, as in generated code
	fields []structField
}

// structField describes a struct field that stores a JSON member.
type structField struct {
	name  string
	index int
	typ   *valueType
}

// value decodes the value at d.at into v and advances d.at past the value. t describes the type of v.
func (d *nestedDecoder) value(v reflect.Value, t *valueType) error {
	first := d.data[d.at]
	switch {
	case t.kind == reflect.Invalid:
	case t.kind == reflect.Interface && !t.method:
		return unmarshalAny(d.skip(), v.Addr().Interface().(*any))
	case t.null && first != 'n':
		v.SetZero()
		v.Field(0).Set(reflect.New(v.Type().Field(0).Type.Elem()))
		return d.value(v.Field(0), t.elem)
	case t.kind == reflect.Pointer && first == 'n':
		v.SetZero()
		d.at += len("null")
		return nil
	case t.kind == reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return d.value(v.Elem(), t.elem)
	case t.method:
		u := v.Addr().Interface().(json.Unmarshaler)
		if first == '{' && t.open {
			if reply, ok := u.UnmarshalJSON([]byte(targetRequest)).(*targetReply); ok {
				return d.open(reply.openTarget)
			}
		}
		return u.UnmarshalJSON(d.skip())
	case t.kind == reflect.Struct && first == '{':
		return d.members(v, t, nil)
	case t.kind == reflect.Map && first == '{':
		return d.mapping(v, t)
	case t.kind == reflect.Slice && first == '[':
		return d.list(v, t)
	case first != '{' && first != '[' && first != 'n' && d.scalar(v, t.kind):
		return nil
	}
	return json.Unmarshal(d.skip(), v.Addr().Interface())
}

// scalar decodes the text, number or boolean at d.at into v and advances d.at past the value. It returns false and does not change d.at if the value
// does not match the type of v. The same applies to a text with escape sequences or invalid UTF-8.
func (d *nestedDecoder) scalar(v reflect.Value, kind reflect.Kind) bool {
	end := afterValue(d.data, d.at)
	text := d.data[d.at:end]
	ok := false
	switch kind {
	case reflect.String:
		if ok = text[0] == '"' && bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text); ok {
			v.SetString(string(text[1 : len(text)-1]))
		}
	case reflect.Bool:
		if ok = text[0] == 't' || text[0] == 'f'; ok {
			v.SetBool(text[0] == 't')
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(string(text), 10, v.Type().Bits())
		if ok = err == nil; ok {
			v.SetInt(n)
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(string(text), 10, v.Type().Bits())
		if ok = err == nil; ok {
			v.SetUint(n)
		}
	case reflect.Float32, reflect.Float64:
		n, err := strconv.ParseFloat(string(text), v.Type().Bits())
		if ok = err == nil; ok {
			v.SetFloat(n)
		}
	}
	if ok {
		d.at = end
	}
	return ok
}

// skip advances d.at past the value and returns the bytes of the value.
func (d *nestedDecoder) skip() []byte {
	start := d.at
	d.at = afterValue(d.data, start)
	return d.data[start:d.at]
}

// open decodes the object at d.at into target.
func (d *nestedDecoder) open(target openTarget) error {
	v := reflect.ValueOf(target.known).Elem()
	t := d.typeOf(v.Type())
	if t.kind != reflect.Struct {
		return target.unmarshalLevel(d.skip())
	}
	err := d.members(v, t, &target)
	if err == nil {
		target.members.done()
	}
	return err
}

// members decodes the object at d.at into a struct. If open is not nil, members passes undeclared members to open. Otherwise it skips them.
func (d *nestedDecoder) members(v reflect.Value, t *valueType, open *openTarget) error {
	next := 0 // most servers send members in the order of the document
	return d.each(func(name []byte) error {
		i := t.find(name, next)
		switch {
		case i >= 0:
			next = i + 1
			field := &t.fields[i]
			if err := d.value(v.Field(field.index), field.typ); err != nil {
				return withField(v.Type().Name(), field.name, err)
			}
			return nil
		case open != nil:
			return open.members.keep(string(name), nil, d)
		}
		d.skip()
		return nil
	})
}

// each calls visit for each member of the object at d.at. When each calls visit, d.at is the index of the value. visit must advance d.at past the
// value.
func (d *nestedDecoder) each(visit func(name []byte) error) error {
	for d.at = skipSpace(d.data, d.at+1); d.data[d.at] == '"'; d.at = skipSpace(d.data, d.at+1) {
		start, end := d.at, afterText(d.data, d.at)
		name, err := memberName(d.data[start+1 : end-1])
		if err != nil {
			return err
		}
		d.at = skipSpace(d.data, skipSpace(d.data, end)+1) // the value starts after the colon
		if err := visit(name); err != nil {
			return err
		}
		if d.at = skipSpace(d.data, d.at); d.data[d.at] != ',' {
			break
		}
	}
	d.at++ // moves past the closing brace
	return nil
}

// mapping decodes the object at d.at into a map whose keys have the kind string.
func (d *nestedDecoder) mapping(v reflect.Value, t *valueType) error {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	return d.each(func(name []byte) error {
		value := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(value, t.elem); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(string(name)).Convert(v.Type().Key()), value)
		return nil
	})
}

// list decodes the array at d.at into a slice. Like encoding/json, it reuses the elements of the slice.
func (d *nestedDecoder) list(v reflect.Value, t *valueType) error {
	n := 0
	for d.at = skipSpace(d.data, d.at+1); d.data[d.at] != ']'; n++ {
		if n >= v.Cap() {
			v.Grow(1)
		}
		if n >= v.Len() {
			v.SetLen(n + 1)
		}
		if err := d.value(v.Index(n), t.elem); err != nil {
			return err
		}
		if d.at = skipSpace(d.data, d.at); d.data[d.at] == ',' {
			d.at = skipSpace(d.data, d.at+1)
		}
	}
	d.at++
	if v.SetLen(n); n == 0 {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	}
	return nil
}

// withField adds the names of a struct and a member to a [json.UnmarshalTypeError]. It returns any other error unchanged.
func withField(name, member string, err error) error {
	if t, ok := err.(*json.UnmarshalTypeError); ok {
		t.Struct, t.Field = name, strings.TrimSuffix(member+"."+t.Field, ".")
	}
	return err
}

// typeOf returns the description of a type.
func (d *nestedDecoder) typeOf(typ reflect.Type) *valueType {
	if known := d.types[typ]; known != nil {
		return known
	}
	t := &valueType{}
	d.types[typ] = t // the type may contain itself
	switch {
	case pointerImplements[json.Unmarshaler](typ):
		t.method = true
		if null := reflect.TypeFor[rest.Null[any]](); typ.PkgPath() == null.PkgPath() && strings.HasPrefix(typ.Name(), "Null[") {
			t.null, t.elem = true, d.typeOf(typ.Field(0).Type)
		}
	case pointerImplements[encoding.TextUnmarshaler](typ) || typ == reflect.TypeFor[json.Number]():
		return t
	}
	kind := typ.Kind()
	switch kind {
	case reflect.Pointer:
		for inner := typ; inner.Kind() == reflect.Pointer; inner = inner.Elem() {
			if inner.Elem() == typ {
				return t // the type is a pointer to itself
			}
		}
		t.elem = d.typeOf(typ.Elem())
	case reflect.Slice:
		t.elem = d.typeOf(typ.Elem())
	case reflect.Map:
		if key := typ.Key(); key.Kind() != reflect.String || pointerImplements[encoding.TextUnmarshaler](key) {
			kind = reflect.Invalid
			break
		}
		t.elem = d.typeOf(typ.Elem())
	case reflect.Struct:
		if !d.setFields(t, typ) {
			kind = reflect.Invalid
		}
	}
	if kind == reflect.Interface && typ != reflect.TypeFor[any]() {
		kind = reflect.Invalid
	}
	if t.method && kind == reflect.Invalid {
		kind = reflect.Interface // value calls the method UnmarshalJSON for any kind except Invalid
	}
	t.kind = kind
	return t
}

// setFields sets the fields of t. It returns false if encoding/json must decode the struct. This is the case for an embedded field, a name that
// encoding/json ignores, a duplicate name, or the tag option "string".
func (d *nestedDecoder) setFields(t *valueType, typ reflect.Type) bool {
	for i := range typ.NumField() {
		f := typ.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case tag == "-":
			t.open = t.open || f.Name == "AdditionalProperties" && f.Type.Kind() == reflect.Map
			continue
		case f.Anonymous:
			return false
		case !f.IsExported():
			continue
		case name == "":
			name = f.Name
		}
		twice := slices.ContainsFunc(t.fields, func(other structField) bool { return other.name == name })
		if twice || strings.Contains(options, "string") || strings.ContainsFunc(name, func(r rune) bool { return !isNameRune(r) }) {
			return false
		}
		t.fields = append(t.fields, structField{name, i, d.typeOf(f.Type)})
	}
	return true
}

// isNameRune reports whether encoding/json accepts a character in the name of a struct tag.
func isNameRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
}

// find returns the index of the field for a member, or -1 if there is none. It ignores case, but prefers an exact match. It first compares the field
// at index next.
func (t *valueType) find(name []byte, next int) int {
	if next < len(t.fields) && t.fields[next].name == string(name) {
		return next
	}
	folded := -1
	for i := range t.fields {
		if t.fields[i].name == string(name) {
			return i
		}
		if folded < 0 && strings.EqualFold(t.fields[i].name, string(name)) {
			folded = i
		}
	}
	return folded
}

// memberName returns the name of a member. key is the text between the quotes.
func memberName(key []byte) ([]byte, error) {
	if bytes.IndexByte(key, '\\') < 0 && utf8.Valid(key) {
		return key, nil
	}
	var name string
	err := json.Unmarshal(slices.Concat([]byte{'"'}, key, []byte{'"'}), &name)
	return []byte(name), err
}
