package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/rest"
)

// carrier is a parameter, or the members of a form.
type carrier struct {
	name, in, style string
	field           string // field in the struct of parameters
	explode         bool
	schema          string // JSON pointer
	json            bool   // whether the value is sent as JSON
	mixed           bool   // whether values of different types can have the same text
	untyped         bool   // whether the schema allows every type
	message         *message
}

// parameters returns the parameters of an operation. It omits the headers that OpenAPI ignores.
func (s *speaker) parameters(operation string) (list []carrier) {
	tokens, _ := oas.Tokens(operation)
	if len(tokens) != 3 {
		return nil
	}
	for _, owner := range []string{operation, oas.Pointer(tokens[0], tokens[1])} {
		declared, _ := s.doc.mapping(owner)["parameters"].([]any)
		for i := range declared {
			pointer := s.doc.resolve(owner + oas.Pointer("parameters", strconv.Itoa(i)))
			p := s.doc.mapping(pointer)
			c := carrier{name: fmt.Sprint(p["name"]), in: fmt.Sprint(p["in"]), style: "form", schema: pointer + "/schema"}
			if c.in == "path" || c.in == "header" {
				c.style = "simple"
			}
			if style, ok := p["style"].(string); ok {
				c.style = style
			}
			c.explode = c.style == "form" || c.style == "deepObject"
			if explode, ok := p["explode"].(bool); ok {
				c.explode = explode
			}
			content, _ := p["content"].(map[string]any)
			for media := range content {
				c.schema, c.json = pointer+oas.Pointer("content", media, "schema"), isJSON(media)
			}
			ignored := c.in == "header" && slices.Contains([]string{"accept", "authorization", "content-type"}, strings.ToLower(c.name))
			known := slices.ContainsFunc(list, func(q carrier) bool { return q.in == c.in && q.name == c.name })
			if !ignored && !known && s.doc.mapping(c.schema) != nil && (content == nil || c.json) {
				list = append(list, c)
			}
		}
	}
	return list
}

// variable matches a variable in a path.
var variable = regexp.MustCompile(`\{([^}]*)\}`)

// carriers returns the parameters of a method with their messages. The path parameters are in the order of the arguments. unmatched lists the
// parameters for which the method has neither an argument nor a field with a distinct name.
func (s *speaker) carriers(m method) (list []carrier, unmatched []string) {
	all := s.parameters(m.pointer)
	tokens, _ := oas.Tokens(m.pointer)
	var fields []string
	index := 1
	for i := 1; i < m.call.Type().NumIn()-1; i++ {
		if t := m.call.Type().In(i); isParams(t) {
			for j := range t.NumField() {
				fields = append(fields, t.Field(j).Name)
			}
		}
	}
	add := func(c carrier) {
		c.message = s.message(c.schema)
		c.mixed = s.mixed(c.message)
		of := s.doc.mapping(c.message.order[0])
		c.untyped = of["type"] == nil && typed(of, nil) == "" && !composes(of) && of["enum"] == nil && of["const"] == nil
		c.message.fit = c.fit
		list = append(list, c)
	}
	if len(tokens) == 3 {
		for _, match := range variable.FindAllStringSubmatch(tokens[1], -1) {
			i := slices.IndexFunc(all, func(c carrier) bool { return c.in == "path" && c.name == match[1] })
			if i < 0 || index >= m.call.Type().NumIn()-1 {
				return nil, []string{match[1]}
			}
			add(all[i])
			index++
		}
	}
	for _, c := range all {
		if c.in == "path" {
			continue
		}
		if c.field = fieldOf(c.name, fields); c.field == "" {
			unmatched = append(unmatched, c.name)
			continue
		}
		add(c)
	}
	return list, unmatched
}

// fieldOf returns the field of a parameter, or "" if there is none. It prefers the field with the Go name of the parameter. Otherwise, it compares
// only letters and digits. It then returns the only field that is equal to the name, or the only field that ends with it.
func fieldOf(name string, fields []string) string {
	if exact := names.Field(names.Namer(names.Initialisms()))(name); slices.Contains(fields, exact) {
		return exact
	}
	for _, matches := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.HasSuffix} {
		var found []string
		for _, f := range fields {
			if matches(plain(f), plain(name)) {
				found = append(found, f)
			}
		}
		if len(found) == 1 {
			return found[0]
		}
	}
	return ""
}

// mixed reports whether a message contains a schema that allows values of different types with the same text, such as the number 1 and the string
// "1".
func (s *speaker) mixed(m *message) bool {
	return slices.ContainsFunc(m.order, func(pointer string) bool {
		of := s.doc.mapping(pointer)
		types, _ := typesOf(of)
		return of["oneOf"] != nil || of["anyOf"] != nil || len(types) > 1 || typed(of, types) == "" && of["enum"] == nil && of["const"] == nil
	})
}

