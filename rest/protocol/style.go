package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/call"
)

// Style defines how a value is encoded in a URL, a header, a cookie or a form (OpenAPI 3, "Style Values"). Encoding first converts the value to JSON,
// unless it is a [Texts]. An enum becomes its number or its text, a union becomes its value, and a value that is null in JSON is absent. Members of
// an object keep the order that they have in JSON. Encoding returns an error for a value that the style cannot represent. An example is a list item
// with a separator that the style cannot escape. For an optional parameter, an empty list, an empty object and an absent value are encoded in the
// same way.
type Style struct {
	Name     string
	Style    string // style in the document: "form", "simple", "label", "matrix", "spaceDelimited", "pipeDelimited" or "deepObject"
	Explode  bool
	Required bool
	Reserved bool   // allowReserved in the document: the characters :/?@!$'()*,;= are not escaped in a query or a form
	Kinds    string // permitted JSON types of a union or an untyped value, such as "string integer array"; "" means all types
	Items    string // permitted JSON types of the items of a list; "" means all types
}

// Texts contains list items as text. The functions that encode a value in a [Style] do not convert a Texts to JSON.
type Texts struct {
	list []any // strings
	err  error
}

// List returns the items of a list as [Texts]. The function text returns the text of an item, as [IntText] does. If text returns an error, encoding
// the Texts returns this error.
func List[T any](items []T, text func(T) (string, error)) Texts {
	if items == nil {
		return Texts{}
	}
	list := make([]any, len(items))
	for i, item := range items {
		value, err := text(item)
		if err != nil {
			return Texts{err: err}
		}
		list[i] = value
	}
	return Texts{list: list}
}

// StyleQuery adds a query parameter with the value v to a request. If v cannot be encoded, sending the request returns an error.
func StyleQuery(r *rest.Request, s Style, v any) {
	t, err := s.tree(v)
	if err == nil && t != nil {
		var fragments []string
		fragments, err = s.pairs(t)
		r.Query = append(r.Query, fragments...)
	}
	if err != nil {
		fail(r, s.Name, err)
	}
}

// StyleHeader sets a header parameter of a request. It is otherwise like [StyleQuery].
func StyleHeader(r *rest.Request, s Style, v any) {
	text, present, err := s.plain(v)
	if err != nil {
		fail(r, s.Name, err)
	} else if present {
		setHeader(r, s.Name, text)
	}
}

// StyleCookie adds a cookie parameter to a request. It is otherwise like [StyleQuery]. In style form, a cookie has the same text as a query
// parameter. The cookie of an exploded list is "a=1&a=2", and the cookie of an exploded object has the name of its first member.
func StyleCookie(r *rest.Request, s Style, v any) {
	t, err := s.tree(v)
	if err == nil && t != nil {
		var fragments []string
		if fragments, err = s.pairs(t); len(fragments) > 0 {
			r.Cookies = append(r.Cookies, strings.Join(fragments, "&"))
		}
	}
	if err != nil {
		fail(r, s.Name, err)
	}
}

// StylePath returns the escaped value of a path parameter. If v cannot be encoded, or if the value is empty, sending the request returns an error.
func StylePath(r *rest.Request, s Style, v any) string {
	s.Required = true
	t, err := s.tree(v)
	var text string
	if err == nil {
		text, err = s.join(t, func(text string) (string, error) {
			text = strings.ReplaceAll(url.PathEscape(text), "=", "%3D")
			if s.Style == "label" {
				text = strings.ReplaceAll(text, ".", "%2E")
			}
			return text, nil
		})
	}
	if err == nil && text == "" {
		err = errors.New("is empty")
	}
	if err != nil {
		fail(r, s.Name, err)
	}
	return text
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	name  string
	value any
}

// tree converts a value through JSON to objects, lists, strings, [json.Number] values and booleans. For null, it returns nil, or an error if the
// parameter is required.
func (s Style) tree(v any) (any, error) {
	t, err := treeOf(v)
	if err != nil {
		return nil, err
	}
	if t == nil && s.Required {
		return nil, errors.New("is required")
	}
	return t, nil
}

