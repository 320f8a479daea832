package diff_test

import (
	"maps"
	"math/rand"
	"reflect"
	"slices"
	"strings"
)

// kind is a named random edit. edit changes a random object of the document. It returns false if there is no suitable object.
type kind struct {
	name string
	edit func(y draft) bool
}

// draft is a document to edit, with a source of random numbers.
type draft struct {
	api
	*rand.Rand
}

type object = map[string]any

// found returns the objects of a document that pass a filter, in a fixed order. above is the key of the object. For an object in a map or list, it is
// the key of the map or list followed by " entry" or " item".
func (y draft) found(filter func(above string, o object) bool) (list []object) {
	var visit func(above string, node any)
	visit = func(above string, node any) {
		switch n := node.(type) {
		case object:
			if filter(above, n) {
				list = append(list, n)
			}
			for _, key := range slices.Sorted(maps.Keys(n)) {
				next := key
				if above == "properties" || above == "schemas" || above == "responses" || above == "paths" || above == "content" || above == "headers" {
					next = above + " entry"
				}
				visit(next, n[key])
			}
		case []any:
			for _, item := range n {
				visit(above+" item", item)
			}
		}
	}
	visit("", y.doc)
	return list
}

func (y draft) one(filter func(above string, o object) bool) object {
	list := y.found(filter)
	if len(list) == 0 {
		return nil
	}
	return list[y.Intn(len(list))]
}

func isSchema(above string, o object) bool {
	switch above {
	case "schema", "schemas entry", "properties entry", "items", "additionalProperties", "allOf item", "oneOf item", "anyOf item":
		return o["$ref"] == nil
	}
	return false
}

// schema returns a random schema that passes all filters. Its type is in types, a list separated by spaces, unless types is "". schema returns nil if
// there is none.
func (y draft) schema(types string, filters ...func(object) bool) object {
	return y.one(func(above string, o object) bool {
		t, _ := o["type"].(string)
		return isSchema(above, o) && (types == "" || t != "" && slices.Contains(strings.Fields(types), t)) &&
			!slices.ContainsFunc(filters, func(f func(object) bool) bool { return !f(o) })
	})
}

func has(key string) func(object) bool   { return func(o object) bool { return o[key] != nil } }
func lacks(key string) func(object) bool { return func(o object) bool { return o[key] == nil } }

func pick[T any](y draft, list ...T) T { return list[y.Intn(len(list))] }

func key(y draft, m any) string {
	o, _ := m.(object)
	if len(o) == 0 {
		return ""
	}
	return pick(y, slices.Sorted(maps.Keys(o))...)
}

// limit returns four kinds of edits, which add, raise, lower or remove a keyword.
func limit(key, types string, values ...any) []kind {
	step := func(by float64) func(y draft) bool {
		return func(y draft) bool {
			s := y.schema(types, has(key))
			if s == nil {
				return false
			}
			n, _ := number(s[key])
			least := 0.0
			if key == "multipleOf" {
				least = 1
			}
			s[key] = int(max(least, n+by*float64(1+y.Intn(3))))
			return !alike(s[key], n)
		}
	}
	return []kind{
		{key + " added", func(y draft) bool { return put(y.schema(types, lacks(key), lacks("enum")), key, pick(y, values...)) }},
		{key + " higher", step(1)},
		{key + " lower", step(-1)},
		{key + " removed", func(y draft) bool { return cut(y.schema(types, has(key)), key) }},
	}
}

// put sets a key of an object. It returns false if there is no object or the key already has that value.
func put(o object, key string, v any) bool {
	if o == nil || alike(o[key], v) {
		return false
	}
	o[key] = v
	return true
}

func cut(o object, key string) bool {
	if o == nil || key == "" || o[key] == nil {
		return false
	}
	delete(o, key)
	return true
}

// kinds returns all kinds of edits.
func kinds() []kind {
	return slices.Concat(typeKinds(), limitKinds(), objectKinds(), branchKinds(), parameterKinds(), exchangeKinds(), securityKinds())
}

