package diff_test

import (
	"maps"
	"slices"
)

func isParameter(above string, o object) bool { return above == "parameters item" && o["in"] != nil }

// parameter returns a random parameter that passes all filters, or nil if there is none.
func (y draft) parameter(filters ...func(object) bool) object {
	return y.one(func(above string, o object) bool {
		return isParameter(above, o) && !slices.ContainsFunc(filters, func(f func(object) bool) bool { return !f(o) })
	})
}

func notInPath(o object) bool {
	return slices.Contains([]string{"query", "header", "cookie"}, text(o["in"]))
}

// operation returns a random operation that passes a filter, with its path item and method. It returns nil if there is none.
func (y draft) operation(filter func(object) bool) (item, op object, method string) {
	type place struct {
		item   object
		method string
	}
	var list []place
	paths, _ := y.doc["paths"].(object)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, method := range methods {
			item := paths[path].(object)
			if op, ok := item[method].(object); ok && filter(op) {
				list = append(list, place{item, method})
			}
		}
	}
	if len(list) == 0 {
		return nil, nil, ""
	}
	p := pick(y, list...)
	return p.item, p.item[p.method].(object), p.method
}

func every(object) bool { return true }

func parameterKinds() []kind {
	add := func(p object) func(y draft) bool {
		return func(y draft) bool {
			_, op, _ := y.operation(every)
			list, _ := op["parameters"].([]any)
			op["parameters"] = append(slices.Clone(list), maps.Clone(p))
			return true
		}
	}
	takeOut := func(filter func(object) bool) func(y draft) bool {
		return func(y draft) bool {
			_, op, _ := y.operation(func(o object) bool {
				list, _ := o["parameters"].([]any)
				return slices.ContainsFunc(list, func(p any) bool { return filter(y.object(p)) })
			})
			if op == nil {
				return false
			}
			list, _ := op["parameters"].([]any)
			i := y.Intn(len(list))
			if !filter(y.object(list[i])) {
				return false
			}
			op["parameters"] = slices.Delete(slices.Clone(list), i, i+1)
			return true
		}
	}
	listed := func(o object) bool { s, _ := o["schema"].(object); return s["type"] == "array" && o["in"] == "query" }
	return []kind{
		{"parameter: now required", func(y draft) bool {
			return put(y.parameter(func(o object) bool { return o["required"] != true }), "required", true)
		}},
		{"parameter: now optional", func(y draft) bool { return cut(y.parameter(has("required"), notInPath), "required") }},
		{"parameter: optional added", add(object{"name": "fresh", "in": "query", "schema": object{"type": "string"}})},
		{"parameter: required added", add(object{"name": "fresh", "in": "query", "required": true, "schema": object{"type": "string"}})},
		{"parameter: required header added", add(object{"name": "X-Fresh", "in": "header", "required": true, "schema": object{"type": "string"}})},
		{"parameter: removed", takeOut(notInPath)},
		{"parameter: renamed", func(y draft) bool {
			p := y.parameter(notInPath)
			return put(p, "name", text(p["name"])+"Now")
		}},
		{"parameter: other location", func(y draft) bool {
			p := y.parameter(notInPath, func(o object) bool { s, _ := o["schema"].(object); return s["type"] != "array" })
			return put(p, "in", pick(y, "query", "header", "cookie"))
		}},
		{"parameter: explode", func(y draft) bool { p := y.parameter(listed); return put(p, "explode", !explodes(p)) }},
		{"parameter: style", func(y draft) bool {
			p := y.parameter(listed)
			return put(p, "style", pick(y, "spaceDelimited", "pipeDelimited")) && put(p, "explode", false)
		}},
		{"parameter: path parameter renamed", func(y draft) bool {
			paths := y.doc["paths"].(object)
			item := paths["/trees/{id}"]
			delete(paths, "/trees/{id}")
			paths["/trees/{tree}"] = item
			return put(item.(object)["parameters"].([]any)[0].(object), "name", "tree")
		}},
	}
}

