package main

import (
	"encoding/json"
	"io"
	"mime/multipart"
	"reflect"
	"strings"
	"time"

	"github.com/rasapi/specgen/rest"
)

// filler fills values for a call. round selects the members of unions, and round 0 fills only required values. deep is the maximum depth of the
// pointers that fill sets.
type filler struct{ round, deep int }

// fill sets v. depth is the depth of v in an argument or in the result of a call.
func (f filler) fill(v reflect.Value, depth int) {
	if !v.CanSet() {
		return
	}
	t := v.Type()
	switch t {
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 600_000_000, time.UTC)))
		return
	case reflect.TypeFor[*rest.File]():
		v.Set(reflect.ValueOf(rest.NewFile("", "", strings.NewReader("file"))))
		return
	case reflect.TypeFor[rest.Upload]():
		v.Set(reflect.ValueOf(rest.Upload{Name: "a b.txt", MediaType: "text/x-upload", Content: strings.NewReader("uploaded\r\n--bytes")}))
		return
	case reflect.TypeFor[json.RawMessage]():
		v.Set(reflect.ValueOf(json.RawMessage(`{"raw":12345678901234567890}`)))
		return
	}
	if strings.HasPrefix(t.Name(), "Null[") && t.PkgPath() == reflect.TypeFor[rest.File]().PkgPath() {
		f.null(v, depth)
		return
	}
	if f.union(v, depth) || f.text(v) {
		return
	}
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(7)
	case reflect.Float32:
		v.SetFloat(1.5)
	case reflect.Float64:
		v.SetFloat(123456789.12) // more digits than a float32 can hold
	case reflect.String:
		if strings.HasSuffix(t.String(), "Email") {
			v.SetString("a@example.com")
		} else {
			v.SetString(words)
			if v.Type().PkgPath() != "" { // an enum, which may be an item of a list in a header; such an item must not contain a comma
				v.SetString("word")
			}
		}
	case reflect.Pointer:
		if depth < f.deep && f.round > 0 { // lists and maps may be one level deeper, because a pointer to a nil list or map is null in JSON
			v.Set(reflect.New(t.Elem()))
			f.fill(v.Elem(), depth+1)
		}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte("bytes\x00\xff"))
		} else if depth <= f.deep && (f.round > 0 || depth == 0) {
			v.Set(reflect.MakeSlice(t, 2, 2))
			f.item(v.Index(0), depth)
			f.item(v.Index(1), depth)
		}
	case reflect.Map:
		if depth <= f.deep && f.round > 0 && t.Key().Kind() == reflect.String {
			value := reflect.New(t.Elem()).Elem()
			f.fill(value, depth+1)
			v.Set(reflect.MakeMap(t))
			v.SetMapIndex(reflect.ValueOf("key").Convert(t.Key()), value)
		}
	case reflect.Struct:
		for i := range t.NumField() {
			f.field(v, i, depth)
		}
	case reflect.Interface:
		if t.NumMethod() == 0 && f.round > 0 {
			v.Set(reflect.ValueOf("any"))
		}
	}
}

// null sets a [rest.Null] to null or to a value, depending on the round.
func (f filler) null(v reflect.Value, depth int) {
	if f.round%3 == 0 || depth >= f.deep {
		v.FieldByName("Null").SetBool(true)
		return
	}
	value := v.FieldByName("Value")
	value.Set(reflect.New(value.Type().Elem()))
	f.fill(value.Elem(), depth+1)
}

// item fills an item of a list. It sets pointers, because a URL cannot contain null.
func (f filler) item(v reflect.Value, depth int) {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	f.fill(v, depth+1)
}

// field fills a field of a struct. In a struct of parameters it always fills lists, which may be required, and it sets untyped values to a string.
func (f filler) field(v reflect.Value, i, depth int) {
	if isParams(v.Type()) {
		switch field := v.Field(i); {
		case field.Kind() == reflect.Slice && field.Type().Elem().Kind() != reflect.Uint8:
			f.fill(field, 0)
		case field.Kind() == reflect.Interface:
			field.Set(reflect.ValueOf("any"))
		case field.Type() == reflect.TypeFor[json.RawMessage]():
			field.Set(reflect.ValueOf(json.RawMessage(`"raw"`)))
		default:
			f.fill(field, depth)
		}
		return
	}
	f.fill(v.Field(i), depth+1)
}

// header fills a header of a response. The items of a list must not contain a comma.
func (f filler) header(v reflect.Value) {
	switch {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		v.Index(0).SetString("a b")
		v.Index(1).SetString("c;d")
	case v.Kind() == reflect.Interface:
		v.Set(reflect.ValueOf("any"))
	default:
		f.fill(v, 0)
	}
}

