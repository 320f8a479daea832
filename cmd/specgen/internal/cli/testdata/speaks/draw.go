package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// drawer draws values of schemas of a document. It does not consider all keywords, so the caller must validate the values.
type drawer struct {
	*rand.Rand
	*document
	goal   map[string]bool // the target of draw, and the schemas on the path to it
	used   []string        // schemas of the drawn value
	levels int             // maximum depth of optional members
	left   int             // optional members and items that may still be added
}

// maxDepth is the maximum depth of a value.
const maxDepth = 60

// draw returns a value of the schema from. If target is not "", the value contains a value of target. parent is the second result of reach.
func (d *drawer) draw(from, target string, parent map[string]string) (v any, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			if fault != any(tooDeep) {
				panic(fault)
			}
			err = tooDeep
		}
	}()
	d.goal, d.used, d.left = map[string]bool{}, nil, 6*d.levels
	for ; target != ""; target = parent[target] {
		d.goal[target] = true
	}
	return d.value(from, 0), nil
}

var tooDeep = fmt.Errorf("the value is too deep")

func (d *drawer) chance(p float64) bool { return d.Float64() < p }

// more reports whether to add an optional part.
func (d *drawer) more(depth int) bool {
	if depth > d.levels || d.left <= 0 || !d.chance(0.5) {
		return false
	}
	d.left--
	return true
}

// value draws a value of a schema.
func (d *drawer) value(from string, depth int) any { return d.part(from, depth, nil) }

// part draws a value of a schema. If need is not nil, another schema composes the schema, and the value has the members in need that the schema
// declares.
func (d *drawer) part(from string, depth int, need []any) any {
	from = d.resolve(from)
	if children := d.children[from]; len(children) > 0 {
		child := children[d.IntN(len(children))]
		for _, c := range children {
			if d.goal[c] {
				child = c
			}
		}
		d.used = append(d.used, from)
		delete(d.goal, from)
		return d.tagged(from, child, d.part(child, depth+1, need))
	}
	return d.own(from, depth, need)
}

// own draws a value of a schema. Unlike part, it never draws a value of another schema that extends the schema.
func (d *drawer) own(from string, depth int, need []any) any {
	if depth > maxDepth {
		panic(tooDeep)
	}
	s := d.mapping(from)
	d.used = append(d.used, from)
	delete(d.goal, from)
	if c, ok := s["const"]; ok {
		return c
	}
	if values, ok := s["enum"].([]any); ok && len(values) > 0 {
		return values[d.IntN(len(values))]
	}
	types, null := typesOf(s)
	if null && len(types) == 0 && s["type"] != nil {
		return nil
	}
	if null && !d.wanted(from) && d.chance(0.15) {
		return nil
	}
	composed := need != nil
	required, _ := s["required"].([]any)
	need = append(append([]any{}, need...), required...) // not nil
	parts, need := d.parts(from, s, depth, need)
	own := typed(s, types)
	if own == "" && len(parts) == 0 {
		if composes(s) {
			return nil
		}
		return d.any(s)
	}
	if own != "" {
		parts = append(parts, d.typed(from, s, own, depth, composed || len(parts) > 0, need))
	}
	v := joined(parts)
	if m, ok := v.(map[string]any); ok && len(parts) > 1 {
		narrow := map[string][]any{}
		d.narrow(from, 0, narrow)
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if values := narrow[name]; values != nil && !slices.ContainsFunc(values, func(w any) bool { return same(w, m[name]) == "" }) {
				m[name] = values[d.IntN(len(values))]
			}
		}
	}
	return v
}

// narrow adds to found the allowed values of each member that is an enum or a constant in a schema or its allOf. If a member has several lists of
// values, narrow keeps the shortest list.
func (d *drawer) narrow(from string, depth int, found map[string][]any) {
	from = d.resolve(from)
	s := d.mapping(from)
	properties, _ := s["properties"].(map[string]any)
	for name := range properties {
		member := d.mapping(d.resolve(from + oas.Pointer("properties", name)))
		values, _ := member["enum"].([]any)
		if c, ok := member["const"]; ok {
			values = []any{c}
		}
		if len(values) > 0 && (found[name] == nil || len(values) < len(found[name])) {
			found[name] = values
		}
	}
	all, _ := s["allOf"].([]any)
	for i := range all {
		if depth < 6 {
			d.narrow(from+oas.Pointer("allOf", strconv.Itoa(i)), depth+1, found)
		}
	}
}

// wanted reports whether d.goal contains a subschema of the schema from.
func (d *drawer) wanted(from string) bool {
	return len(d.goal) > 0 && slices.ContainsFunc(d.below(from), func(p string) bool { return d.goal[p] })
}

