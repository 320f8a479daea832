package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/big"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/rest"
)

// wiretap is a transport that records the last call. If dry is set, it sends nothing and responds with 404.
type wiretap struct {
	http.RoundTripper
	dry                       bool
	operation                 rest.Operation
	status                    int
	requestType, responseType string
	request, response         []byte // bodies that are JSON
}

func (w *wiretap) RoundTrip(r *http.Request) (*http.Response, error) {
	w.operation, _ = rest.OperationFromContext(r.Context())
	w.status, w.requestType, w.responseType, w.request, w.response = 0, r.Header.Get("Content-Type"), "", nil, nil
	sentType, isHead = w.requestType, r.Method == http.MethodHead
	var err error
	if r.Body != nil && isJSON(w.requestType) {
		if w.request, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(w.request))
	}
	if w.dry {
		return &http.Response{StatusCode: http.StatusNotFound, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
	res, err := w.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	w.status, w.responseType = res.StatusCode, res.Header.Get("Content-Type")
	if isJSON(w.responseType) {
		if w.response, err = io.ReadAll(res.Body); err != nil {
			return nil, err
		}
		res.Body = io.NopCloser(bytes.NewReader(w.response))
	}
	return res, nil
}

// speaker draws values of the schemas of a document.
type speaker struct {
	doc     *document
	tap     *wiretap
	rand    *rand.Rand
	until   time.Time
	covered map[string]bool // schemas of which the two sides have exchanged a value
	tried   map[string]int  // number of attempts to draw a value, by schema
	values  int             // number of exchanged values
	levels  int             // see drawer
}

// pointerOf returns the JSON pointer of an operation in the document, or "". If the paths of several operations differ only in a query or a fragment,
// it prefers the operation with the ID of o.
func (s *speaker) pointerOf(o rest.Operation) (found string) {
	paths, _ := at(s.doc.root, "/paths").(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		p := oas.Pointer("paths", path, strings.ToLower(o.Method))
		if path != o.Pattern && !strings.HasPrefix(path, o.Pattern+"?") && !strings.HasPrefix(path, o.Pattern+"#") || s.doc.mapping(p) == nil {
			continue
		}
		if id := s.doc.mapping(p)["operationId"]; id == o.ID || id == nil && o.ID == o.Method+" "+path {
			return p
		}
		found = cmp.Or(found, p)
	}
	return found
}

// schemas returns the schemas of the parameters, the request bodies, the successful JSON responses and the JSON errors of an operation. requestType
// is the media type of the request.
func (s *speaker) schemas(operation, requestType string) (list []string) {
	for _, p := range s.parameters(operation) {
		list = append(list, p.schema)
	}
	if isJSON(requestType) || isURLEncoded(requestType) || isMultipart(requestType) {
		if schema := s.doc.body(operation+"/requestBody", requestType); schema != "" {
			list = append(list, schema)
		}
	}
	responses := s.doc.mapping(operation + "/responses")
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if schema := s.doc.body(operation+oas.Pointer("responses", status), "application/json"); schema != "" && (strings.HasPrefix(status, "2") || len(responses) == 1) {
			list = append(list, schema)
		}
	}
	for _, e := range s.declaredErrors(operation) {
		list = append(list, e.schema)
	}
	return list
}

// response returns the JSON pointer of the response that an operation declares for a status, or "".
func (s *speaker) response(operation string, status int) string {
	for _, key := range []string{strconv.Itoa(status), fmt.Sprintf("%dXX", status/100), "default"} {
		if p := operation + oas.Pointer("responses", key); s.doc.mapping(p) != nil {
			return p
		}
	}
	return ""
}

// message describes a parameter or a body of an operation. It contains the schema, and the results of reach for this schema.
type message struct {
	schema string
	order  []string
	parent map[string]string
	fit    func(any) (any, bool) // removes the parts of a value that cannot be transmitted, and reports whether a part remains; nil for JSON
}

func (s *speaker) message(schema string) *message {
	if schema == "" {
		return nil
	}
	order, parent := s.doc.reach(schema)
	return &message{schema: schema, order: order, parent: parent}
}

// next returns the first schema of a message that is not covered and has fewer than five attempts. If there is none, it returns "".
func (s *speaker) next(m *message) string {
	if m == nil {
		return ""
	}
	for _, p := range m.order {
		if !s.covered[p] && s.tried[p] < 5 {
			return p
		}
	}
	return ""
}