func typeKinds() []kind {
	become := func(types, t string) func(y draft) bool {
		return func(y draft) bool {
			s := y.schema(types, lacks("enum"), func(o object) bool { return o["type"] != t })
			if s == nil {
				return false
			}
			for key := range s {
				if key != "type" && key != "nullable" && key != "readOnly" && key != "writeOnly" {
					delete(s, key)
				}
			}
			s["type"] = t
			if t == "array" {
				s["items"] = object{"type": "string"}
			}
			return true
		}
	}
	return []kind{
		{"type: to string", become("integer number boolean object array", "string")},
		{"type: to integer", become("string boolean array object", "integer")},
		{"type: to boolean", become("string integer number", "boolean")},
		{"type: to array", become("string integer number object", "array")},
		{"type: to object", become("string integer array", "object")},
		{"type: integer to number", func(y draft) bool {
			s := y.schema("integer", lacks("enum"))
			return put(s, "type", "number") && (cut(s, "format") || true)
		}},
		{"type: number to integer", func(y draft) bool {
			s := y.schema("number")
			return put(s, "type", "integer") && (cut(s, "format") || true)
		}},
		{"type: removed", func(y draft) bool {
			return cut(y.schema("string integer number boolean", lacks("nullable")), "type")
		}},
		{"type: scalar to array of it", func(y draft) bool {
			s := y.schema("string integer")
			if s == nil {
				return false
			}
			inner := maps.Clone(s)
			clear(s)
			s["type"], s["items"] = "array", inner
			return true
		}},
		{"format: int32 to int64", func(y draft) bool {
			return put(y.schema("integer", func(o object) bool { return o["format"] == "int32" }), "format", "int64")
		}},
		{"format: int64 to int32", func(y draft) bool {
			return put(y.schema("integer", func(o object) bool { return o["format"] == "int64" }), "format", "int32")
		}},
		{"format: added to a string", func(y draft) bool {
			return put(y.schema("string", lacks("format"), lacks("enum")), "format", pick(y, "uuid", "date", "date-time", "email", "byte", "uri"))
		}},
		{"format: changed on a string", func(y draft) bool {
			return put(y.schema("string", has("format")), "format", pick(y, "uuid", "date", "date-time", "email"))
		}},
		{"format: added to a number", func(y draft) bool {
			return put(y.schema("integer", lacks("format")), "format", pick(y, "int32", "int64"))
		}},
		{"format: removed", func(y draft) bool { return cut(y.schema("string integer number", has("format")), "format") }},
		{"nullable: null accepted", func(y draft) bool {
			return put(y.schema("string integer number boolean array", lacks("nullable")), "nullable", true)
		}},
		{"nullable: null not accepted", func(y draft) bool { return cut(y.schema("", has("nullable")), "nullable") }},
		{"enum: member added", func(y draft) bool {
			s := y.schema("string", has("enum"))
			return s != nil && put(s, "enum", append(slices.Clone(valuesOf(s)), "more"))
		}},
		{"enum: number changed", func(y draft) bool {
			s := y.schema("integer", has("enum"))
			if s == nil {
				return false
			}
			names, _ := s["x-enum-varnames"].([]any)
			s["enum"], s["x-enum-varnames"] = append(slices.Clone(valuesOf(s)), 9), append(slices.Clone(names), "Yew")
			return true
		}},
		{"enum: member removed", func(y draft) bool {
			s := y.schema("string integer", has("enum"))
			if s == nil {
				return false
			}
			i := y.Intn(len(valuesOf(s)))
			for _, key := range []string{"enum", "x-enum-varnames"} {
				if list, ok := s[key].([]any); ok {
					s[key] = slices.Delete(slices.Clone(list), i, i+1)
				}
			}
			return true
		}},
		{"enum: added", func(y draft) bool {
			return put(y.schema("string", lacks("enum"), lacks("format"), lacks("pattern")), "enum", []any{"a", "ab", "abc"})
		}},
		{"enum: removed", func(y draft) bool { s := y.schema("", has("enum")); cut(s, "x-enum-varnames"); return cut(s, "enum") }},
		{"default: changed", func(y draft) bool { return put(y.schema("string", lacks("enum")), "default", "ab") }},
		{"description: changed", func(y draft) bool { return put(y.schema(""), "description", "Other words") }},
	}
}