// typesOf returns the types of a schema without null, and reports whether it allows null.
func typesOf(s map[string]any) (types []string, null bool) {
	null = s["nullable"] == true
	list, _ := s["type"].([]any)
	if t, ok := s["type"].(string); ok {
		list = []any{t}
	}
	for _, t := range list {
		if t == "null" {
			null = true
		} else {
			types = append(types, fmt.Sprint(t))
		}
	}
	return types, null && len(list) > 0
}

// typed returns the type of the values to draw, or "" if the schema only composes others.
func typed(s map[string]any, types []string) string {
	switch {
	case s["properties"] != nil, s["additionalProperties"] != nil && s["additionalProperties"] != false, s["required"] != nil && !composes(s), s["patternProperties"] != nil:
		return "object"
	case s["items"] != nil, s["prefixItems"] != nil:
		return "array"
	case composes(s) || len(types) == 0:
		return ""
	}
	return types[0]
}

// composes reports whether a schema composes others.
func composes(s map[string]any) bool {
	return s["allOf"] != nil || s["oneOf"] != nil || s["anyOf"] != nil || s["$ref"] != nil
}

// parts draws the values of the schemas that a schema composes. needed contains need, and the members that the items of allOf and the chosen
// alternatives require.
func (d *drawer) parts(from string, s map[string]any, depth int, need []any) (values, needed []any) {
	if ref, ok := s["$ref"].(string); ok {
		values = append(values, d.part(unescaped(ref[1:]), depth+1, need))
	}
	all, _ := s["allOf"].([]any)
	for i := range all {
		demanded, _ := d.mapping(d.resolve(from + oas.Pointer("allOf", strconv.Itoa(i))))["required"].([]any)
		need = append(slices.Clip(need), demanded...) // a part may require a member that another part declares; the result is never nil
	}
	for i := range all {
		part := d.resolve(from + oas.Pointer("allOf", strconv.Itoa(i)))
		switch {
		case isAnnotation(all[i]) || isDemand(s, all[i]):
		case slices.Contains(d.children[part], from):
			values = append(values, d.own(part, depth+1, need))
		default:
			values = append(values, d.part(part, depth+1, need))
		}
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		list, _ := s[key].([]any)
		if len(list) == 0 {
			continue
		}
		i := d.IntN(len(list))
		for j := range list {
			if d.goal[d.resolve(from+oas.Pointer(key, strconv.Itoa(j)))] {
				i = j
			}
		}
		alternative := from + oas.Pointer(key, strconv.Itoa(i))
		if isAnnotation(list[i]) && d.mapping(alternative)["nullable"] == true {
			continue // specgen treats this alternative as null, as the authors of documents intend
		}
		if isDemand(s, list[i]) {
			demanded, _ := d.mapping(alternative)["required"].([]any)
			need = append(slices.Clip(need), demanded...)
			continue
		}
		values = append(values, d.tagged(from, d.resolve(alternative), d.part(alternative, depth+1, need)))
	}
	return values, need
}

// tagged sets the discriminator of the schema from in v, which is a value of the schema component. It returns v.
func (d *drawer) tagged(from, component string, v any) any {
	discriminator, _ := d.mapping(from)["discriminator"].(map[string]any)
	name, _ := discriminator["propertyName"].(string)
	m, isObject := v.(map[string]any)
	own, isComponent := strings.CutPrefix(component, "/components/schemas/")
	if name == "" || !isObject || !isComponent {
		return v
	}
	m[name] = own
	mapping, _ := discriminator["mapping"].(map[string]any)
	for _, value := range slices.Sorted(maps.Keys(mapping)) {
		if target := fmt.Sprint(mapping[value]); target == own || d.resolve(unescaped(strings.TrimPrefix(target, "#"))) == component {
			m[name] = value
			break
		}
	}
	return m
}

// joined merges the objects in parts. If there is no object, it returns the last value that is not nil.
func joined(parts []any) any {
	var last any
	for _, v := range parts {
		m, isObject := v.(map[string]any)
		before, wasObject := last.(map[string]any)
		switch {
		case isObject && wasObject:
			maps.Copy(before, m)
		case v != nil && !wasObject:
			last = v
		}
	}
	return last
}

// any draws a value of a schema without a type.
func (d *drawer) any(s map[string]any) any {
	switch {
	case s["pattern"] != nil || s["minLength"] != nil || s["maxLength"] != nil || s["format"] != nil:
		return d.text(s)
	case s["minimum"] != nil || s["maximum"] != nil:
		return d.number(s, false)
	}
	list := []any{"text", json.Number("17"), true, map[string]any{"key": []any{json.Number("1"), "two"}}}
	return list[d.IntN(len(list))]
}

