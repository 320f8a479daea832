package wire

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rasapi/specgen/gen/oas"
)

// comparison compares one alternative of a writer with one of a reader.
type comparison struct {
	j      *judge
	p      *pair
	w, r   *shape
	q      *pairing // nil if the values are not objects
	paired bool     // the values are not objects, the alternatives are partners, or neither set has several alternatives
	out    outcome
}

// compare compares the values of type t of the two alternatives.
func (c *comparison) compare(t types) outcome {
	if t == objectType && !c.paired && c.clash() {
		c.add(&finding{rule: ValueRefused, verdict: refuted, value: c.build(build{})})
		return c.out
	}
	c.unknown()
	c.negations(t)
	c.conditions(t)
	if c.r.enumerated {
		c.againstValues(t)
		return c.out
	}
	switch t {
	case numberType:
		c.number()
	case textType:
		c.text()
	case arrayType:
		c.list()
	case objectType:
		c.object()
	}
	return c.out
}

// add appends f to the findings. If f is refuted but has no value, or has a value that is not valid for the writer, add changes its verdict to
// undecided.
func (c *comparison) add(f *finding) {
	f.shape = c.w
	if f.verdict == refuted {
		if f.value == nil {
			f.verdict, f.note = undecided, "no witness was found"
		} else if !c.j.takes(c.w, nil, c.p.d, f.value, nil) {
			f.verdict, f.note, f.value = undecided, "no witness was found", nil
		}
	}
	if c.w.chosen && f.note != tooMany {
		f.w = append(slices.Clip(f.w), c.w.sites[onUnion]...)
	}
	c.out.findings = append(c.out.findings, f)
}

// refute adds a finding that the reader rejects value. The finding has the keywords of topic t on both sides.
func (c *comparison) refute(rule Rule, t topic, value *oas.Node) {
	c.add(&finding{rule: rule, verdict: refuted, value: value, w: c.w.sites[t], r: c.r.sites[t]})
}

// doubt adds an undecided finding about the keywords of topic t.
func (c *comparison) doubt(t topic, note string) {
	c.add(&finding{rule: NotDecided, verdict: undecided, note: note, w: c.w.sites[t], r: c.r.sites[t]})
}

// done reports whether the comparison can stop. If the alternatives are not partners, one reason against acceptance is enough.
func (c *comparison) done() bool { return !c.paired && c.out.verdict() != contained }

// unknown adds an undecided finding if the reader has a keyword that the package does not interpret and the writer has no equal keyword. It also adds
// one if a set has too many combinations of alternatives.
func (c *comparison) unknown() {
	for _, s := range c.r.sites[onUnknown] {
		equal := func(t *step) bool {
			return t.key == s.key && t.from.doc.sum(t.from.node.Get(t.key), oas.Schema) == s.from.doc.sum(s.from.node.Get(s.key), oas.Schema) &&
				!c.j.leadsToChange(t.from.doc, t.from.node.Get(t.key)) && !c.j.leadsToChange(s.from.doc, s.from.node.Get(s.key))
		}
		if !slices.ContainsFunc(c.w.sites[onUnknown], equal) {
			c.doubt(onUnknown, s.key)
			return
		}
	}
	if slices.Contains(c.r.unknown, tooMany) || slices.Contains(c.w.unknown, tooMany) {
		c.add(&finding{rule: NotDecided, verdict: undecided, note: tooMany, w: firstOf(c.w.sites[onUnion]), r: firstOf(c.r.sites[onUnion])})
	}
}

func firstOf(sites []*step) []*step { return sites[:min(1, len(sites))] }

// tooMany is the note of a finding about a set with too many combinations of alternatives.
const tooMany = "too many alternatives"

// sameSet reports whether a and b are the same set or have equal schemas.
func (j *judge) sameSet(a, b *set) bool { return a == b || j.equal(a, b) }

// againstValues compares the values of type t with the enum of the reader.
func (c *comparison) againstValues(t types) {
	refused := func(v *oas.Node) bool { return v != nil && !c.j.takes(c.r, nil, c.p.d, v, nil) }
	v := c.j.find(c.w, c.p.d, t, len(c.r.enum), refused)
	if v == nil && t == textType {
		found := c.j.search(search{yes: c.w.patterns, length: c.w.length, refused: true, no: append(c.r.patterns, enumPattern(c.r.enum)), other: c.r.length})
		if found.decided && !found.ok {
			return
		}
		if found.ok {
			v = newText(found.text)
		}
	}
	if all, ok := c.w.integers(); v == nil && t == numberType && ok {
		i := slices.IndexFunc(all, refused)
		if i < 0 {
			return
		}
		v = all[i]
	}
	if v == nil {
		c.doubt(onEnum, "the values of enum")
		return
	}
	c.add(&finding{rule: ValueRefused, verdict: refuted, value: v, w: slices.Concat(c.w.sites[onEnum], c.w.sites[onType]), r: c.r.sites[onEnum]})
}

