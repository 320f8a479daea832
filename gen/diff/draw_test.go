package diff_test

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// shape is one combination of alternatives of a schema, with its references and compositions resolved.
type shape struct {
	types      []string
	schemas    []map[string]any // the schema and the members of its compositions
	properties map[string][]any // schemas by property name
	required   map[string]bool
	extra      []any // schemas of other properties
	items      []any
}

// shapes returns the shapes of a schema, at most eight.
func (a api) shapes(schema any, depth int) []shape {
	s := a.object(schema)
	own := shape{schemas: []map[string]any{s}, properties: map[string][]any{}, required: map[string]bool{}}
	if s == nil || depth > 6 {
		return []shape{own}
	}
	if t, ok := s["type"].(string); ok {
		own.types = []string{t}
	}
	properties, _ := s["properties"].(map[string]any)
	for name, p := range properties {
		own.properties[name] = []any{p}
	}
	required, _ := s["required"].([]any)
	for _, name := range required {
		own.required[text(name)] = true
	}
	if m, ok := s["additionalProperties"].(map[string]any); ok {
		own.extra = []any{m}
	}
	if s["items"] != nil {
		own.items = []any{s["items"]}
	}
	list := []shape{own}
	all, _ := s["allOf"].([]any)
	for _, branch := range all {
		list = product(list, a.shapes(branch, depth+1))
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		branches, _ := s[key].([]any)
		var choices []shape
		for _, branch := range branches {
			choices = append(choices, a.shapes(branch, depth+1)...)
		}
		if len(choices) > 0 {
			list = product(list, choices)
		}
	}
	return list
}

// product returns the combinations of a shape of x with a shape of y, at most eight.
func product(x, y []shape) (list []shape) {
	for _, a := range x {
		for _, b := range y {
			m := shape{
				types: slices.Concat(a.types, b.types), schemas: slices.Concat(a.schemas, b.schemas), properties: maps.Clone(a.properties),
				required: maps.Clone(a.required), extra: slices.Concat(a.extra, b.extra), items: slices.Concat(a.items, b.items),
			}
			for name, p := range b.properties {
				m.properties[name] = slices.Concat(m.properties[name], p)
			}
			maps.Copy(m.required, b.required)
			list = append(list, m)
		}
	}
	return list[:min(len(list), 8)]
}

// draw returns values at and around the limits of a schema. Not all of them are valid.
func (a api) draw(schema any, d direction, depth int) []any {
	list := []any{nil}
	for _, s := range a.shapes(schema, 0) {
		types := s.types
		if len(types) == 0 {
			if types = []string{"string", "integer", "number", "boolean", "object", "array"}; depth > 2 {
				types = types[:1]
			}
		}
		for _, t := range types {
			switch t {
			case "string":
				list = append(list, s.strings()...)
			case "integer", "number":
				list = append(list, s.numbers(t == "number")...)
			case "boolean":
				list = append(list, true, false)
			case "array":
				list = append(list, a.arrays(s, d, depth)...)
			case "object":
				list = append(list, a.objects(s, d, depth)...)
			}
		}
		for _, m := range s.schemas {
			enum, _ := m["enum"].([]any)
			list = append(list, enum...)
		}
	}
	return list
}

// sample returns a value that all schemas accept, or nil if it finds none.
func (a api) sample(schemas []any, d direction, depth int) any {
	if depth > 7 || len(schemas) == 0 {
		return nil
	}
	for _, v := range a.draw(schemas[0], d, depth) {
		if v != nil && !slices.ContainsFunc(schemas, func(s any) bool { return !a.accepts(s, v, d) }) {
			return v
		}
	}
	return nil
}

func (s shape) strings() []any {
	list := []any{"a", "", "AB", "ab", "abc", "7", "12", "1.5", "true", "f00", "A-1", "x y", "2020-02-29", "2020-02-29T10:00:00Z", "123e4567-e89b-12d3-a456-426614174000",
		"a@b.example", "YWJj", "https://a.example/b", strings.Repeat("a", 1000)}
	for _, n := range s.around("minLength", "maxLength") {
		if n >= 0 && n < 2000 {
			list = append(list, strings.Repeat("a", int(n)), strings.Repeat("é", int(n)))
		}
	}
	return list
}

