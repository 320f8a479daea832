package wire_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// To decide whether a value is valid, the oracle rewrites both documents together as JSON Schema 2020-12 and validates the value with package
// jsonschema. The oracle shares no code with package wire.

// spot is a place in one of the two documents.
type spot struct {
	side    int
	pointer string
}

// rewriter rewrites the schemas of one side, for a comparison with those of the other side.
type rewriter struct {
	docs    [2]map[string]any
	request bool
	writer  bool // rewrite for a writer, which must not write hidden members; a reader ignores them
	keys    []string
	defs    map[string]any
}

func sub(s spot, path ...string) spot {
	for _, token := range path {
		s.pointer += "/" + strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
	}
	return s
}

func (r *rewriter) get(s spot) any {
	var v any = r.docs[s.side]
	for _, token := range strings.Split(s.pointer, "/")[1:] {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		switch of := v.(type) {
		case map[string]any:
			v = of[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i >= len(of) {
				return nil
			}
			v = of[i]
		default:
			return nil
		}
	}
	return v
}

func (r *rewriter) schema(s spot) map[string]any {
	m, _ := r.get(s).(map[string]any)
	return m
}

func (r *rewriter) version31(s spot) bool {
	return strings.HasPrefix(r.docs[s.side]["openapi"].(string), "3.1")
}

func refOf(m map[string]any) string {
	ref, _ := m["$ref"].(string)
	return ref
}

// resolve returns the spot that the references at s lead to.
func (r *rewriter) resolve(s spot) spot {
	for range 50 {
		ref := refOf(r.schema(s))
		if ref == "" {
			return s
		}
		s.pointer = ref[1:]
	}
	return s
}

func list(m map[string]any, key string) []any {
	l, _ := m[key].([]any)
	return l
}

func fields(m map[string]any, key string) map[string]any {
	f, _ := m[key].(map[string]any)
	return f
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// find returns the schema of a property that a schema or its allOf declares.
func (r *rewriter) find(s spot, name string, depth int) (spot, bool) {
	if s.pointer == "" || depth > 20 {
		return spot{}, false
	}
	t := r.resolve(s)
	m := r.schema(t)
	if _, ok := fields(m, "properties")[name]; ok {
		return sub(t, "properties", name), true
	}
	for i := range list(m, "allOf") {
		if found, ok := r.find(sub(t, "allOf", strconv.Itoa(i)), name, depth+1); ok {
			return found, true
		}
	}
	return spot{}, false
}

// names collects the names that a schema and its allOf, oneOf and anyOf declare. It adds them to the set into and returns this set.
func (r *rewriter) names(s spot, into map[string]bool, depth int) map[string]bool {
	t := r.resolve(s)
	m := r.schema(t)
	if depth > 8 {
		return into
	}
	for name := range fields(m, "properties") {
		into[name] = true
	}
	for _, name := range list(m, "required") {
		into[name.(string)] = true
	}
	for _, key := range []string{"allOf", "oneOf", "anyOf"} {
		for i := range list(m, key) {
			r.names(sub(t, key, strconv.Itoa(i)), into, depth+1)
		}
	}
	return into
}

func (r *rewriter) declared(s spot) map[string]bool { return r.names(s, map[string]bool{}, 0) }

// choice is an alternative of a schema that permits objects.
type choice struct {
	name string
	at   spot
}

// choices returns the alternatives of a schema that permit objects.
func (r *rewriter) choices(s spot, depth int) []choice {
	if s.pointer == "" || depth > 8 {
		return nil
	}
	name := ""
	if ref := refOf(r.schema(s)); ref != "" {
		name = ref[strings.LastIndex(ref, "/")+1:]
	}
	t := r.resolve(s)
	m := r.schema(t)
	if m == nil {
		return nil
	}
	if len(list(m, "allOf")) == 1 && m["properties"] == nil {
		inner := r.choices(sub(t, "allOf", "0"), depth+1)
		if name != "" && len(inner) == 1 {
			inner[0].name = name
		}
		return inner
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		if len(list(m, key)) > 0 {
			var all []choice
			for i := range list(m, key) {
				for _, c := range r.choices(sub(t, key, strconv.Itoa(i)), depth+1) {
					if !slices.ContainsFunc(all, func(d choice) bool { return d.at == c.at }) {
						all = append(all, c)
					}
				}
			}
			return all
		}
	}
	types := list(m, "type")
	if one, ok := m["type"].(string); ok {
		types = []any{one}
	}
	if types == nil && (m["properties"] != nil || m["allOf"] != nil || m["required"] != nil) {
		types = []any{"object"}
	}
	if slices.Contains(types, any("object")) {
		return []choice{{name, t}}
	}
	return nil
}

// tag returns the name and value of the first member that has only one possible value, or "" if there is none.
func (r *rewriter) tag(s spot) string {
	names := r.declared(s)
	for _, name := range sortedSet(names) {
		p, ok := r.find(s, name, 0)
		if !ok {
			continue
		}
		m := r.schema(r.resolve(p))
		values := list(m, "enum")
		if c, ok := m["const"]; ok {
			values = []any{c}
		}
		if len(values) == 1 {
			return name + " " + fmt.Sprint(values[0])
		}
	}
	return ""
}

func sortedSet(m map[string]bool) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// partners pairs the choices of two schemas.
func (r *rewriter) partners(mine, its []choice) map[spot]spot {
	out, taken := map[spot]spot{}, map[spot]bool{}
	if len(mine) == 1 && len(its) == 1 {
		return map[spot]spot{mine[0].at: its[0].at}
	}
	for _, c := range mine {
		for _, d := range its {
			if c.name != "" && c.name == d.name && !taken[d.at] {
				out[c.at], taken[d.at] = d.at, true
			}
		}
	}
	type candidate struct {
		score float64
		c, d  choice
	}
	var all []candidate
	for _, c := range mine {
		for _, d := range its {
			if _, done := out[c.at]; done || taken[d.at] {
				continue
			}
			if score := r.likeness(c.at, d.at); score >= 0.5 {
				all = append(all, candidate{score, c, d})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	for _, x := range all {
		if _, done := out[x.c.at]; !done && !taken[x.d.at] {
			out[x.c.at], taken[x.d.at] = x.d.at, true
		}
	}
	return out
}

func (r *rewriter) likeness(a, b spot) float64 {
	f, g := r.tag(a), r.tag(b)
	if f != "" && g != "" && strings.Fields(f)[0] == strings.Fields(g)[0] {
		if f == g {
			return 2
		}
		return 0
	}
	n, m := r.declared(a), r.declared(b)
	common := 0
	for name := range n {
		if m[name] {
			common++
		}
	}
	if total := len(n) + len(m) - common; total > 0 {
		return float64(common) / float64(total)
	}
	return 1
}

// partner returns the alternative of other that is paired with the object s, or a zero spot if s has no partner. It returns other if s is not a
// single object, or if other has no objects.
func (r *rewriter) partner(s, other spot) spot {
	mine, its := r.choices(s, 0), r.choices(other, 0)
	if len(mine) != 1 || len(its) == 0 || mine[0].at != s {
		return other
	}
	return r.partners(mine, its)[s]
}

// marks returns the members that only other alternatives declare. An object with such a member is not a value of alternative.
func (r *rewriter) marks(at, alternative, other spot) []string {
	mine, its := r.choices(at, 0), r.choices(other, 0)
	if len(mine) < 2 && len(its) < 2 {
		return nil
	}
	own := r.declared(alternative)
	m := r.schema(alternative)
	if len(own) == 0 && !r.writer { // a reader that declares no members accepts members with any name
		return nil
	}
	if rest, ok := m["additionalProperties"].(map[string]any); ok && len(rest) > 0 {
		return nil
	}
	var partner map[string]bool
	if p, ok := r.partners(mine, its)[alternative]; ok {
		partner = r.declared(p)
	}
	all := map[string]bool{}
	for _, c := range slices.Concat(mine, its) {
		r.names(c.at, all, 0)
	}
	var out []string
	for _, name := range sortedSet(all) {
		read := partner[name] && !r.writer // a writer does not write a name that only the reader declares
		if !own[name] && !read && !r.covers(alternative, name, 0) && !r.tags(at)[name] && !r.tags(other)[name] {
			out = append(out, name)
		}
	}
	return out
}

// covers reports whether a pattern in patternProperties of s or its allOf matches name.
func (r *rewriter) covers(s spot, name string, depth int) bool {
	t := r.resolve(s)
	m := r.schema(t)
	for pattern := range fields(m, "patternProperties") {
		if regexp.MustCompile(pattern).MatchString(name) {
			return true
		}
	}
	for i := range list(m, "allOf") {
		if depth < 8 && r.covers(sub(t, "allOf", strconv.Itoa(i)), name, depth+1) {
			return true
		}
	}
	return false
}

// tags returns the property name of the discriminator of a schema, as a set.
func (r *rewriter) tags(s spot) map[string]bool {
	out := map[string]bool{}
	if s.pointer != "" {
		if name, ok := fields(r.schema(r.resolve(s)), "discriminator")["propertyName"].(string); ok {
			out[name] = true
		}
	}
	return out
}

// ref returns a reference to the rewritten form of the schema s, for a comparison with the schema other.
func (r *rewriter) ref(s, other spot) map[string]any { return r.within(s, other, spot{}) }

// within is like ref for a schema in an outer union. If s is a union itself, its alternatives have the partners that they have in the outer union.
func (r *rewriter) within(s, other, union spot) map[string]any {
	key := fmt.Sprint(s, other, union)
	i := slices.Index(r.keys, key)
	if i < 0 {
		i = len(r.keys)
		r.keys = append(r.keys, key)
		r.defs[strconv.Itoa(i)] = r.rewrite(s, other, union)
	}
	return map[string]any{"$ref": "#/$defs/" + strconv.Itoa(i)}
}

var oracleFormats = map[string]string{"date": `^\d{4}-\d\d-\d\d$`, "uuid": `^[0-9a-fA-F-]{36}$`}

// rewrite returns the JSON Schema for the values of a schema in messages.
func (r *rewriter) rewrite(s, other, union spot) any {
	m, isMap := r.get(s).(map[string]any)
	if !isMap {
		if b, ok := r.get(s).(bool); ok {
			return b
		}
		return true
	}
	if refOf(m) != "" && (!r.version31(s) || len(m) == 1) {
		to := r.resolve(s)
		if to == s {
			return true
		}
		return r.within(to, other, union)
	}
	out := map[string]any{}
	var all []any
	for _, key := range []string{"enum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
		"maxProperties", "pattern", "uniqueItems", "minContains", "maxContains", "dependentRequired"} {
		if v, ok := m[key]; ok {
			out[key] = v
		}
	}
	for _, pair := range [][2]string{{"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}} {
		switch v := m[pair[1]].(type) {
		case bool:
			if bound, ok := out[pair[0]]; ok && v {
				delete(out, pair[0])
				out[pair[1]] = bound
			}
		case json.Number:
			out[pair[1]] = v
		}
	}
	r.types(s, m, out, &all)
	r.objects(s, r.partner(s, other), m, out)
	if items, ok := m["items"]; ok && items != nil {
		below := spot{}
		if o := r.resolve(other); other.pointer != "" && r.schema(o)["items"] != nil {
			below = sub(o, "items")
		}
		out["items"] = r.ref(sub(s, "items"), below)
	}
	for _, key := range []string{"not", "contains", "if", "then", "else"} {
		if m[key] != nil {
			out[key] = r.ref(sub(s, key), spot{})
		}
	}
	if refOf(m) != "" {
		all = append(all, r.ref(r.resolve(s), other))
	}
	whole := other
	if len(list(m, "allOf")) > 1 && len(r.choices(other, 0)) > 1 { // the members form one alternative together
		whole = spot{}
	}
	for i := range list(m, "allOf") {
		all = append(all, r.ref(sub(s, "allOf", strconv.Itoa(i)), whole))
	}
	all = append(all, r.unions(s, other, union, m)...)
	if len(all) > 0 {
		out["allOf"] = all
	}
	return out
}

func (r *rewriter) types(s spot, m, out map[string]any, all *[]any) {
	t := m["type"]
	switch name, ok := t.(string); {
	case ok && m["nullable"] == true && !r.version31(s):
		out["type"] = []any{name, "null"}
	case t != nil:
		out["type"] = t
	case m["oneOf"] == nil && m["anyOf"] == nil && m["allOf"] == nil && m["enum"] == nil && (m["properties"] != nil || m["required"] != nil):
		out["type"] = "object"
	}
	if format, ok := m["format"].(string); ok && oracleFormats[format] != "" {
		*all = append(*all, map[string]any{"pattern": oracleFormats[format]})
	}
	types, _ := t.([]any)
	if t == "integer" || slices.Contains(types, any("integer")) && !slices.Contains(types, any("number")) {
		*all = append(*all, map[string]any{"minimum": json.Number("-9223372036854775808"), "maximum": json.Number("9223372036854775807")})
	}
}

func (r *rewriter) objects(s, other spot, m, out map[string]any) {
	hidden := "writeOnly"
	if r.request {
		hidden = "readOnly"
	}
	marked := func(name string) bool {
		p, ok := r.find(s, name, 0)
		return ok && (r.schema(p)[hidden] == true && (refOf(r.schema(p)) == "" || r.version31(p)) || r.schema(r.resolve(p))[hidden] == true)
	}
	if properties := fields(m, "properties"); properties != nil {
		list := map[string]any{}
		for _, name := range sortedKeys(properties) {
			if marked(name) {
				list[name] = !r.writer
				continue
			}
			below, _ := r.find(other, name, 0)
			list[name] = r.ref(sub(s, "properties", name), below)
		}
		out["properties"] = list
	}
	if required := list(m, "required"); required != nil {
		var names []any
		for _, name := range required {
			if !marked(name.(string)) {
				names = append(names, name)
			}
		}
		if names != nil {
			out["required"] = names
		}
	}
	if patterns := fields(m, "patternProperties"); patterns != nil {
		list := map[string]any{}
		for _, p := range sortedKeys(patterns) {
			list[p] = r.ref(sub(s, "patternProperties", p), spot{})
		}
		out["patternProperties"] = list
	}
	switch rest := m["additionalProperties"].(type) {
	case bool:
		if !rest {
			out["additionalProperties"] = false
		}
	case map[string]any:
		if len(rest) > 0 {
			below := spot{}
			if o := r.resolve(other); other.pointer != "" && fields(r.schema(o), "additionalProperties") != nil {
				below = sub(o, "additionalProperties")
			}
			out["additionalProperties"] = r.ref(sub(s, "additionalProperties"), below)
		}
	}
	if closed, ok := m["unevaluatedProperties"].(bool); ok {
		out["unevaluatedProperties"] = closed
	}
	if m["propertyNames"] != nil {
		out["propertyNames"] = r.ref(sub(s, "propertyNames"), spot{})
	}
}

// unions returns the rewritten oneOf and anyOf of a schema. For a single object that is compared with a union, the result rejects the members of
// other alternatives.
func (r *rewriter) unions(s, other, union spot, m map[string]any) (all []any) {
	if union.pointer == "" {
		union = s
	}
	its := r.choices(other, 0)
	partners := r.partners(r.choices(union, 0), its)
	for _, key := range []string{"oneOf", "anyOf"} {
		alternatives := list(m, key)
		if len(alternatives) == 0 {
			continue
		}
		var out []any
		for i := range alternatives {
			p := sub(s, key, strconv.Itoa(i))
			mine := r.choices(p, 0)
			part := spot{}
			if len(mine) == 1 {
				part = partners[mine[0].at]
			} else if len(mine) > 1 {
				part = other
			}
			parts := []any{r.ref(p, part)}
			nested := r.schema(r.resolve(p))
			isUnion := len(list(nested, "oneOf"))+len(list(nested, "anyOf")) > 0
			if isUnion || len(mine) > 1 {
				parts = []any{r.within(p, other, union)}
			}
			if len(mine) == 1 && !isUnion {
				parts = append(parts, refusing(r.marks(union, mine[0].at, other))...)
			}
			parts = append(parts, r.tagged(m, r.schema(p))...)
			out = append(out, map[string]any{"allOf": parts})
		}
		all = append(all, map[string]any{"anyOf": out})
	}
	if m["oneOf"] == nil && m["anyOf"] == nil && len(list(m, "allOf")) != 1 && len(its) > 1 {
		if mine := r.choices(s, 0); len(mine) == 1 {
			all = append(all, refusing(r.marks(s, mine[0].at, other))...)
		}
	}
	return all
}

// tagged returns the schema that a discriminator adds to an alternative that is a reference.
func (r *rewriter) tagged(m, alternative map[string]any) []any {
	d := fields(m, "discriminator")
	name, _ := d["propertyName"].(string)
	ref := refOf(alternative)
	if name == "" || ref == "" {
		return nil
	}
	own := ref[strings.LastIndex(ref, "/")+1:]
	var values []any
	for _, value := range sortedKeys(fields(d, "mapping")) {
		if to := fields(d, "mapping")[value]; to == ref || to == own {
			values = append(values, value)
		}
	}
	if values == nil || !r.writer {
		if !slices.Contains(values, any(own)) {
			values = append(values, own)
		}
	}
	return []any{map[string]any{"type": "object", "required": []any{name}, "properties": map[string]any{name: map[string]any{"enum": values}}}}
}

func refusing(names []string) []any {
	if len(names) == 0 {
		return nil
	}
	refused := map[string]any{}
	for _, name := range names {
		refused[name] = false
	}
	return []any{map[string]any{"properties": refused}}
}

// validator returns the compiled form of the schema s, for a comparison with the schema other. writer reports whether the side of s writes the values.
func validator(t *testing.T, docs [2]map[string]any, s, other spot, request, writer bool) *jsonschema.Schema {
	t.Helper()
	r := &rewriter{docs: docs, request: request, writer: writer, defs: map[string]any{}}
	top := r.ref(s, other)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("mem:///schema.json", map[string]any{"$ref": top["$ref"], "$defs": r.defs}); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mem:///schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// valid reports whether s accepts v. decided is false if the validator found a cycle of references.
func valid(s *jsonschema.Schema, v any) (ok, decided bool) {
	err := s.Validate(v)
	var invalid *jsonschema.ValidationError
	if errors.As(err, &invalid) && cycles(invalid) {
		return false, false
	}
	return err == nil, true
}

func cycles(e *jsonschema.ValidationError) bool {
	if _, ok := e.ErrorKind.(*kind.RefCycle); ok {
		return true
	}
	return slices.ContainsFunc(e.Causes, cycles)
}
