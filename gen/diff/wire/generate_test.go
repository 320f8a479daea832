package wire_test

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
)

// drawer draws schemas and values at random.
type drawer struct {
	*rand.Rand
	version31 bool
}

type object = map[string]any

func pick[T any](r drawer, list ...T) T { return list[r.IntN(len(list))] }

func (r drawer) chance(p float64) bool { return r.Float64() < p }

func num(i int) json.Number { return json.Number(strconv.Itoa(i)) }

// schema draws a schema with at most depth levels below it.
func (r drawer) schema(depth int) object {
	k := r.Float64()
	switch {
	case depth <= 0 || k < 0.45:
		return r.scalar()
	case k < 0.55:
		return object{"$ref": "#/components/schemas/" + pick(r, "X", "Y")}
	case k < 0.65:
		s := object{"type": "array", "items": r.schema(depth - 1)}
		if r.chance(0.3) {
			s["minItems"] = num(pick(r, 1, 2))
		}
		if r.chance(0.3) {
			s["maxItems"] = num(pick(r, 1, 2, 3))
		}
		if r.chance(0.1) {
			s["uniqueItems"] = true
		}
		if r.version31 && r.chance(0.15) {
			s["contains"] = r.scalar()
			if r.chance(0.3) {
				s[pick(r, "minContains", "maxContains")] = num(pick(r, 1, 2))
			}
		}
		return s
	case k < 0.74:
		return object{pick(r, "oneOf", "anyOf"): r.schemas(depth-1, pick(r, 1, 2, 2, 3))}
	case k < 0.77:
		return r.discriminated()
	case k < 0.80:
		var all []any
		for range pick(r, 1, 2) {
			s := r.object(depth - 1)
			for _, p := range s["properties"].(object) { // the oracle does not apply readOnly in one member of allOf to the same property in the other members
				delete(p.(object), "readOnly")
				delete(p.(object), "writeOnly")
			}
			all = append(all, s)
		}
		return object{"allOf": all}
	}
	return r.object(depth)
}

func (r drawer) schemas(depth, n int) []any {
	var all []any
	for range n {
		all = append(all, r.schema(depth))
	}
	return all
}

func (r drawer) discriminated() object {
	ref := func(name string) object { return object{"$ref": "#/components/schemas/" + name} }
	all := []any{ref("P"), ref("Q")}[:pick(r, 1, 2, 2)]
	p := "#/components/schemas/P"
	mapping := pick(r, object{}, object{"p": p}, object{"p": p, "q": "#/components/schemas/Q"}, object{"pp": p})
	return object{"oneOf": all, "discriminator": object{"propertyName": "k", "mapping": mapping}}
}

func (r drawer) scalar() object {
	switch pick(r, "string", "string", "integer", "number", "boolean", "enum", "any", "nullable", "mixed") {
	case "string":
		s := object{"type": "string"}
		if r.chance(0.3) {
			s["maxLength"] = num(pick(r, 1, 2, 3))
		}
		if r.chance(0.3) {
			s["minLength"] = num(pick(r, 0, 1, 2))
		}
		if r.chance(0.2) {
			s["pattern"] = pick(r, "^[a-z]+$", "^a", "[0-9]", "^[a-z0-9]*$", "^(a|b)*$", `^\w{2,3}$`)
		}
		if r.chance(0.1) {
			s["format"] = pick(r, "date", "uuid")
		}
		return s
	case "integer":
		return r.number("integer")
	case "number":
		return r.number("number")
	case "boolean":
		return object{"type": "boolean"}
	case "enum":
		return object{"type": "string", "enum": []any{"a", "b", "c"}[:pick(r, 1, 2, 3)]}
	case "nullable":
		if r.version31 {
			return object{"type": []any{pick(r, "string", "integer"), "null"}}
		}
		return object{"type": pick(r, "string", "integer"), "nullable": true}
	case "mixed":
		all := []any{"a", num(1), nil, true, num(2)}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		return object{"enum": all[:3]}
	}
	return object{}
}

func (r drawer) number(name string) object {
	s := object{"type": name}
	if r.chance(0.4) {
		s["minimum"] = num(pick(r, 0, 1, 2))
	}
	if r.chance(0.4) {
		s["maximum"] = num(pick(r, 2, 3, 10))
	}
	if r.chance(0.2) {
		bound := pick(r, "exclusiveMinimum", "exclusiveMaximum")
		s[bound] = true
		if r.version31 {
			s[bound] = num(pick(r, 0, 1, 5))
		}
	}
	if r.chance(0.1) {
		s["multipleOf"] = num(pick(r, 2, 3, 4))
	}
	return s
}

