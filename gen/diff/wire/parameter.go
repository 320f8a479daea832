package wire

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// parameter is a parameter of an operation, a response header, or a part of a form or multipart body.
type parameter struct {
	part
	key string // in and name; for a path parameter, in and its position in the path
	in  string
}

// parametersOf returns the parameters of an operation and of its path item. Those of the operation replace those of the path item with the same location and
// name. parametersOf leaves out the headers Accept, Content-Type and Authorization, which OpenAPI ignores.
func parametersOf(o *operation) []parameter {
	var all []parameter
	position := map[string]int{}
	for i, name := range parameterName.FindAllString(o.path, -1) {
		position[name] = i
	}
	for _, of := range []part{o.item, o.part} {
		for i := range of.node.Get("parameters").List() {
			p := parameter{part: of.child("parameters", itoa(i))}
			if !p.node.IsMapping() {
				continue
			}
			p.in = p.node.Text("in")
			name := p.node.Text("name")
			at, inPath := position["{"+name+"}"]
			switch {
			case p.in == "path" && inPath:
				name = itoa(at)
			case p.in == "header":
				name = strings.ToLower(name)
				if name == "accept" || name == "content-type" || name == "authorization" {
					continue
				}
			}
			p.key = p.in + " " + name
			all = append(slices.DeleteFunc(all, func(q parameter) bool { return q.key == p.key }), p)
		}
	}
	return all
}

// find returns the parameter in list that has the same key as of, or false if there is none.
func find(list []parameter, of parameter) (parameter, bool) {
	for _, p := range list {
		if p.key == of.key {
			return p, true
		}
	}
	return parameter{}, false
}

// label returns the location and name of the parameter.
func (p parameter) label() string { return p.in + " parameter " + p.node.Text("name") }

// style returns the style of a parameter, or the default of OpenAPI.
func (p parameter) style() string {
	if s := p.node.Text("style"); s != "" {
		return s
	}
	if p.in == "query" || p.in == "cookie" {
		return "form"
	}
	return "simple"
}

// explode returns the value of explode, or the default for the style.
func (p parameter) explode() bool {
	if value, ok := p.node.Get("explode").Bool(); ok {
		return value
	}
	return p.style() == "form"
}

// encoding returns the media type of a parameter with content, and the object that has the schema. For other parameters, the media type is "".
func (p parameter) encoding() (string, part) {
	for _, m := range content(p.part) {
		return m.name, m.part
	}
	return "", p.part
}

// parameters compares the parameters of a request. d is Response for a request that the server sends.
func (x *exchange) parameters(written, read []parameter, d Direction) {
	for _, r := range read {
		w, ok := find(written, r)
		m := remark{ways: []*step{r.way("required"), r.via}, at: x.label(r.label()), d: d, text: "without " + r.label()}
		switch {
		case r.node.True("required") && !w.node.True("required"):
			if ok {
				m.ways = []*step{r.way("required"), w.way("required")}
			}
			x.say(ParameterRequired, Breaking, m)
		case !ok:
			x.oneSided(r, d == Response, m)
		}
	}
	for _, w := range written {
		m := remark{at: x.label(w.label()), d: d, text: "with " + w.label()}
		if r, ok := find(read, w); !ok {
			x.oneSided(w, d == Request, m)
		} else {
			x.parameter(w, r, m)
		}
	}
}

// oneSided adds a finding for a parameter that only one side declares. removed selects the rule ParameterRemoved instead of ParameterAdded.
func (x *exchange) oneSided(p parameter, removed bool, m remark) {
	m.ways = []*step{p.via}
	if removed {
		x.say(ParameterRemoved, Risky, m)
	} else {
		m.text = ""
		x.say(ParameterAdded, Compatible, m)
	}
}

// parameter compares the values of a parameter or header.
func (x *exchange) parameter(w, r parameter, m remark) {
	j := x.j
	wt, wp := w.encoding()
	rt, rp := r.encoding()
	t := textual{x: x, m: m, w: w, r: r, wm: j.schemaOf(wp), rm: j.schemaOf(rp)}
	t.ws, t.rs = j.setOf(t.wm), j.setOf(t.rm)
	switch {
	case wt != rt:
		t.say(ParameterEncoding, []*step{r.way("content"), w.way("content"), r.way("schema")}, j.example(t.ws, m.d), "")
		return
	case wt != "":
		x.ask(m.d, t.wm, t.rm, m.at, asJSON, false)
		return
	case t.style() || j.equal(t.ws, t.rs):
		return
	}
	t.compare()
	if f := changedDefault(j.shape(t.ws, m.d), j.shape(t.rs, m.d)); f != nil && m.d == Request && !w.node.True("required") {
		m.ways, m.text, m.note = append(slices.Concat(f.r, f.w), t.wm[0].via), "without "+w.label(), "the server uses another default"
		x.say(DefaultChanged, Risky, m)
	}
}

// textual compares values that are encoded as text.
type textual struct {
	x      *exchange
	m      remark // has the place and direction of the findings
	w, r   parameter
	ws, rs *set
	wm, rm members
}