func limitKinds() []kind {
	flip := func(key, types string, when func(object) bool) []kind {
		return []kind{
			{key + " on", func(y draft) bool { return put(y.schema(types, lacks(key), when), key, true) }},
			{key + " off", func(y draft) bool { return cut(y.schema(types, has(key), when), key) }},
		}
	}
	any := func(object) bool { return true }
	return slices.Concat(
		limit("minimum", "integer number", -5, 0, 1, 10), limit("maximum", "integer number", 5, 100, 70000),
		limit("minLength", "string", 1, 2, 5), limit("maxLength", "string", 1, 10, 100),
		limit("minItems", "array", 1, 2), limit("maxItems", "array", 1, 4), limit("minProperties", "object", 1, 2, 3), limit("maxProperties", "object", 1, 2, 20),
		limit("multipleOf", "integer number", 2, 3, 5),
		flip("exclusiveMinimum", "integer number", has("minimum")), flip("exclusiveMaximum", "integer number", has("maximum")), flip("uniqueItems", "array", any),
		[]kind{
			{"pattern added", func(y draft) bool {
				return put(y.schema("string", lacks("pattern"), lacks("enum"), lacks("format")), "pattern", pick(y, "^[a-z]+$", "^a", "^[0-9]+$"))
			}},
			{"pattern changed", func(y draft) bool {
				return put(y.schema("string", has("pattern")), "pattern", pick(y, "^[A-Z]+$", "^[a-z0-9-]+$"))
			}},
			{"pattern removed", func(y draft) bool { return cut(y.schema("string", has("pattern")), "pattern") }},
		})
}

func objectKinds() []kind {
	members := func(o object) bool { m, _ := o["properties"].(object); return len(m) > 0 }
	required := func(o object) []any { l, _ := o["required"].([]any); return l }
	optional := func(y draft, o object) string {
		m, _ := o["properties"].(object)
		var names []string
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if !slices.Contains(required(o), any(name)) {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			return ""
		}
		return pick(y, names...)
	}
	remove := func(o object, name string) {
		list := slices.DeleteFunc(slices.Clone(required(o)), func(v any) bool { return v == name })
		if o["required"] = list; len(list) == 0 {
			delete(o, "required")
		}
	}
	closed := func(o object) bool { return o["additionalProperties"] == false }
	return []kind{
		{"required: member added", func(y draft) bool {
			o := y.schema("object", members)
			name := optional(y, o)
			return name != "" && put(o, "required", append(slices.Clone(required(o)), name))
		}},
		{"required: member removed", func(y draft) bool {
			o := y.schema("object", has("required"))
			remove(o, text(pick(y, required(o)...)))
			return true
		}},
		{"property: optional added", func(y draft) bool {
			o := y.schema("object", members)
			return put(o["properties"].(object), "fresh", object{"type": pick(y, "string", "integer")})
		}},
		{"property: optional added next to additionalProperties", func(y draft) bool {
			o := y.schema("object", func(o object) bool { return o["additionalProperties"] != nil && o["additionalProperties"] != false })
			if o["properties"] == nil {
				o["properties"] = object{}
			}
			return put(o["properties"].(object), "fresh", object{"type": pick(y, "string", "integer")})
		}},
		{"property: required added", func(y draft) bool {
			o := y.schema("object", members)
			o["required"] = append(slices.Clone(required(o)), "fresh")
			return put(o["properties"].(object), "fresh", object{"type": "string"})
		}},
		{"property: removed", func(y draft) bool {
			o := y.schema("object", members)
			name := key(y, o["properties"])
			remove(o, name)
			return cut(o["properties"].(object), name)
		}},
		{"property: renamed", func(y draft) bool {
			o := y.schema("object", members)
			m := o["properties"].(object)
			name := key(y, m)
			if slices.Contains(required(o), any(name)) {
				remove(o, name)
				o["required"] = append(slices.Clone(required(o)), name+"Now")
			}
			m[name+"Now"] = m[name]
			return cut(m, name)
		}},
		{"property: reference changed", func(y draft) bool {
			o := y.one(func(above string, o object) bool { return above == "properties entry" && o["$ref"] != nil })
			return put(o, "$ref", "#/components/schemas/"+pick(y, "Order", "Problem", "Named"))
		}},
		{"reference changed", func(y draft) bool {
			o := y.one(func(above string, o object) bool { return (above == "schema" || above == "items") && o["$ref"] != nil })
			return put(o, "$ref", "#/components/schemas/"+pick(y, "Order", "Problem", "Named", "Nest"))
		}},
		{"additionalProperties: closed", func(y draft) bool {
			return put(y.schema("object", lacks("additionalProperties")), "additionalProperties", false)
		}},
		{"additionalProperties: opened", func(y draft) bool { return cut(y.schema("object", closed), "additionalProperties") }},
		{"additionalProperties: schema added", func(y draft) bool {
			return put(y.schema("object", func(o object) bool { _, ok := o["additionalProperties"].(object); return !ok }), "additionalProperties", object{"type": pick(y, "string", "integer")})
		}},
		{"additionalProperties: schema removed", func(y draft) bool {
			return cut(y.schema("object", func(o object) bool { _, ok := o["additionalProperties"].(object); return ok }), "additionalProperties")
		}},
		{"readOnly on", func(y draft) bool { return put(y.property(lacks("readOnly")), "readOnly", true) }},
		{"readOnly off", func(y draft) bool { return cut(y.property(has("readOnly")), "readOnly") }},
		{"writeOnly on", func(y draft) bool { return put(y.property(lacks("writeOnly"), lacks("readOnly")), "writeOnly", true) }},
		{"writeOnly off", func(y draft) bool { return cut(y.property(has("writeOnly")), "writeOnly") }},
	}
}

