package wire

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// reported is a finding with its cause and the operations that it affects.
type reported struct {
	finding    Finding
	cause      cause
	operations indexes
}

// entries finds the causes of all findings, and returns one entry for each cause.
func (j *judge) entries() []Entry {
	reachable := j.connect()
	all := slices.Clone(j.found)
	for _, p := range reachable {
		for _, f := range p.result.findings {
			if f.rule.topic() == TypeRefused && p.nearest.parent == nil && p.nearest.root.skipTypes {
				continue
			}
			for _, t := range j.trace(p, f) {
				all = append(all, j.report(t))
			}
		}
	}
	return j.fold(all)
}

// connect returns the pairs that the operations lead to, in breadth-first order. It records the edges and the operations that lead to each pair.
func (j *judge) connect() []*pair {
	var order []*pair
	enter := func(e *edge) {
		p := e.child
		p.in = append(p.in, e)
		if p.nearest == nil {
			p.nearest = e
			order = append(order, p)
		}
	}
	for _, e := range j.roots {
		enter(e)
		e.child.reached.add(e.root.operation)
	}
	for i := 0; i < len(order); i++ {
		for _, e := range order[i].result.edges {
			enter(e)
		}
	}
	pending := slices.Clone(order)
	for len(pending) > 0 {
		p := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		for _, e := range p.result.edges {
			if e.child.reached.join(p.reached) {
				pending = append(pending, e.child)
			}
		}
	}
	return order
}

// report converts t to a Finding. It builds the witness and determines the places of the finding.
func (j *judge) report(t traced) *reported {
	path := t.path
	for p := t.top; p != nil; p = p.nearest.parent {
		path = slices.Insert(slices.Clip(path), 0, p.nearest)
	}
	f := t.finding
	level := Risky
	if f.verdict == refuted {
		level = Breaking
	}
	value := f.value
	var at string
	for i := len(path) - 1; i > 0; i-- {
		e := path[i]
		at = e.label() + at
		switch {
		case value == nil:
			continue
		case f.rule == ReadersDiffer: // read strictly, the schema of the writer does not allow null, so wrap would find no value
			value = e.bare(value)
			continue
		}
		value = j.wrap(e, value)
		if value != nil && f.verdict == refuted {
			value = j.distinguish(e.parent, e.w, value)
		}
	}
	if f.member != "" {
		at += "." + f.member
	}
	out := Finding{Rule: f.rule, Level: level, Direction: t.pair.d, Kind: path[0].root.kind, Servers: t.pair.server, At: path[0].root.at, Note: f.note, Refused: f.refused, Member: f.member}
	if at != "" {
		out.At += " " + at
	}
	if value == nil && f.verdict == refuted {
		out.Level, out.Note = Risky, "not decided: no witness was found"
	}
	if f.verdict == undecided {
		out.Note = "not decided: " + f.note
	}
	if value != nil {
		out.Witness = newWitness(value, path[1:], out)
	}
	for _, s := range slices.Concat(f.r, f.w) {
		place := &out.Base
		if s.from.doc.side == head {
			place = &out.Head
		}
		if place.Pointer == "" {
			*place = s.from.doc.place(strings.TrimSuffix(s.pointer(), "/"))
		}
	}
	r := &reported{finding: out, cause: t.cause}
	if t.top == nil {
		r.operations.add(path[0].root.operation)
	} else {
		r.operations.join(t.top.reached)
	}
	return r
}

// label returns the part that an edge adds to the path of a value, such as ".state" or "[]".
func (e *edge) label() string {
	switch e.kind {
	case toItem:
		return "[]"
	case toName:
		return ".*"
	}
	return "." + e.name
}

// bare returns an object or a list that contains only v. An object may lack members that the writer requires. If e leads to member names, bare
// returns v.
func (e *edge) bare(v *oas.Node) *oas.Node {
	switch e.kind {
	case toItem:
		return newList(v)
	case toName:
		return v
	}
	return oas.NewMapping(nil, oas.NewEntry(e.name, v))
}