func exchangeKinds() []kind {
	// contents returns a random request body or response that has content, or nil if there is none.
	contents := func(y draft, of string) object {
		return y.one(func(above string, o object) bool { return above == of && o["content"] != nil })
	}
	rename := func(o object, from, to string) bool {
		if from == "" || o[to] != nil {
			return false
		}
		o[to] = o[from]
		return cut(o, from)
	}
	body := func(of string) []kind {
		name := map[string]string{"requestBody": "body", "responses entry": "response"}[of]
		return []kind{
			{name + ": media type added", func(y draft) bool {
				c := contents(y, of)["content"].(object)
				return put(c, "application/yaml", c[key(y, c)])
			}},
			{name + ": media type removed", func(y draft) bool {
				c := contents(y, of)["content"].(object)
				return len(c) > 1 && cut(c, key(y, c))
			}},
			{name + ": media type replaced", func(y draft) bool {
				c := contents(y, of)["content"].(object)
				return rename(c, key(y, c), "application/cbor")
			}},
		}
	}
	withBody := func(o object) bool { return o["requestBody"] != nil }
	responses := func(y draft) object { _, op, _ := y.operation(every); return op["responses"].(object) }
	return slices.Concat(body("requestBody"), body("responses entry"), []kind{
		{"body: now required", func(y draft) bool {
			return put(y.one(func(above string, o object) bool { return above == "requestBody" && o["required"] != true }), "required", true)
		}},
		{"body: now optional", func(y draft) bool {
			return cut(y.one(func(above string, o object) bool { return above == "requestBody" && o["required"] == true }), "required")
		}},
		{"body: removed", func(y draft) bool { _, op, _ := y.operation(withBody); return cut(op, "requestBody") }},
		{"body: optional added", func(y draft) bool {
			_, op, method := y.operation(func(o object) bool { return o["requestBody"] == nil })
			return method != "get" && put(op, "requestBody", object{"content": object{"application/json": object{"schema": object{"type": "object"}}}})
		}},
		{"body: required added", func(y draft) bool {
			_, op, method := y.operation(func(o object) bool { return o["requestBody"] == nil })
			return method != "get" && put(op, "requestBody", object{"required": true, "content": object{"application/json": object{"schema": object{"type": "object"}}}})
		}},
		{"response: content removed", func(y draft) bool { return cut(contents(y, "responses entry"), "content") }},
		{"response: content added", func(y draft) bool {
			return put(y.one(func(above string, o object) bool {
				return above == "responses entry" && o["content"] == nil && o["description"] != nil
			}), "content", object{"application/json": object{"schema": object{"type": "object"}}})
		}},
		{"status: success added", func(y draft) bool { return put(responses(y), "206", object{"description": "A part"}) }},
		{"status: error added", func(y draft) bool { return put(responses(y), "429", object{"description": "Too many"}) }},
		{"status: removed", func(y draft) bool { r := responses(y); return len(r) > 1 && cut(r, key(y, r)) }},
		{"status: replaced", func(y draft) bool { r := responses(y); return rename(r, key(y, r), "203") }},
		{"status: default added", func(y draft) bool {
			return put(responses(y), "default", object{"$ref": "#/components/responses/Problem"})
		}},
		{"header: removed", func(y draft) bool {
			o := y.one(func(above string, o object) bool { return above == "responses entry" && o["headers"] != nil })
			h := o["headers"].(object)
			return cut(h, key(y, h))
		}},
		{"header: added", func(y draft) bool {
			o := y.one(func(above string, o object) bool {
				return above == "responses entry" && o["headers"] == nil && o["description"] != nil
			})
			return put(o, "headers", object{"X-Fresh": object{"schema": object{"type": "string"}}})
		}},
		{"header: required", func(y draft) bool {
			o := y.one(func(above string, o object) bool { return above == "headers entry" })
			if cut(o, "required") {
				return true
			}
			return put(o, "required", true)
		}},
		{"operation: removed", func(y draft) bool { item, _, method := y.operation(every); return cut(item, method) }},
		{"operation: added", func(y draft) bool {
			return put(y.doc["paths"].(object)["/animals"].(object), "delete", object{
				"operationId": "freeAnimals", "tags": []any{"Animal"}, "responses": object{"204": object{"description": "Free"}},
			})
		}},
		{"operation: other method", func(y draft) bool {
			item, op, method := y.operation(func(o object) bool { return o["requestBody"] != nil })
			to := pick(y, "put", "patch", "post")
			return item[to] == nil && put(item, to, op) && cut(item, method)
		}},
		{"operation: other path", func(y draft) bool {
			paths := y.doc["paths"].(object)
			return rename(paths, "/animals", "/pets")
		}},
		{"operation: deprecated", func(y draft) bool { _, op, _ := y.operation(every); return put(op, "deprecated", true) }},
		{"operation: other operationId", func(y draft) bool {
			_, op, _ := y.operation(every)
			return put(op, "operationId", text(op["operationId"])+"Now")
		}},
	})
}

func securityKinds() []kind {
	secured := func(n int) func(o object) bool {
		return func(o object) bool { l, ok := o["security"].([]any); return ok && len(l) >= n }
	}
	schemes := func(y draft) object { return y.doc["components"].(object)["securitySchemes"].(object) }
	return []kind{
		{"security: alternative added", func(y draft) bool {
			_, op, _ := y.operation(secured(1))
			list := op["security"].([]any)
			return put(op, "security", append(slices.Clone(list), object{"Password": []any{}}))
		}},
		{"security: alternative removed", func(y draft) bool {
			_, op, _ := y.operation(secured(2))
			list := op["security"].([]any)
			i := y.Intn(len(list))
			return put(op, "security", slices.Delete(slices.Clone(list), i, i+1))
		}},
		{"security: scheme added to an alternative", func(y draft) bool {
			_, op, _ := y.operation(secured(1))
			list := slices.Clone(op["security"].([]any))
			first := maps.Clone(list[0].(object))
			if first["Password"] != nil {
				return false
			}
			first["Password"] = []any{}
			list[0] = first
			return put(op, "security", list)
		}},
		{"security: scheme removed from an alternative", func(y draft) bool {
			_, op, _ := y.operation(func(o object) bool {
				l, _ := o["security"].([]any)
				return len(l) == 1 && len(l[0].(object)) > 1
			})
			return op != nil && put(op, "security", []any{object{"Token": []any{}}})
		}},
		{"security: added to an operation", func(y draft) bool {
			_, op, _ := y.operation(func(o object) bool { _, ok := o["security"]; return !ok })
			return put(op, "security", []any{object{"Password": []any{}}})
		}},
		{"security: removed from an operation", func(y draft) bool {
			_, op, _ := y.operation(func(o object) bool { _, ok := o["security"]; return ok })
			delete(op, "security")
			return true
		}},
		{"security: not required", func(y draft) bool {
			_, op, _ := y.operation(func(o object) bool { return !secured(0)(o) || secured(1)(o) })
			return put(op, "security", []any{})
		}},
		{"security: changed for the document", func(y draft) bool {
			return put(y.doc, "security", pick(y, []any{object{"Password": []any{}}}, []any{}, []any{object{"Token": []any{}}, object{}}))
		}},
		{"security: scheme in another place", func(y draft) bool { return put(schemes(y)["Token"].(object), pick(y, "name", "in"), "query") }},
		{"security: other scheme", func(y draft) bool { return put(schemes(y)["Password"].(object), "scheme", "bearer") }},
	}
}
