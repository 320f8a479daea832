package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Show returns a value as one line of text for people, such as {id:7 name:"Code by email" type:EmailOTP}. It uses the names on the wire, the names of
// enum members, and the targets of pointers. It omits members that are nil, and members that encoding/json omits. It writes REDACTED for secrets, and
// the number of bytes for []byte. If a value contains itself, Show writes "..." in place of the inner value.
func Show(v any) string {
	s := showWriter{seen: map[visit]bool{}}
	s.value(reflect.ValueOf(v))
	return s.String()
}

// showWriter builds the text that [Show] returns.
type showWriter struct {
	strings.Builder
	seen map[visit]bool // pointers, maps and slices that contain the current value
}

func (s *showWriter) value(v reflect.Value) {
	if !v.IsValid() {
		s.WriteString("null")
		return
	}
	switch v.Kind() {
	case reflect.Interface:
		s.value(v.Elem())
		return
	case reflect.Pointer, reflect.Map, reflect.Slice:
		if v.IsNil() {
			s.WriteString("null")
			return
		}
		at := visit{v.Pointer(), v.Type()}
		if s.seen[at] && (v.Kind() != reflect.Slice || v.Len() > 0) {
			s.WriteString("...")
			return
		}
		s.seen[at] = true
		defer delete(s.seen, at)
	}
	if attributes := reflect.TypeFor[[]slog.Attr](); v.CanConvert(attributes) { // a group of attributes in log/slog
		s.logged(slog.GroupValue(v.Convert(attributes).Interface().([]slog.Attr)...))
		return
	}
	if v.CanInterface() && v.Kind() != reflect.Pointer && s.known(v.Interface()) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		s.value(v.Elem())
	case reflect.Slice, reflect.Array:
		s.list('[', ']', v.Len(), func(i int) { s.value(v.Index(i)) })
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(keyText(a), keyText(b)) })
		s.list('{', '}', len(keys), func(i int) {
			s.print(fmt.Sprint(keys[i].Interface()))
			s.WriteByte(':')
			s.value(v.MapIndex(keys[i]))
		})
	case reflect.Struct:
		s.fields(v)
	case reflect.String:
		s.WriteString(strconv.Quote(v.String()))
	default:
		fmt.Fprint(s, v)
	}
}

// print writes text, and escapes characters that cannot be printed, such as line feeds.
func (s *showWriter) print(text string) { s.WriteString(printable(text)) }

// known writes v if its type has a special form, such as an enum or a time. It reports whether it has written v.
func (s *showWriter) known(v any) bool {
	switch v := v.(type) {
	case named: // an enum
		s.print(v.String())
	case slog.Value:
		s.logged(v)
	case slog.Attr:
		s.print(v.Key)
		s.WriteByte(':')
		s.logged(v.Value)
	case slog.LogValuer: // a type that may contain secrets
		s.logged(slog.AnyValue(v).Resolve())
	case http.Header:
		fmt.Fprintf(s, "(%d headers)", len(v))
	case json.RawMessage:
		var b bytes.Buffer
		if json.Compact(&b, v) == nil {
			v = b.Bytes()
		}
		s.print(string(v))
	case []byte:
		fmt.Fprintf(s, "(%d bytes)", len(v))
	case time.Time:
		s.WriteString(v.Format(time.RFC3339Nano))
	case fmt.Stringer:
		s.print(v.String())
	default:
		return false
	}
	return true
}

// logged writes a value of log/slog. It writes a group as an object.
func (s *showWriter) logged(v slog.Value) {
	if v.Kind() == slog.KindGroup {
		members := v.Group()
		s.list('{', '}', len(members), func(i int) { s.known(members[i]) })
		return
	}
	s.value(reflect.ValueOf(v.Any()))
}

// fields writes the members of a struct. It writes a struct that has no field for a JSON member, such as a union, as JSON.
func (s *showWriter) fields(v reflect.Value) {
	var present []jsonMember
	members := membersOf(v.Type())
	for _, m := range members {
		field, err := v.FieldByIndexErr(m.index)
		if err != nil || isNil(field) || m.omits(field) {
			continue
		}
		present = append(present, m)
	}
	additional := additionalOf(v)
	if len(members) == 0 && !additional.IsValid() && v.CanInterface() {
		if data, err := json.Marshal(v.Interface()); err == nil {
			s.print(string(data))
			return
		}
	}
	s.list('{', '}', len(present), func(i int) {
		s.print(present[i].name)
		s.WriteByte(':')
		s.value(v.FieldByIndex(present[i].index))
	})
	if additional.IsValid() && additional.Len() > 0 {
		s.WriteString("+")
		s.value(additional)
	}
}

// list writes n elements between two delimiters.
func (s *showWriter) list(begin, end byte, n int, element func(i int)) {
	s.WriteByte(begin)
	for i := range n {
		if i > 0 {
			s.WriteByte(' ')
		}
		element(i)
	}
	s.WriteByte(end)
}

// isNil reports whether a value is a nil pointer, list, map or interface.
func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return v.IsNil()
	}
	return false
}
