package wire

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// parameter is a parameter of an operation.
type parameter struct {
	part
	key string // in and name; of a path parameter, in and position
	in  string
}

// parametersOf lists the parameters of an operation. Those of the operation replace those of the path item.
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

// find returns the parameter of a list that corresponds to another.
func find(list []parameter, of parameter) (parameter, bool) {
	for _, p := range list {
		if p.key == of.key {
			return p, true
		}
	}
	return parameter{}, false
}

func (p parameter) at() string { return p.in + " parameter " + p.node.Text("name") }

// style and explode have the defaults of the format.
func (p parameter) style() string {
	if s := p.node.Text("style"); s != "" {
		return s
	}
	if p.in == "query" || p.in == "cookie" {
		return "form"
	}
	return "simple"
}

func (p parameter) explode() bool {
	if value, ok := p.node.Get("explode").Bool(); ok {
		return value
	}
	return p.style() == "form"
}

// encoding returns the media type of a parameter with content, or "".
func (p parameter) encoding() (string, part) {
	for _, m := range content(p.part) {
		return m.name, m.part
	}
	return "", p.part
}

// parameters compares the parameters.
func (x *exchange) parameters() {
	written, read := parametersOf(x.a), parametersOf(x.b)
	for _, r := range read {
		w, ok := find(written, r)
		without := "a request without " + r.node.Text("name")
		switch {
		case !ok && r.node.True("required"):
			x.say(ParameterRequired, Breaking, remark{ways: []*step{r.way("required"), r.via}, at: r.at(), text: without})
		case !ok:
			x.say(ParameterAdded, Compatible, remark{ways: []*step{r.via}, at: r.at()})
		case r.node.True("required") && !w.node.True("required"):
			x.say(ParameterRequired, Breaking, remark{ways: []*step{r.way("required"), w.way("required")}, at: r.at(), text: without})
		}
	}
	for _, w := range written {
		r, ok := find(read, w)
		if !ok {
			x.say(ParameterRemoved, Risky, remark{ways: []*step{w.via}, at: w.at(), text: "a request with " + w.node.Text("name")})
			continue
		}
		x.parameter(w, r)
	}
}

// parameter compares the values of a parameter.
func (x *exchange) parameter(w, r parameter) {
	j := x.j
	wt, wp := w.encoding()
	rt, rp := r.encoding()
	wm, rm := j.schemaOf(wp), j.schemaOf(rp)
	ws, rs := j.setOf(wm), j.setOf(rm)
	if wt != rt {
		x.say(ParameterEncoding, Breaking, remark{ways: []*step{r.way("content"), w.way("content"), r.way("schema")}, at: w.at(), value: j.example(ws, Request)})
		return
	}
	if wt != "" {
		x.askMembers(Request, wm, rm, w.at(), false)
		return
	}
	t := textual{x: x, w: w, r: r, ws: ws, rs: rs, wm: wm, rm: rm}
	if t.style() || j.equal(ws, rs) {
		return
	}
	t.compare()
	if f := changedDefault(j.shape(ws, Request), j.shape(rs, Request)); f != nil && !w.node.True("required") {
		ways := append(slices.Concat(f.r, f.w), wm[0].via)
		x.say(DefaultChanged, Risky, remark{ways: ways, at: w.at(), text: "a request without " + w.node.Text("name"), note: "it means something else"})
	}
}

// textual compares the values of parameters that travel as text.
type textual struct {
	x      *exchange
	w, r   parameter
	ws, rs *set
	wm, rm members
}

const scalars = textType | numberType | booleanType

// ways returns the keywords that decide the type of the parameter.
func (t *textual) ways() []*step {
	var ways []*step
	for _, list := range []struct {
		set *set
		m   members
	}{{t.rs, t.rm}, {t.ws, t.wm}} {
		for _, v := range t.x.j.variants(list.set, Request) {
			ways = append(ways, slices.Concat(v.sites[onType], v.sites[onEnum], v.sites[onUnion])...)
		}
		for _, m := range list.m {
			ways = append(ways, m.via)
		}
	}
	return ways
}

