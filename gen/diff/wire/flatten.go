package wire

import (
	"math/big"
	"slices"

	"github.com/rasapi/specgen/gen/oas"
)

// flattener collects the keywords of schemas in one shape. It follows references and allOf, and lists unions without choosing an alternative.
type flattener struct {
	j      *judge
	out    *shape
	d      Direction
	active map[*schema]bool
}

// shape returns the normal form of s in the direction d.
func (j *judge) shape(s *set, d Direction) *shape {
	if s.shapes[d] == nil {
		out := newShape()
		f := flattener{j, out, d, map[*schema]bool{}}
		for _, of := range s.schemas {
			f.schema(of, &step{from: of.object}, true, false)
		}
		f.finish()
		s.shapes[d] = out
	}
	return s.shapes[d]
}

// extend adds the keywords of the alternative a to out.
func (j *judge) extend(out *shape, a alternative, d Direction) {
	f := flattener{j, out, d, map[*schema]bool{}}
	for _, m := range a.members {
		f.schema(m.schema, m.via, false, false)
	}
	f.finish()
}

// finish removes the requirements of members that readOnly or writeOnly excludes from messages in the direction f.d.
func (f *flattener) finish() {
	f.out.listed = nil
	f.out.required = slices.DeleteFunc(f.out.required, func(r requirement) bool { return f.j.hidden(f.out, r.name, f.d) })
}

// site records a keyword of s that may reject values.
func (f *flattener) site(t topic, s *schema, via *step, keyword string) {
	f.out.sites[t] = append(f.out.sites[t], &step{up: via, from: s.object, key: keyword, leaf: true})
}

// schema adds the keywords of s to the shape. whole is true if s is a schema of the set, or if only references and allOf lists with one item lead
// from such a schema to s. inner is true if s is in an allOf, or is the target of a $ref that has other keywords next to it.
func (f *flattener) schema(s *schema, via *step, whole, inner bool) {
	f.j.spend(1)
	if f.active[s] || f.j.exhausted() { // an allOf that contains itself adds nothing
		return
	}
	f.active[s] = true
	defer delete(f.active, s)
	out, n := f.out, s.node
	if whole && out.origin == "" && isComponent(s.pointer) {
		out.origin = lastToken(s.doc.common("#" + s.pointer))
	}
	if allowed, ok := n.Bool(); ok && !allowed {
		out.types = 0
		f.site(onType, s, via, "")
	}
	if !n.IsMapping() {
		return
	}
	if ref := n.Get("$ref"); ref != nil && ref.Type == oas.String {
		if to := s.doc.target(ref.Value); to.node != nil {
			f.schema(f.j.schemaAt(to), via.down(s.object, "$ref"), whole, inner || n.Len() > 1)
		}
		if !s.doc.version31 {
			return
		}
	}
	start := len(out.facets)
	f.typing(s, via)
	f.numbers(s, via)
	f.counts(s, via)
	f.texts(s, via)
	f.lists(s, via)
	f.objects(s, via)
	f.conditions(s, via)
	f.unknown(s, via)
	for _, key := range []string{"example", "default"} {
		if v := n.Get(key); v != nil {
			out.examples = append(out.examples, v)
		}
	}
	if n.Get("default") != nil {
		out.defaults = append(out.defaults, via.down(s.object, "default"))
	}
	if n.Get("examples").IsSequence() {
		out.examples = append(out.examples, n.Get("examples").Items...)
	}
	all := n.Get("allOf").List()
	for i := range all {
		f.schema(f.j.schemaAt(s.child("allOf", itoa(i))), via.down(s.object, "allOf", itoa(i)), whole && len(all) == 1, true)
	}
	f.unions(s, via, whole || !inner)
	if closed, ok := n.Get("unevaluatedProperties").Bool(); ok && !closed {
		at := via.down(s.object, "unevaluatedProperties")
		if inner {
			out.scopes = append(out.scopes, scope{at, slices.Clone(out.facets[start:])})
		} else {
			out.closedBy = at
		}
	}
}

// typing adds type, nullable, enum and const. It derives a missing type from other keywords.
func (f *flattener) typing(s *schema, via *step) {
	out, n := f.out, s.node
	list, null := n.Types()
	nullable := n.True("nullable")
	var allowed types
	switch {
	case len(list) > 0 || null:
		for _, name := range list {
			allowed |= typeNames[name]
		}
		if null || nullable && !s.doc.version31 {
			allowed |= nullType
		}
		f.site(onType, s, via, "type")
	case n.Get("enum") != nil || n.Get("const") != nil || n.Get("$ref") != nil:
	case n.Get("oneOf") == nil && n.Get("anyOf") == nil && n.Get("allOf") == nil &&
		(n.Get("properties") != nil || n.Get("additionalProperties") != nil || n.Get("patternProperties") != nil || n.Get("required") != nil):
		allowed = objectType
		f.site(onType, s, via, "")
	case n.Get("items") != nil:
		allowed = arrayType
		f.site(onType, s, via, "")
	}
	if nullable {
		if s.doc.version31 || len(list) == 0 {
			out.loose = true
		}
		f.site(onType, s, via, "nullable")
	}
	if allowed != 0 {
		out.types &= allowed
	}
	if slices.Contains(list, "integer") && !slices.Contains(list, "number") {
		out.integer = true
		f.integer(s, via)
	}
	values := n.Get("enum")
	keyword := "enum"
	if c := n.Get("const"); c != nil && s.doc.version31 {
		values, keyword = &oas.Node{Type: oas.Sequence, Items: []*oas.Node{c}}, "const"
	}
	if values.IsSequence() && !n.True("x-extensible-enum") {
		f.enum(values.Items, n.Get("x-tolerated").List())
		f.site(onEnum, s, via, keyword)
	}
}