func (r drawer) object(depth int) object {
	names := []string{"a", "b", "c", "d"}
	r.Shuffle(4, func(i, j int) { names[i], names[j] = names[j], names[i] })
	names = names[:pick(r, 0, 1, 2, 3)]
	properties := object{}
	var required []any
	for _, name := range names {
		properties[name] = r.schema(depth - 1)
		if r.chance(0.35) {
			required = append(required, name)
		}
	}
	s := object{"type": "object", "properties": properties}
	if r.chance(0.05) {
		required = append(required, "u")
	}
	if required != nil {
		s["required"] = required
	}
	switch x := r.Float64(); {
	case x < 0.15:
		s["additionalProperties"] = false
	case x < 0.25:
		s["additionalProperties"] = r.schema(depth - 2)
	}
	if len(names) > 0 && r.chance(0.15) {
		if of := properties[pick(r, names...)].(object); of["$ref"] == nil {
			of[pick(r, "readOnly", "writeOnly")] = true
		}
	}
	r.rare(s, depth)
	return s
}

// rare adds keywords that few documents have.
func (r drawer) rare(s object, depth int) {
	if r.version31 && r.chance(0.08) {
		s["patternProperties"] = object{pick(r, "^x", "^[a-b]$", "[0-9]$"): r.schema(depth - 2)}
	}
	if r.chance(0.05) {
		s["not"] = pick(r, object{"required": []any{"a"}}, object{"required": []any{"zz"}},
			object{"properties": object{"b": object{"type": "string"}}, "required": []any{"b"}})
	}
	if r.version31 && r.chance(0.06) {
		s["propertyNames"] = pick(r, object{"maxLength": num(1)}, object{"pattern": "^[a-z]"}, object{"enum": []any{"a", "b", "c", "u"}})
	}
	if r.version31 && r.chance(0.06) {
		s["unevaluatedProperties"] = false
	}
	if r.version31 && r.chance(0.06) {
		s["dependentRequired"] = object{pick(r, "a", "b"): []any{pick(r, "b", "c", "d")}}
	}
	if r.version31 && r.chance(0.06) {
		s["if"] = pick(r, object{"required": []any{"a"}}, object{"required": []any{"a"}, "properties": object{"a": r.scalar()}})
		s[pick(r, "then", "else")] = pick(r, object{"required": []any{"b"}}, object{"properties": object{"b": r.scalar()}})
	}
	if r.chance(0.06) {
		s["minProperties"] = num(1)
	}
	if r.chance(0.06) {
		s["maxProperties"] = num(2)
	}
}

// components draws the schemas of a document.
func (r drawer) components() object {
	tagged := func(name string) object {
		return object{"type": "object", "properties": object{"k": object{"type": "string"}, name: r.schema(1)}}
	}
	return object{"X": r.object(3), "Y": r.schema(2), "Root": r.schema(3), "P": tagged("p"), "Q": tagged("q")}
}

// copied returns a deep copy of a JSON value.
func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := object{}
		for k, of := range v {
			out[k] = copied(of)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, of := range v {
			out[i] = copied(of)
		}
		return out
	}
	return v
}

// schemasIn appends a schema and the schemas below it to a list.
func schemasIn(s object, all []object) []object {
	all = append(all, s)
	for _, key := range sortedKeys(s) {
		switch v := s[key].(type) {
		case map[string]any:
			if key == "properties" {
				for _, name := range sortedKeys(v) {
					all = schemasIn(v[name].(object), all)
				}
			} else if key == "items" || key == "additionalProperties" || key == "not" {
				all = schemasIn(v, all)
			}
		case []any:
			if key == "oneOf" || key == "anyOf" || key == "allOf" {
				for _, of := range v {
					all = schemasIn(of.(object), all)
				}
			}
		}
	}
	return all
}

// mutate returns a copy of components with one or two changes.
func (r drawer) mutate(components object) object {
	components = copied(components).(object)
	var all []object
	for _, name := range sortedKeys(components) {
		all = schemasIn(components[name].(object), all)
	}
	for range pick(r, 1, 1, 2) {
		r.change(all[r.IntN(len(all))])
	}
	return components
}

// drops removes the first of the given keywords that a schema has. It reports whether the schema had one.
func (drawer) drops(s object, keys ...string) bool {
	for _, key := range keys {
		if s[key] != nil {
			delete(s, key)
			return true
		}
	}
	return false
}

func (r drawer) change(s object) {
	properties, _ := s["properties"].(object)
	k := r.Float64()
	switch {
	case k < 0.3:
		clear(s)
		for key, v := range r.schema(2) {
			s[key] = v
		}
	case k < 0.5 && properties != nil:
		if r.chance(0.5) && len(properties) > 0 {
			delete(properties, pick(r, sortedKeys(properties)...))
		} else {
			properties[pick(r, "a", "b", "c", "d", "e")] = r.schema(1)
		}
	case k < 0.6 && len(properties) > 0:
		s["required"] = []any{pick(r, sortedKeys(properties)...)}
	case k < 0.7 && s["type"] == "object":
		if _, has := s["additionalProperties"]; has {
			delete(s, "additionalProperties")
		} else {
			s["additionalProperties"] = false
		}
	case k < 0.75 && r.drops(s, "contains", "dependentRequired", "if"):
	case k < 0.8 && (s["oneOf"] != nil || s["anyOf"] != nil):
		key := "oneOf"
		if s[key] == nil {
			key = "anyOf"
		}
		if l := s[key].([]any); r.chance(0.6) || len(l) < 2 {
			s[key] = append(l, r.schema(2))
		} else {
			s[key] = l[:len(l)-1]
		}
	case s["enum"] != nil:
		if l := s["enum"].([]any); r.chance(0.5) {
			s["enum"] = l[:1]
		} else {
			s["enum"] = append(l[:len(l):len(l)], "z")
		}
	default:
		r.nullable(s)
	}
}

