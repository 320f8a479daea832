package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/call"
)

// Style defines the encoding of a value in a URL, a header, a cookie or a form (OpenAPI 3, "Style Values"). Values are converted through JSON: an
// enum becomes its number, a union becomes its value, and a value that is null in JSON is absent. Encoding returns an error for a value that the
// style cannot express, such as a list item with an unescaped separator. An empty list and an absent list have the same encoding.
type Style struct {
	Name     string
	Style    string // "form", "simple", "label", "matrix", "spaceDelimited", "pipeDelimited", "deepObject"
	Explode  bool
	Required bool
	Kinds    string // JSON types of a union or an untyped value, "string integer array"; "" for all types
	Items    string // JSON types of the items of a list, in the form of Kinds
}

// AddQuery adds a query parameter to a request.
func AddQuery(r *rest.Request, s Style, v any) error {
	t, err := s.tree(v)
	if t == nil || err != nil {
		return err
	}
	fragments, err := s.pairs(t)
	r.Query = append(r.Query, fragments...)
	return err
}

// AddHeader adds a header parameter to a request.
func AddHeader(r *rest.Request, s Style, v any) error {
	text, err := s.plain(v)
	if text != "" {
		r.Header.Set(s.Name, text)
	}
	return err
}

// AddCookie adds a cookie parameter to a request.
func AddCookie(r *rest.Request, s Style, v any) error {
	s.Style = "simple" // the value does not contain the name
	text, err := s.plain(v)
	if text != "" {
		r.Cookies = append(r.Cookies, &http.Cookie{Name: s.Name, Value: url.QueryEscape(text)})
	}
	return err
}

// PathValue returns the escaped segment of a path parameter.
func PathValue(s Style, v any) (string, error) {
	s.Required = true
	t, err := s.tree(v)
	if err != nil {
		return "", err
	}
	text, err := s.join(t, func(text string) (string, error) {
		return strings.NewReplacer("=", "%3D", ".", "%2E").Replace(url.PathEscape(text)), nil
	})
	if err == nil && strings.Trim(text, ".") == "" {
		err = fmt.Errorf("parameter %q is empty", s.Name)
	}
	return text, err
}

// tree converts a value through JSON to maps, lists, strings, [json.Number] and booleans. It returns nil for null.
func (s Style) tree(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding parameter %q: %w", s.Name, err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var t any
	if err := d.Decode(&t); err != nil {
		return nil, fmt.Errorf("encoding parameter %q: %w", s.Name, err)
	}
	if t == nil && s.Required {
		return nil, fmt.Errorf("parameter %q is required", s.Name)
	}
	return t, nil
}

// pairs returns the encoded fragments of a query or a form in the form "name=value".
func (s Style) pairs(t any) ([]string, error) {
	if err := s.checkNoNull(t, s.Style == "deepObject" || s.Explode); err != nil {
		return nil, err
	}
	name := url.QueryEscape(s.Name)
	if s.Style == "deepObject" {
		return deep(nil, name, t), nil
	}
	separator, escape := ",", func(text string) (string, error) { return url.QueryEscape(text), nil }
	switch {
	case s.Explode:
	case s.Style == "spaceDelimited":
		separator, escape = "%20", s.unescaped(" ")
	case s.Style == "pipeDelimited":
		separator, escape = "%7C", s.unescaped("|")
	}
	var fragments []string
	switch v := t.(type) {
	case []any:
		for _, item := range v {
			text, err := escape(plainText(item))
			if err != nil {
				return nil, err
			}
			fragments = append(fragments, text)
		}
		if s.Explode {
			for i, text := range fragments {
				fragments[i] = name + "=" + text
			}
			return fragments, nil
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch {
			case v[key] == nil:
			case s.Explode:
				fragments = append(fragments, deep(nil, url.QueryEscape(key), v[key])...)
			default:
				fragments = append(fragments, url.QueryEscape(key), url.QueryEscape(plainText(v[key])))
			}
		}
		if s.Explode {
			return fragments, nil
		}
	default:
		return []string{name + "=" + url.QueryEscape(plainText(t))}, nil
	}
	if len(fragments) == 0 {
		return nil, nil
	}
	return []string{name + "=" + strings.Join(fragments, separator)}, nil
}

// checkNoNull returns an error for a list that contains null, which no style can express. With nested, it also checks lists inside lists and objects.
func (s Style) checkNoNull(t any, nested bool) error {
	var all []any
	switch v := t.(type) {
	case []any:
		if slices.ContainsFunc(v, func(item any) bool { return item == nil }) {
			return fmt.Errorf("parameter %q: a list with null cannot be sent", s.Name)
		}
		all = v
	case map[string]any:
		all = slices.Collect(maps.Values(v))
	}
	for _, member := range all {
		if nested {
			if err := s.checkNoNull(member, nested); err != nil {
				return err
			}
		}
	}
	return nil
}

