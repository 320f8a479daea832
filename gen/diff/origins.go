package diff

import (
	"reflect"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
)

// lines numbers the places of a bundle. oasdiff tells where something is by its line, and a line made here leads back to a JSON pointer.
type lines struct {
	above  []int32  // by line: the line of what it stands in
	tokens []string // by line: its last reference token
}

// add gives the numbers of n entries of what stands at a line; the caller fills in their tokens.
func (l *lines) add(above, n int) (first int) {
	first = len(l.above)
	for range n {
		l.above, l.tokens = append(l.above, int32(above)), append(l.tokens, "")
	}
	return first
}

// pointer leads back from a line, "" for one that is not there.
func (l *lines) pointer(line int) string {
	if line <= 0 || line >= len(l.tokens) {
		return ""
	}
	var tokens []string
	for ; line > 0; line = int(l.above[line]) {
		tokens = append(tokens, l.tokens[line])
	}
	slices.Reverse(tokens)
	return oas.Pointer(tokens...)
}

// marker sets the origins of the objects of a kin-openapi document. kin-openapi v0.153.0 sets origins only when it decodes YAML, which takes three times
// as long and four times the memory as JSON. marker sets the same origins in a document that was read from JSON.
type marker struct {
	lines  *lines
	shapes map[reflect.Type]*shape
}

// shape is what the marker has to know of a type.
type shape struct {
	origin int            // index of the field, -1 without one
	inner  int            // index of a field that is written in the place of the struct, as Value is in a SchemaRef, Parameter in a Header; -1 without one
	fields map[string]int // indexes of the others, by their keys
}

// mark numbers the places of a document whose references are not resolved yet.
func mark(doc *openapi3.T, root *oas.Node) *lines {
	m := &marker{lines: &lines{above: []int32{0}, tokens: []string{""}}, shapes: map[reflect.Type]*shape{}}
	m.value(reflect.ValueOf(doc), root, 0, 0)
	return m.lines
}

// value marks what was read from a node. head is the line that it is known by: its key, or the first key of an item of a list, for which
// it is 0 here.
func (m *marker) value(v reflect.Value, n *oas.Node, at, head int) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return
		}
		if v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct {
			if n.IsMapping() {
				m.object(v, n, at, head)
			}
			return
		}
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.Struct && n.IsMapping() && v.CanAddr():
		m.object(v.Addr(), n, at, head)
	case v.Kind() == reflect.Map && n.IsMapping() && !plain(v.Type().Elem()) && v.Type().Elem().Kind() != reflect.Interface:
		first := m.entries(n, at)
		for i, x := range n.Entries {
			m.value(v.MapIndex(reflect.ValueOf(x.Key)), x.Value, first+i, first+i)
		}
	case v.Kind() == reflect.Slice && n.IsSequence() && !plain(v.Type().Elem()) && v.Type().Elem().Kind() != reflect.Interface:
		first := m.items(n, at)
		for i := range min(v.Len(), len(n.Items)) {
			m.value(v.Index(i), n.Items[i], first+i, 0)
		}
	}
}

// entries numbers those of a mapping, and items those of a list.
func (m *marker) entries(n *oas.Node, at int) (first int) {
	first = m.lines.add(at, len(n.Entries))
	copy(m.lines.tokens[first:], n.Keys())
	return first
}

func (m *marker) items(n *oas.Node, at int) (first int) {
	first = m.lines.add(at, len(n.Items))
	for i := range n.Items {
		m.lines.tokens[first+i] = itoa(i)
	}
	return first
}

// object marks a struct, given by its pointer, and what is in it.
func (m *marker) object(v reflect.Value, n *oas.Node, at, head int) {
	first := m.entries(n, at)
	if head == 0 {
		head = first
	}
	m.inside(v, n, first, head)
}