// enum intersects the allowed values of the shape with values. It also updates the values that the shape tolerates.
func (f *flattener) enum(values, tolerated []*oas.Node) {
	out := f.out
	out.index = nil
	if f.j.spend(len(out.enum) * len(values) / 64); f.j.exhausted() {
		return
	}
	if !out.enumerated {
		out.enumerated, out.enum, out.tolerated = true, values, tolerated
		return
	}
	keep := func(v *oas.Node) bool { return contains(values, v) || contains(tolerated, v) }
	out.tolerated = filter(out.tolerated, keep)
	for _, v := range out.enum {
		if contains(tolerated, v) && !contains(values, v) {
			out.tolerated = append(out.tolerated, v)
		}
	}
	out.enum = filter(out.enum, func(v *oas.Node) bool { return contains(values, v) })
}

var typeNames = map[string]types{
	"string": textType, "number": numberType, "integer": numberType, "boolean": booleanType, "object": objectType, "array": arrayType, "null": nullType,
}

// integer adds the range of int32 to an integer with the format int32, and the range of int64 to any other integer. If minimum or maximum is outside
// that range, integer adds nothing.
func (f *flattener) integer(s *schema, via *step) {
	bits := uint(63)
	if s.node.Text("format") == "int32" {
		bits = 31
	}
	size := new(big.Int).Lsh(big.NewInt(1), bits)
	most := new(big.Rat).SetInt(new(big.Int).Sub(size, big.NewInt(1)))
	least := new(big.Rat).SetInt(size.Neg(size))
	for _, key := range []string{"minimum", "maximum"} {
		if v := number(s.node.Get(key)); v != nil && (v.Cmp(least) < 0 || v.Cmp(most) > 0) {
			return
		}
	}
	f.out.within(least, most)
	if s.node.Get("format") != nil {
		f.site(onRange, s, via, "format")
	}
}

// numbers adds the bounds of numbers, the range of the format float, and multipleOf.
func (f *flattener) numbers(s *schema, via *step) {
	n := s.node
	for _, b := range [...]struct {
		key, exclusive string
		of             *limit
		sign           int
	}{{"minimum", "exclusiveMinimum", &f.out.low, 1}, {"maximum", "exclusiveMaximum", &f.out.high, -1}} {
		flag := n.Get(b.exclusive)
		if v := number(n.Get(b.key)); v != nil {
			b.of.tighten(b.sign, v, n.True(b.exclusive))
			f.site(onRange, s, via, b.key)
			if flag != nil {
				f.site(onRange, s, via, b.exclusive)
			}
		}
		if v := number(flag); v != nil {
			b.of.tighten(b.sign, v, true)
			f.site(onRange, s, via, b.exclusive)
		}
	}
	if n.Text("format") == "float" && n.Text("type") == "number" {
		most := new(big.Rat).SetFloat64(3.5e38)
		f.out.within(new(big.Rat).Neg(most), most)
		f.site(onRange, s, via, "format")
	}
	if v := number(n.Get("multipleOf")); v != nil && v.Sign() > 0 {
		f.out.multiples = append(f.out.multiples, v)
		f.site(onMultiple, s, via, "multipleOf")
	}
}

// counts adds uniqueItems and the limits of lengths, items and members.
func (f *flattener) counts(s *schema, via *step) {
	for _, c := range [...]struct {
		least, most string
		topic       topic
		of          *span
	}{{"minLength", "maxLength", onLength, &f.out.length}, {"minItems", "maxItems", onCount, &f.out.count}, {"minProperties", "maxProperties", onMembers, &f.out.size}} {
		if v, ok := count(s.node.Get(c.least)); ok {
			*c.of = c.of.tighten(span{v, -1})
			f.site(c.topic, s, via, c.least)
		}
		if v, ok := count(s.node.Get(c.most)); ok {
			*c.of = c.of.tighten(span{0, v})
			f.site(c.topic, s, via, c.most)
		}
	}
	if s.node.True("uniqueItems") {
		f.out.unique = true
		f.site(onUnique, s, via, "uniqueItems")
	}
}

// texts adds patterns and formats.
func (f *flattener) texts(s *schema, via *step) {
	if p := s.node.Get("pattern"); p != nil && p.Type == oas.String {
		f.out.patterns = append(f.out.patterns, p.Value)
		f.site(onPattern, s, via, "pattern")
	}
	format := s.node.Text("format")
	if format == "" || f.out.types&textType == 0 {
		return
	}
	switch p, known := formatPatterns[format]; {
	case !known:
		f.out.formats = append(f.out.formats, format)
		f.site(onFormat, s, via, "format")
	case p != "":
		f.out.patterns = append(f.out.patterns, p)
		f.site(onPattern, s, via, "format")
	}
}