func (d *drawer) typed(from string, s map[string]any, name string, depth int, composed bool, need []any) any {
	switch name {
	case "string":
		return d.text(s)
	case "integer", "number":
		return d.number(s, name == "integer")
	case "boolean":
		return d.chance(0.5)
	case "array":
		return d.items(from, s, depth)
	case "object":
		return d.members(from, s, depth, composed, need)
	}
	return nil
}

// size returns a random number between the values of the keywords low and high of a schema. The result exceeds the lower limit by at most more.
func (d *drawer) size(s map[string]any, low, high string, more int) int {
	from, _ := strconv.Atoi(fmt.Sprint(s[low]))
	to, err := strconv.Atoi(fmt.Sprint(s[high]))
	if err != nil {
		to = from + more
	}
	return from + d.IntN(max(1, min(more, to-from)+1))
}

func (d *drawer) items(from string, s map[string]any, depth int) any {
	list := []any{}
	prefix, _ := s["prefixItems"].([]any)
	for i := range prefix {
		list = append(list, d.value(from+oas.Pointer("prefixItems", strconv.Itoa(i)), depth+1))
	}
	items, _ := s["items"].(map[string]any)
	if items == nil {
		return list
	}
	least, _ := strconv.Atoi(fmt.Sprint(s["minItems"]))
	n := d.size(s, "minItems", "maxItems", 2)
	if d.goal[d.resolve(from+"/items")] {
		n = max(n, 1)
	} else if depth > d.levels || d.left <= 0 {
		n = least
	}
	d.left -= n
	for range 4 * n {
		if len(list) >= n {
			break
		}
		v := d.value(from+"/items", depth+1)
		if s["uniqueItems"] == true && slices.ContainsFunc(list, func(w any) bool { return same(v, w) == "" }) {
			continue
		}
		list = append(list, v)
	}
	return list
}

func (d *drawer) members(from string, s map[string]any, depth int, composed bool, required []any) any {
	m := map[string]any{}
	properties, _ := s["properties"].(map[string]any)
	discriminator, _ := s["discriminator"].(map[string]any)
	least, _ := strconv.Atoi(fmt.Sprint(s["minProperties"]))
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if properties[name] == false {
			continue
		}
		p := from + oas.Pointer("properties", name)
		if slices.Contains(required, any(name)) || d.goal[d.resolve(p)] || len(m) < least || d.more(depth) {
			v := d.value(p, depth+1)
			if list, isList := v.([]any); isList && len(list) == 0 && d.mapping(p)["x-omitempty"] == true && !slices.Contains(required, any(name)) {
				continue // the generated code omits an empty list
			}
			if v == "" && discriminator["propertyName"] == name {
				v = "other" // the generated code sends the name of the schema instead of an empty discriminator
			}
			m[name] = v
		}
	}
	_, isSchema := s["additionalProperties"].(map[string]any)
	for _, name := range required {
		if name, ok := name.(string); ok && m[name] == nil && properties[name] == nil && !composed && isSchema {
			m[name] = d.value(from+"/additionalProperties", depth+1)
		}
	}
	patterns, _ := s["patternProperties"].(map[string]any)
	for _, pattern := range slices.Sorted(maps.Keys(patterns)) {
		p := from + oas.Pointer("patternProperties", pattern)
		if d.mapping(p) != nil && (d.goal[d.resolve(p)] || d.more(depth)) {
			m[d.matching(pattern)] = d.value(p, depth+1)
		}
	}
	names, _ := s["propertyNames"].(map[string]any)
	for _, name := range []string{"key 1", "key 2"} {
		if names != nil {
			name = fmt.Sprint(d.text(names))
		}
		switch {
		case isSchema && (d.goal[d.resolve(from+"/additionalProperties")] && name == "key 1" || len(m) < least || d.more(depth)):
			m[name] = d.value(from+"/additionalProperties", depth+1)
		case s["additionalProperties"] == true && d.more(depth), properties == nil && !composed && !isSchema && s["additionalProperties"] != false && patterns == nil && d.more(depth):
			m[name] = d.any(map[string]any{})
		}
	}
	return m
}