// style compares how lists and objects are written. It reports whether the text of some value is read as another value.
func (t *textual) style() bool {
	if t.w.style() == t.r.style() && t.w.explode() == t.r.explode() {
		return false
	}
	j := t.x.j
	several := func(s *shape) bool {
		return s.types&objectType != 0 || s.types&arrayType != 0 && (s.count.most < 0 || s.count.most > 1)
	}
	for _, w := range j.variants(t.ws, Request) {
		structured := slices.ContainsFunc(j.variants(t.rs, Request), func(r *shape) bool { return r.types&(arrayType|objectType) != 0 })
		if !several(w) || !structured || w.types == allTypes {
			continue
		}
		v := j.value(w, Request, 3, objectType, build{})
		if w.types&arrayType != 0 {
			if item := j.example(j.setOf(w.item(0)), Request); item != nil {
				v = newList(item, item)
			}
		}
		ways := []*step{t.r.way("style"), t.r.way("explode"), t.w.way("style"), t.w.way("explode")}
		t.x.say(ParameterStyle, Breaking, remark{ways: ways, at: t.w.at(), value: v, note: "it is read as another value"})
		return true
	}
	return false
}

// compare compares the values: an integer is contained in a string, and one value is a list of one where lists are repeated.
func (t *textual) compare() {
	j := t.x.j
	readers := j.variants(t.rs, Request)
	skip := false
	for _, w := range j.variants(t.ws, Request) {
		for _, of := range each {
			if w.types&of == 0 || of == nullType || slices.ContainsFunc(readers, func(r *shape) bool { return r.types&of != 0 }) {
				continue
			}
			skip = true
			t.otherType(w, readers, of)
		}
	}
	t.x.askMembers(Request, t.wm, t.rm, t.w.at(), skip)
}

// otherType compares the values of a type that the reader does not have.
func (t *textual) otherType(w *shape, readers []*shape, of types) {
	j := t.x.j
	sample := j.value(w, Request, 3, of, build{})
	if sample == nil {
		return
	}
	lists := filter(readers, func(r *shape) bool { return r.types&arrayType != 0 })
	if len(lists) > 0 && of&scalars != 0 {
		t.single(w, lists[0], of, sample)
		return
	}
	refused := func(v *oas.Node) bool {
		return !slices.ContainsFunc(readers, func(r *shape) bool { return t.readsText(r, v) })
	}
	v := j.find(w, Request, of, 10, func(v *oas.Node) bool { return v.Value != "" && refused(v) })
	if v == nil && refused(sample) {
		v = sample
	}
	if v != nil {
		t.x.say(ParameterType, Breaking, remark{ways: t.ways(), at: t.w.at(), value: v})
		return
	}
	restricted := func(r *shape) bool { return r.enumerated || len(r.patterns) > 0 || r.length != span{0, -1} }
	if !w.enumerated && of == numberType && !slices.ContainsFunc(readers, func(r *shape) bool { return r.types&textType != 0 && !restricted(r) }) {
		t.x.say(NotDecided, Risky, remark{ways: t.ways(), at: t.w.at(), note: "not decided: numbers as text"})
	}
}

// readsText reports whether the text of a value is the text of a value that a shape accepts.
func (t *textual) readsText(r *shape, v *oas.Node) bool {
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
	return slices.ContainsFunc(candidates, func(c *oas.Node) bool { return t.x.j.takes(r, nil, Request, c, nil) })
}

// single compares one value with a list: it is a list of one if lists are repeated, and if the text has no separator.
func (t *textual) single(w, list *shape, of types, sample *oas.Node) {
	j := t.x.j
	items := list.item(0)
	repeats := t.r.explode() && t.r.style() == "form"
	if list.count.least <= 1 && (repeats || of != textType) && (list.count.most < 0 || list.count.most > 0) {
		t.x.askMembers(Request, t.wm, items, t.w.at(), false)
		return
	}
	m := remark{ways: t.ways(), at: t.w.at(), value: sample}
	if of == textType && list.count.least <= 1 {
		m.value, m.note = newText("a,b"), "it is read as several values"
		if !j.takes(w, nil, Request, m.value, nil) {
			m.value = sample
			if w.enumerated {
				return
			}
		}
	}
	t.x.say(ParameterType, Breaking, m)
}

var decimal = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?$`)
