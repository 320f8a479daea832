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

// Text writes a parameter that has no style: as JSON, or a string as it is.
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

// QueryText is [Text] as an encoded query fragment, "name=value".
func QueryText(name string, v any, asJSON bool) (string, error) {
	text, err := Text(v, asJSON)
	return url.QueryEscape(name) + "=" + url.QueryEscape(text), err
}

// Bind reads a parameter that has no style into dst, the address of a params field: from JSON, or as a string. A parameter that is
// absent leaves dst as it is, unless it is required.
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
		quoted, err := json.Marshal(values[0])
		if err != nil {
			return err
		}
		text = quoted
	}
	return decode(text, dst)
}

// PathInt reads a path parameter that is an integer, also one of an enum type: digits with an optional minus, within the type's range.
// Anything else is an [*rest.Error] with status 400.
func PathInt[T Integer](r *http.Request, name string) (T, error) {
	var v T
	if text, err := PathText(r, name); err == nil && text != "" && strings.Trim(text, "0123456789-") == "" {
		if err := json.Unmarshal([]byte(text), &v); err == nil {
			return v, nil
		}
	}
	return v, rest.Errorf(http.StatusBadRequest, "path parameter %q: %q is not an integer in its range", name, r.PathValue(name))
}

// PathText reads a path parameter that is a text. Broken escapes are an [*rest.Error] with status 400.
func PathText(r *http.Request, name string) (string, error) {
	text := r.PathValue(name)
	if r.URL.RawPath == "" {
		return text, nil // the router matched the path without its escapes
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

// EmptyParameter is the error of a client's path parameter that is empty: the path would be that of another operation.
func EmptyParameter(operation, name string) error {
	return fmt.Errorf("%s: path parameter %q is empty", operation, name)
}

// First is the first of several values, "" when there is none.
func First(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// New points an optional field to a new zero value, and gives its address.
func New[T any](field **T) *T {
	*field = new(T)
	return *field
}

// Cookie gives the unescaped value of a cookie, nothing when there is none.
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
