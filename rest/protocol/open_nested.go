package protocol

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nestedDecoder decodes nested open objects, and reads each byte a fixed number of times at any depth. encoding/json scans a value with an
// UnmarshalJSON method to find its end, and UnmarshalJSON decodes the same bytes again. Because this happens at each level, the time would grow with
// size times depth. A nestedDecoder decodes open objects, and the structs, pointers, slices and maps that contain them. It decodes all other values
// with encoding/json.
type nestedDecoder struct {
	data    []byte // valid JSON
	at      int    // index in data of the next value
	structs map[reflect.Type]*structFields
}

// targetRequest is data, not valid JSON, for which [UnmarshalOpen] returns the target of decoding as a [*targetReply].
const targetRequest = "\x00open"

// targetReply is the reply to targetRequest. It implements error, because UnmarshalJSON returns an error.
type targetReply struct{ openTarget }

func (*targetReply) Error() string { return "json: not a JSON value" }

// structFields contains the members of a struct in the order of its fields.
type structFields struct {
	open bool // whether the struct has a field AdditionalProperties as in generated code
	list []structField
}

type structField struct {
	name  string
	index int
	walk  bool // result of walks for the type of the field
}

// value decodes the value at d.at and moves past it.
func (d *nestedDecoder) value(v reflect.Value) error {
	if !walks(v.Type()) || d.data[d.at] != '{' && d.data[d.at] != '[' {
		return json.Unmarshal(d.skip(), v.Addr().Interface())
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return d.value(v.Elem())
	}
	object := d.data[d.at] == '{'
	if u, ok := v.Addr().Interface().(json.Unmarshaler); ok {
		if object && v.Kind() == reflect.Struct && d.fields(v.Type()).open {
			if reply, ok := u.UnmarshalJSON([]byte(targetRequest)).(*targetReply); ok {
				return d.open(reply.openTarget)
			}
		}
		return u.UnmarshalJSON(d.skip())
	}
	switch {
	case pointerImplements[encoding.TextUnmarshaler](v.Type()):
	case v.Kind() == reflect.Struct && object && d.fields(v.Type()).list != nil:
		return d.members(v, nil)
	case v.Kind() == reflect.Map && object:
		return d.mapping(v)
	case v.Kind() == reflect.Slice && !object:
		return d.list(v)
	}
	return json.Unmarshal(d.skip(), v.Addr().Interface())
}

// skip moves past the value at d.at and returns its bytes.
func (d *nestedDecoder) skip() []byte {
	start := d.at
	d.at = afterValue(d.data, start)
	return d.data[start:d.at]
}

// open decodes the object at d.at into the target of an open object.
func (d *nestedDecoder) open(t openTarget) error {
	v := reflect.ValueOf(t.known).Elem()
	if d.fields(v.Type()).list == nil {
		return t.unmarshalLevel(d.skip())
	}
	err := d.members(v, &t)
	if err == nil {
		t.members.done()
	}
	return err
}

// members decodes the object at d.at into a struct. If open is not nil, open keeps the undeclared members. One call of encoding/json decodes all
// members that contain no structs.
func (d *nestedDecoder) members(v reflect.Value, open *openTarget) error {
	fields := d.fields(v.Type())
	plain := []byte("{")
	err := d.each(func(quoted, name []byte) error {
		field := fields.find(name)
		switch {
		case field != nil && field.walk:
			return withField(v.Type().Name(), field.name, d.value(v.Field(field.index)))
		case field != nil:
			if len(plain) > 1 {
				plain = append(plain, ',')
			}
			plain = append(append(append(plain, quoted...), ':'), d.skip()...)
		case open != nil:
			return open.members.keep(string(name), nil, d)
		default:
			d.skip()
		}
		return nil
	})
	if err != nil || len(plain) == 1 {
		return err
	}
	return json.Unmarshal(append(plain, '}'), v.Addr().Interface())
}