// words contains the characters that have a meaning in URLs, forms and headers.
const words = `a b/c,d&e=f+g%20h;i|j"k'l#m?n`

// union sets a union to one of its members with a FromX method. It reports whether v is a union.
func (f filler) union(v reflect.Value, depth int) bool {
	t := v.Type()
	if t.Kind() != reflect.Struct {
		return false
	}
	if _, ok := t.FieldByName("union"); !ok {
		return false
	}
	var from []reflect.Value
	for i := range v.Addr().NumMethod() {
		if strings.HasPrefix(v.Addr().Type().Method(i).Name, "From") {
			from = append(from, v.Addr().Method(i))
		}
	}
	for i := range t.NumField() { // the members next to the union
		if t.Field(i).IsExported() {
			f.fill(v.Field(i), depth+1)
		}
	}
	set := from[max(0, f.round-1)%len(from)]
	member := reflect.New(set.Type().In(0)).Elem()
	if depth > 6 {
		return true
	}
	filler{max(1, f.round), f.deep}.fill(member, depth+1)
	switch { // a nil list or map is null in JSON
	case member.Kind() == reflect.Slice && member.IsNil():
		member.Set(reflect.MakeSlice(member.Type(), 0, 0))
	case member.Kind() == reflect.Map && member.IsNil():
		member.Set(reflect.MakeMap(member.Type()))
	}
	set.Call([]reflect.Value{member})
	return true
}

// text sets a value whose type decodes itself from text or JSON. It reports whether it has set the value.
func (f filler) text(v reflect.Value) bool {
	for _, text := range []string{`"2026-01-02"`, `"a@example.com"`, `"6ba7b810-9dad-11d1-80b4-00c04fd430c8"`, `"P1DT2H"`} {
		if u, ok := v.Addr().Interface().(interface{ UnmarshalText([]byte) error }); ok && u.UnmarshalText([]byte(strings.Trim(text, `"`))) == nil {
			return true
		}
	}
	u, ok := v.Addr().Interface().(json.Unmarshaler)
	if !ok || v.Kind() == reflect.Pointer {
		return false
	}
	if v.Kind() == reflect.Struct && v.NumField() > 0 && v.Type().Field(0).Tag.Get("json") != "" {
		return false // a generated type, whose fields fill sets
	}
	for _, text := range []string{`{}`, `"2026-01-02"`, `"a@example.com"`, `"6ba7b810-9dad-11d1-80b4-00c04fd430c8"`, `"eA=="`, `"x"`, `1`, `[]`} {
		if u.UnmarshalJSON([]byte(text)) == nil {
			return true
		}
	}
	return false
}

// part is a comparable copy of a part of a multipart form.
type part struct{ Field, File, Media, Content string }

// readParts returns the parts that the handler received.
func readParts(r *multipart.Reader) (parts []part) {
	for {
		p, err := r.NextPart()
		if err != nil {
			return parts
		}
		content, _ := io.ReadAll(p)
		media := ""
		if p.FileName() != "" {
			media = p.Header.Get("Content-Type")
		}
		parts = append(parts, part{plain(p.FormName()), p.FileName(), media, string(content)})
	}
}

// sentParts returns the parts that the handler should receive. It rewinds the uploads.
func sentParts(form reflect.Value) (parts []part) {
	for i := range form.NumField() {
		name := plain(form.Type().Field(i).Name)
		for _, v := range each(form.Field(i)) {
			if u, ok := v.Interface().(rest.Upload); ok {
				if u.Content != nil {
					content, _ := io.ReadAll(u.Content)
					_, _ = u.Content.(io.Seeker).Seek(0, io.SeekStart)
					parts = append(parts, part{name, u.Name, u.MediaType, string(content)})
				}
				continue
			}
			text := string(text(v.Interface()))
			var s string
			if json.Unmarshal([]byte(text), &s) == nil && text != "null" {
				text = s
			}
			if text != "null" {
				parts = append(parts, part{name, "", "", text})
			}
		}
	}
	return parts
}

// each returns the items of a list. For any other value, it returns only the value.
func each(v reflect.Value) []reflect.Value {
	if v.Kind() != reflect.Slice || v.Type().Elem().Kind() == reflect.Uint8 {
		return []reflect.Value{v}
	}
	var items []reflect.Value
	for i := range v.Len() {
		items = append(items, v.Index(i))
	}
	return items
}

// plain returns the ASCII letters and digits of a name in lower case. The result is the same for a name on the wire and for its Go name.
func plain(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name))
}