// lists adds items and prefixItems.
func (f *flattener) lists(s *schema, via *step) {
	var l listFacet
	if s.node.Get("prefixItems").IsSequence() {
		for i := range s.node.Get("prefixItems").Items {
			l.prefix = append(l.prefix, f.below(s, via, "prefixItems", itoa(i)))
		}
	}
	if s.node.Get("items") != nil && !s.node.Get("items").IsSequence() {
		rest := f.below(s, via, "items")
		l.rest = &rest
	}
	if l.rest != nil || l.prefix != nil {
		f.out.lists = append(f.out.lists, l)
	}
}

func (f *flattener) below(s *schema, via *step, path ...string) member {
	return member{f.j.schemaAt(s.child(path...)), via.down(s.object, path...)}
}

// objects adds properties, patternProperties, additionalProperties, required and propertyNames.
func (f *flattener) objects(s *schema, via *step) {
	n := s.node
	properties, patterns, rest := n.Get("properties"), n.Get("patternProperties"), n.Get("additionalProperties")
	if properties != nil || patterns != nil || rest != nil {
		o := facet{from: s, via: via, properties: map[string]member{}, names: properties.Keys()}
		for name := range properties.Each() {
			o.properties[name] = f.below(s, via, "properties", name)
		}
		for pattern := range patterns.Each() {
			o.patterns = append(o.patterns, patternMember{pattern, f.j.compile(pattern), f.below(s, via, "patternProperties", pattern)})
		}
		allowed, isBool := rest.Bool()
		o.closed = isBool && !allowed
		if o.closed {
			f.site(onClosed, s, via, "additionalProperties")
		}
		if rest.IsMapping() && rest.Len() > 0 {
			m := f.below(s, via, "additionalProperties")
			o.rest = &m
		}
		f.out.facets = append(f.out.facets, o)
	}
	for _, item := range n.Get("required").List() {
		if item.Type == oas.String {
			f.out.require(item.Value, &step{up: via, from: s.object, key: "required", part: item.Value})
		}
	}
	if n.Get("propertyNames") != nil {
		f.out.names = append(f.out.names, f.below(s, via, "propertyNames"))
	}
}

// conditions adds the keywords that the judge evaluates only for single values: not, if, contains and the dependent keywords.
func (f *flattener) conditions(s *schema, via *step) {
	n, out := s.node, f.out
	if n.Get("not") != nil {
		out.not = append(out.not, f.below(s, via, "not"))
		f.site(onNot, s, via, "not")
	}
	of := func(key ...string) members {
		if n.Get(key...) == nil {
			return nil
		}
		return members{f.below(s, via, key...)}
	}
	requires := func(key string, names ...string) members {
		var list []*oas.Node
		for _, name := range names {
			list = append(list, oas.NewString(name, n))
		}
		node := oas.NewMapping(n, oas.NewEntry("required", &oas.Node{Type: oas.Sequence, Items: list}))
		return members{{f.j.synthesize(s.child(key), node), via.down(s.object, key)}}
	}
	if n.Get("if") != nil {
		out.conditions = append(out.conditions, condition{of("if"), of("then"), of("else")})
		for _, key := range []string{"if", "then", "else"} {
			f.site(onCondition, s, via, key)
		}
	}
	for name := range n.Get("dependentSchemas").Each() {
		out.conditions = append(out.conditions, condition{when: requires("dependentSchemas", name), then: of("dependentSchemas", name)})
		f.site(onCondition, s, via, "dependentSchemas")
	}
	for name, list := range n.Get("dependentRequired").Each() {
		out.conditions = append(out.conditions, condition{when: requires("dependentRequired", name), then: requires("dependentRequired", list.Strings()...)})
		f.site(onCondition, s, via, "dependentRequired")
	}
	if n.Get("contains") != nil {
		c := containment{of("contains"), span{1, -1}}
		if least, ok := count(n.Get("minContains")); ok {
			c.count.least = least
		}
		if most, ok := count(n.Get("maxContains")); ok {
			c.count.most = most
		}
		out.contains = append(out.contains, c)
		for _, key := range []string{"contains", "minContains", "maxContains"} {
			f.site(onContains, s, via, key)
		}
	}
}

// unknown adds the keywords that the package does not interpret.
func (f *flattener) unknown(s *schema, via *step) {
	for _, key := range []string{"$dynamicRef", "unevaluatedItems"} {
		if s.node.Get(key) != nil {
			f.out.unknown = append(f.out.unknown, key)
			f.site(onUnknown, s, via, key)
		}
	}
	if rest := s.node.Get("unevaluatedProperties"); rest.IsMapping() && rest.Len() > 0 {
		f.out.unknown = append(f.out.unknown, "unevaluatedProperties")
		f.site(onUnknown, s, via, "unevaluatedProperties")
	}
}
