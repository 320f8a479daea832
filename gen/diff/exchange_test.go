package diff_test

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// This file is the oracle of the wire level. It simulates a client of base and a server of head. It draws requests from base and validates them with head. It
// also draws responses from head and validates them with base. It shares no code with package diff.

// outcome is the result of an exchange.
type outcome struct {
	breaks string // the first rejected message, or ""
	loses  string // the first object that base declares and head does not, or ""
}

// exchange simulates a client of base and a server of head.
type exchange struct {
	base, head api
	outcome    outcome
}

func (x *exchange) breaks(format string, args ...any) {
	if x.outcome.breaks == "" {
		x.outcome.breaks = fmt.Sprintf(format, args...)
	}
}

func (x *exchange) loses(format string, args ...any) {
	if x.outcome.loses == "" {
		x.outcome.loses = fmt.Sprintf(format, args...)
	}
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

var braces = regexp.MustCompile(`\{[^}]*\}`)

// play simulates all operations of base and returns the outcome.
func play(base, head map[string]any) outcome {
	x := &exchange{base: api{base}, head: api{head}}
	after := map[string]map[string]any{}
	paths := map[string]string{}
	items, _ := head["paths"].(map[string]any)
	for path, item := range items {
		after[braces.ReplaceAllString(path, "{}")], paths[braces.ReplaceAllString(path, "{}")] = x.head.object(item), path
	}
	items, _ = base["paths"].(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(items)) {
		item, key := x.base.object(items[path]), braces.ReplaceAllString(path, "{}")
		for _, method := range methods {
			before, ok := item[method].(map[string]any)
			if !ok {
				continue
			}
			now, ok := after[key][method].(map[string]any)
			if !ok {
				x.breaks("%s %s was removed", method, path)
				continue
			}
			x.security(method+" "+path, before, now)
			x.parameters(method+" "+path, parametersOf(x.base, path, item, before), parametersOf(x.head, paths[key], after[key], now))
			x.body(method+" "+path, before["requestBody"], now["requestBody"])
			x.responses(method+" "+path, before["responses"], now["responses"])
		}
	}
	return x.outcome
}

// parametersOf returns the parameters of an operation by location and name. The key of a path parameter has its position instead of its name.
func parametersOf(a api, path string, item, op map[string]any) map[string]map[string]any {
	found := map[string]map[string]any{}
	names := braces.FindAllString(path, -1)
	for _, list := range []any{item["parameters"], op["parameters"]} {
		list, _ := list.([]any)
		for _, n := range list {
			p := a.object(n)
			key := text(p["in"]) + " " + text(p["name"])
			if p["in"] == "path" {
				key = "path " + strconv.Itoa(slices.Index(names, "{"+text(p["name"])+"}"))
			} else if p["in"] == "header" {
				key = strings.ToLower(key)
			}
			found[key] = p
		}
	}
	return found
}

func (x *exchange) parameters(op string, before, now map[string]map[string]any) {
	for _, key := range slices.Sorted(maps.Keys(now)) {
		if q, p := now[key], before[key]; q["required"] == true && p["required"] != true {
			x.breaks("%s: parameter %s is required", op, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(before)) {
		p, q := before[key], now[key]
		if q == nil {
			x.loses("%s: the server ignores parameter %s", op, key)
			continue
		}
		if x.same(p["schema"], q["schema"], nil) && reflect.DeepEqual(p["style"], q["style"]) && explodes(p) == explodes(q) {
			continue
		}
		for _, v := range x.drawn(p["schema"], q["schema"], request) {
			if v == nil || !x.base.accepts(p["schema"], v, request) {
				continue
			}
			got, ok := x.parse(q, serialize(p, v))
			if !ok || !x.head.accepts(q["schema"], got, request) || !sameTexts(v, got) {
				x.breaks("%s: parameter %s = %.80v", op, key, v)
				break
			}
		}
	}
}

// drawn returns values that are drawn from the schemas of both sides.
func (x *exchange) drawn(before, now any, d direction) []any {
	return slices.Concat(x.base.draw(before, d, 0), x.head.draw(now, d, 0))
}

func style(p map[string]any) string {
	if s, ok := p["style"].(string); ok {
		return s
	}
	if p["in"] == "query" || p["in"] == "cookie" {
		return "form"
	}
	return "simple"
}

func explodes(p map[string]any) bool {
	if e, ok := p["explode"].(bool); ok {
		return e
	}
	return style(p) == "form"
}

func separator(p map[string]any) string {
	switch style(p) {
	case "spaceDelimited":
		return " "
	case "pipeDelimited":
		return "|"
	}
	return ","
}

// serialize returns the texts that encode the value v of the parameter p in a request. An exploded list of style form has one text per item.
// serialize does not support objects.
func serialize(p map[string]any, v any) []string {
	list, ok := v.([]any)
	if !ok {
		return []string{text(v)}
	}
	var parts []string
	for _, item := range list {
		parts = append(parts, text(item))
	}
	if explodes(p) && style(p) == "form" {
		return parts
	}
	return []string{strings.Join(parts, separator(p))}
}

// parse returns the value that the server reads from the result of serialize. If there are no texts and the schema is not an array, the value is nil.
// parse returns false if the texts are not valid.
func (x *exchange) parse(q map[string]any, texts []string) (any, bool) {
	s := x.head.object(q["schema"])
	if s["type"] != "array" {
		if len(texts) != 1 {
			return nil, len(texts) == 0
		}
		return parsed(s, texts[0])
	}
	if len(texts) == 1 && !(explodes(q) && style(q) == "form") {
		texts = strings.Split(texts[0], separator(q))
	} else if len(texts) > 1 && !(explodes(q) && style(q) == "form") {
		return nil, false
	}
	list := []any{}
	for _, t := range texts {
		v, ok := parsed(x.head.object(s["items"]), t)
		if !ok {
			return nil, false
		}
		list = append(list, v)
	}
	return list, true
}

func parsed(s map[string]any, t string) (any, bool) {
	switch s["type"] {
	case "integer", "number":
		n, err := strconv.ParseFloat(t, 64)
		return n, err == nil
	case "boolean":
		return t == "true", t == "true" || t == "false"
	}
	for _, v := range valuesOf(s) { // an enum of numbers without a type
		if text(v) == t {
			return v, true
		}
	}
	return t, true
}

func valuesOf(s map[string]any) []any {
	list, _ := s["enum"].([]any)
	return list
}

// sameTexts reports whether two values have the same texts in a request. A list with one item has the same texts as the item. An empty list x has the
// same texts as every y that is not a list.
func sameTexts(x, y any) bool {
	a, ok := x.([]any)
	b, both := y.([]any)
	if ok && both {
		return slices.EqualFunc(a, b, sameTexts)
	}
	if ok && len(a) == 1 {
		return sameTexts(a[0], y)
	}
	if both && len(b) == 1 {
		return sameTexts(x, b[0])
	}
	return ok == both && text(x) == text(y) || ok && len(a) == 0
}

func (x *exchange) body(op string, before, now any) {
	a, b := x.base.object(before), x.head.object(now)
	if a["required"] != true && b["required"] == true {
		x.breaks("%s: a body is required", op)
	}
	if a != nil && b == nil {
		x.loses("%s: the server ignores the body", op)
		return
	}
	types, _ := a["content"].(map[string]any)
	others, _ := b["content"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(types)) {
		other, ok := others[name]
		if !ok {
			x.breaks("%s: the server does not accept a body of type %s", op, name)
			continue
		}
		p, q := x.base.object(types[name])["schema"], x.head.object(other)["schema"]
		if v, ok := x.refused(p, q, x.base, x.head, request); ok {
			x.breaks("%s: body %.200v", op, v)
		}
		if name, ok := x.lostProperty(p, q, nil); ok {
			x.loses("%s: the server ignores member %s of the body", op, name)
		}
	}
}

// refused returns a value that one side, from, may send but the other side, to, does not accept. It returns false if it finds none.
func (x *exchange) refused(before, now any, from, to api, d direction) (any, bool) {
	if x.outcome.breaks != "" || x.same(before, now, nil) {
		return nil, false // the first rejected message is enough
	}
	sent, taken := before, now
	if d == response {
		sent, taken = now, before
	}
	for _, v := range x.drawn(before, now, d) {
		if from.accepts(sent, v, d) && !to.accepts(taken, v, d) {
			return v, true
		}
	}
	return nil, false
}

func (x *exchange) responses(op string, before, now any) {
	a, b := x.base.object(before), x.head.object(now)
	known := func(of map[string]any, status string) any {
		for _, key := range []string{status, status[:1] + "XX", "default"} {
			if of[key] != nil {
				return of[key]
			}
		}
		return nil
	}
	good := func(status string) bool { return strings.HasPrefix(status, "2") }
	for _, status := range slices.Sorted(maps.Keys(b)) {
		old := known(a, status)
		if old == nil {
			if good(status) {
				x.breaks("%s: the client does not expect status %s", op, status)
			}
			continue
		}
		x.answer(op+" "+status, x.base.object(old), x.head.object(b[status]))
	}
	for _, status := range slices.Sorted(maps.Keys(a)) {
		if good(status) && known(b, status) == nil {
			x.loses("%s: the server no longer sends status %s", op, status)
		}
	}
}

func (x *exchange) answer(op string, a, b map[string]any) {
	headers, _ := a["headers"].(map[string]any)
	others, _ := b["headers"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		p, q := x.base.object(headers[name]), x.head.object(others[name])
		switch {
		case p["required"] == true && q["required"] != true:
			x.breaks("%s: header %s may be missing", op, name)
		case q == nil:
			x.loses("%s: the server no longer sends header %s", op, name)
		default:
			if v, ok := x.refused(p["schema"], q["schema"], x.head, x.base, response); ok {
				x.breaks("%s: header %s: %v", op, name, v)
			}
		}
	}
	types, _ := a["content"].(map[string]any)
	offered, _ := b["content"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(types)) {
		other, ok := offered[name]
		if !ok {
			x.breaks("%s: the server no longer sends %s", op, name)
			continue
		}
		p, q := x.base.object(types[name])["schema"], x.head.object(other)["schema"]
		if v, ok := x.refused(p, q, x.head, x.base, response); ok {
			x.breaks("%s: body %.200v", op, v)
		}
		if member, ok := x.lostProperty(p, q, nil); ok {
			x.loses("%s: the server no longer sends member %s", op, member)
		}
	}
}

// same reports whether two schemas are equal, including the schemas that they reference.
func (x *exchange) same(before, now any, seen map[string]bool) bool {
	a, _ := before.(map[string]any)
	b, _ := now.(map[string]any)
	if a == nil || b == nil {
		return reflect.DeepEqual(before, now)
	}
	ref, _ := a["$ref"].(string)
	other, _ := b["$ref"].(string)
	if ref != "" && ref == other {
		if seen[ref] {
			return true
		}
		if seen == nil {
			seen = map[string]bool{}
		}
		seen[ref] = true
		return x.same(x.base.object(a), x.head.object(b), seen)
	}
	if len(a) != len(b) {
		return false
	}
	for key := range a {
		y, ok := b[key]
		if !ok || !x.sameValue(a[key], y, seen) {
			return false
		}
	}
	return true
}

func (x *exchange) sameValue(a, b any, seen map[string]bool) bool {
	p, ok := a.([]any)
	q, both := b.([]any)
	if ok && both {
		return slices.EqualFunc(p, q, func(a, b any) bool { return x.same(a, b, seen) })
	}
	return x.same(a, b, seen)
}

// lostProperty returns the path of a property that the schema of base declares and the schema of head does not declare. It returns false if there is none.
func (x *exchange) lostProperty(before, now any, seen map[string]bool) (string, bool) {
	if ref := text(before) + text(now); seen[ref] || len(seen) > 200 {
		return "", false
	} else if seen = maps.Clone(seen); seen == nil {
		seen = map[string]bool{ref: true}
	} else {
		seen[ref] = true
	}
	join := func(a api, schema any) shape {
		all := a.shapes(schema, 0)
		one := shape{properties: map[string][]any{}}
		for _, s := range all {
			for name, p := range s.properties {
				one.properties[name] = append(one.properties[name], p...)
			}
			one.items = append(one.items, s.items...)
		}
		return one
	}
	a, b := join(x.base, before), join(x.head, now)
	for _, name := range slices.Sorted(maps.Keys(a.properties)) {
		other := b.properties[name]
		if len(other) == 0 {
			return name, true
		}
		if deeper, ok := x.lostProperty(a.properties[name][0], other[0], seen); ok {
			return name + "." + deeper, true
		}
	}
	if len(a.items) > 0 && len(b.items) > 0 {
		return x.lostProperty(a.items[0], b.items[0], seen)
	}
	return "", false
}

// security checks that head accepts each set of credentials that base accepts.
func (x *exchange) security(op string, before, now map[string]any) {
	sent, taken := x.base.credentials(before), x.head.credentials(now)
	for _, have := range sent {
		if !slices.ContainsFunc(taken, func(want map[string]bool) bool {
			for w := range want {
				if !have[w] {
					return false
				}
			}
			return true
		}) {
			x.breaks("%s: the server no longer accepts the credentials %v", op, slices.Sorted(maps.Keys(have)))
		}
	}
}

// credentials returns the sets of credentials that an operation accepts. A credential consists of the type, in, name and scheme of a security scheme.
func (a api) credentials(op map[string]any) []map[string]bool {
	given, ok := op["security"]
	if !ok {
		given = a.doc["security"]
	}
	list, _ := given.([]any)
	if len(list) == 0 {
		return []map[string]bool{{}}
	}
	var sets []map[string]bool
	components, _ := a.doc["components"].(map[string]any)
	schemes, _ := components["securitySchemes"].(map[string]any)
	for _, alternative := range list {
		set := map[string]bool{}
		m, _ := alternative.(map[string]any)
		for name := range m {
			s := a.object(schemes[name])
			set[strings.Join([]string{text(s["type"]), text(s["in"]), text(s["name"]), text(s["scheme"])}, " ")] = true
		}
		sets = append(sets, set)
	}
	return sets
}
