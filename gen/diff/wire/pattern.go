package wire

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Patterns are compared as automata: the product of the automata of all patterns is walked breadth first, together with the length of the text. The
// states of the product are made when they are reached.

// maxStates is the number of states of a product, and maxTexts the number of states with lengths that one search visits.
const (
	maxStates = 4000
	maxTexts  = 100_000
)

// formatPattern returns a pattern for the texts of a format that typed readers parse, or "".
func formatPattern(format string) string {
	const date = `\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`
	switch format {
	case "date":
		return "^" + date + "$"
	case "date-time":
		return "^" + date + `[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$`
	case "uuid":
		return `^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`
	case "byte":
		return `^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$`
	case "ipv4":
		return `^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$`
	case "ipv6":
		return `^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$`
	}
	return ""
}

// acceptsAllTexts reports whether a format refuses no text.
func acceptsAllTexts(format string) bool {
	switch format {
	case "password", "binary", "int32", "int64", "float", "double":
		return true
	}
	return false
}

// compile returns a compiled pattern, or nil if Go does not support it.
func (j *judge) compile(pattern string) *regexp.Regexp {
	if re, known := j.compiled[pattern]; known {
		return re
	}
	var re *regexp.Regexp
	if len(pattern) <= maxPattern {
		re, _ = regexp.Compile(pattern)
	}
	j.compiled[pattern] = re
	return re
}

// maxPattern is the length of a pattern in bytes above which it is not decided.
const maxPattern = 2000

// search looks for the shortest text with a length in a range that matches all patterns in yes. If refused is set, the text must also be outside of
// other, or not match one of the patterns in no.
type search struct {
	yes     []string
	length  span
	refused bool
	no      []string
	other   span
}

// searched is the result of a search.
type searched struct {
	text    string
	ok      bool // a text was found
	decided bool // if none was found, there is none
}

func (q search) key() string {
	var b strings.Builder
	for _, p := range q.yes {
		b.WriteString(strconv.Quote(p))
	}
	b.WriteString("/")
	for _, p := range q.no {
		b.WriteString(strconv.Quote(p))
	}
	for _, n := range []int{q.length.least, q.length.most, q.other.least, q.other.most} {
		b.WriteString(" " + strconv.Itoa(n))
	}
	return b.String() + strconv.FormatBool(q.refused)
}

// search returns the shortest text of a search.
func (j *judge) search(q search) searched {
	key := q.key()
	if s, known := j.searches[key]; known {
		return s
	}
	s := j.walk(q)
	j.searches[key] = s
	return s
}

// machine is the automaton of one pattern.
type machine struct {
	program *syntax.Prog
}

func newMachine(pattern string) (*machine, bool) {
	if len(pattern) > maxPattern {
		return nil, false
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, false
	}
	program, err := syntax.Compile(re.Simplify())
	if err != nil || len(program.Inst) > maxStates {
		return nil, false
	}
	return &machine{program}, true
}

