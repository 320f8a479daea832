package diff_test

import (
	"encoding/base64"
	"fmt"
	"math"
	"net/mail"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// api is a document as plain data. It validates and draws values for the oracle of the wire level, and shares no code with package diff.
type api struct{ doc map[string]any }

// object returns a node as an object. If the node is a reference, it returns the target. It returns nil if the result is not an object.
func (a api) object(node any) map[string]any {
	for range 20 {
		m, _ := node.(map[string]any)
		ref, ok := m["$ref"].(string)
		if !ok {
			return m
		}
		node = any(a.doc)
		for token := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			m, _ := node.(map[string]any)
			node = m[token] // component names in these documents have no escaped characters
		}
	}
	return nil
}

// direction is the direction of the message that contains a value. Required readOnly properties may be missing from requests, and writeOnly ones from
// responses.
type direction bool

const (
	request  direction = true
	response direction = false
)

// accepts reports whether a value is valid for a schema (OpenAPI 3.0.3, Schema Object).
func (a api) accepts(schema, value any, d direction) bool {
	s := a.object(schema)
	if s == nil {
		return schema == nil || schema == true
	}
	if value == nil {
		return a.null(s, d)
	}
	if enum, ok := s["enum"].([]any); ok && !slices.ContainsFunc(enum, func(v any) bool { return alike(v, value) }) {
		return false
	}
	return a.composed(s, value, d) && a.typed(s, value) && a.limits(s, value, d)
}

// null reports whether null is valid for a schema. If the schema has a type, null is valid only if nullable is true. Without a type, only allOf,
// anyOf and oneOf apply.
func (a api) null(s map[string]any, d direction) bool {
	if s["type"] != nil {
		return s["nullable"] == true
	}
	return a.composed(s, nil, d)
}

func (a api) composed(s map[string]any, value any, d direction) bool {
	count := func(key string) (n, of int) {
		list, _ := s[key].([]any)
		for _, branch := range list {
			if a.accepts(branch, value, d) {
				n++
			}
		}
		return n, len(list)
	}
	all, ofAll := count("allOf")
	some, ofSome := count("anyOf")
	one, ofOne := count("oneOf")
	return all == ofAll && (ofSome == 0 || some > 0) && (ofOne == 0 || one == 1)
}

func (a api) typed(s map[string]any, value any) bool {
	switch s["type"] {
	case nil:
		return true
	case "object":
		_, ok := value.(map[string]any)
		return ok
	case "array":
		_, ok := value.([]any)
		return ok
	case "boolean":
		_, ok := value.(bool)
		return ok
	case "string":
		_, ok := value.(string)
		return ok
	case "number":
		_, ok := number(value)
		return ok
	case "integer":
		n, ok := number(value)
		return ok && n == math.Trunc(n)
	}
	return false
}

func (a api) limits(s map[string]any, value any, d direction) bool {
	switch v := value.(type) {
	case string:
		return between(s, "minLength", "maxLength", utf8.RuneCountInString(v)) && matches(s["pattern"], v) && formatted(s["format"], v)
	case []any:
		return between(s, "minItems", "maxItems", len(v)) && (s["uniqueItems"] != true || unique(v)) &&
			!slices.ContainsFunc(v, func(item any) bool { return s["items"] != nil && !a.accepts(s["items"], item, d) })
	case map[string]any:
		return between(s, "minProperties", "maxProperties", len(v)) && a.members(s, v, d)
	}
	if n, ok := number(value); ok {
		return inRange(s, n)
	}
	return true
}

// members reports whether the properties of an object are valid for a schema.
func (a api) members(s, value map[string]any, d direction) bool {
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	for _, name := range required {
		name, _ := name.(string)
		property := a.object(properties[name])
		if _, ok := value[name]; !ok && !(d == request && property["readOnly"] == true) && !(d == response && property["writeOnly"] == true) {
			return false
		}
	}
	for name, v := range value {
		schema, ok := properties[name]
		if !ok {
			if schema = s["additionalProperties"]; schema == false {
				return false
			}
		}
		if schema != nil && !a.accepts(schema, v, d) {
			return false
		}
	}
	return true
}

func between(s map[string]any, low, high string, n int) bool {
	least, bounded := number(s[low])
	most, closed := number(s[high])
	return (!bounded || float64(n) >= least) && (!closed || float64(n) <= most)
}

func inRange(s map[string]any, n float64) bool {
	if low, ok := number(s["minimum"]); ok && (n < low || n == low && s["exclusiveMinimum"] == true) {
		return false
	}
	if high, ok := number(s["maximum"]); ok && (n > high || n == high && s["exclusiveMaximum"] == true) {
		return false
	}
	if of, ok := number(s["multipleOf"]); ok && of > 0 && n/of != math.Trunc(n/of) {
		return false
	}
	switch s["format"] {
	case "int32":
		return n >= math.MinInt32 && n <= math.MaxInt32
	case "int64":
		return n >= math.MinInt64 && n < -math.MinInt64
	case "float":
		return math.Abs(n) <= math.MaxFloat32
	}
	return true
}

func matches(pattern any, v string) bool {
	p, ok := pattern.(string)
	return !ok || regexp.MustCompile(p).MatchString(v)
}

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// formatted reports whether a text is valid for a format. It checks only the formats that programs parse.
func formatted(format any, v string) bool {
	var err error
	switch format {
	case "date":
		_, err = time.Parse(time.DateOnly, v)
	case "date-time":
		_, err = time.Parse(time.RFC3339, v)
	case "uuid":
		return uuid.MatchString(v)
	case "email":
		_, err = mail.ParseAddress(v)
	case "byte":
		_, err = base64.StdEncoding.DecodeString(v)
	case "uri":
		return strings.HasPrefix(v, "https:")
	}
	return err == nil
}

func unique(list []any) bool {
	for i, x := range list {
		if slices.ContainsFunc(list[:i], func(y any) bool { return alike(x, y) }) {
			return false
		}
	}
	return true
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case uint64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// alike reports whether two values are equal in JSON, where 1 equals 1.0. Numbers in lists and objects must also have the same Go type.
func alike(x, y any) bool {
	m, ok := number(x)
	n, both := number(y)
	if ok || both {
		return ok && both && m == n
	}
	return reflect.DeepEqual(x, y)
}

// text returns a value as it is written in a parameter or header.
func text(v any) string {
	if n, ok := number(v); ok {
		return fmt.Sprint(n)
	}
	return fmt.Sprint(v)
}