func (r drawer) nullable(s object) {
	if t, ok := s["type"].(string); ok && t != "null" {
		if r.version31 {
			s["type"] = []any{t, "null"}
		} else {
			s["nullable"] = true
		}
	}
}

// value draws a value that a writer of a schema may write. The members of an object are declared members, keys of maps, and undeclared members.
func (r drawer) value(components, s object, depth int) any {
	if ref := refOf(s); ref != "" {
		if depth <= 0 {
			return nil
		}
		return r.value(components, components[ref[len("#/components/schemas/"):]].(object), depth-1)
	}
	if l := list(s, "enum"); len(l) > 0 && r.chance(0.9) {
		return pick(r, l...)
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		if l := list(s, key); len(l) > 0 {
			of := pick(r, l...).(object)
			return r.tag(s, refOf(of), r.value(components, of, depth-1))
		}
	}
	if l := list(s, "allOf"); len(l) > 0 {
		merged := object{}
		for _, of := range l {
			v, ok := r.value(components, of.(object), depth-1).(object)
			if !ok {
				return nil
			}
			for k, x := range v {
				merged[k] = x
			}
		}
		return merged
	}
	name := pick(r, "string", "number", "boolean", "null", "array", "object")
	switch t := s["type"].(type) {
	case string:
		name = t
		if s["nullable"] == true && r.chance(0.3) {
			return nil
		}
	case []any:
		name = pick(r, t...).(string)
	}
	return r.typed(components, s, name, depth)
}

// tag sets the discriminator property of s in v, which is a value of the alternative that ref references. It returns v.
func (r drawer) tag(s object, ref string, v any) any {
	d, isTagged := s["discriminator"].(object)
	o, isObject := v.(object)
	if isTagged && isObject {
		o[d["propertyName"].(string)] = pick(r, "P", "p", "pp")
		if strings.HasSuffix(ref, "Q") {
			o[d["propertyName"].(string)] = pick(r, "Q", "q")
		}
	}
	return v
}

func (r drawer) typed(components, s object, name string, depth int) any {
	switch name {
	case "string":
		return pick(r, "", "a", "b", "ab", "abc", "abcd", "0", "a0", "2020-01-01", "c", "z", "A")
	case "integer":
		return num(pick(r, 0, 1, 2, 3, 4, 5, 6, 10, 11, -1, 12))
	case "number":
		return pick(r, num(0), num(1), num(2), num(3), num(4), num(6), num(-1), num(11), json.Number("0.5"), json.Number("1.5"))
	case "boolean":
		return r.chance(0.5)
	case "array":
		if depth <= 0 {
			return []any{}
		}
		out := []any{}
		items, _ := s["items"].(object)
		for range pick(r, 0, 1, 1, 2, 3) {
			out = append(out, r.value(components, items, depth-1))
		}
		return out
	case "object":
		return r.members(components, s, depth)
	}
	return nil
}

func (r drawer) members(components, s object, depth int) object {
	out := object{}
	properties := fields(s, "properties")
	required := map[string]bool{}
	for _, name := range list(s, "required") {
		required[name.(string)] = true
	}
	for _, name := range sortedKeys(properties) {
		if depth > 0 && (required[name] || r.chance(0.5)) {
			out[name] = r.value(components, properties[name].(object), depth-1)
		}
	}
	for _, name := range sortedSet(required) {
		if _, known := properties[name]; !known && depth > 0 {
			out[name] = pick[any](r, num(1), "a", nil)
		}
	}
	rest, isMap := s["additionalProperties"].(object)
	isMap = isMap && len(rest) > 0
	for pattern := range fields(s, "patternProperties") {
		for _, name := range []string{"x1", "a", "b", "z9"} {
			if depth > 0 && r.chance(0.2) && out[name] == nil && regexp.MustCompile(pattern).MatchString(name) {
				out[name] = r.value(components, fields(s, "patternProperties")[pattern].(object), depth-1)
			}
		}
	}
	if depth > 0 && r.chance(0.3) {
		switch {
		case isMap:
			for _, name := range []string{pick(r, "a", "b", "c", "d", "e", "x1"), "zz"} {
				if _, known := out[name]; !known {
					out[name] = r.value(components, rest, depth-1)
				}
			}
		case s["additionalProperties"] == nil:
			out["zz"] = pick[any](r, num(1), "a", nil)
		}
	}
	return out
}