// fit returns a value without the parts that the style of a parameter cannot transmit according to OpenAPI. It reports whether something remains.
//
//   - No style can transmit null, an empty list, an empty object, or a list whose only item is empty.
//   - An empty text would be an empty segment of a path.
//   - A style without an escape cannot transmit its separator: the comma and the sign "=" in a header, the space, the pipe, and the dot in a label.
//   - A header has no control characters, and no space at its ends.
//   - If a value may have several types, a text must not be the text of a value of another type, and a list with one item has the text of the item.
//   - If a schema allows every type, a receiver reads the text as a string.
func (c carrier) fit(v any) (any, bool) {
	if c.json {
		return v, v != nil
	}
	if _, isText := v.(string); c.untyped && !isText {
		return nil, false
	}
	return c.part(v, false)
}

// part is like fit, but for a part of a value. nested reports whether the part is an item or a member.
func (c carrier) part(v any, nested bool) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		made := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if part, ok := c.part(v[name], true); ok {
				made[name] = part
			}
		}
		return made, len(made) > 0
	case []any:
		var made []any
		for _, item := range v {
			if part, ok := c.part(item, true); ok && part != "" {
				made = append(made, part)
			}
		}
		if c.mixed && len(made) == 1 {
			made = append(made, made[0])
		}
		return made, len(made) > 0
	case string:
		text := c.text(v, nested)
		return text, text != "" || c.in != "path"
	case nil:
		return nil, false
	}
	return v, true
}

// text replaces the characters in a text that cannot be transmitted. If the text could be a value of another type, text adds a prefix.
func (c carrier) text(text string, nested bool) string {
	separators := map[string]string{"spaceDelimited": " ", "pipeDelimited": "|", "label": "."}[c.style]
	if c.in == "header" {
		separators = ",="
	}
	text = strings.Map(func(r rune) rune {
		if c.in == "header" && (r < ' ' || r == 0x7f) || nested && strings.ContainsRune(separators, r) {
			return '_'
		}
		return r
	}, text)
	if c.in == "header" {
		text = strings.TrimSpace(text)
	}
	if c.mixed && json.Valid([]byte(text)) {
		text = "x" + text
	}
	return text
}

// fitParts returns a multipart form without the members that have no parts.
func fitParts(v any) (any, bool) {
	form, _ := v.(map[string]any)
	made := map[string]any{}
	for name, part := range form {
		if list, ok := part.([]any); part != nil && !(ok && len(list) == 0) {
			made[name] = part
		}
	}
	return made, len(made) > 0
}

// setPart sets a field of a multipart form to a drawn value. The content of an upload is the JSON of the value.
func setPart(v reflect.Value, value any) error {
	if value == nil {
		return nil
	}
	if list, ok := value.([]any); ok && v.Type() == reflect.TypeFor[[]rest.Upload]() {
		v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
		for i := range list {
			if err := setPart(v.Index(i), list[i]); err != nil {
				return err
			}
		}
		return nil
	}
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if v.Type() == reflect.TypeFor[rest.Upload]() {
		v.Set(reflect.ValueOf(rest.Upload{Name: "drawn.txt", MediaType: "text/x-drawn", Content: strings.NewReader(string(data))}))
		return nil
	}
	return decode(data, v)
}

// isURLEncoded reports whether a media type is application/x-www-form-urlencoded.
func isURLEncoded(media string) bool { return essence(media) == "application/x-www-form-urlencoded" }

// isMultipart reports whether a media type is multipart/form-data.
func isMultipart(media string) bool { return essence(media) == "multipart/form-data" }

// declaredError is an error response that a document declares with a JSON body.
type declaredError struct {
	status int
	schema string // JSON pointer
}

// declaredErrors returns the error responses of an operation that have a JSON body. For a range and for default, it chooses a status that no other
// response has.
func (s *speaker) declaredErrors(operation string) (list []declaredError) {
	responses := s.doc.mapping(operation + "/responses")
	for _, key := range slices.Sorted(maps.Keys(responses)) {
		status, err := strconv.Atoi(key)
		switch {
		case key == "default" && len(responses) > 1:
			status = http.StatusHTTPVersionNotSupported
		case key == "4XX":
			status = http.StatusTeapot
		case key == "5XX":
			status = http.StatusInsufficientStorage
		case err != nil:
			continue
		}
		if status < 400 {
			continue
		}
		content, _ := s.doc.mapping(s.doc.resolve(operation + oas.Pointer("responses", key)))["content"].(map[string]any)
		for _, media := range slices.Sorted(maps.Keys(content)) {
			if schema := s.doc.body(operation+oas.Pointer("responses", key), media); schema != "" && isJSON(media) {
				list = append(list, declaredError{status, schema})
				break
			}
		}
	}
	return list
}

// exchangeErrors exchanges drawn values of the error responses of an operation.
func (s *speaker) exchangeErrors(m method) (differences []error) {
	for _, e := range s.declaredErrors(m.pointer) {
		of := s.message(e.schema)
		for goal := s.next(of); goal != "" && time.Now().Before(s.until); goal = s.next(of) {
			s.tried[goal]++
			v, used := s.draw(of, goal)
			if v == nil {
				continue
			}
			s.values++
			if err := call(m.call, filler{1, 3}, m.mediaType, values{fault: &rest.Error{Status: e.status, Body: v}}); err != nil {
				return append(differences, fmt.Errorf("status %d: %w", e.status, err))
			}
			for _, p := range used {
				s.covered[p] = true
			}
		}
	}
	return differences
}
