package protocol

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
)

// Bind decodes a parameter of a request, or a header of a response, into *dst. If a required parameter is absent, Bind returns an error, except for
// an exploded object with the style form. If an optional parameter is absent, Bind does not change *dst. others contains the names of the other query
// parameters, which Bind does not treat as members of an exploded object. Errors are of type [*rest.Error] with status 400, unless in is the result
// of [ResponseHeader].
func Bind(in Source, s Style, dst any, others ...string) error {
	t := reflect.TypeOf(dst).Elem()
	n, err := s.from(in, s.shape(t), t, others)
	if _, object := s.holds(t); object && s.Style == "form" && s.Explode {
		s.Required = false // the members of the object are parameters; if all are absent, the object is empty
	}
	if err == nil {
		err = s.bind(n, dst)
	}
	if err != nil {
		return in.fault(s.Name, err)
	}
	return nil
}

// BindList decodes a list of scalars into *dst. It is otherwise like [Bind]. The function parse returns the value of an unescaped item, as
// [ParseInt] does.
func BindList[L ~[]T, T any](in Source, s Style, dst *L, parse func(string) (T, error)) error {
	n, err := s.from(in, shape{list: true}, nil, nil)
	if err == nil && s.Required && len(n.texts)+len(n.members) == 0 {
		err = errors.New("is required")
	}
	if in.in == "response" && len(n.texts) == 1 && n.texts[0] == "" {
		*dst = L{}
		return nil
	}
	if err == nil && len(n.texts)+len(n.members) > 0 {
		err = parseItems(n, dst, parse)
		if parts := strings.Split(First(n.texts), ","); err != nil && len(n.members) == 0 && len(n.texts) == 1 && len(parts) > 1 {
			n.texts = parts // some clients escape the separator
			err = parseItems(n, dst, parse)
		}
	}
	if err != nil {
		return in.fault(s.Name, err)
	}
	return nil
}

func parseItems[L ~[]T, T any](n node, dst *L, parse func(string) (T, error)) error {
	items, err := n.items()
	if err != nil {
		return err
	}
	list := make(L, len(items))
	for i, item := range items {
		if len(item.texts) != 1 || len(item.members) > 0 {
			return fmt.Errorf("item %d is not a single value", i)
		}
		if list[i], err = parse(item.texts[0]); err != nil {
			return err
		}
	}
	*dst = list
	return nil
}

// from returns the value of a parameter in a request, or of a header in a response. It splits the text as the [shape] describes. t is the Go type of
// the value, and is necessary only for objects.
func (s Style) from(in Source, is shape, t reflect.Type, others []string) (node, error) {
	switch in.in {
	case "path":
		return s.split(in.r.PathValue(s.Name), is, in.unescape), nil
	case "header", "response":
		values := in.header.Values(s.Name)
		if len(values) == 0 {
			return node{}, nil
		}
		if is.list && strings.EqualFold(s.Name, setCookie) {
			return node{texts: values}, nil
		}
		n := s.split(strings.Join(values, ","), is, nil)
		for i := range n.texts {
			if in.in == "response" {
				n.texts[i] = strings.Trim(n.texts[i], " \t") // many servers write a space after the comma
			}
		}
		return n, nil
	case "cookie":
		if s.Explode && (is.list || is.object) {
			in = in.exploded()
		}
	}
	if in.err != nil {
		return node{}, in.err
	}
	return s.find(in, is, t, others)
}

// exploded returns a source with one pair per item of an exploded list, and one pair per member of an exploded object. In a cookie, "&" separates the
// items and members.
func (s Source) exploded() Source {
	joined := Source{in: s.in, r: s.r, err: s.err}
	for _, p := range s.pairs {
		first, more, found := strings.Cut(p.value, "&")
		joined.pairs = append(joined.pairs, pair{p.name, first})
		if found {
			joined.add(more, "&")
		}
	}
	return joined
}

