package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/call"
)

// AddQuery adds a query parameter to a request. It does nothing if v is nil. The function text returns the unescaped text of a value, as [IntText]
// does. If text returns an error for a parameter, sending the request returns the first such error.
func AddQuery[T any](r *rest.Request, name string, v *T, text func(T) (string, error)) {
	if v == nil {
		return
	}
	value, err := text(*v)
	if err != nil {
		fail(r, name, err)
		return
	}
	r.Query = append(r.Query, call.Escape(name)+"="+call.Escape(value))
}

// AddReserved adds a query parameter that has allowReserved. It does not escape the characters :/?@!$'()*,;= in the value. It is otherwise like
// [AddQuery].
func AddReserved[T any](r *rest.Request, name string, v *T, text func(T) (string, error)) {
	before := len(r.Query)
	AddQuery(r, name, v, text)
	if len(r.Query) > before {
		name, value, _ := strings.Cut(r.Query[before], "=")
		r.Query[before] = name + "=" + call.Reserve(value)
	}
}

// AddHeader sets a header parameter of a request. It does not escape the value. It is otherwise like [AddQuery].
func AddHeader[T any](r *rest.Request, name string, v *T, text func(T) (string, error)) {
	if v == nil {
		return
	}
	value, err := text(*v)
	if err != nil {
		fail(r, name, err)
		return
	}
	setHeader(r, name, value)
}

// AddCookie adds a cookie parameter to a request. It is otherwise like [AddQuery].
func AddCookie[T any](r *rest.Request, name string, v *T, text func(T) (string, error)) {
	if v == nil {
		return
	}
	value, err := text(*v)
	if err != nil {
		fail(r, name, err)
		return
	}
	if strings.Trim(name, cookieNames) != "" {
		name = call.Escape(name)
	}
	r.Cookies = append(r.Cookies, name+"="+call.Escape(value))
}

// cookieNames contains the characters that the name of a cookie may have (RFC 6265, token), except "%".
const cookieNames = "!#$&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// PathSegment returns the escaped text of a path parameter. The function text returns the unescaped text of a value, as [IntText] does. If text
// returns an error or an empty text, sending the request returns an error.
func PathSegment[T any](r *rest.Request, name string, v T, text func(T) (string, error)) string {
	value, err := text(v)
	if err == nil && value == "" {
		err = errors.New("is empty")
	}
	if err != nil {
		fail(r, name, err)
	}
	return url.PathEscape(value)
}

// fail records an error from encoding a parameter, unless the request already has an error.
func fail(r *rest.Request, name string, err error) {
	if r.Err == nil {
		r.Err = fmt.Errorf("parameter %q: %w", name, err)
	}
}

func setHeader(r *rest.Request, name, value string) {
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Set(name, value)
}