// enumPattern returns a pattern that matches the strings in values and no others. If values has no strings, the pattern matches only the empty
// string.
func enumPattern(values []*oas.Node) string {
	var texts []string
	for _, v := range values {
		if v.Type == oas.String {
			texts = append(texts, regexp.QuoteMeta(v.Value))
		}
	}
	return "^(?:" + strings.Join(texts, "|") + ")$"
}

// number compares numbers. It tries the candidates from [numbers], and then compares the multiples.
func (c *comparison) number() {
	for _, r := range numbers(c.w, c.r) {
		c.j.spend(1)
		if !c.w.takesRat(r) || c.r.takesRat(r) {
			continue
		}
		v := newNumber(r)
		if v == nil {
			continue
		}
		switch {
		case c.r.integer && !c.w.integer && !r.IsInt():
			c.refute(IntegerRefused, onType, v)
		case slices.ContainsFunc(c.r.multiples, func(m *rat) bool { return !isMultiple(r, m) }):
			c.refute(MultipleRefused, onMultiple, v)
		default:
			c.refute(NumberRefused, onRange, v)
		}
		return
	}
	for _, m := range c.r.multiples {
		steps := c.w.multiples
		if c.w.integer {
			steps = append(slices.Clip(steps), ratio(1))
		}
		if !slices.ContainsFunc(steps, func(step *rat) bool { return isMultiple(step, m) }) {
			if all, ok := c.w.integers(); ok && !slices.ContainsFunc(all, func(v *oas.Node) bool { return !c.r.takesRat(number(v)) }) {
				continue
			}
			c.doubt(onMultiple, "multipleOf")
			return
		}
	}
}

// text compares strings.
func (c *comparison) text() {
	w, r := c.w, c.r
	subset := !slices.ContainsFunc(r.patterns, func(p string) bool { return !slices.Contains(w.patterns, p) })
	within := w.length.least >= r.length.least && (r.length.most < 0 || w.length.most >= 0 && w.length.most <= r.length.most)
	if !subset || !within {
		found := c.j.search(search{yes: w.patterns, length: w.length, refused: true, no: r.patterns, other: r.length})
		switch {
		case found.ok && !r.length.has(utf8.RuneCountInString(found.text)):
			c.refute(LengthRefused, onLength, newText(found.text))
		case found.ok:
			c.refute(PatternRefused, onPattern, newText(found.text))
		case !found.decided:
			v := c.j.find(c.w, c.p.d, textType, 0, func(v *oas.Node) bool { return !c.j.takes(c.r, nil, c.p.d, v, nil) })
			if v == nil {
				c.doubt(onPattern, "pattern")
			} else {
				c.refute(PatternRefused, onPattern, v)
			}
		}
	}
	if slices.ContainsFunc(r.formats, func(f string) bool { return !slices.Contains(w.formats, f) }) {
		c.doubt(onFormat, "format")
	}
}

// list compares arrays.
func (c *comparison) list() {
	w, r, j := c.w, c.r, c.j
	if w.count.least < r.count.least {
		c.refute(ItemsRefused, onCount, j.list(w, nil, c.p.d, maxDepth, w.count.least, 0, nil))
	}
	for i := range max(w.prefix(), r.prefix()) + 1 {
		if w.count.most >= 0 && i >= w.count.most || c.done() {
			break
		}
		wm, rm := w.item(i), r.item(i)
		c.ask(edge{kind: toItem, index: i, wm: wm, rm: rm})
	}
	if r.count.most >= 0 && (w.count.most < 0 || w.count.most > r.count.most) && !c.done() {
		v := j.list(w, r, c.p.d, maxDepth+1, max(r.count.most+1, w.count.least), 0, nil)
		if v != nil || j.hasValue(j.setOf(w.item(0)), c.p.d) {
			c.refute(ItemsRefused, onCount, v)
		}
	}
	c.contains()
	if r.unique && !w.unique && (w.count.most < 0 || w.count.most > 1) && !c.done() {
		if x := j.example(j.setOf(w.item(0)), c.p.d); x != nil && w.prefix() == 0 {
			c.refute(UniqueRefused, onUnique, newList(slices.Repeat([]*oas.Node{x}, min(max(2, w.count.least), maxItems))...))
		} else if j.hasValue(j.setOf(w.item(0)), c.p.d) {
			c.doubt(onUnique, "uniqueItems")
		}
	}
}