// draw draws a valid value of a message that contains a value of target. used lists the schemas of the value. If draw finds no such value in ten
// attempts, it returns nil.
func (s *speaker) draw(m *message, target string) (value any, used []string) {
	if m == nil {
		return nil, nil
	}
	d := drawer{Rand: s.rand, document: s.doc}
	for range 10 {
		start := time.Now()
		d.levels = s.levels
		v, err := d.draw(m.schema, target, m.parent)
		ok := err == nil && v != nil
		if ok && m.fit != nil {
			v, ok = m.fit(v)
		}
		valid := ok && s.doc.validate(m.schema, v) == nil
		if time.Since(start) > 20*time.Millisecond { // the time to validate nested unions is exponential in the depth
			s.levels = max(1, s.levels-1)
		}
		if valid {
			return v, d.used
		}
	}
	return nil, nil
}

// exchange exchanges drawn values in calls of an operation until it has exchanged a value of each schema of the parameters, bodies and errors.
func (s *speaker) exchange(m method) (differences []error) {
	s.levels = 7
	params, unmatched := s.carriers(m)
	for _, name := range unmatched {
		differences = append(differences, fmt.Errorf("the parameter %q has no field", name))
	}
	seen := map[string]bool{}
	for round := 1; round <= 8 && len(differences) == 0; round++ { // the round selects the response of a handler with several responses
		_ = call(m.call, filler{round, 3}, m.mediaType, values{})
		c := conversation{round: round, params: params}
		if s.tap.request != nil || isURLEncoded(s.tap.requestType) || isMultipart(s.tap.requestType) {
			c.request = s.message(s.doc.body(m.pointer+"/requestBody", s.tap.requestType))
		}
		if c.request != nil && s.tap.request == nil {
			c.multipart = isMultipart(s.tap.requestType)
			c.request.fit = carrier{in: "form", style: "form", explode: true, mixed: s.mixed(c.request)}.fit
			if c.multipart {
				c.request.fit = fitParts
			}
		}
		if len(s.tap.response) > 0 { // a response to HEAD has no body
			c.response = s.message(s.doc.body(s.response(m.pointer, s.tap.status), s.tap.responseType))
		}
		key := fmt.Sprint(s.tap.status, s.tap.responseType)
		if seen[key] && round == 2 {
			break
		}
		if !seen[key] && (c.request != nil || c.response != nil || round == 1 && params != nil) {
			differences = s.exchangeDrawn(m, c)
		}
		seen[key] = true
	}
	if len(differences) == 0 && !strings.HasSuffix(m.pointer, "/head") { // a response to HEAD has no body
		differences = s.exchangeErrors(m)
	}
	return differences
}

// conversation describes the messages of an operation: its parameters, its body, and one of its responses. round is the round in which the handler
// chooses this response.
type conversation struct {
	params            []carrier
	request, response *message
	multipart         bool
	round             int
}

// messages returns all messages. The request and the response are the last two items. Both may be nil.
func (c conversation) messages() (list []*message) {
	for _, p := range c.params {
		list = append(list, p.message)
	}
	return append(list, c.request, c.response)
}

// exchangeDrawn exchanges drawn values of the messages of an operation.
func (s *speaker) exchangeDrawn(m method, c conversation) (differences []error) {
	list := c.messages()
	for n := 0; time.Now().Before(s.until) && len(differences) < 5; n++ {
		drawn, used, done := make([]any, len(list)), []string{}, true
		for i, of := range list {
			goal := s.next(of)
			v, parts := s.draw(of, goal)
			if drawn[i] = v; v != nil {
				used = append(used, parts...)
			}
			if goal != "" {
				s.tried[goal]++
				done = false
			}
		}
		if n >= 3 && done {
			break
		}
		if !slices.ContainsFunc(drawn, func(v any) bool { return v != nil }) {
			continue
		}
		if err := s.once(m, c, drawn); err != nil {
			differences = append(differences, err)
			continue
		}
		for _, p := range used {
			s.covered[p] = true
		}
	}
	return differences
}

