package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// jsonFault says what is wrong with JSON in the words of the wire, without Go types.
func jsonFault(data []byte, err error) string {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		var path []string
		var place string
		if t.Field != "" {
			path, place = strings.Split(t.Field, "."), fmt.Sprintf("member %q", t.Field)
		}
		switch offset := refused(data, 0, path, t.Value); {
		case offset == 0 && place == "":
			place = "a value"
		case offset == 0: // in a map, whose names are not in the path
		case place == "":
			place = fmt.Sprintf("byte %d:", offset)
		default:
			place += fmt.Sprintf(" (byte %d)", offset)
		}
		return place + " cannot be " + t.Value
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("byte %d: %v", s.Offset, s)
	}
	if t, ok := errors.AsType[*time.ParseError](err); ok {
		return fmt.Sprintf("%q is no date and time as in RFC 3339", t.Value)
	}
	return err.Error()
}

// refused is the offset behind the first value at a path that is of the kind that encoding/json refused, "string" or "number 300", or behind the bracket
// that it begins with; 0 when there is none. Lists have no place in the path. The offset that encoding/json tells counts from the innermost object with
// an UnmarshalJSON of its own, and most objects have one.
func refused(data []byte, at int, path []string, kind string) int {
	at = skipSpace(data, at)
	if at >= len(data) {
		return 0
	}
	end := afterValue(data, at)
	if len(path) == 0 && isOfKind(data[at:end], kind) {
		if data[at] == '[' || data[at] == '{' {
			return at + 1
		}
		return end
	}
	offset := 0
	switch {
	case data[at] == '[':
		for i := skipSpace(data, at+1); i < end && data[i] != ']' && offset == 0; i = skipSpace(data, i) {
			if data[i] == ',' {
				i++
				continue
			}
			offset = refused(data, i, path, kind)
			i = max(i+1, afterValue(data, i))
		}
	case data[at] == '{' && len(path) > 0:
		_ = eachMember(data[at:end], func(key, value []byte) error { // it fails only when its function does
			if offset == 0 && strings.EqualFold(string(key), path[0]) {
				offset = refused(data, cap(data)-cap(value), path[1:], kind) // value is a part of data, and ends where that ends
			}
			return nil
		})
	}
	return offset
}

// isOfKind tells whether a JSON value is what encoding/json calls by a kind.
func isOfKind(value []byte, kind string) bool {
	switch value[0] {
	case '"':
		return kind == "string"
	case '{':
		return kind == "object"
	case '[':
		return kind == "array"
	case 't', 'f':
		return kind == "bool"
	case 'n':
		return false
	}
	return kind == "number" || kind == "number "+string(value)
}