// Int returns the decimal text of a value of an integer or enum type.
func Int[T Integer](v T) string {
	if v < 0 {
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatUint(uint64(v), 10)
}

// IntText returns the decimal text of a value of an integer or enum type. The error is always nil.
func IntText[T Integer](v T) (string, error) { return Int(v), nil }

// ParseInt parses an integer. It returns an error unless the text consists of decimal digits after an optional minus sign, and the number is in the
// range of T.
func ParseInt[T Integer](text string) (T, error) {
	digits, negative := strings.CutPrefix(text, "-")
	n, err := strconv.ParseUint(digits, 10, 64)
	v := T(n)
	fits := v >= 0 && uint64(v) == n
	if negative {
		v = -v
		fits = v <= 0 && uint64(-int64(v)) == n
	}
	if err != nil || !fits {
		return 0, fmt.Errorf("%q is not an integer in the range of its type", text)
	}
	return v, nil
}

// FloatText returns the shortest decimal text of a number. Like encoding/json, it writes an exponent only if the absolute value is at least 1e21, or
// below 1e-6 and not 0. It returns an error for infinity and NaN, because JSON does not have these values.
func FloatText[T ~float32 | ~float64](v T) (string, error) {
	n, format := float64(v), byte('f')
	if size := math.Abs(n); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	text := strconv.FormatFloat(n, format, -1, bits[T]())
	if n-n != 0 {
		return "", fmt.Errorf("%s cannot be written as a JSON number", text)
	}
	return text, nil
}

// bits returns the size of T in bits.
func bits[T ~float32 | ~float64]() int { return reflect.TypeFor[T]().Bits() }

// ParseFloat parses a decimal number. It returns an error for any other text, including "Inf" and "NaN", and for a number outside the range of T.
func ParseFloat[T ~float32 | ~float64](text string) (T, error) {
	n, err := strconv.ParseFloat(text, bits[T]())
	if v := T(n); err == nil && v-v == 0 && strings.Trim(text, "0123456789+-.eE") == "" {
		return v, nil
	}
	return 0, fmt.Errorf("%q is not a number in the range of its type", text)
}

// BoolText returns "true" or "false". The error is always nil.
func BoolText[T ~bool](v T) (string, error) { return strconv.FormatBool(bool(v)), nil }

// ParseBool parses "true", "false" and the other texts that [strconv.ParseBool] accepts, such as "True" and "1".
func ParseBool[T ~bool](text string) (T, error) {
	v, err := strconv.ParseBool(text)
	if err != nil {
		return false, fmt.Errorf("%q is not true or false", text)
	}
	return T(v), nil
}

// StringText returns v. The error is always nil.
func StringText[T ~string](v T) (string, error) { return string(v), nil }

// ParseString returns text. The error is always nil.
func ParseString[T ~string](text string) (T, error) { return T(text), nil }

// TimeText returns a time in the format of RFC 3339. It returns an error for a year below 0 or above 9999, and for a UTC offset of 24 hours or more.
func TimeText(v time.Time) (string, error) {
	text, err := v.MarshalText()
	return string(text), err
}

// ParseTime parses a time in the format of RFC 3339.
func ParseTime(text string) (time.Time, error) {
	var v time.Time
	if err := v.UnmarshalText([]byte(text)); err != nil {
		return v, fmt.Errorf("%q is not a date and time in the format of RFC 3339", text)
	}
	return v, nil
}

// DateText returns a date in the format "2026-01-31". It returns an error if v is not a date of the calendar, or if its year is not in 0 to 9999.
func DateText(v rest.Date) (string, error) {
	text, err := v.MarshalText()
	return string(text), err
}

// ParseDate parses a date in the format "2026-01-31".
func ParseDate(text string) (rest.Date, error) { return rest.ParseDate(text) }

// JSONText returns the JSON text of a value. It is for parameters with a JSON media type.
func JSONText[T any](v T) (string, error) {
	data, err := json.Marshal(v)
	return string(data), err
}

// ParseJSON decodes a JSON text. It is for parameters with a JSON media type.
func ParseJSON[T any](text string) (v T, err error) {
	return v, decode([]byte(text), &v)
}

// EmptyParameter returns the error for an empty path parameter in a client. With an empty parameter, the path could match another operation.
func EmptyParameter(operation, name string) error {
	return fmt.Errorf("%s: path parameter %q is empty", operation, name)
}

// Source is the part of a request from which a server reads parameters, or the header of a response from which a client reads values.
type Source struct {
	in     string // location of the values: "path", "query", "header", "cookie", or "response" for the header of a response
	r      *http.Request
	header http.Header // header of the request or the response
	pairs  []pair      // parameters in the query or cookies, or fields of a form
	err    error       // error if there are too many parameters
}

// pair is a query parameter, a form field or a cookie. Its name is unescaped, and its value is still escaped.
type pair struct{ name, value string }

// Path returns the path parameters of a request. It reads them with [http.Request.PathValue].
func Path(r *http.Request) Source { return Source{in: "path", r: r} }

// Query returns the query parameters of a request. It separates parameters only at "&", as browsers do, so a value may contain ";". Unlike Query,
// [url.ParseQuery] rejects ";". Query skips parameters whose name has an invalid escape sequence.
func Query(r *http.Request) Source {
	s := Source{in: "query", r: r}
	s.add(r.URL.RawQuery, "&")
	return s
}

// Header returns the header parameters of a request.
func Header(r *http.Request) Source { return Source{in: "header", header: r.Header} }

// ResponseHeader returns the headers of a response. Errors from reading these headers are not of type [*rest.Error].
func ResponseHeader(r rest.Response) Source { return Source{in: "response", header: r.Header} }

// fault returns the error for a value that is missing or not valid. Unless the value is from a response, the error is a [*rest.Error] with
// status 400.
func (s Source) fault(name string, err error) error {
	if s.in == "response" {
		return fmt.Errorf("response header %q: %w", name, err)
	}
	return BadParameter(s.in, name, err)
}

// Cookies returns the cookie parameters of a request. The name and the value of a cookie may be percent-encoded, and the value may be in quotes.
func Cookies(r *http.Request) Source {
	s := Source{in: "cookie", r: r}
	for _, line := range r.Header["Cookie"] {
		s.add(line, ";")
	}
	return s
}

// add adds the parameters in a query, in a form or in a Cookie header. It records an error if there would be more than maxFields parameters.
func (s *Source) add(text, separator string) {
	if n := strings.Count(text, separator); len(s.pairs)+n >= maxFields {
		s.err = fmt.Errorf("there are %d parameters; at most %d are allowed", len(s.pairs)+n+1, maxFields)
		return
	}
	for fragment := range strings.SplitSeq(text, separator) {
		if s.in == "cookie" {
			fragment = strings.TrimSpace(fragment)
		}
		escaped, value, _ := strings.Cut(fragment, "=")
		if name, err := s.unescape(escaped); err == nil && fragment != "" {
			if s.in == "cookie" && len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
				value = value[1 : len(value)-1]
			}
			s.pairs = append(s.pairs, pair{name, value})
		}
	}
}