// each calls visit for each member of the object at d.at, with d.at at its value. visit must move past the value.
func (d *nestedDecoder) each(visit func(quoted, name []byte) error) error {
	for d.at = skipSpace(d.data, d.at+1); d.data[d.at] == '"'; d.at = skipSpace(d.data, d.at+1) {
		start, end := d.at, afterText(d.data, d.at)
		name, err := memberName(d.data[start+1 : end-1])
		if err != nil {
			return err
		}
		d.at = skipSpace(d.data, skipSpace(d.data, end)+1) // after the colon
		if err := visit(d.data[start:end], name); err != nil {
			return err
		}
		if d.at = skipSpace(d.data, d.at); d.data[d.at] != ',' {
			break
		}
	}
	d.at++ // skip the closing brace
	return nil
}

// mapping decodes the object at d.at into a map whose keys are strings.
func (d *nestedDecoder) mapping(v reflect.Value) error {
	t := v.Type()
	if v.IsNil() {
		v.Set(reflect.MakeMap(t))
	}
	return d.each(func(_, name []byte) error {
		value := reflect.New(t.Elem()).Elem()
		if err := d.value(value); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(string(name)).Convert(t.Key()), value)
		return nil
	})
}

// list decodes the array at d.at into a slice. Like encoding/json, it reuses the items in the slice.
func (d *nestedDecoder) list(v reflect.Value) error {
	n := 0
	for d.at = skipSpace(d.data, d.at+1); d.data[d.at] != ']'; n++ {
		if n >= v.Cap() {
			v.Grow(1)
		}
		if n >= v.Len() {
			v.SetLen(n + 1)
		}
		if err := d.value(v.Index(n)); err != nil {
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

// withField adds a struct and its member to the position in an error of encoding/json.
func withField(name, member string, err error) error {
	if t, ok := err.(*json.UnmarshalTypeError); ok {
		t.Struct, t.Field = name, strings.TrimSuffix(member+"."+t.Field, ".")
	}
	return err
}

// walks reports whether a type is a struct, or consists of pointers, slices and maps that contain structs.
func walks(t reflect.Type) bool {
	for range 10 { // the limit ends the loop for a type that contains itself
		switch t.Kind() {
		case reflect.Struct:
			return true
		case reflect.Map:
			if k := t.Key(); k.Kind() != reflect.String || pointerImplements[encoding.TextUnmarshaler](k) {
				return false
			}
		case reflect.Pointer, reflect.Slice:
		default:
			return false
		}
		t = t.Elem()
	}
	return false
}

// fields returns the members of a struct. The list is nil if encoding/json must decode the struct, because the struct embeds another, or has a name
// that encoding/json ignores, or has a duplicate name.
func (d *nestedDecoder) fields(t reflect.Type) *structFields {
	if known := d.structs[t]; known != nil {
		return known
	}
	fields := &structFields{list: []structField{}}
	d.structs[t] = fields
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		switch {
		case tag == "-":
			fields.open = fields.open || f.Name == "AdditionalProperties" && f.Type.Kind() == reflect.Map
			continue
		case f.Anonymous:
			fields.list = nil
			return fields
		case !f.IsExported():
			continue
		case name == "":
			name = f.Name
		}
		twice := slices.ContainsFunc(fields.list, func(other structField) bool { return other.name == name })
		if twice || strings.ContainsFunc(name, func(r rune) bool { return !isNameRune(r) }) {
			fields.list = nil
			return fields
		}
		fields.list = append(fields.list, structField{name, i, walks(f.Type)})
	}
	return fields
}

// isNameRune reports whether encoding/json accepts a character in the name in a struct tag.
func isNameRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
}

// find returns the field for the name of a member, or nil if there is none. It ignores case, but prefers an exact match.
func (f *structFields) find(name []byte) *structField {
	var folded *structField
	for i := range f.list {
		if f.list[i].name == string(name) {
			return &f.list[i]
		}
		if folded == nil && strings.EqualFold(f.list[i].name, string(name)) {
			folded = &f.list[i]
		}
	}
	return folded
}

// memberName returns the name of a member from the text between its quotes.
func memberName(key []byte) ([]byte, error) {
	if bytes.IndexByte(key, '\\') < 0 && utf8.Valid(key) {
		return key, nil
	}
	var name string
	err := json.Unmarshal(slices.Concat([]byte{'"'}, key, []byte{'"'}), &name)
	return []byte(name), err
}