func treeOf(v any) (any, error) {
	if texts, ok := v.(Texts); ok {
		if texts.list == nil {
			return nil, texts.err
		}
		return texts.list, nil
	}
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return readTree(d)
}

// readTree reads the next JSON value.
func readTree(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			item, err := readTree(d)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err = d.Token()
		return list, err
	case json.Delim('{'):
		members := object{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			value, err := readTree(d)
			if err != nil {
				return nil, err
			}
			members = append(members, member{name.(string), value})
		}
		_, err = d.Token()
		return members, err
	}
	return token, nil
}

// MarshalJSON returns the members as a JSON object in their order.
func (o object) MarshalJSON() ([]byte, error) {
	b := []byte("{")
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		name, _ := json.Marshal(m.name) // encoding a string cannot fail
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

// escape escapes a text for a query or a form. separator is the escaped separator of list items, or "" if there is none. escape returns an error if
// text contains the separator, unless the separator is a comma.
func (s Style) escape(text, separator string) (string, error) {
	text = call.Escape(text)
	if separator != "" && separator != "%2C" && strings.Contains(text, separator) {
		plain, _ := url.QueryUnescape(separator) // valid
		return "", fmt.Errorf("a value contains %q, which is the separator of style %s", plain, s.Style)
	}
	if !s.Reserved {
		return text, nil
	}
	parts := []string{text}
	if separator == "%2C" {
		parts = strings.Split(text, separator)
	}
	for i, part := range parts {
		parts[i] = call.Reserve(part)
	}
	return strings.Join(parts, separator), nil
}

// pairs returns the encoded query parameters, cookies or form fields of a value in the format "name=value".
func (s Style) pairs(t any) ([]string, error) {
	if err := checkNoNull(t, s.Style == "deepObject" || s.Explode); err != nil {
		return nil, err
	}
	name := call.Escape(s.Name)
	if s.Style == "deepObject" {
		return s.deep(nil, name, t), nil
	}
	separator, escaped := ",", "%2C"
	switch s.Style {
	case "spaceDelimited":
		separator, escaped = "%20", "%20"
	case "pipeDelimited":
		separator, escaped = "%7C", "%7C"
	}
	if s.Explode {
		escaped = ""
	}
	var fragments []string
	var faults []error
	add := func(before string, v any) {
		text, err := s.escape(plainText(v), escaped)
		fragments, faults = append(fragments, before+text), append(faults, err)
	}
	switch v := t.(type) {
	case []any:
		before := ""
		if s.Explode {
			before = name + "="
		}
		for _, item := range v {
			add(before, item)
		}
	case object:
		for _, m := range v {
			switch {
			case m.value == nil:
			case s.Explode:
				fragments = s.deep(fragments, call.Escape(m.name), m.value)
			default:
				add("", m.name)
				add("", m.value)
			}
		}
	default:
		if s.Kinds == "" || !allows(s.Kinds, "array") && !allows(s.Kinds, "object") {
			escaped = "" // the receiver does not split the text at a separator
		}
		add(name+"=", t)
		return fragments, faults[0]
	}
	if err := errors.Join(faults...); err != nil || len(fragments) == 0 {
		return nil, err
	}
	if s.Explode {
		return fragments, nil
	}
	return []string{name + "=" + strings.Join(fragments, separator)}, nil
}

// checkNoNull returns an error for a list that contains null, because no style can represent null in a list. If nested is true, it also checks lists
// inside lists and objects.
func checkNoNull(t any, nested bool) error {
	switch v := t.(type) {
	case []any:
		for _, item := range v {
			if item == nil {
				return errors.New("a list contains null, want only values that a style can represent")
			}
			if nested {
				if err := checkNoNull(item, nested); err != nil {
					return err
				}
			}
		}
	case object:
		for _, m := range v {
			if nested {
				if err := checkNoNull(m.value, nested); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// deep appends a parameter for each scalar in a value. The name of the parameter is the path of the scalar, as in "a[b][0]=c" with escaped
// brackets.
func (s Style) deep(fragments []string, name string, t any) []string {
	switch v := t.(type) {
	case nil:
	case []any:
		for i, item := range v {
			fragments = s.deep(fragments, name+"%5B"+strconv.Itoa(i)+"%5D", item)
		}
	case object:
		for _, m := range v {
			fragments = s.deep(fragments, name+"%5B"+call.Escape(m.name)+"%5D", m.value)
		}
	default:
		text, _ := s.escape(plainText(t), "") // escape returns no error if there is no separator
		fragments = append(fragments, name+"="+text)
	}
	return fragments
}

// join returns the text of a value in the style simple, label or matrix. It applies the function escape to each member name and each value.
func (s Style) join(t any, escape func(string) (string, error)) (string, error) {
	if err := checkNoNull(t, false); err != nil {
		return "", err
	}
	prefix, separator, matrix := "", ",", s.Style == "matrix"
	switch {
	case s.Style == "label" && s.Explode:
		prefix, separator = ".", "."
	case s.Style == "label":
		prefix = "."
	case matrix && s.Explode:
		prefix, separator = ";", ";"
	case matrix:
		prefix = ";"
	}
	var parts []string
	var faults []error
	add := func(name, text string) {
		escaped, err := escape(text)
		if name != "" && !(matrix && text == "") { // RFC 6570 omits the "=" before an empty value
			name += "="
		}
		parts, faults = append(parts, name+escaped), append(faults, err)
	}
	name := url.PathEscape(s.Name)
	switch v := t.(type) {
	case []any:
		for _, item := range v {
			if matrix && s.Explode {
				add(name, plainText(item))
			} else {
				add("", plainText(item))
			}
		}
	case object:
		for _, m := range v {
			switch {
			case m.value == nil:
			case s.Explode:
				key, err := escape(m.name)
				faults = append(faults, err)
				add(key, plainText(m.value))
			default:
				add("", m.name)
				add("", plainText(m.value))
			}
		}
	default:
		if !matrix {
			name = ""
		}
		add(name, plainText(t))
		return prefix + parts[0], faults[0]
	}
	if err := errors.Join(faults...); err != nil || len(parts) == 0 {
		return "", err
	}
	if matrix && !s.Explode {
		prefix += name + "="
	}
	return prefix + strings.Join(parts, separator), nil
}

// plain returns the unescaped text of a value for a header. present is false if the value is absent, or if it is a list or an object whose text is
// empty. plain returns an error for a text with a comma if the value is a list or an object, or if s.Kinds contains array or object. The receiver
// splits such a value at commas.
func (s Style) plain(v any) (text string, present bool, err error) {
	t, err := s.tree(v)
	if t == nil || err != nil {
		return "", false, err
	}
	_, list := t.([]any)
	_, isObject := t.(object)
	if !list && !isObject && (s.Kinds == "" || !allows(s.Kinds, "array") && !allows(s.Kinds, "object")) {
		return plainText(t), true, nil
	}
	text, err = s.join(t, func(text string) (string, error) {
		if strings.Contains(text, ",") {
			return "", errors.New(`a value contains ",", which is the separator of style simple`)
		}
		return text, nil
	})
	return text, err == nil && (text != "" || !list && !isObject), err
}

// plainText returns the text of a string, number or boolean, "" for null, and the JSON of any other value.
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
	data, _ := json.Marshal(t) // cannot fail, because t was decoded from JSON
	return string(data)
}

// Form returns the body of an application/x-www-form-urlencoded request. Its fields are the members of v, which must be an object in JSON. If v is
// null in JSON, Form returns nil. If styles has no style for a member, Form encodes a list as a repeated field, an object as JSON, and any other
// value as text.
func Form(v any, styles ...Style) (io.Reader, error) {
	t, err := treeOf(v)
	if err != nil {
		return nil, fmt.Errorf("encoding the form: %w", err)
	}
	if t == nil {
		return nil, nil
	}
	members, ok := t.(object)
	if !ok {
		return nil, errors.New("encoding the form: the value is not an object")
	}
	var fragments []string
	for _, m := range members {
		s := styleOf(styles, m.name)
		if _, isObject := m.value.(object); isObject && s.Style == "" {
			m.value = plainText(m.value)
		}
		if m.value == nil {
			continue
		}
		pairs, err := s.pairs(m.value)
		if err != nil {
			return nil, fmt.Errorf("encoding the form: member %q: %w", m.name, err)
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
