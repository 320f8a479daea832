package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
)

// Text returns the text of a parameter without a style: JSON, or a string as it is.
func Text(v any, asJSON bool) (string, error) {
	if s, ok := v.(string); ok && !asJSON {
		return s, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("encoding a parameter: %w", err)
	}
	return string(b), nil
}

// QueryText returns the result of [Text] as an encoded query fragment, "name=value".
func QueryText(name string, v any, asJSON bool) (string, error) {
	text, err := Text(v, asJSON)
	return url.QueryEscape(name) + "=" + url.QueryEscape(text), err
}

// Bind decodes a parameter without a style into dst, a pointer to a field of a params struct. The value is JSON or a string. If the parameter is
// absent, Bind returns an error if it is required, and otherwise does not change dst.
func Bind(values []string, required, asJSON bool, dst any) error {
	if len(values) == 0 {
		if required {
			return errors.New("is required")
		}
		return nil
	}
	if len(values) > 1 {
		return errors.New("is given more than once")
	}
	text := []byte(values[0])
	if !asJSON {
		text, _ = json.Marshal(values[0]) // cannot fail for a string
	}
	return decode(text, dst)
}

// PathInt returns a path parameter that is an integer, which may be of an enum type. It accepts digits with an optional minus sign, within the
// range of the type. For any other text it returns a [*rest.Error] with status 400.
func PathInt[T Integer](r *http.Request, name string) (T, error) {
	var v T
	if text, err := PathText(r, name); err == nil && text != "" && strings.Trim(text, "0123456789-") == "" {
		if err := json.Unmarshal([]byte(text), &v); err == nil {
			return v, nil
		}
	}
	return v, rest.Errorf(http.StatusBadRequest, "path parameter %q: %q is not an integer in its range", name, r.PathValue(name))
}

// PathText returns a path parameter that is a text. For an invalid escape sequence it returns a [*rest.Error] with status 400.
func PathText(r *http.Request, name string) (string, error) {
	text := r.PathValue(name)
	if r.URL.RawPath == "" {
		return text, nil // the router matched the unescaped path
	}
	text, err := url.PathUnescape(text)
	if err != nil {
		return "", BadParameter("path", name, err)
	}
	return text, nil
}

// Int returns an integer, which may be of an enum type, as digits.
func Int[T Integer](v T) string {
	if v < 0 {
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatUint(uint64(v), 10)
}

// EmptyParameter returns the error of a client for an empty path parameter. The path would be the path of another operation.
func EmptyParameter(operation, name string) error {
	return fmt.Errorf("%s: path parameter %q is empty", operation, name)
}

// First returns the first value, or "" if there is none.
func First(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// New sets an optional field to a pointer to a new zero value, and returns that pointer.
func New[T any](field **T) *T {
	*field = new(T)
	return *field
}

// Cookie returns the unescaped value of a cookie, or nothing if there is none.
func Cookie(r *http.Request, name string) []string {
	c, err := r.Cookie(name)
	if err != nil {
		return nil
	}
	value, err := url.QueryUnescape(c.Value)
	if err != nil {
		value = c.Value
	}
	return []string{value}
}
