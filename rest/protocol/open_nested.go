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

// nestedDecoder decodes open objects that contain each other, and reads each byte a fixed number of times at any depth. encoding/json would scan a
// value with an UnmarshalJSON method to find its end, and UnmarshalJSON would decode the same bytes again. That happens at each level, so the time
// grows with size times depth. A nestedDecoder walks through open objects, and through the structs, pointers, slices and maps between them, and leaves
// all other values to encoding/json.
type nestedDecoder struct {
	data    []byte // valid JSON
	at      int    // the index in data of the next value
	structs map[reflect.Type]*structFields
}

// targetRequest is data for which [UnmarshalOpen] returns the target of decoding, as a [*targetReply]. It is not valid JSON.
const targetRequest = "\x00open"

// targetReply is the reply to targetRequest. It is an error, because UnmarshalJSON can return nothing else.
type targetReply struct{ openTarget }

func (*targetReply) Error() string { return "json: not a JSON value" }

// structFields are the members of a struct, in its order.
type structFields struct {
	open bool // has the AdditionalProperties field of generated code
	list []structField
}

type structField struct {
	name  string
	index int
	walk  bool // see walks
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
	case reads[encoding.TextUnmarshaler](v.Type()):
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

// members decodes the object at d.at into a struct. If open is not nil, it receives the members that the struct does not have. It passes
// all members without structs to encoding/json in one call.
func (d *nestedDecoder) members(v reflect.Value, open *openTarget) error {
	fields := d.fields(v.Type())
	plain := []byte("{")
	err := d.each(func(quoted, name []byte) error {
		field := fields.find(name)
		switch {
		case field != nil && field.walk:
			return within(v.Type().Name(), field.name, d.value(v.Field(field.index)))
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
	d.at++ // after the brace
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

// list decodes the array at d.at into a slice. It reuses the items that the slice has, as encoding/json does.
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

// within adds a struct and its member to the place of an error, as encoding/json does.
func within(name, member string, err error) error {
	if t, ok := err.(*json.UnmarshalTypeError); ok {
		t.Struct, t.Field = name, strings.TrimSuffix(member+"."+t.Field, ".")
	}
	return err
}

// walks reports whether values of a type are structs, or pointers, slices or maps that lead to structs.
func walks(t reflect.Type) bool {
	for range 10 { // a type may contain itself
		switch t.Kind() {
		case reflect.Struct:
			return true
		case reflect.Map:
			if k := t.Key(); k.Kind() != reflect.String || reads[encoding.TextUnmarshaler](k) {
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

// fields returns the members of a struct. The list is nil if encoding/json must decode the struct: it embeds another, has a name that
// encoding/json ignores, or has one name twice.
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
		if twice || strings.ContainsFunc(name, func(r rune) bool { return !nameRune(r) }) {
			fields.list = nil
			return fields
		}
		fields.list = append(fields.list, structField{name, i, walks(f.Type)})
	}
	return fields
}

// nameRune reports whether encoding/json allows a character in the name that a tag defines.
func nameRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
}

// find returns the field for the name of a member, nil if there is none. A name that differs only in case matches if
// no name is equal.
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
