package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// jsonFault returns a text for an error that decoding data returned. If a value has the wrong type, the text contains the path of the value and the
// result of [rejectedOffset], as far as they are known. This text contains no Go types.
func jsonFault(data []byte, err error) string {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		var path []string
		var place string
		if t.Field != "" {
			path, place = strings.Split(t.Field, "."), fmt.Sprintf("member %q", t.Field)
		}
		switch offset := rejectedOffset(data, 0, path, t.Value); {
		case offset == 0 && place == "":
			place = "a value"
		case offset == 0: // the value is not at the path, for example because encoding/json omits map keys
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
		return fmt.Sprintf("%q is not a date and time in the format of RFC 3339", t.Value)
	}
	return err.Error()
}

// rejectedOffset returns the offset after the first value at path that has the given kind, such as "string" or "number 300". This is usually the
// value that encoding/json rejected. at is the index in data of the value from which path starts. For an object or an array, rejectedOffset returns
// the offset after the opening bracket. It returns 0 if there is no such value. The path does not contain array indices. rejectedOffset is necessary
// because encoding/json counts its own offset from the start of the innermost value whose type has an UnmarshalJSON method.
func rejectedOffset(data []byte, at int, path []string, kind string) int {
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
			offset = rejectedOffset(data, i, path, kind)
			i = max(i+1, afterValue(data, i))
		}
	case data[at] == '{' && len(path) > 0:
		_ = eachMember(data[at:end], func(key, value []byte) error { // eachMember returns no error, because this function returns none
			if offset == 0 && strings.EqualFold(string(key), path[0]) {
				offset = rejectedOffset(data, cap(data)-cap(value), path[1:], kind) // the difference is the index of value in data
			}
			return nil
		})
	}
	return offset
}

// isOfKind reports whether a JSON value has the kind that a [json.UnmarshalTypeError] names in its field Value.
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