func (d *drawer) number(s map[string]any, integer bool) any {
	bound := func(key, exclusive string) (float64, bool) {
		n, err := strconv.ParseFloat(fmt.Sprint(s[key]), 64)
		if e, err2 := strconv.ParseFloat(fmt.Sprint(s[exclusive]), 64); err2 == nil {
			n, err = e, nil
		}
		return n, err == nil
	}
	low, hasLow := bound("minimum", "exclusiveMinimum")
	high, hasHigh := bound("maximum", "exclusiveMaximum")
	format, _ := s["format"].(string)
	if !hasLow && !hasHigh && s["multipleOf"] == nil && d.chance(0.3) { // digits that a smaller type or a float64 would lose
		switch {
		case !integer && format != "float":
			return json.Number("123456789.12")
		case integer && (format == "" || format == "int64"):
			return json.Number("9007199254740993")
		}
	}
	if !hasLow && !strings.HasPrefix(format, "u") {
		low = -20
		if hasHigh && high < low {
			low = high - 20
		}
	}
	if !hasHigh {
		high = low + 100
		if !integer {
			high = low + 1e6
		}
	}
	step := 1.0
	if !integer {
		step = 0.25
	}
	if n, err := strconv.ParseFloat(fmt.Sprint(s["multipleOf"]), 64); err == nil && n > 0 {
		step = n
	}
	from, to := int64(low/step), int64(high/step)
	n := from
	if to > from {
		n += d.Int64N(min(to-from, 1<<50) + 1)
	}
	v := float64(n) * step
	if (v < low || s["exclusiveMinimum"] != nil && s["exclusiveMinimum"] != false && v <= low) && v+step <= high {
		v += step
	}
	if s["exclusiveMaximum"] != nil && s["exclusiveMaximum"] != false && v >= high {
		v -= step
	}
	if integer {
		return json.Number(strconv.FormatFloat(v, 'f', 0, 64))
	}
	if format == "float" {
		return json.Number(strconv.FormatFloat(v, 'f', -1, 32))
	}
	return json.Number(strconv.FormatFloat(v, 'f', -1, 64))
}

// text draws a string.
func (d *drawer) text(s map[string]any) any {
	if pattern, ok := s["pattern"].(string); ok {
		text := d.matching(pattern)
		if b, err := base64.StdEncoding.DecodeString(text); err == nil && s["format"] == "byte" {
			return base64.StdEncoding.EncodeToString(b) // set the unused bits of the last character to zero
		}
		return text
	}
	n := d.IntN(1000)
	switch s["format"] {
	case "date-time":
		return fmt.Sprintf("2026-01-02T03:04:05.%02d%dZ", n%100, 1+n%9)
	case "date":
		return fmt.Sprintf("2026-01-%02d", 1+n%28)
	case "time":
		return fmt.Sprintf("03:04:%02dZ", n%60)
	case "duration":
		return fmt.Sprintf("P%dD", n)
	case "uuid":
		return fmt.Sprintf("6ba7b810-9dad-41d1-80b4-00c04fd4%04d", n)
	case "email", "idn-email":
		return fmt.Sprintf("a%d@example.com", n)
	case "uri", "url", "uri-reference", "iri", "iri-reference":
		return fmt.Sprintf("https://example.com/a%d?b=c&d=%%20", n)
	case "hostname", "idn-hostname":
		return fmt.Sprintf("host%d.example.com", n)
	case "ipv4":
		return fmt.Sprintf("192.0.2.%d", n%256)
	case "ipv6":
		return fmt.Sprintf("2001:db8::%d", n)
	case "byte", "binary":
		return base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("bytes\x00\xff%d", n)))
	}
	switch s["contentEncoding"] {
	case "base64":
		return base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("bytes\x00\xff%d", n)))
	}
	length := d.size(s, "minLength", "maxLength", 20)
	letters := []rune(`abc XYZ 019 äß€😀 "\/<>&'%+,;|{}[]#?=` + "\n\t")
	text := make([]rune, length)
	for i := range text {
		text[i] = letters[d.IntN(len(letters))]
	}
	return string(text)
}

// matching draws a string that matches a regular expression.
func (d *drawer) matching(pattern string) string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "text"
	}
	var b strings.Builder
	d.match(re.Simplify(), &b)
	if !strings.HasPrefix(pattern, "^") && b.Len() == 0 {
		return "text"
	}
	return b.String()
}

func (d *drawer) match(re *syntax.Regexp, b *strings.Builder) {
	repeat := func(low, high int) {
		for range low + d.IntN(max(1, high-low+1)) {
			d.match(re.Sub[0], b)
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		var printable []rune
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for r := max(re.Rune[i], ' '); r <= min(re.Rune[i+1], '~'); r++ {
				printable = append(printable, r)
			}
		}
		if len(printable) == 0 && len(re.Rune) > 0 {
			printable = re.Rune[:1]
		}
		if len(printable) > 0 {
			b.WriteRune(printable[d.IntN(len(printable))])
		}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte("abc 019"[d.IntN(7)])
	case syntax.OpCapture:
		d.match(re.Sub[0], b)
	case syntax.OpStar:
		repeat(0, 3)
	case syntax.OpPlus:
		repeat(1, 3)
	case syntax.OpQuest:
		repeat(0, 1)
	case syntax.OpRepeat:
		repeat(re.Min, max(re.Max, re.Min))
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			d.match(sub, b)
		}
	case syntax.OpAlternate:
		d.match(re.Sub[d.IntN(len(re.Sub))], b)
	}
}