// closure returns the instructions that are reached from some without reading, in order, and whether the pattern matches there.
func (m *machine) closure(from []uint32, at syntax.EmptyOp) (reached []uint32, match bool) {
	seen := map[uint32]bool{}
	pending := slices.Clone(from)
	for len(pending) > 0 {
		pc := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch in := &m.program.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			pending = append(pending, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			pending = append(pending, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^at == 0 {
				pending = append(pending, in.Out)
			}
		case syntax.InstMatch:
			match = true
		case syntax.InstFail:
		default:
			reached = append(reached, pc)
		}
	}
	slices.Sort(reached)
	return reached, match
}

// state is a state of the product.
type state struct {
	before  rune       // the character before, or -1 at the start
	threads [][]uint32 // of each machine, before their closure
	matched []bool     // a match was found, which stays true
	next    []int32    // by class of characters: a state, -1 for none, -2 if it is not known
	ends    []bool     // for each machine, whether a text that ends here matches
}

// product is the automaton of several patterns.
type product struct {
	machines []*machine
	required int    // the first machines must be able to match
	classes  []rune // one character of each class
	states   []*state
	known    map[string]int32
	spend    func(int)
}

func (p *product) add(s *state) int32 {
	var key strings.Builder
	kind := "w"
	switch {
	case s.before < 0:
		kind = "^"
	case s.before == '\n':
		kind = "n"
	case !syntax.IsWordChar(s.before):
		kind = "o"
	}
	key.WriteString(kind)
	for i, list := range s.threads {
		key.WriteString("|" + strconv.FormatBool(s.matched[i]))
		if !s.matched[i] {
			for _, pc := range list {
				key.WriteString(" " + strconv.Itoa(int(pc)))
			}
		}
	}
	if id, known := p.known[key.String()]; known {
		return id
	}
	s.next = make([]int32, len(p.classes))
	for i := range s.next {
		s.next[i] = -2
	}
	s.ends = make([]bool, len(p.machines))
	for i, m := range p.machines {
		s.ends[i] = s.matched[i]
		if !s.matched[i] {
			_, s.ends[i] = m.closure(append(s.threads[i], uint32(m.program.Start)), syntax.EmptyOpContext(s.before, -1))
		}
	}
	id := int32(len(p.states))
	p.known[key.String()] = id
	p.states = append(p.states, s)
	return id
}

// follow returns the state after a character of a class, or -1 if no text with it matches the required patterns.
func (p *product) follow(id int32, class int) int32 {
	s := p.states[id]
	if s.next[class] != -2 {
		return s.next[class]
	}
	c := p.classes[class]
	to := &state{before: c, threads: make([][]uint32, len(p.machines)), matched: slices.Clone(s.matched)}
	for i, m := range p.machines {
		if s.matched[i] {
			continue
		}
		p.spend(len(s.threads[i]) + 1)
		reached, match := m.closure(append(slices.Clip(s.threads[i]), uint32(m.program.Start)), syntax.EmptyOpContext(s.before, c))
		if match {
			to.matched[i] = true
			continue
		}
		for _, pc := range reached {
			if in := &m.program.Inst[pc]; in.MatchRune(c) && !slices.Contains(to.threads[i], in.Out) {
				to.threads[i] = append(to.threads[i], in.Out)
			}
		}
		slices.Sort(to.threads[i])
		if i < p.required && len(to.threads[i]) == 0 && m.anchored() {
			s.next[class] = -1
			return -1
		}
	}
	s.next[class] = p.add(to)
	return s.next[class]
}

// anchored reports whether the pattern can only match at the start of the text.
func (m *machine) anchored() bool {
	return m.program.StartCond()&syntax.EmptyBeginText != 0
}

// walk walks the product of the patterns of a search breadth first.
func (j *judge) walk(q search) searched {
	p := &product{known: map[string]int32{}, required: len(q.yes), spend: j.spend}
	for _, pattern := range slices.Concat(q.yes, q.no) {
		m, ok := newMachine(pattern)
		if !ok {
			return searched{}
		}
		p.machines = append(p.machines, m)
	}
	var ok bool
	if p.classes, ok = classesOf(p.machines); !ok {
		return searched{}
	}
	longest := max(q.length.least, q.other.least)
	for _, most := range []int{q.length.most, q.other.most} {
		longest = max(longest, most+1)
	}
	if longest > maxTexts {
		return searched{}
	}
	type visit struct {
		state  int32
		length int
		up     int
		class  int
	}
	p.add(&state{before: -1, threads: make([][]uint32, len(p.machines)), matched: make([]bool, len(p.machines))})
	visits := []visit{{0, 0, -1, 0}}
	type place struct {
		state  int32
		length int
	}
	seen := map[place]bool{{0, 0}: true}
	for at := 0; at < len(visits); at++ {
		v := visits[at]
		if q.found(p.states[v.state].ends, v.length) {
			var text []rune
			for i := at; visits[i].up >= 0; i = visits[i].up {
				text = append(text, p.classes[visits[i].class])
			}
			slices.Reverse(text)
			return searched{string(text), true, true}
		}
		if q.length.most >= 0 && v.length >= q.length.most {
			continue
		}
		for class := range p.classes {
			next := p.follow(v.state, class)
			to := place{next, min(v.length+1, longest)}
			if next < 0 || seen[to] {
				continue
			}
			seen[to] = true
			visits = append(visits, visit{next, v.length + 1, at, class})
			if len(p.states) > maxStates || len(visits) > maxTexts || j.exhausted() {
				return searched{}
			}
		}
	}
	return searched{decided: true}
}

// found reports whether a text of a length that ends in a state is the result.
func (q search) found(ends []bool, length int) bool {
	if !q.length.has(length) || slices.Contains(ends[:len(q.yes)], false) {
		return false
	}
	return !q.refused || !q.other.has(length) || slices.Contains(ends[len(q.yes):], false)
}

// classesOf returns one character of each class of characters that the machines do not distinguish, pretty ones first.
func classesOf(machines []*machine) ([]rune, bool) {
	const pretty = "a1A-_. :/@+bz09Z\n"
	const most = 4000
	points := map[rune]bool{}
	var tests []*syntax.Inst
	seen := map[string]bool{}
	for _, m := range machines {
		for i := range m.program.Inst {
			in := &m.program.Inst[i]
			if in.Op != syntax.InstRune && in.Op != syntax.InstRune1 {
				continue
			}
			key := string(in.Rune) + strconv.Itoa(int(in.Arg))
			if seen[key] {
				continue
			}
			seen[key] = true
			tests = append(tests, in)
			for i, r := range in.Rune {
				points[r] = true
				points[unicode.SimpleFold(r)] = true
				if i%2 == 0 {
					points[max(r-1, 0)] = true
				}
				if i%2 == 1 || len(in.Rune) == 1 {
					points[min(r+1, unicode.MaxRune)] = true
				}
			}
		}
	}
	if len(points) > most {
		return nil, false
	}
	candidates := []rune(pretty)
	for r := range points {
		candidates = append(candidates, r)
	}
	slices.Sort(candidates[len([]rune(pretty)):])
	var classes []rune
	known := map[string]bool{}
	for _, r := range candidates {
		if r >= 0xD800 && r <= 0xDFFF {
			continue
		}
		key := []byte{'-', '-'}
		if syntax.IsWordChar(r) {
			key[0] = 'w'
		}
		if r == '\n' {
			key[1] = 'n'
		}
		for _, in := range tests {
			key = strconv.AppendBool(key, in.MatchRune(r))
		}
		if !known[string(key)] {
			known[string(key)] = true
			classes = append(classes, r)
		}
	}
	return classes, true
}
