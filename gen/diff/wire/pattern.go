package wire

import (
	"fmt"
	"maps"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"unicode"
)

// The judge compares patterns as automata. A search visits pairs of a state and a text length breadth first. A state belongs to the product of all
// automata. The search creates states on demand.

const (
	maxStates  = 4000    // states of a product, and instructions of a pattern
	maxTexts   = 100_000 // pairs of a state and a text length that one search visits
	maxPattern = 2000    // bytes of a pattern
	maxPoints  = 4000    // characters at the borders of character classes
)

const date = `\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`

// formatPatterns has a pattern for each format that the package supports. The pattern is "" if the format accepts all strings.
var formatPatterns = map[string]string{
	"date":      "^" + date + "$",
	"date-time": "^" + date + `[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$`,
	"uuid":      `^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`,
	"byte":      `^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$`,
	"ipv4":      `^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$`,
	"ipv6":      `^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$`,
	"password":  "", "binary": "", "int32": "", "int64": "", "float": "", "double": "",
}

// compile returns the compiled pattern. It returns nil if the pattern is longer than maxPattern or if Go does not support it.
func (j *judge) compile(pattern string) *regexp.Regexp {
	re, known := j.compiled[pattern]
	if !known && len(pattern) <= maxPattern {
		re, _ = regexp.Compile(pattern)
		j.compiled[pattern] = re
	}
	return re
}

// search has the conditions for a string. The string must match all patterns in yes and have a length in the range length. If refused is set, the
// string must also have a length outside of other or fail to match one of the patterns in no.
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
	ok      bool // a string was found
	decided bool // the search was complete: if it found no string, there is none
}

// search returns the shortest string that satisfies q, if there is one. The result is not decided if the search reaches a limit or Go does not
// support a pattern. search caches the results.
func (j *judge) search(q search) searched {
	key := fmt.Sprintf("%q %q %v %v %v", q.yes, q.no, q.length, q.other, q.refused)
	s, known := j.searches[key]
	if !known {
		s = j.visit(q)
		j.searches[key] = s
	}
	return s
}

// machine is the automaton of one pattern.
type machine struct{ *syntax.Prog }

func newMachine(pattern string) (m machine, ok bool) {
	if len(pattern) > maxPattern {
		return m, false
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return m, false
	}
	m.Prog, err = syntax.Compile(re.Simplify())
	return m, err == nil && len(m.Inst) <= maxStates
}

