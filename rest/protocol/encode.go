package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest/internal/call"
)

// encode returns v as JSON. A nil list, map or []byte becomes empty, unless a [filler] keeps it. If a [rest.Null] in v cannot be encoded, the error
// contains the path of the member.
func encode(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err == nil && bytes.Contains(b, []byte("null")) && v != nil {
		if full, changed := newFiller().filled(reflect.ValueOf(v), false); changed {
			return json.Marshal(full.Interface())
		}
	}
	if err == nil {
		return b, nil
	}
	for _, fault := range []error{call.ErrAbsent, call.ErrAmbiguous} {
		if errors.Is(err, fault) {
			return nil, fmt.Errorf("%s: %w", strings.TrimPrefix(faultPath(fault, reflect.ValueOf(v), 0), "."), fault)
		}
	}
	return nil, err
}

// faultPath returns the path of a value in v whose MarshalJSON method returns fault, such as ".doors[2].note". It returns "" if there is none. It
// does not search below the level maxDepth.
func faultPath(fault error, v reflect.Value, depth int) string {
	if depth > maxDepth || isAbsent(v) {
		return ""
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return faultPath(fault, v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if fails(fault, v.Index(i)) {
				return "[" + strconv.Itoa(i) + "]" + faultPath(fault, v.Index(i), depth+1)
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if fails(fault, it.Value()) {
				return fmt.Sprintf("[%q]", fmt.Sprint(it.Key())) + faultPath(fault, it.Value(), depth+1)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			if !field.IsExported() || name == "-" || strings.Contains(options, "omit") && v.Field(i).IsZero() || !fails(fault, v.Field(i)) {
				continue
			}
			path := faultPath(fault, v.Field(i), depth+1)
			if name == "" { // the field is an embedded struct or the field Value of a [rest.Null]
				return path
			}
			return "." + name + path
		}
	}
	return ""
}

// fails reports whether encoding v returns an error that is or wraps fault.
func fails(fault error, v reflect.Value) bool {
	_, err := json.Marshal(v.Interface())
	return errors.Is(err, fault)
}
