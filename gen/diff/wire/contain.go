package wire

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
)

// verdict states whether a reader accepts every value that a writer may write.
type verdict uint8

const (
	contained verdict = iota
	undecided
	refuted
)

type pairKey struct {
	w, r   *set
	d      Direction
	form   form
	server bool
}

// form is the encoding of a value in a message.
type form uint8

const (
	asJSON   form = iota
	asText        // a string, or a list of strings
	asFields      // a string, a list of strings, or an object with strings as members
)

// below returns the form of the members or items of a value that has the form f.
func (f form) below(k edgeKind) form {
	if f == asFields || f == asText && k == toItem {
		return asText
	}
	return asJSON
}

// pair is one question: does a reader of r accept every value of w?
type pair struct {
	pairKey
	answer  verdict
	result  outcome
	users   []*pair // the pairs whose answers depend on the answer of this pair
	queued  bool
	in      []*edge // the edges that lead to this pair in the final results
	nearest *edge   // the last edge of the shortest way from an operation
	reached indexes // the operations that lead to this pair
}

// outcome is what the comparison of two sets or shapes found.
type outcome struct {
	findings []*finding
	edges    []*edge
}

// finding is a reason why the reader of a pair rejects or may reject a value. A finding with the verdict contained is only a note.
type finding struct {
	rule    Rule
	verdict verdict // contained if the finding is only a note
	w, r    []*step // the keywords that may be the reason, on both sides
	value   *oas.Node
	refused *oas.Node // the rejected value, if the finding is about one value of an enum or of a boolean
	shape   *shape    // the shape of the writer
	member  string    // the member of the value that the finding is about, or ""
	note    string
}

// edge leads from the pair parent to the pair child. The answer of parent depends on the answer of child.
type edge struct {
	parent *pair // nil for the schema of an operation
	child  *pair
	kind   edgeKind
	name   string // name of the member
	index  int    // index of the item
	w, r   *shape
	wm, rm members
	root   *root
}

type edgeKind uint8

const (
	toMember edgeKind = iota
	toItem
	toName
)

// root describes a schema of an operation. The comparison starts at this schema.
type root struct {
	operation int
	kind      string // "callback", "webhook" or ""
	at        string
	skipTypes bool // leave out findings about types, because [textual.single] compares them
}

// ask appends e to the edges of the outcome, unless the schemas of both sides are equal.
func (c *comparison) ask(e edge) {
	if e.child = c.j.pair(e.wm, e.rm, c.p.d, c.p.form.below(e.kind), c.p.server); e.child != nil {
		e.parent, e.w, e.r = c.p, c.w, c.r
		c.out.edges = append(c.out.edges, &e)
	}
}

// verdict returns the answer that an outcome implies.
func (o outcome) verdict() verdict {
	v := contained
	for _, f := range o.findings {
		v = max(v, f.verdict)
	}
	for _, e := range o.edges {
		v = max(v, e.child.answer)
	}
	return v
}

// pair returns the pair for the schemas of a writer, from, and those of a reader, to. It returns nil if the schemas are equal, because the reader
// then accepts every value of the writer.
func (j *judge) pair(from, to members, d Direction, f form, server bool) *pair {
	w, r := j.setOf(from), j.setOf(to)
	if j.equal(w, r) {
		return nil
	}
	key := pairKey{w, r, d, f, server}
	p := j.pairs[key]
	if p == nil {
		p = &pair{pairKey: key}
		j.pairs[key] = p
		j.all = append(j.all, p)
		j.enqueue(p)
	}
	return p
}

func (j *judge) enqueue(p *pair) {
	if !p.queued {
		p.queued = true
		j.pending = append(j.pending, p)
	}
}

// settle finds the answers of all pairs. The answers are a greatest fixed point: the answer of a pair is contained until settle finds a reason
// against it.
func (j *judge) settle() {
	for len(j.pending) > 0 {
		p := j.pending[0]
		j.pending = j.pending[1:]
		p.queued = false
		j.spend(10)
		p.result = j.examine(p)
		for _, e := range p.result.edges {
			if !slices.Contains(e.child.users, p) {
				e.child.users = append(e.child.users, p)
			}
		}
		if v := p.result.verdict(); v > p.answer {
			p.answer = v
			for _, user := range p.users {
				j.enqueue(user)
			}
		}
	}
}

// examine compares the sets of p. It uses the current answers of the pairs on which the answer of p depends.
func (j *judge) examine(p *pair) outcome {
	if j.exhausted() {
		return outcome{findings: []*finding{{rule: NotDecided, verdict: undecided, note: "the limit of steps is reached"}}}
	}
	writers, readers := j.variants(p.w, p.d), j.variants(p.r, p.d)
	var out outcome
	if !slices.ContainsFunc(readers, (*shape).acceptsAll) {
		for _, t := range each {
			for _, w := range writers {
				if w.types&t != 0 {
					out.add(j.compareType(p, w, readers, t))
				}
			}
		}
	}
	if p.d == Request {
		out.add(j.ambiguous(p))
	}
	out.add(readersDiffer(writers, readers))
	return out
}