// ReadForm decodes an application/x-www-form-urlencoded body as [Form] encodes it. It also accepts names such as "a[b]", "a[]" and "a[0]". present
// reports whether the request has a form, which may be empty. ReadForm returns a [*rest.Error] with status 400 if a required form or the Content-Type
// is missing. The status is also 400 if the form does not match the declared types or has too many fields. The status is 413 if the body is above the
// limit of the server. The status is 415 if the body has another media type.
func ReadForm(r *http.Request, into any, required bool, styles ...Style) (present bool, err error) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return false, bodyFault(err)
	}
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType != "application/x-www-form-urlencoded" {
		if len(data) == 0 && !required {
			return false, nil
		}
		if len(data) == 0 || mediaType == "" {
			return false, rest.Errorf(http.StatusBadRequest, "the body must be application/x-www-form-urlencoded")
		}
		return false, unsupported(r, "application/x-www-form-urlencoded")
	}
	form := string(data)
	if n := strings.Count(form, "&"); n >= maxFields {
		return false, rest.Errorf(http.StatusBadRequest, "the form has %d fields; at most %d are allowed", n+1, maxFields)
	}
	t := reflect.TypeOf(into).Elem()
	root := node{members: map[string]*node{}}
	fields := Source{in: "query"}
	fields.add(form, "&")
	parts := members(fields.pairs, t)
	for _, base := range slices.Sorted(maps.Keys(parts)) {
		member, _ := memberType(t, base)
		s := styleOf(styles, base)
		n, err := s.find(Source{in: "query", pairs: parts[base]}, s.shape(member), member, nil)
		if err != nil {
			return false, BadParameter("form", base, err)
		}
		root.members[base] = &n
	}
	text, err := root.object(t, styles)
	if err == nil {
		err = decode(text, into)
	}
	if err != nil {
		return false, rest.Errorf(http.StatusBadRequest, "the form is not valid: %v", err)
	}
	return true, nil
}

// These limits bound the time to read a form or a query.
const (
	maxFields  = 10_000 // maximum number of fields; [url.ParseQuery] has the same limit
	maxNesting = 64     // maximum number of names in the path that put receives
)

// members returns the fields of a form, grouped by the name of the member that contains them. This name is the part of the field's name before the
// first bracket. It is the whole name of the field if the struct t declares such a member, or if the name does not end with a closing bracket, as in
// "a[b".
func members(fields []pair, t reflect.Type) map[string][]pair {
	parts := map[string][]pair{}
	for _, p := range fields {
		base, rest, _ := strings.Cut(p.name, "[")
		if _, exact := memberType(t, p.name); exact && target(t).Kind() == reflect.Struct || !strings.HasSuffix(rest, "]") {
			base = p.name
		}
		parts[base] = append(parts[base], p)
	}
	return parts
}

// node is a received value before decoding. It contains texts, members by name, or both.
type node struct {
	texts   []string
	members map[string]*node
}

// bind decodes a node into *dst. If the node is empty, bind does not change *dst, and returns an error only if the parameter is required.
func (s Style) bind(n node, dst any) error {
	if len(n.texts) == 0 && len(n.members) == 0 {
		if s.Required {
			return errors.New("is required")
		}
		return nil
	}
	text, err := n.json(reflect.TypeOf(dst).Elem(), s.Kinds, s.Items)
	if err != nil {
		return err
	}
	return decode(text, dst)
}

func decode(text []byte, dst any) error {
	if err := Unmarshal(text, dst); err != nil {
		return errors.New(jsonFault(text, err))
	}
	return nil
}

// shape describes how to split the text of a parameter.
type shape struct {
	list, object bool
	numbers      bool // whether the value is a list whose items cannot be strings; BindList does not set it
}

// shape returns the [shape] of a parameter with the Go type t.
func (s Style) shape(t reflect.Type) shape {
	list, object := s.holds(t)
	return shape{list, object, !s.hasStringItems(t)}
}