// deep appends a fragment for each scalar in a value, with its path as the name: "a[b][0]=c".
func deep(fragments []string, name string, t any) []string {
	switch v := t.(type) {
	case nil:
	case []any:
		for i, item := range v {
			fragments = deep(fragments, name+"["+strconv.Itoa(i)+"]", item)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			fragments = deep(fragments, name+"["+url.QueryEscape(key)+"]", v[key])
		}
	default:
		fragments = append(fragments, name+"="+url.QueryEscape(plainText(t)))
	}
	return fragments
}

// join returns the text of a value in the styles simple, label and matrix.
func (s Style) join(t any, escape func(string) (string, error)) (string, error) {
	if err := s.checkNoNull(t, false); err != nil {
		return "", err
	}
	prefix, separator, named := "", ",", ""
	switch s.Style {
	case "label":
		prefix = "."
		if s.Explode {
			separator = "."
		}
	case "matrix":
		named = url.PathEscape(s.Name) + "="
		prefix = ";" + named
		if s.Explode {
			separator = ";"
		}
	}
	var parts []string
	var faults []error
	add := func(before, text string) {
		escaped, err := escape(text)
		parts, faults = append(parts, before+escaped), append(faults, err)
	}
	switch v := t.(type) {
	case []any:
		before := ""
		for _, item := range v {
			add(before, plainText(item))
			if s.Explode {
				before = named
			}
		}
	case map[string]any:
		if s.Explode && named != "" {
			prefix = ";"
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch {
			case v[key] == nil:
			case s.Explode:
				add(url.PathEscape(key)+"=", plainText(v[key]))
			default:
				add("", key)
				add("", plainText(v[key]))
			}
		}
	default:
		add("", plainText(t))
	}
	if err := errors.Join(faults...); err != nil || len(parts) == 0 {
		return "", err
	}
	return prefix + strings.Join(parts, separator), nil
}

// plain returns the unescaped text of a value for a header or cookie, or "" for null. The receiver splits the text only if the parameter may be a
// list or an object.
func (s Style) plain(v any) (string, error) {
	t, err := s.tree(v)
	if t == nil || err != nil {
		return "", err
	}
	_, list := t.([]any)
	_, object := t.(map[string]any)
	if !list && !object && (s.Kinds == "" || !allows(s.Kinds, "array") && !allows(s.Kinds, "object")) {
		return plainText(t), nil
	}
	return s.join(t, s.unescaped(","))
}

// unescaped returns a function that returns its argument, or an error if the argument contains the separator.
func (s Style) unescaped(separator string) func(string) (string, error) {
	return func(text string) (string, error) {
		if strings.Contains(text, separator) {
			return "", fmt.Errorf("parameter %q: a value contains %q, which style %s cannot escape", s.Name, separator, s.Style)
		}
		if separator == "," {
			return text, nil
		}
		return url.QueryEscape(text), nil
	}
}

// plainText returns the text of a string, number or boolean, and the JSON of any other value.
func plainText(t any) string {
	switch v := t.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	data, _ := json.Marshal(t) // cannot fail: t was decoded from JSON
	return string(data)
}

// Form returns the body of an application/x-www-form-urlencoded request with the members of v, which must be an object in JSON. A member without a
// style in styles is encoded as a repeated field if it is a list, as JSON if it is an object, and otherwise as text.
func Form(v any, styles ...Style) (io.Reader, error) {
	t, err := Style{Name: "body"}.tree(v)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, nil
	}
	members, ok := t.(map[string]any)
	if !ok {
		return nil, errors.New("encoding the form: the value is not an object")
	}
	var fragments []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		s := styleOf(styles, name)
		member := members[name]
		if _, isObject := member.(map[string]any); isObject && s.Style == "" {
			member = plainText(member)
		}
		if member == nil {
			continue
		}
		pairs, err := s.pairs(member)
		if err != nil {
			return nil, err
		}
		fragments = append(fragments, pairs...)
	}
	return call.NewContent(strings.NewReader(strings.Join(fragments, "&")), v), nil
}

// styleOf returns the style of a member of a form. The default style encodes a list as a repeated field.
func styleOf(styles []Style, name string) Style {
	for _, s := range styles {
		if s.Name == name {
			s.Explode = s.Explode || s.Style == ""
			return s
		}
	}
	return Style{Name: name, Explode: true}
}