// add appends the findings and edges of other that o does not have yet.
func (o *outcome) add(other outcome) {
	for _, f := range other.findings {
		known := func(g *finding) bool {
			return g.rule.topic() == f.rule.topic() && g.member == f.member && g.verdict == f.verdict && oas.Equal(f.refused, g.refused, oas.Compare{}) && sameSites(f.w, g.w) && sameSites(f.r, g.r)
		}
		if !slices.ContainsFunc(o.findings, known) {
			o.findings = append(o.findings, f)
		}
	}
	for _, e := range other.edges {
		known := func(g *edge) bool {
			return g.child == e.child && g.kind == e.kind && g.name == e.name && g.index == e.index
		}
		if !slices.ContainsFunc(o.edges, known) {
			o.edges = append(o.edges, e)
		}
	}
}

func sameSites(a, b []*step) bool {
	return slices.EqualFunc(a, b, func(x, y *step) bool {
		return x.from.doc == y.from.doc && x.pointer() == y.pointer() && x.part == y.part
	})
}

// compareType compares the values of type t in w, an alternative of the writer, with the alternatives of the reader.
func (j *judge) compareType(p *pair, w *shape, readers []*shape, t types) outcome {
	candidates := filter(readers, func(r *shape) bool { return r.types&t != 0 })
	if t == nullType && p.form != asJSON { // a text cannot encode null
		return outcome{}
	}
	if len(candidates) == 0 {
		return j.noType(p, w, readers, t)
	}
	if w.enumerated || t == booleanType {
		return j.eachValue(p, w, readers, t)
	}
	if t == nullType {
		return outcome{}
	}
	var q *pairing
	var partner *shape
	if t == objectType {
		q = j.pairing(p.w, p.r, p.d)
		partner = q.partner[w]
	}
	slices.SortStableFunc(candidates, func(a, b *shape) int { return rank(a, w, partner) - rank(b, w, partner) })
	var best *outcome
	for _, r := range candidates {
		c := comparison{j: j, p: p, w: w, r: r, q: q, paired: t != objectType || r == partner || !q.union}
		o := c.compare(t)
		if o.verdict() == contained {
			return o
		}
		if best == nil {
			best = &o
		}
	}
	if t == objectType && q.union && partner == nil {
		return j.newAlternative(p, w, *best)
	}
	for _, f := range best.findings {
		switch {
		case f.verdict != refuted || f.value == nil:
		case j.acceptsText(p, readers, f.value):
			f.verdict, f.note = undecided, "another type accepts the text"
		case len(candidates) > 1:
			if v := j.distinguish(p, w, f.value); v != nil {
				f.value = v
			} else {
				f.verdict, f.note = undecided, "another alternative accepts the value"
			}
		}
	}
	return *best
}

// rank returns a number by which the candidates for w are sorted. It is 0 if r is the partner of w, 1 if r has the same name, and 2 otherwise.
func rank(r, w, partner *shape) int {
	switch {
	case r == partner:
		return 0
	case r.origin != "" && r.origin == w.origin:
		return 1
	}
	return 2
}

// noType returns the finding for the type t, which no alternative of the reader accepts. It returns no finding if w has no value of type t. If the
// reader accepts the text of the value, noType returns the result of numbersAsText.
func (j *judge) noType(p *pair, w *shape, readers []*shape, t types) outcome {
	v := j.value(w, p.d, maxDepth, t, build{})
	if v != nil && p.form != asJSON {
		refused := func(v *oas.Node) bool { return !j.acceptsText(p, readers, v) }
		if other := j.find(w, p.d, t, 10, func(v *oas.Node) bool { return v.Value != "" && refused(v) }); other != nil {
			v = other
		} else if !refused(v) {
			return j.numbersAsText(p, w, readers, t)
		}
	}
	f := &finding{rule: TypeRefused, verdict: refuted, value: v, shape: w, w: slices.Concat(w.sites[onType], w.sites[onEnum], w.sites[onUnion])}
	if t == nullType {
		f.rule = NullRefused
		if slices.ContainsFunc(readers, func(r *shape) bool { return r.loose }) {
			f.rule, f.verdict = ReadersDiffer, contained
		}
	}
	for _, r := range readers {
		f.r = append(f.r, r.sites[onType]...)
	}
	if v == nil {
		if !j.possible(w, t, p.d, nil) {
			return outcome{}
		}
		f.verdict, f.note = undecided, "no witness was found"
	}
	return outcome{findings: []*finding{f}}
}

// acceptsText reports whether the values of p are encoded as text and a shape in readers accepts the text of v.
func (j *judge) acceptsText(p *pair, readers []*shape, v *oas.Node) bool {
	return p.form != asJSON && slices.ContainsFunc(readers, func(r *shape) bool { return j.takesText(r, p.d, v) })
}