// find returns the value of a parameter of type t in a query, a form or cookies. If the parameter is absent, it returns an empty node.
func (s Style) find(in Source, is shape, t reflect.Type, others []string) (node, error) {
	n := node{}
	for _, p := range in.pairs {
		switch {
		case p.name == s.Name && !s.Explode && (is.list || is.object):
			n = s.split(p.value, is, in.unescape)
		case p.name == s.Name, strings.HasPrefix(p.name, s.Name+"[") && strings.HasSuffix(p.name, "]"):
			if len(n.texts) > 0 && in.in == "cookie" && !is.list && p.name == s.Name {
				continue // clients should send the most specific cookie first (RFC 6265)
			}
			text, err := in.unescape(p.value)
			if err == nil {
				err = n.put(pathOf(p.name, len(s.Name))[1:], text)
			}
			if err != nil {
				return n, err
			}
		}
	}
	if is.object && s.Style == "form" && s.Explode && len(n.texts) == 0 && n.members == nil {
		open := keepsUndeclared(t) || s.Kinds == "object" && isUntyped(target(t))
		for _, p := range in.pairs { // each member of the object is a parameter
			base, _, _ := strings.Cut(p.name, "[")
			text, err := in.unescape(p.value)
			if _, known := memberType(t, base); !known && !open || err != nil || slices.Contains(others, base) || slices.Contains(others, p.name) {
				continue
			}
			if err := n.put(pathOf(p.name, len(base)), text); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// pathOf returns the names in a name with brackets, such as a, b and c for "a[b][c]". length is the length of the first name.
func pathOf(name string, length int) []string {
	path := []string{name[:length]}
	if rest, nested := strings.CutPrefix(name[length:], "["); nested {
		path = append(path, strings.Split(strings.TrimSuffix(rest, "]"), "][")...)
	}
	return path
}

// put adds a text to a node at a path. It ends the path at the first empty name, so that the texts of "a[]" are the items of a. put returns an
// error if the path has more than maxNesting names.
func (n *node) put(path []string, text string) error {
	if len(path) > maxNesting {
		return fmt.Errorf("has %d levels of brackets; at most %d are allowed", len(path), maxNesting)
	}
	for _, name := range path {
		if name == "" {
			break
		}
		if n.members == nil {
			n.members = map[string]*node{}
		}
		if n.members[name] == nil {
			n.members[name] = &node{}
		}
		n = n.members[name]
	}
	n.texts = append(n.texts, text)
	return nil
}

// split returns a text as a node. It removes the prefix of the style, and splits a list or an object at the separators of the style. unescape must be
// nil if the text is not escaped.
func (s Style) split(text string, is shape, unescape func(string) (string, error)) node {
	plain := func(text string) string {
		if unescape == nil {
			return text
		}
		if plain, err := unescape(text); err == nil {
			return plain
		}
		return text
	}
	separator := ","
	switch s.Style {
	case "label":
		if dot := strings.TrimPrefix(text, "%2E"); dot != text && unescape != nil {
			text = "." + dot
		}
		text = strings.TrimPrefix(text, ".")
		if s.Explode {
			separator = "."
		}
	case "matrix":
		text = strings.TrimPrefix(text, ";")
		switch {
		case s.Explode && (is.list || is.object): // every item has its own name
		case text == s.Name:
			text = ""
		default:
			text = strings.TrimPrefix(text, s.Name+"=")
		}
		if s.Explode {
			separator = ";"
		}
	case "spaceDelimited":
		text, separator = strings.NewReplacer("+", " ", "%20", " ").Replace(text), " "
	case "pipeDelimited":
		text, separator = strings.NewReplacer("%7C", "|", "%7c", "|").Replace(text), "|"
	}
	if !is.list && !is.object || text == "" {
		return node{texts: []string{plain(text)}}
	}
	parts := strings.Split(text, separator)
	if separator == "," && len(parts) == 1 && unescape != nil && is.numbers { // some clients escape the separator
		parts = strings.Split(plain(text), separator)
	}
	n := node{}
	if is.object && !is.list {
		for i := 0; i < len(parts); i++ {
			name, value, _ := strings.Cut(parts[i], "=")
			if !s.Explode && i+1 < len(parts) {
				name, value = parts[i], parts[i+1]
				i++
			}
			_ = n.put([]string{plain(name)}, plain(value)) // put returns no error for a path of one level
		}
		return n
	}
	for _, part := range parts {
		if s.Style == "matrix" && s.Explode {
			part = strings.TrimPrefix(strings.TrimPrefix(part, s.Name), "=")
		}
		if unescape == nil {
			part = strings.TrimSpace(part) // many clients write a space after the comma in a header
		}
		n.texts = append(n.texts, plain(part))
	}
	return n
}

// holds reports whether a value of type t may be a list, and whether it may be an object. For an untyped value without Kinds, both results are false.
func (s Style) holds(t reflect.Type) (list, object bool) {
	t = target(t)
	switch {
	case isUntyped(t):
		return s.Kinds != "" && allows(s.Kinds, "array"), s.Kinds != "" && allows(s.Kinds, "object")
	case isScalar(t):
		return false, false
	}
	return t.Kind() == reflect.Slice, t.Kind() == reflect.Struct || t.Kind() == reflect.Map
}

// hasStringItems reports whether the items of a list have a string type or are untyped, so that they may contain separators. It returns true if t is
// not a list.
func (s Style) hasStringItems(t reflect.Type) bool {
	t = target(t)
	if isUntyped(t) || t.Kind() != reflect.Slice {
		return true
	}
	item := target(t.Elem())
	return item.Kind() == reflect.String || isUntyped(item)
}

// target returns the type that t points to, through any number of pointers.
func target(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// isUntyped reports whether values of a Go type may have several JSON types. It returns true for interfaces, [json.RawMessage] and unions.
func isUntyped(t reflect.Type) bool {
	if t.Kind() == reflect.Struct {
		_, union := t.FieldByName("union")
		return union
	}
	return t.Kind() == reflect.Interface || t == reflect.TypeFor[json.RawMessage]()
}

// isScalar reports whether values of a type are neither lists nor objects.
func isScalar(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice:
		return t.Elem().Kind() == reflect.Uint8
	case reflect.Struct, reflect.Array:
		return pointerImplements[encoding.TextUnmarshaler](t) || pointerImplements[json.Unmarshaler](t) && !hasMembers(t)
	case reflect.Map:
		return false
	}
	return true
}

// pointerImplements reports whether a pointer to a type implements T.
func pointerImplements[T any](t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[T]())
}

// hasMembers reports whether a type is a struct with a field that has a json tag.
func hasMembers(t reflect.Type) bool {
	if t.Kind() == reflect.Struct {
		for f := range t.Fields() {
			if f.Tag.Get("json") != "" {
				return true
			}
		}
	}
	return false
}

// memberType returns the Go type of a member of an object, and reports whether the object declares the member. A map declares every member. The type
// of an undeclared member is the element type of AdditionalProperties, or any if there is no such field.
func memberType(t reflect.Type, name string) (reflect.Type, bool) {
	t = target(t)
	open := reflect.TypeFor[any]()
	switch t.Kind() {
	case reflect.Map:
		return t.Elem(), true
	case reflect.Struct:
		for f := range t.Fields() {
			if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name && tag != "-" {
				return f.Type, true
			}
			if f.Name == "AdditionalProperties" && f.Type.Kind() == reflect.Map {
				open = f.Type.Elem()
			}
		}
	}
	return open, false
}

// keepsUndeclared reports whether a type is a struct with a map AdditionalProperties, which keeps undeclared members.
func keepsUndeclared(t reflect.Type) bool {
	t = target(t)
	if t.Kind() != reflect.Struct {
		return false
	}
	f, ok := t.FieldByName("AdditionalProperties")
	return ok && f.Type.Kind() == reflect.Map
}

// json returns a node as JSON text for the Go type t. It returns an error if the node does not match t, but does not check everything that decoding
// checks. kinds contains the permitted JSON types of an untyped value, and items contains those of its items or of the items of a list.
func (n *node) json(t reflect.Type, kinds, items string) ([]byte, error) {
	t = target(t)
	if isUntyped(t) {
		return n.untypedJSON(kinds, items)
	}
	text := First(n.texts)
	if isScalar(t) {
		if len(n.texts) != 1 {
			return nil, errors.New("is not a single value")
		}
		return scalarJSON(t, text)
	}
	switch {
	case len(n.members) == 0 && len(n.texts) == 1 && isJSON(text, "{["): // the text itself is JSON
		return []byte(text), nil
	case t.Kind() == reflect.Slice:
		list, err := n.items()
		if err != nil {
			return nil, err
		}
		var texts [][]byte
		for _, item := range list {
			data, err := item.json(t.Elem(), items, "")
			if err != nil {
				return nil, err
			}
			texts = append(texts, data)
		}
		return slices.Concat([]byte("["), bytes.Join(texts, []byte(",")), []byte("]")), nil
	case len(n.members) == 0:
		return nil, fmt.Errorf("%q is not an object", text)
	}
	return n.object(t, nil)
}

// scalarJSON returns text as JSON for t, a Go type that is neither a list nor an object. Decoding the result may still fail, as for a number out of
// range.
func scalarJSON(t reflect.Type, text string) ([]byte, error) {
	quoted, _ := json.Marshal(text) // encoding a string cannot fail
	switch {
	case pointerImplements[encoding.TextUnmarshaler](t) || t.Kind() == reflect.String || t.Kind() == reflect.Slice:
		return quoted, nil
	case pointerImplements[json.Unmarshaler](t) && json.Unmarshal(quoted, reflect.New(t).Interface()) == nil:
		return quoted, nil
	case t.Kind() == reflect.Bool && text != "true" && text != "false":
		return nil, fmt.Errorf("%q is not true or false", text)
	case !json.Valid([]byte(text)):
		return nil, fmt.Errorf("%q is not a number", text)
	}
	return []byte(text), nil
}

// object returns the members of a node as the JSON object of a struct or a map.
func (n *node) object(t reflect.Type, styles []Style) ([]byte, error) {
	b := []byte("{")
	for i, name := range slices.Sorted(maps.Keys(n.members)) {
		member, _ := memberType(t, name)
		s := styleOf(styles, name)
		data, err := n.members[name].json(member, s.Kinds, s.Items)
		if err != nil {
			return nil, fmt.Errorf("member %q: %w", name, err)
		}
		if i > 0 {
			b = append(b, ',')
		}
		quoted, _ := json.Marshal(name) // encoding a string cannot fail
		b = append(append(append(b, quoted...), ':'), data...)
	}
	return append(b, '}'), nil
}

// items returns the items of a list: the members in the order of their indices, and then the texts. It returns an error if the names of the members
// are not the indices from 0. OpenAPI does not define the names of list items in the style deepObject.
func (n *node) items() ([]*node, error) {
	var list []*node
	for i := range len(n.members) {
		item := n.members[strconv.Itoa(i)]
		if item == nil {
			return nil, fmt.Errorf("has no item [%d]; the indices of items must start at 0 and have no gaps", i)
		}
		list = append(list, item)
	}
	for _, text := range n.texts {
		list = append(list, &node{texts: []string{text}})
	}
	return list, nil
}

// untypedJSON returns a node as JSON text. It returns an error for a single text that is not of a type in kinds. A node with members becomes an
// object, or an array if all names are indices and kinds allows an array. Several texts become an array. A single text becomes the first type that
// matches: boolean, number, object, array or string. If kinds allows an array but no scalar type, a single text that is not a JSON object or array
// becomes an array.
func (n *node) untypedJSON(kinds, items string) ([]byte, error) {
	single := allows(kinds, "string") || allows(kinds, "integer") || allows(kinds, "number") || allows(kinds, "boolean")
	_, unnumbered := n.items()
	switch {
	case len(n.members) > 0 && (unnumbered != nil || !allows(kinds, "array")):
		return n.object(reflect.TypeFor[any](), nil)
	case len(n.members) > 0, len(n.texts) > 1, !single && allows(kinds, "array") && !isJSON(First(n.texts), "[{"):
		return n.json(reflect.TypeFor[[]any](), items, items)
	}
	text := n.texts[0]
	number := isJSON(text, "-0123456789")
	switch {
	case allows(kinds, "boolean") && (text == "true" || text == "false"),
		number && (allows(kinds, "number") || allows(kinds, "integer") && !strings.ContainsAny(text, ".eE")),
		allows(kinds, "object") && isJSON(text, "{"),
		allows(kinds, "array") && isJSON(text, "["):
		return []byte(text), nil
	case allows(kinds, "string"):
		return json.Marshal(text)
	}
	return nil, fmt.Errorf("%q is not one of the types %s", text, strings.ReplaceAll(kinds, " ", ", "))
}

// isJSON reports whether a text is JSON that begins with one of the bytes in first.
func isJSON(text, first string) bool {
	return text != "" && strings.IndexByte(first, text[0]) >= 0 && json.Valid([]byte(text))
}

// allows reports whether kinds contains kind. kinds is a list of JSON types, separated by spaces. An empty list allows every type.
func allows(kinds, kind string) bool {
	return kinds == "" || slices.Contains(strings.Fields(kinds), kind)
}