// unescape returns the unescaped text of a name or a value. It returns an error for an invalid escape sequence in a query or a path.
func (s Source) unescape(text string) (string, error) {
	switch s.in {
	case "query":
		return url.QueryUnescape(text)
	case "cookie":
		if plain, err := url.PathUnescape(text); err == nil {
			return plain, nil
		}
		return text, nil // some clients do not escape cookies
	case "path":
		if s.r.URL.RawPath != "" { // with an empty RawPath, the router matched the unescaped path, so the value is not escaped
			return url.PathUnescape(text)
		}
	}
	return text, nil
}

// text returns the unescaped text of a parameter, and reports whether the request has the parameter. For a path parameter, it always reports true. It
// returns an error if a query or header parameter of a request appears more than once, and if there are too many parameters. It also returns an error
// if unescape does.
func (s Source) text(name string) (text string, present bool, err error) {
	switch s.in {
	case "path":
		text, present = s.r.PathValue(name), true
	case "header":
		values := s.header.Values(name)
		if len(values) > 1 {
			return "", true, errors.New("appears more than once")
		}
		text, present = First(values), len(values) > 0
	case "response":
		values := s.header.Values(name)
		text, present = strings.Join(values, ", "), len(values) > 0 // RFC 9110, section 5.3
	default:
		for _, p := range s.pairs {
			switch {
			case p.name != name:
			case !present:
				text, present = p.value, true
			case s.in == "query": // clients should send the most specific cookie first (RFC 6265)
				return "", true, errors.New("appears more than once")
			}
		}
	}
	if s.err != nil || !present {
		return "", false, s.err
	}
	text, err = s.unescape(text)
	return text, true, err
}

// Value decodes a parameter into *dst. If a required parameter is absent, Value returns an error. If an optional parameter is absent, Value does not
// change *dst. The function parse returns the value of an unescaped text, as [ParseInt] does. Errors are of type [*rest.Error] with status 400,
// unless s is from [ResponseHeader].
func Value[T any](s Source, name string, required bool, dst *T, parse func(string) (T, error)) error {
	text, present, err := s.text(name)
	switch {
	case err != nil:
	case present:
		*dst, err = parse(text)
	case required:
		err = errors.New("is required")
	}
	if err != nil {
		return s.fault(name, err)
	}
	return nil
}

// Optional decodes an optional parameter and sets *dst to a pointer to the value. It is otherwise like [Value].
func Optional[T any](s Source, name string, dst **T, parse func(string) (T, error)) error {
	text, present, err := s.text(name)
	if present && err == nil {
		v := new(T)
		if *v, err = parse(text); err == nil {
			*dst = v
		}
	}
	if err != nil {
		return s.fault(name, err)
	}
	return nil
}

// PathInt returns a path parameter of an integer or enum type. It accepts only the texts that [Int] returns, such as "-7", but not "07" or "-0". For
// any other text, PathInt returns a [*rest.Error] with status 400.
func PathInt[T Integer](r *http.Request, name string) (T, error) {
	text, err := PathText(r, name)
	if v, wrong := ParseInt[T](text); err == nil && wrong == nil && text == Int(v) {
		return v, nil
	}
	return 0, rest.Errorf(http.StatusBadRequest, "path parameter %q: %q is not an integer without leading zeros in the range of its type", name, r.PathValue(name))
}

// PathText returns a path parameter of a string type. For an invalid escape sequence, it returns a [*rest.Error] with status 400.
func PathText(r *http.Request, name string) (string, error) {
	text, err := Path(r).unescape(r.PathValue(name))
	if err != nil {
		return "", BadParameter("path", name, err)
	}
	return text, nil
}

// First returns the first value, or "" if there are no values.
func First(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