func (s shape) numbers(fractions bool) []any {
	list := []any{1.0, 0.0, -1.0, 2.0, 3.0, 7.0, 60.0, 1000.0, -1000.0, 210.0}
	for _, n := range []float64{math.MaxInt32, math.MinInt32, math.MaxInt32 + 1, math.MinInt32 - 1, 1 << 53, -(1 << 62), 1 << 63, 1e30, -1e30} {
		list = append(list, n)
	}
	for _, n := range s.around("minimum", "maximum") {
		list = append(list, n)
		if fractions {
			list = append(list, n+0.5, n-0.25)
		}
	}
	for _, n := range s.around("multipleOf") {
		list = append(list, n, 2*n, 210*n)
	}
	if fractions {
		list = append(list, 0.5, 1.5, -2.25, 0.1, 1e100, 1e-9)
	}
	return list
}

// around returns the values of the given limits, and each value plus and minus one.
func (s shape) around(keys ...string) (list []float64) {
	for _, m := range s.schemas {
		for _, key := range keys {
			if n, ok := number(m[key]); ok {
				list = append(list, n, n-1, n+1)
			}
		}
	}
	return list
}

func (a api) arrays(s shape, d direction, depth int) []any {
	list := []any{[]any{}}
	if depth > 5 {
		return list
	}
	var items []any
	if len(s.items) > 0 {
		items = a.draw(s.items[0], d, depth+1)
	} else {
		items = []any{"a", 1.0}
	}
	var good []any
	for _, item := range items {
		if !slices.ContainsFunc(s.items, func(schema any) bool { return !a.accepts(schema, item, d) }) {
			good = append(good, item)
			list = append(list, []any{item})
		}
	}
	if len(good) == 0 {
		return list
	}
	for _, n := range append(s.around("minItems", "maxItems"), 2, 7) {
		if n < 1 || n > 50 {
			continue
		}
		var same, mixed []any
		for i := range int(n) {
			same, mixed = append(same, good[0]), append(mixed, good[i%len(good)])
		}
		list = append(list, same, mixed)
	}
	return list
}

// objects returns an object with all properties and one with the required properties. For each property, it also returns an object that lacks the
// property, and one for each drawn value of the property. Other objects have properties that the schema does not declare.
func (a api) objects(s shape, d direction, depth int) []any {
	full, least := map[string]any{}, map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.properties)) {
		p := a.object(s.properties[name][0])
		if d == request && p["readOnly"] == true || d == response && p["writeOnly"] == true || depth > 4 && !s.required[name] {
			continue
		}
		if v := a.sample(s.properties[name], d, depth+1); v != nil {
			full[name] = v
			if s.required[name] {
				least[name] = v
			}
		}
	}
	list := []any{full, least}
	with := func(from map[string]any, name string, v any) map[string]any {
		m := maps.Clone(from)
		m[name] = v
		return m
	}
	for _, from := range []map[string]any{full, least} {
		for i, v := range []any{"more", 5.0, nil, map[string]any{"deep": true}} {
			if len(s.extra) == 0 || i > 0 {
				list = append(list, with(from, "unknown", v))
			}
		}
	}
	for _, schema := range s.extra {
		m := least
		for i, v := range a.draw(schema, d, depth+1) {
			list = append(list, with(least, "unknown", v))
			if a.accepts(schema, v, d) && i < 12 {
				m = with(m, "unknown"+text(i), v)
				list = append(list, m)
			}
		}
	}
	if depth > 4 {
		return list
	}
	for _, name := range slices.Sorted(maps.Keys(s.properties)) {
		schemas := s.properties[name]
		if p := a.object(schemas[0]); d == request && p["readOnly"] == true || d == response && p["writeOnly"] == true {
			continue
		}
		without := maps.Clone(full)
		delete(without, name)
		list = append(list, without)
		for _, schema := range schemas {
			for _, v := range a.draw(schema, d, depth+1) {
				list = append(list, with(full, name, v))
				if depth == 0 {
					list = append(list, with(least, name, v))
				}
			}
		}
	}
	return list
}