// say adds a breaking finding with a value that the reader rejects, or decodes as another value.
func (t *textual) say(rule Rule, ways []*step, value *oas.Node, note string) {
	t.m.ways, t.m.value, t.m.note = ways, value, note
	t.x.say(rule, Breaking, t.m)
}

const scalars = textType | numberType | booleanType

// ways returns the ways to the keywords that determine the type of the value.
func (t *textual) ways() []*step {
	var ways []*step
	for _, list := range []struct {
		set *set
		m   members
	}{{t.rs, t.rm}, {t.ws, t.wm}} {
		for _, v := range t.x.j.variants(list.set, t.m.d) {
			ways = append(ways, slices.Concat(v.sites[onType], v.sites[onEnum], v.sites[onUnion])...)
		}
		for _, m := range list.m {
			ways = append(ways, m.via)
		}
	}
	return ways
}

// keywords returns the ways to the given keywords of both parameters. One of the parameters may be missing.
func (t *textual) keywords(keys ...string) []*step {
	var ways []*step
	for _, p := range []parameter{t.r, t.w} {
		for _, key := range keys {
			if p.node != nil {
				ways = append(ways, p.way(key))
			}
		}
	}
	return ways
}

// style compares style and explode. If the reader decodes the text of some value as another value, style adds a finding and returns true.
func (t *textual) style() bool {
	if t.w.style() == t.r.style() && t.w.explode() == t.r.explode() {
		return false
	}
	j, d := t.x.j, t.m.d
	ways := t.keywords("style", "explode")
	prefixed := func(style string) bool { return style == "label" || style == "matrix" }
	if t.w.style() != t.r.style() && (prefixed(t.w.style()) || prefixed(t.r.style())) {
		t.say(ParameterStyle, ways, j.example(t.ws, d), "the reader decodes another value")
		return true
	}
	several := func(s *shape) bool {
		return s.types&objectType != 0 || s.types&arrayType != 0 && (s.count.most < 0 || s.count.most > 1)
	}
	for _, w := range j.variants(t.ws, d) {
		structured := slices.ContainsFunc(j.variants(t.rs, d), func(r *shape) bool { return r.types&(arrayType|objectType) != 0 })
		if !several(w) || !structured || w.types == allTypes {
			continue
		}
		v := j.value(w, d, 3, objectType, build{})
		if w.types&arrayType != 0 {
			if item := j.example(j.setOf(w.item(0)), d); item != nil {
				v = newList(item, item)
			}
		}
		t.say(ParameterStyle, ways, v, "the reader decodes another value")
		return true
	}
	return false
}

// compare compares the values of w and r. The reader may decode a single value of the writer as a list with one item.
func (t *textual) compare() {
	j := t.x.j
	readers := j.variants(t.rs, t.m.d)
	lists := filter(readers, func(r *shape) bool { return r.types&arrayType != 0 })
	skip := false
	for _, w := range j.variants(t.ws, t.m.d) {
		for _, of := range each {
			if len(lists) == 0 || w.types&of&scalars == 0 || slices.ContainsFunc(readers, func(r *shape) bool { return r.types&of != 0 }) {
				continue
			}
			if sample := j.value(w, t.m.d, 3, of, build{}); sample != nil {
				t.single(w, lists[0], of, sample)
				skip = true
			}
		}
	}
	t.x.ask(t.m.d, t.wm, t.rm, t.m.at, asFields, skip)
}

// single compares a single value of the writer with a list of the reader. The reader decodes the value as a list with one item if each item is a
// parameter of its own, or if the text has no separator.
func (t *textual) single(w, list *shape, of types, sample *oas.Node) {
	j := t.x.j
	repeats := t.r.explode() && t.r.style() == "form"
	if list.count.least <= 1 && (repeats || of != textType) && (list.count.most < 0 || list.count.most > 0) {
		t.x.ask(t.m.d, t.wm, list.item(0), t.m.at, asText, false)
		return
	}
	note := ""
	if of == textType && list.count.least <= 1 {
		sample, note = newText("a,b"), "the reader splits the text at the comma"
		if !j.takes(w, nil, t.m.d, sample, nil) {
			if w.enumerated {
				return
			}
			sample, note = j.value(w, t.m.d, 3, of, build{}), ""
		}
	}
	t.say(ParameterType, t.ways(), sample, note)
}

// takesText reports whether s accepts the text of the scalar v when a reader decodes the text as a string, number or boolean. It returns false if v
// is a list or an object.
func (j *judge) takesText(s *shape, d Direction, v *oas.Node) bool {
	if v.Type > oas.String {
		return false
	}
	candidates := []*oas.Node{newText(v.Value)}
	if v.Value == "true" || v.Value == "false" {
		candidates = append(candidates, newBool(v.Value == "true"))
	}
	if decimal.MatchString(v.Value) {
		n := &oas.Node{Type: oas.Int, Value: v.Value}
		if strings.Contains(v.Value, ".") {
			n.Type = oas.Float
		}
		candidates = append(candidates, n)
	}
	return slices.ContainsFunc(candidates, func(c *oas.Node) bool { return j.takes(s, nil, d, c, nil) })
}

var decimal = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?$`)
