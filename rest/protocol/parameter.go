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

// Text returns the text of a parameter without a style: v as JSON, or v itself if it is a string and asJSON is false.
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

// Bind decodes a parameter without a style, JSON or a string, into dst, a pointer to a field of a params struct. If a required parameter is absent,
// Bind returns an error. If an optional parameter is absent, Bind does not change dst.
func Bind(values []string, required, asJSON bool, dst any) error {
	if len(values) == 0 {
		if required {
			return errors.New("is required")
		}
		return nil
	}
	if len(values) > 1 {
		return errors.New("appears more than once")
	}
	text := []byte(values[0])
	if !asJSON {
		text, _ = json.Marshal(values[0]) // cannot fail for a string
	}
	return decode(text, dst)
}

// PathInt returns a path parameter of an integer or enum type. It accepts digits with an optional minus sign, within the range of the type. For any
// other text, PathInt returns a [*rest.Error] with status 400.
func PathInt[T Integer](r *http.Request, name string) (T, error) {
	var v T
	if text, err := PathText(r, name); err == nil && text != "" && strings.Trim(text, "0123456789-") == "" {
		if err := json.Unmarshal([]byte(text), &v); err == nil {
			return v, nil
		}
	}
	return v, rest.Errorf(http.StatusBadRequest, "path parameter %q: %q is not an integer in the range of its type", name, r.PathValue(name))
}

// PathText returns a path parameter of a string type. For an invalid escape sequence, it returns a [*rest.Error] with status 400.
func PathText(r *http.Request, name string) (string, error) {
	text := r.PathValue(name)
	if r.URL.RawPath == "" {
		return text, nil // the router matched the unescaped path, so the value is not escaped
	}
	text, err := url.PathUnescape(text)
	if err != nil {
		return "", BadParameter("path", name, err)
	}
	return text, nil
}

// Int returns the decimal digits of a value of an integer or enum type.
func Int[T Integer](v T) string {
	if v < 0 {
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatUint(uint64(v), 10)
}

// EmptyParameter returns the error of a client for an empty path parameter, with which the path would match another operation.
func EmptyParameter(operation, name string) error {
	return fmt.Errorf("%s: path parameter %q is empty", operation, name)
}

// First returns the first of the values, or "" if there is none.
func First(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// New sets an optional field to a pointer to a new zero value, and returns the pointer.
func New[T any](field **T) *T {
	*field = new(T)
	return *field
}

// Cookie returns a list with the unescaped value of a cookie, or an empty list if the cookie is absent.
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