// closure returns the sorted instructions that can read the next character. It begins at the instructions in from and at the start of the program,
// and follows the instructions that read no character. match reports whether the pattern matches without a further character.
func (m machine) closure(from []uint32, at syntax.EmptyOp) (reached []uint32, match bool) {
	seen := map[uint32]bool{}
	pending := append(slices.Clip(from), uint32(m.Start))
	for len(pending) > 0 {
		pc := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch in := &m.Inst[pc]; in.Op {
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

// anchored reports whether the pattern matches only at the start of a string.
func (m machine) anchored() bool { return m.StartCond()&syntax.EmptyBeginText != 0 }

// state is the state of all machines of a product after a text.
type state struct {
	before  rune       // the last character read, or -1 at the start
	threads [][]uint32 // for each machine, the instructions from which the next closure starts; nil after a match
	matched []bool     // for each machine, whether it has matched
	next    []int32    // by index of a class: the index of the next state, noState or unvisited
	ends    []bool     // for each machine, whether a string that ends here matches
}

// The values of state.next that are not states.
const (
	noState   int32 = -1
	unvisited int32 = -2
)

// product is the automaton of several patterns.
type product struct {
	machines []machine
	required int    // number of machines that must match; they come first
	classes  []rune // one character of each class
	states   []*state
	known    map[string]int32
	spend    func(int)
}

// add returns the index of s in p.states. If p has an equal state, add returns the index of that state. Otherwise, it appends s.
func (p *product) add(s *state) int32 {
	kind := 'o'
	switch {
	case s.before < 0:
		kind = '^'
	case s.before == '\n':
		kind = 'n'
	case syntax.IsWordChar(s.before):
		kind = 'w'
	}
	key := fmt.Sprint(kind, s.matched, s.threads)
	if id, known := p.known[key]; known {
		return id
	}
	s.next = slices.Repeat([]int32{unvisited}, len(p.classes))
	s.ends = slices.Clone(s.matched)
	for i, m := range p.machines {
		if !s.matched[i] {
			_, s.ends[i] = m.closure(s.threads[i], syntax.EmptyOpContext(s.before, -1))
		}
	}
	id := int32(len(p.states))
	p.known[key] = id
	p.states = append(p.states, s)
	return id
}

// follow returns the state to which a character of a class leads from the state id. If it returns noState, no text that continues with this character
// matches all required patterns.
func (p *product) follow(id int32, class int) int32 {
	s := p.states[id]
	if s.next[class] != unvisited {
		return s.next[class]
	}
	c := p.classes[class]
	to := &state{before: c, threads: make([][]uint32, len(p.machines)), matched: slices.Clone(s.matched)}
	for i, m := range p.machines {
		if s.matched[i] {
			continue
		}
		p.spend(len(s.threads[i]) + 1)
		reached, match := m.closure(s.threads[i], syntax.EmptyOpContext(s.before, c))
		if match {
			to.matched[i] = true
			continue
		}
		for _, pc := range reached {
			if in := &m.Inst[pc]; in.MatchRune(c) && !slices.Contains(to.threads[i], in.Out) {
				to.threads[i] = append(to.threads[i], in.Out)
			}
		}
		slices.Sort(to.threads[i])
		if i < p.required && len(to.threads[i]) == 0 && m.anchored() {
			s.next[class] = noState
			return noState
		}
	}
	s.next[class] = p.add(to)
	return s.next[class]
}

// visit visits the states of the product of the patterns breadth first, and returns the shortest string that satisfies q.
func (j *judge) visit(q search) searched {
	p := &product{known: map[string]int32{}, required: len(q.yes), spend: j.spend}
	for _, pattern := range slices.Concat(q.yes, q.no) {
		m, ok := newMachine(pattern)
		if !ok {
			return searched{}
		}
		p.machines = append(p.machines, m)
	}
	longest := max(q.length.least, q.other.least, q.length.most+1, q.other.most+1)
	var ok bool
	if p.classes, ok = classesOf(p.machines); !ok || longest > maxTexts {
		return searched{}
	}
	type place struct {
		state  int32
		length int // length of the text, at most the value of longest
	}
	type visit struct {
		place
		up, class int // index of the previous visit, and class of the last character
	}
	p.add(&state{before: -1, threads: make([][]uint32, len(p.machines)), matched: make([]bool, len(p.machines))})
	visits := []visit{{up: -1}}
	seen := map[place]bool{{}: true}
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
			to := place{p.follow(v.state, class), min(v.length+1, longest)}
			if to.state == noState || seen[to] {
				continue
			}
			seen[to] = true
			visits = append(visits, visit{to, at, class})
			if len(p.states) > maxStates || len(visits) > maxTexts || j.exhausted() {
				return searched{}
			}
		}
	}
	return searched{decided: true}
}

// found reports whether a string of the given length satisfies q. ends reports for each pattern whether the string matches it.
func (q search) found(ends []bool, length int) bool {
	if !q.length.has(length) || slices.Contains(ends[:len(q.yes)], false) {
		return false
	}
	return !q.refused || !q.other.has(length) || slices.Contains(ends[len(q.yes):], false)
}

// classesOf returns one character of each class of characters that the machines do not distinguish. Common letters, digits and punctuation come first. It
// returns false if there are more than maxPoints borders between classes.
func classesOf(machines []machine) ([]rune, bool) {
	points := map[rune]bool{}
	tests := map[string]*syntax.Inst{}
	for _, m := range machines {
		for i := range m.Inst {
			in := &m.Inst[i]
			if in.Op != syntax.InstRune && in.Op != syntax.InstRune1 {
				continue
			}
			tests[string(in.Rune)+strconv.Itoa(int(in.Arg))] = in
			for i, r := range in.Rune { // the first and last character of each range, or one character
				points[r], points[unicode.SimpleFold(r)] = true, true
				if i%2 == 0 {
					points[max(r-1, 0)] = true
				}
				if i%2 == 1 || len(in.Rune) == 1 {
					points[min(r+1, unicode.MaxRune)] = true
				}
			}
		}
	}
	if len(points) > maxPoints {
		return nil, false
	}
	order := slices.Sorted(maps.Keys(tests))
	var classes []rune
	known := map[string]bool{}
	for _, r := range slices.Concat([]rune("a1A-_. :/@+bz09Z\n"), slices.Sorted(maps.Keys(points))) {
		if r >= 0xD800 && r <= 0xDFFF {
			continue
		}
		key := fmt.Append(nil, syntax.IsWordChar(r), r == '\n')
		for _, name := range order {
			key = strconv.AppendBool(key, tests[name].MatchRune(r))
		}
		if !known[string(key)] {
			known[string(key)] = true
			classes = append(classes, r)
		}
	}
	return classes, true
}