// numbersAsText returns an undecided finding if w has numbers without an enum and no alternative of the reader accepts every string. It returns no
// finding if w has a small range of integers and the readers accept the text of each integer.
func (j *judge) numbersAsText(p *pair, w *shape, readers []*shape, t types) outcome {
	accepts := func(r *shape) bool {
		return r.types&textType != 0 && !r.enumerated && len(r.patterns) == 0 && r.length == span{0, -1}
	}
	if w.enumerated || t != numberType || slices.ContainsFunc(readers, accepts) {
		return outcome{}
	}
	if all, ok := w.integers(); ok && !slices.ContainsFunc(all, func(v *oas.Node) bool { return !j.acceptsText(p, readers, v) }) {
		return outcome{}
	}
	f := &finding{rule: NotDecided, verdict: undecided, note: "numbers as text", shape: w, w: w.sites[onType]}
	for _, r := range readers {
		f.r = append(f.r, r.sites[onType]...)
	}
	return outcome{findings: []*finding{f}}
}

// eachValue returns a finding for each value of type t that w allows and all readers reject, but at most maxValues findings. w must have an enum, or
// t must be booleanType.
func (j *judge) eachValue(p *pair, w *shape, readers []*shape, t types) outcome {
	values := w.enum
	if !w.enumerated {
		values = []*oas.Node{newBool(true), newBool(false)}
	}
	var refused []*oas.Node
	for _, v := range values {
		if typeOf(v) == t && j.takes(w, nil, p.d, v, nil) && !slices.ContainsFunc(readers, func(r *shape) bool { return j.takes(r, nil, p.d, v, nil) }) && !j.acceptsText(p, readers, v) {
			refused = append(refused, v)
		}
	}
	var out outcome
	r := readers[max(0, slices.IndexFunc(readers, func(r *shape) bool { return r.types&t != 0 }))]
	for i, v := range refused {
		f := &finding{rule: ValueRefused, verdict: refuted, value: v, refused: v, shape: w, w: slices.Concat(w.sites[onEnum], w.sites[onType], w.sites[onUnion])}
		f.r = slices.Concat(r.sites[onEnum], r.reasons())
		out.findings = append(out.findings, f)
		if i == maxValues-1 && len(refused) > maxValues {
			f.note = "number of other rejected values: " + itoa(len(refused)-maxValues)
			break
		}
	}
	return out
}

// maxValues is the maximum number of findings about the rejected values of one enum.
const maxValues = 3

// reasons returns the keywords other than enum that may reject a scalar.
func (s *shape) reasons() []*step {
	return slices.Concat(s.sites[onPattern], s.sites[onLength], s.sites[onRange], s.sites[onMultiple], s.sites[onNot], s.sites[onType])
}

// newAlternative returns a single finding for w, an alternative without a partner. The finding replaces all findings and edges of the outcome parts.
// newAlternative returns no finding if w has no object.
func (j *judge) newAlternative(p *pair, w *shape, parts outcome) outcome {
	f := &finding{rule: AlternativeRefused, shape: w, w: slices.Concat(w.sites[onUnion], w.sites[onType]), verdict: undecided, note: "no witness was found"}
	for _, v := range j.variants(p.r, p.d) {
		f.r = append(f.r, v.sites[onUnion]...)
		f.r = append(f.r, v.sites[onType]...)
	}
	candidates := []*oas.Node{j.value(w, p.d, maxDepth, objectType, build{})}
	for _, g := range parts.findings {
		candidates = append(candidates, g.value)
		f.r = append(f.r, g.r...)
	}
	for _, e := range parts.edges {
		for _, g := range e.child.result.findings {
			if g.verdict == refuted && g.value != nil {
				candidates = append(candidates, j.wrap(e, g.value))
			}
		}
	}
	for _, v := range candidates {
		if v != nil && j.takes(w, nil, p.d, v, nil) && !j.reads(p.r, p.w, p.d, v) {
			f.value, f.verdict, f.note = v, refuted, ""
			break
		}
	}
	if f.value == nil && !j.possible(w, objectType, p.d, nil) {
		return outcome{}
	}
	return outcome{findings: []*finding{f}, edges: filter(parts.edges, func(*edge) bool { return false })}
}

// readersDiffer returns a note if the writer has a nullable that readers interpret differently, and the reader neither has one nor accepts null.
func readersDiffer(writers, readers []*shape) outcome {
	loose := func(s *shape) bool { return s.loose }
	null := func(s *shape) bool { return s.types&nullType != 0 }
	if !slices.ContainsFunc(writers, loose) || slices.ContainsFunc(readers, loose) || slices.ContainsFunc(readers, null) || len(readers) == 0 {
		return outcome{}
	}
	w := writers[slices.IndexFunc(writers, loose)]
	f := &finding{rule: ReadersDiffer, shape: w, value: newNull()}
	f.w = filter(w.sites[onType], func(s *step) bool { return s.key == "nullable" })
	return outcome{findings: []*finding{f}}
}