// inside marks a struct whose entries begin at a line.
func (m *marker) inside(v reflect.Value, n *oas.Node, first, head int) {
	s, e := m.shape(v.Type().Elem()), v.Elem()
	var origin *openapi3.Origin
	if s.origin >= 0 {
		origin = m.origin(n, first, head)
		e.Field(s.origin).Set(reflect.ValueOf(origin))
	}
	for i, x := range n.Entries {
		index, known := s.fields[x.Key]
		if !known {
			continue
		}
		f := e.Field(index)
		if f.Kind() == reflect.Map && plain(f.Type().Elem()) && f.Len() > 0 && x.Value.IsMapping() && origin != nil {
			m.sequence(origin, x.Key, m.named(x.Value, m.entries(x.Value, first+i)))
		}
		m.value(f, x.Value, first+i, first+i)
	}
	if s.inner >= 0 {
		inner := e.Field(s.inner)
		if inner.Kind() == reflect.Struct {
			inner = inner.Addr()
		}
		if !inner.IsNil() {
			m.inside(inner, n, first, head)
		}
	}
	var entry func(name string) any
	switch x := v.Interface().(type) {
	case *openapi3.Paths:
		entry = func(name string) any { return x.Value(name) }
	case *openapi3.Responses:
		entry = func(name string) any { return x.Value(name) }
	case *openapi3.Callback:
		entry = func(name string) any { return x.Value(name) }
	default:
		return
	}
	for i, x := range n.Entries {
		m.value(reflect.ValueOf(entry(x.Key)), x.Value, first+i, first+i)
	}
}

// origin is that of a mapping: its head, its entries, and the items of its lists that are single values.
func (m *marker) origin(n *oas.Node, first, head int) *openapi3.Origin {
	o := &openapi3.Origin{Key: &openapi3.Location{Line: head}, Fields: m.named(n, first)}
	for i, x := range n.Entries {
		var items []openapi3.Location
		begin := -1
		for j, item := range x.Value.List() {
			if !item.IsScalar() {
				continue
			}
			if begin < 0 {
				begin = m.items(x.Value, first+i)
			}
			items = append(items, openapi3.Location{Line: begin + j, Name: item.Value})
		}
		m.sequence(o, x.Key, items)
	}
	return o
}

// named are the locations of the entries of a mapping, but for words: oasdiff does not ask where they are.
func (m *marker) named(n *oas.Node, first int) []openapi3.Location {
	list := make([]openapi3.Location, 0, len(n.Entries))
	for i, x := range n.Entries {
		if !wordy(x.Key) {
			list = append(list, openapi3.Location{Line: first + i, Name: x.Key})
		}
	}
	return list
}

func (m *marker) sequence(o *openapi3.Origin, name string, list []openapi3.Location) {
	if len(list) == 0 {
		return
	}
	if o.Sequences == nil {
		o.Sequences = map[string][]openapi3.Location{}
	}
	o.Sequences[name] = list
}

// shape reads a type once.
func (m *marker) shape(t reflect.Type) *shape {
	if s := m.shapes[t]; s != nil {
		return s
	}
	s := &shape{origin: -1, inner: -1, fields: map[string]int{}}
	m.shapes[t] = s
	for i := range t.NumField() {
		f := t.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case !f.IsExported():
		case f.Type == reflect.TypeFor[*openapi3.Origin]():
			s.origin = i
		case f.Anonymous && f.Type.Kind() == reflect.Struct,
			f.Tag.Get("json") == "" && f.Type.Kind() == reflect.Pointer && (f.Name == "Value" || f.Name == "Schema"):
			s.inner = i
		case key != "" && key != "-" && !plain(f.Type) && f.Type.Kind() != reflect.Interface:
			s.fields[key] = i
		}
	}
	return s
}

// plain tells whether values of a type are texts, numbers or truth values.
func plain(t reflect.Type) bool {
	return t.Kind() >= reflect.Bool && t.Kind() <= reflect.Float64 || t.Kind() == reflect.String
}