// once makes one call with drawn values of the messages of c. The filler generates the values of the messages for which the value is nil.
func (s *speaker) once(m method, c conversation, drawn []any) error {
	texts := make([][]byte, len(drawn))
	for i, v := range drawn {
		if v != nil {
			text, err := json.Marshal(v)
			if err != nil {
				return err
			}
			texts[i] = text
			s.values++
		}
	}
	n := len(c.params)
	of := values{params: map[string][]byte{}, body: texts[n], result: texts[n+1]}
	for i, p := range c.params {
		if p.in == "path" {
			of.path = append(of.path, texts[i])
		} else {
			of.params[p.field] = texts[i]
		}
	}
	if form, ok := drawn[n].(map[string]any); ok && c.multipart {
		of.body, of.form = nil, map[string]any{}
		for name, v := range form {
			of.form[plain(name)] = v
		}
	}
	if err := call(m.call, filler{c.round, 3}, m.mediaType, of); err != nil {
		return fmt.Errorf("%w; drawn %.1000s", err, bytes.Join(texts, []byte(" | ")))
	}
	for i, of := range []*message{c.request, c.response} {
		got, what := s.tap.request, "request"
		if i == 1 {
			got, what = s.tap.response, "response"
		}
		if texts[n+i] == nil || i == 0 && got == nil {
			continue
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(got))
		if err != nil {
			return fmt.Errorf("%s: %w in %.500s", what, err, got)
		}
		if difference := same(drawn[n+i], v); difference != "" {
			return fmt.Errorf("%s: %s; drawn %.1000s, got %.1000s", what, difference, texts[n+i], got)
		}
		if err := s.doc.validate(of.schema, v); err != nil {
			return fmt.Errorf("%s: drawn %.1000s, got %.1000s: %w", what, texts[n+i], got, err)
		}
	}
	return nil
}

// sameJSON returns an error if two JSON texts differ.
func sameJSON(want, got []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(want))
	if err != nil {
		return err
	}
	w, err := jsonschema.UnmarshalJSON(bytes.NewReader(got))
	if err != nil {
		return fmt.Errorf("%w in %.500s", err, got)
	}
	if difference := same(v, w); difference != "" {
		return fmt.Errorf("%s; drawn %.1000s, got %.1000s", difference, want, got)
	}
	return nil
}

// same returns the first difference between a drawn value and a value on the wire, or "". A member that is null may be missing on the wire, because
// optional members are pointers.
func same(drawn, got any) string {
	switch drawn := drawn.(type) {
	case map[string]any:
		m, ok := got.(map[string]any)
		if !ok {
			return fmt.Sprintf("got %.100v, want an object", got)
		}
		for _, name := range slices.Sorted(maps.Keys(drawn)) {
			v, known := m[name]
			switch {
			case !known && drawn[name] != nil:
				return fmt.Sprintf("member %q is missing", name)
			case known:
				if difference := same(drawn[name], v); difference != "" {
					return fmt.Sprintf("%q: %s", name, difference)
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if _, known := drawn[name]; !known {
				return fmt.Sprintf("member %q is added", name)
			}
		}
		return ""
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(drawn) {
			return fmt.Sprintf("got %.100v, want %d items", got, len(drawn))
		}
		for i := range drawn {
			if difference := same(drawn[i], list[i]); difference != "" {
				return fmt.Sprintf("item %d: %s", i, difference)
			}
		}
		return ""
	case json.Number:
		number, ok := got.(json.Number)
		a, okA := new(big.Rat).SetString(drawn.String())
		b, okB := new(big.Rat).SetString(number.String())
		if ok && okA && okB && a.Cmp(b) == 0 {
			return ""
		}
	default:
		if drawn == got {
			return ""
		}
	}
	return fmt.Sprintf("got %#.100v, want %#.100v", got, drawn)
}

// unread returns the type of the first union in v whose value matches none of its alternatives. If there is none, it returns "".
func unread(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return unread(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if found := unread(v.Index(i)); found != "" {
				return found
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if found := unread(v.MapIndex(key)); found != "" {
				return found
			}
		}
	case reflect.Struct:
		if f := v.FieldByName("union"); f.IsValid() && f.Kind() == reflect.Slice && f.Len() > 0 && string(f.Bytes()) != "null" && !isOneOf(v) {
			return v.Type().String()
		}
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue
			}
			if found := unread(v.Field(i)); found != "" {
				return found
			}
		}
	}
	return ""
}

// isOneOf reports whether the value of a union matches one of its alternatives.
func isOneOf(v reflect.Value) bool {
	for i := range v.NumMethod() {
		if m := v.Method(i); strings.HasPrefix(v.Type().Method(i).Name, "As") && m.Type().NumIn() == 0 && m.Type().NumOut() == 2 && m.Call(nil)[1].Bool() {
			return true
		}
	}
	return false
}
