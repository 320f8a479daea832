package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"slices"
	"strings"

	"github.com/rasapi/specgen/rest/internal/call"
)

// LogValue returns v for package log/slog, without secrets. The LogValue methods of generated types call this function. v is a struct or a container
// of structs, and secret lists the Go names of the fields to replace with REDACTED. LogValue does not replace a zero value. The result contains the
// names on the wire, or the Go name of a field without such a name. LogValue omits absent members. The LogValue methods of the values in v remove the
// secrets of these values.
func LogValue(v any, secret ...string) slog.Value {
	value := reflect.ValueOf(v)
	if value.Kind() != reflect.Struct {
		return containerValue(value)
	}
	var members []slog.Attr
	for _, m := range membersOf(value, secret) {
		if m.secret {
			members = append(members, slog.String(m.wire, call.Redacted))
		} else {
			members = append(members, slog.Attr{Key: m.wire, Value: logValue(m.value)})
		}
	}
	return slog.GroupValue(members...)
}

// Format writes v for package fmt, without secrets. The Format methods of generated types call this function (see [LogValue]). Format writes the Go
// names of fields, follows pointers, and omits absent members. The flag # selects Go syntax. The verb and all other flags have no effect. Package fmt
// calls the Format methods of the values in v. If s is a [call.Collector], Format passes the secrets of v to s and writes nothing.
func Format(s fmt.State, v any, secret ...string) {
	value := reflect.ValueOf(v)
	if c, ok := s.(*call.Collector); ok {
		collect(c, value, secret)
		return
	}
	verb, separator, quote := "%+v", " ", ""
	if s.Flag('#') {
		verb, separator, quote = "%#v", ", ", `"`
	}
	switch value.Kind() {
	case reflect.Slice:
		_, _ = fmt.Fprintf(s, verb, value.Convert(reflect.SliceOf(value.Type().Elem())).Interface())
		return
	case reflect.Map:
		_, _ = fmt.Fprintf(s, verb, value.Convert(reflect.MapOf(value.Type().Key(), value.Type().Elem())).Interface())
		return
	}
	if quote != "" {
		_, _ = io.WriteString(s, value.Type().String())
	}
	members := membersOf(value, secret)
	_, _ = io.WriteString(s, "{")
	for i, m := range members {
		if i > 0 {
			_, _ = io.WriteString(s, separator)
		}
		_, _ = io.WriteString(s, m.name+":")
		if m.secret {
			_, _ = io.WriteString(s, quote+call.Redacted+quote)
		} else {
			_, _ = fmt.Fprintf(s, verb, dereferenced(m.value).Interface())
		}
	}
	_, _ = io.WriteString(s, "}")
}

// collect adds to c the secrets in v, which is a struct or a container of structs.
func collect(c *call.Collector, v reflect.Value, secret []string) {
	if v.Kind() != reflect.Struct {
		c.Elements(v)
		return
	}
	for _, m := range membersOf(v, secret) {
		if m.secret {
			c.Add(m.value)
		} else {
			c.Visit(m.value)
		}
	}
}

// structMember is a struct field to print or to search for secrets.
type structMember struct {
	name, wire string
	value      reflect.Value
	secret     bool
}

// membersOf returns the fields of a struct, including the fields of embedded structs, but not of embedded pointers. It omits nil fields, zero fields
// with the option omitzero, and unexported fields that are not secret.
func membersOf(v reflect.Value, secret []string) []structMember {
	var members []structMember
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		isSecret := slices.Contains(secret, field.Name)
		switch {
		case field.Anonymous && value.Kind() == reflect.Struct && !isSecret:
			members = append(members, membersOf(value, secret)...)
			continue
		case !field.IsExported() && !isSecret, isAbsent(value):
			continue
		}
		wire, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if strings.Contains(options, "omitzero") && value.IsZero() {
			continue
		}
		if wire == "" || wire == "-" {
			wire = field.Name
		}
		members = append(members, structMember{field.Name, wire, value, isSecret && !value.IsZero()})
	}
	return members
}

func isAbsent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return v.IsNil()
	}
	return false
}

func dereferenced(v reflect.Value) reflect.Value {
	for (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && !v.IsNil() {
		v = v.Elem()
	}
	return v
}

// logValue returns a member or an element as a value for package log/slog.
func logValue(v reflect.Value) slog.Value {
	v = dereferenced(v)
	if valuer, ok := v.Interface().(slog.LogValuer); ok && !isAbsent(v) {
		return slog.AnyValue(valuer).Resolve()
	}
	if mayHoldSecrets(v.Type()) {
		return containerValue(v)
	}
	return slog.AnyValue(v.Interface())
}

// containerValue returns v for package log/slog, but does not call a LogValue method of v. It calls the LogValue methods of the elements of a list or
// a map, because slog handlers do not call these methods.
func containerValue(v reflect.Value) slog.Value {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = printable(logValue(v.Index(i)))
		}
		return slog.AnyValue(list)
	case reflect.Map:
		members := make(map[string]any, v.Len())
		for entries := v.MapRange(); entries.Next(); {
			members[fmt.Sprint(entries.Key())] = printable(logValue(entries.Value()))
		}
		return slog.AnyValue(members)
	}
	return slog.AnyValue(v.Interface())
}

// mayHoldSecrets reports whether a value of type t, or an element of the value, may have a LogValue method.
func mayHoldSecrets(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map, reflect.Pointer:
		return t.Implements(reflect.TypeFor[slog.LogValuer]()) || mayHoldSecrets(t.Elem())
	case reflect.Interface:
		return true
	}
	return t.Implements(reflect.TypeFor[slog.LogValuer]())
}

// printable converts a [slog.Value] to a value that fmt and encoding/json can print.
func printable(v slog.Value) any {
	if v.Kind() == slog.KindGroup {
		return group(v.Group())
	}
	return v.Any()
}

// group is a group of log/slog that is an element of a list or a map. It is necessary because encoding/json, which the JSON handler calls, writes a
// [slog.Value] as {}.
type group []slog.Attr

// String returns the members in the format "{name:lamp id:7}".
func (g group) String() string {
	var b strings.Builder
	for i, a := range g {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s:%+v", a.Key, printable(a.Value))
	}
	return "{" + b.String() + "}"
}

// MarshalJSON returns the members as a JSON object.
func (g group) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, a := range g {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(a.Key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(printable(a.Value))
		if err != nil {
			return nil, err
		}
		b.Write(slices.Concat(key, []byte(":"), value))
	}
	return slices.Concat([]byte("{"), b.Bytes(), []byte("}")), nil
}