// wrap returns a value for the parent of an edge, or nil if it finds none. The value contains v, which is a value for the child of the edge. For an
// edge to member names, v is the name of a member.
func (j *judge) wrap(e *edge, v *oas.Node) *oas.Node {
	d := e.parent.d
	switch e.kind {
	case toName:
		if v.Type != oas.String {
			return nil
		}
		m, ok := e.w.member(v.Value)
		if !ok {
			return nil
		}
		of := j.example(j.setOf(m.members), d)
		return j.value(e.w, d, maxDepth, objectType, build{name: v.Value, value: of, reader: e.r})
	case toItem:
		out := j.list(e.w, e.r, d, maxDepth, max(e.index+1, e.w.count.least), e.index, v)
		if out == nil || !j.takes(e.w, nil, d, out, nil) {
			return nil
		}
		return out
	}
	return j.value(e.w, d, maxDepth, objectType, build{name: e.name, value: v, reader: e.r})
}

// fold groups findings by their causes, and returns one entry for each cause.
func (j *judge) fold(all []*reported) []Entry {
	byCause := map[string]*group{}
	var groups []*group
	for _, r := range all {
		g := byCause[r.cause.id()]
		if g == nil {
			g = &group{cause: r.cause}
			byCause[r.cause.id()] = g
			groups = append(groups, g)
		}
		g.add(r)
	}
	out := make([]Entry, len(groups))
	for i, g := range groups {
		out[i] = g.entry(j)
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		return cmp.Or(-cmp.Compare(a.Clients, b.Clients), comparePlaces(a.Head, b.Head), comparePlaces(a.Base, b.Base), cmp.Compare(a.Part, b.Part))
	})
	return out
}

func comparePlaces(a, b Place) int {
	return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Pointer, b.Pointer))
}

// group has the findings with the same cause.
type group struct {
	cause      cause
	findings   []Finding
	operations indexes
}

func (g *group) add(r *reported) {
	g.operations.join(r.operations)
	for i := range g.findings {
		f := &g.findings[i]
		if f.same(r.finding) {
			if r.finding.Level > f.Level {
				*f = r.finding
			}
			return
		}
	}
	g.findings = append(g.findings, r.finding)
}

// same reports whether f and g have the same rule, direction, rejected value and keywords, and are both about servers or both about clients. For the
// rule NotDecided, the notes may be equal instead of the keywords.
func (f *Finding) same(g Finding) bool {
	if f.Rule != g.Rule || f.Direction != g.Direction || f.Servers != g.Servers || !oas.Equal(f.Refused, g.Refused, oas.Compare{}) {
		return false
	}
	return f.Base.Pointer == g.Base.Pointer && f.Head.Pointer == g.Head.Pointer || f.Rule == NotDecided && f.Note == g.Note
}

// entry returns the [Entry] for the findings of a group.
func (g *group) entry(j *judge) Entry {
	e := Entry{Part: g.cause.part, Base: g.cause.base.place(), Head: g.cause.head.place()}
	for i, o := range j.names {
		if g.operations.has(i) {
			e.Operations = append(e.Operations, o)
		}
	}
	slices.SortStableFunc(g.findings, func(a, b Finding) int { return -cmp.Compare(a.rank(), b.rank()) })
	e.Findings = g.findings
	for _, f := range g.findings {
		switch {
		case !f.Servers:
			e.Clients = max(e.Clients, f.Level)
		default:
			e.Servers = max(e.Servers, f.ForServers())
		}
	}
	e.Clients = max(e.Clients, Compatible)
	e.Rule, e.Direction = g.findings[0].Rule, g.findings[0].Direction
	return e
}

// rank returns the priority of a finding in its entry. Findings for clients have a higher priority than findings for servers. In each group, a higher
// level has a higher priority.
func (f Finding) rank() int {
	if f.Servers {
		return int(f.Level)
	}
	return 10 + int(f.Level)
}

// indexes is a set of small numbers.
type indexes struct{ bits big.Int }

func (s *indexes) add(i int) { s.bits.SetBit(&s.bits, i, 1) }

func (s *indexes) has(i int) bool { return s.bits.Bit(i) == 1 }

// join adds the numbers in other to s, and reports whether s has grown.
func (s *indexes) join(other indexes) bool {
	grown := new(big.Int).AndNot(&other.bits, &s.bits).Sign() != 0
	s.bits.Or(&s.bits, &other.bits)
	return grown
}