// property returns the schema of a random property that passes all filters and is not a reference, or nil if there is none.
func (y draft) property(filters ...func(object) bool) object {
	return y.one(func(above string, o object) bool {
		return above == "properties entry" && o["$ref"] == nil && !slices.ContainsFunc(filters, func(f func(object) bool) bool { return !f(o) })
	})
}

func branchKinds() []kind {
	edit := func(name string, change func(y draft, list []any) []any) func(y draft) bool {
		return func(y draft) bool {
			o := y.schema("", has(name))
			if o == nil {
				return false
			}
			list, _ := o[name].([]any)
			if o[name] = change(y, slices.Clone(list)); len(o[name].([]any)) == 0 {
				return false
			}
			return true
		}
	}
	drop := func(y draft, list []any) []any { i := y.Intn(len(list)); return slices.Delete(list, i, i+1) }
	add := func(y draft, list []any) []any {
		return append(list, pick[any](y, object{"$ref": "#/components/schemas/Nest"}, object{"type": "object", "required": []any{"x"}, "properties": object{"x": object{"type": "string"}}}))
	}
	return []kind{
		{"allOf: member removed", edit("allOf", drop)}, {"allOf: member added", edit("allOf", add)},
		{"oneOf: member removed", edit("oneOf", drop)}, {"oneOf: member added", edit("oneOf", add)},
		{"anyOf: member removed", edit("anyOf", drop)},
		{"anyOf: member added", edit("anyOf", func(y draft, list []any) []any { return append(list, object{"type": pick(y, "boolean", "number")}) })},
		{"oneOf becomes anyOf", func(y draft) bool {
			o := y.schema("", has("oneOf"))
			return put(o, "anyOf", o["oneOf"]) && cut(o, "oneOf")
		}},
		{"allOf: added", func(y draft) bool {
			nest := y.object(object{"$ref": "#/components/schemas/Nest"})
			notItself := func(o object) bool { return reflect.ValueOf(o).Pointer() != reflect.ValueOf(nest).Pointer() } // a schema that requires itself accepts no value
			return put(y.schema("object", lacks("allOf"), notItself), "allOf", add(y, nil))
		}},
	}
}
