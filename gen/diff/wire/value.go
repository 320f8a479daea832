package wire

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// Values are nodes without positions. A nil node represents the absence of a value.

func newText(s string) *oas.Node { return &oas.Node{Type: oas.String, Value: s} }

func newBool(b bool) *oas.Node { return &oas.Node{Type: oas.Bool, Value: strconv.FormatBool(b)} }

func newNull() *oas.Node { return &oas.Node{Type: oas.Null, Value: "null"} }

func newList(items ...*oas.Node) *oas.Node { return &oas.Node{Type: oas.Sequence, Items: items} }

// newNumber returns r as a node. It returns nil if r has no exact decimal form with at most 30 digits after the point.
func newNumber(r *big.Rat) *oas.Node {
	if r.IsInt() {
		return &oas.Node{Type: oas.Int, Value: r.Num().String()}
	}
	const most = 30 // maximum number of digits after the point
	digits, exact := r.FloatPrec()
	if !exact || digits > most {
		return nil
	}
	return &oas.Node{Type: oas.Float, Value: r.FloatString(digits)}
}

// number returns the exact value of a number, or nil for other nodes. It also returns nil if the number has more than maxDigits characters, or if the
// absolute value of its exponent is greater than maxDigits.
func number(n *oas.Node) *big.Rat {
	if !n.IsNumber() || len(n.Value) > maxDigits {
		return nil
	}
	_, exponent, _ := strings.Cut(strings.ToLower(n.Value), "e")
	if size, err := strconv.Atoi("0" + strings.TrimLeft(exponent, "+-")); err != nil || size > maxDigits {
		return nil
	}
	r, ok := new(big.Rat).SetString(n.Value)
	if !ok {
		return nil
	}
	return r
}

const maxDigits = 400

// count returns the value of a keyword that limits a length, or a number of items or members. It returns false if n is not an integer or is negative.
func count(n *oas.Node) (int, bool) {
	r := number(n)
	if r == nil || !r.IsInt() || r.Sign() < 0 {
		return 0, false
	}
	if !r.Num().IsInt64() || r.Num().Int64() > maxCount {
		return maxCount, true
	}
	return int(r.Num().Int64()), true
}

// maxCount is the value that [count] returns for limits above it.
const maxCount = 1 << 40

// same reports whether two values are equal as JSON: 1 equals 1.0, but not "1". Numbers with more than 15 characters must have the same notation.
func same(a, b *oas.Node) bool {
	return oas.Equal(a, b, oas.Compare{IgnoreKeyOrder: true, Numbers: true})
}

// key returns a key for a scalar, and "" for other values. Scalars that are equal according to [same] have the same key.
func key(v *oas.Node) string {
	switch {
	case v.IsNumber():
		const most = 15 // the key of a number with more characters is its notation
		if f, err := strconv.ParseFloat(v.Value, 64); err == nil && len(v.Value) <= most {
			return "n" + strconv.FormatFloat(f, 'g', -1, 64)
		}
		return "n" + v.Value
	case v.IsScalar():
		return v.Type.String() + v.Value
	}
	return ""
}

func contains(list []*oas.Node, v *oas.Node) bool {
	return slices.ContainsFunc(list, func(w *oas.Node) bool { return same(v, w) })
}

// filter returns the items of a list that satisfy a condition.
func filter[T any](list []T, keep func(T) bool) []T {
	var out []T
	for _, v := range list {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}

func itoa(i int) string { return strconv.Itoa(i) }

// sample is a value of a set. The value is nil if none was found.
type sample struct{ value *oas.Node }

// maxDepth is the maximum depth of the values that the judge builds.
const maxDepth = 5

// example returns a small value of a set, or nil if none was found.
func (j *judge) example(s *set, d Direction) *oas.Node {
	if s.example[d] == nil {
		found := &sample{}
		for depth := 0; depth <= maxDepth && found.value == nil; depth++ {
			found.value = j.try(s, d, depth)
		}
		s.example[d] = found
	}
	return s.example[d].value
}

// try returns a value of s that has at most depth levels, or nil if none was found.
func (j *judge) try(s *set, d Direction, depth int) *oas.Node {
	if e := s.example[d]; e != nil && e.value != nil && nesting(e.value) <= depth {
		return e.value
	}
	key := tryKey{s, d, depth}
	if v, known := j.tried[key]; known {
		return v
	}
	j.tried[key] = nil
	var found *oas.Node
	for _, v := range j.variants(s, d) {
		if found = j.value(v, d, depth, allTypes, build{}); found != nil {
			break
		}
	}
	j.tried[key] = found
	return found
}

type tryKey struct {
	set   *set
	d     Direction
	depth int
}

// maxSize is the maximum size of a value that the judge builds, as [size] counts it.
const maxSize = 1000

// size returns the number of values in v, including v. If the number exceeds most, size stops counting and returns a number above most.
func size(v *oas.Node, most int) int {
	n := 1
	for child := range v.Children() {
		if n > most {
			break
		}
		n += size(child, most-n)
	}
	return n
}

// nesting returns the number of levels below a value. A scalar has none.
func nesting(v *oas.Node) int {
	n := 0
	for child := range v.Children() {
		n = max(n, nesting(child)+1)
	}
	return n
}

// build has the conditions for an object that [judge.object] builds.
type build struct {
	name   string    // a member with a fixed value
	value  *oas.Node // the value of that member
	drop   string    // a member that must be missing
	reader *shape    // the shape that the object also satisfies, if possible
}

// value returns a small value of s whose type is in of, or nil if none was found. If the value is an object, it satisfies b.
func (j *judge) value(s *shape, d Direction, depth int, of types, b build) *oas.Node {
	j.spend(2)
	if j.exhausted() {
		return nil
	}
	free := b == build{reader: b.reader}
	if s.enumerated {
		for _, v := range s.enum {
			if free && typeOf(v)&of != 0 && j.takes(s, nil, d, v, nil) {
				return v
			}
		}
		return nil
	}
	if free {
		for _, v := range s.examples {
			if typeOf(v)&of&s.types != 0 && len(v.JSON()) < 60 && j.writes(s, v) && j.takes(s, nil, d, v, nil) {
				return v
			}
		}
	}
	for _, t := range each {
		if t&of&s.types == 0 {
			continue
		}
		valid := func(v *oas.Node) bool { return v != nil && size(v, maxSize) <= maxSize && j.takes(s, nil, d, v, nil) }
		v := j.valueOf(s, d, depth, t, b)
		if valid(v) {
			return v
		}
		for _, c := range s.conditions { // the condition may require another member
			if t != objectType || v == nil {
				break
			}
			b.reader = j.shape(j.setOf(j.branch(c, d, v)), d)
			if v := j.valueOf(s, d, depth, t, b); valid(v) {
				return v
			}
		}
	}
	return nil
}

func (j *judge) valueOf(s *shape, d Direction, depth int, t types, b build) *oas.Node {
	switch t {
	case nullType:
		return newNull()
	case booleanType:
		return newBool(true)
	case numberType:
		return j.firstNumber(s)
	case textType:
		return j.firstText(s)
	case arrayType:
		if len(s.contains) > 0 {
			match := j.try(j.setOf(append(s.item(0), s.contains[0].member...)), d, max(depth-1, 0))
			if match == nil {
				return nil
			}
			return newList(slices.Repeat([]*oas.Node{match}, min(max(s.count.least, s.contains[0].count.least), maxItems))...)
		}
		return j.list(s, b.reader, d, depth, s.count.least, 0, nil)
	}
	return j.object(s, d, depth, b)
}

// firstText returns the shortest string that is valid for a shape, or nil if none was found.
func (j *judge) firstText(s *shape) *oas.Node {
	const most = 5000
	if len(s.patterns) == 0 {
		if s.length.least > most {
			return nil
		}
		return newText(strings.Repeat("a", s.length.least))
	}
	found := j.search(search{yes: s.patterns, length: s.length})
	if !found.ok {
		return nil
	}
	return newText(found.text)
}

// maxItems is the maximum number of items of the lists that the judge builds.
const maxItems = 100

// list returns a list of n items for the shape s, or nil if none was found. If v is not nil, it is the item at index. If reader is not nil, list prefers
// items that reader accepts as well.
func (j *judge) list(s, reader *shape, d Direction, depth, n, index int, v *oas.Node) *oas.Node {
	if n > maxItems {
		return nil
	}
	out := newList()
	for i := range n {
		of := j.setOf(s.item(i))
		var item *oas.Node
		switch {
		case v != nil && i == index:
			item = v
		case depth == 0:
			return nil
		case s.unique && n > 1:
			item = j.another(of, d, append(slices.Clip(out.Items), v))
		case reader != nil:
			item = j.agreed(of, j.setOf(reader.item(i)), d, depth-1)
		default:
			item = j.try(of, d, depth-1)
		}
		if item == nil {
			return nil
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// another returns a value of s that is not in the list but, or nil if none was found.
func (j *judge) another(s *set, d Direction, but []*oas.Node) *oas.Node {
	for _, of := range j.variants(s, d) {
		v := j.find(of, d, allTypes, len(but), func(v *oas.Node) bool { return !contains(but, v) && j.reads(s, nil, d, v) })
		if v != nil {
			return v
		}
	}
	return nil
}

// find returns the first value of a shape for which accept returns true, or nil if none was found. It tries a small value, the values of enum,
// examples, some strings, and some numbers, which include the integers from 0 to n+2. It also tries booleans, null, and an empty list and object.
func (j *judge) find(s *shape, d Direction, of types, n int, accept func(*oas.Node) bool) *oas.Node {
	candidates := slices.Concat([]*oas.Node{j.value(s, d, maxDepth, of, build{})}, s.enum, s.examples)
	if of &= s.types; of&textType != 0 && !s.enumerated {
		for least := range 5 {
			if found := j.search(search{yes: s.patterns, length: s.length.tighten(span{least, -1})}); found.ok {
				candidates = append(candidates, newText(found.text))
			}
		}
		for _, text := range []string{"a", "b", "c", "ab", "abc"} {
			candidates = append(candidates, newText(text))
		}
	}
	if of&numberType != 0 && !s.enumerated {
		for _, r := range numbers(s) {
			candidates = append(candidates, newNumber(r))
		}
		for i := range int64(n + 3) {
			candidates = append(candidates, newNumber(ratio(i)))
		}
	}
	candidates = append(candidates, newBool(true), newBool(false), newNull(), newList(), oas.NewMapping(nil))
	for _, v := range candidates {
		if v != nil && typeOf(v)&of != 0 && j.takes(s, nil, d, v, nil) && accept(v) {
			return v
		}
	}
	return nil
}

// object returns an object with few members that satisfies b, or nil if none was found. The members have the order of their declarations.
func (j *judge) object(s *shape, d Direction, depth int, b build) *oas.Node {
	values := map[string]*oas.Node{}
	add := func(name string) bool {
		if values[name] == nil && name != b.drop {
			if v := j.memberValue(s, b.reader, name, d, depth); v != nil {
				values[name] = v
			}
		}
		return values[name] != nil
	}
	names := s.declared()
	if b.name != "" || b.value != nil {
		if b.value == nil {
			return nil
		}
		names = append(names, b.name)
		values[b.name] = b.value
	}
	for _, r := range s.required {
		if r.name != b.drop && !add(r.name) {
			return nil
		}
	}
	if b.reader != nil {
		for _, r := range b.reader.required {
			if s.declares(r.name) && !j.hidden(s, r.name, d) {
				add(r.name)
			}
		}
	}
	for i := range min(s.size.least, maxItems) {
		names = append(names, freshName(i))
	}
	for _, name := range names {
		if len(values) < s.size.least && !j.hidden(s, name, d) {
			add(name)
		}
	}
	out := oas.NewMapping(nil)
	for _, name := range names {
		if v := values[name]; v != nil {
			out.Entries = append(out.Entries, oas.NewEntry(name, v))
			delete(values, name)
		}
	}
	return out
}

// freshName returns the name of the undeclared member with index i in the values that the judge builds.
func freshName(i int) string {
	if i == 0 {
		return undeclaredName
	}
	return undeclaredName + itoa(i)
}

// memberValue returns a value of a member, or nil if none was found. If reader is not nil, memberValue prefers a value that reader accepts as well.
func (j *judge) memberValue(s, reader *shape, name string, d Direction, depth int) *oas.Node {
	of, ok := s.member(name)
	if !ok || depth == 0 {
		return nil
	}
	own := j.setOf(of.members)
	if reader != nil {
		if read, ok := reader.member(name); ok {
			return j.agreed(own, j.setOf(read.members), d, depth-1)
		}
	}
	return j.try(own, d, depth-1)
}

// agreed returns a value of w that r accepts as well. If it finds none, it returns another value of w, or nil.
func (j *judge) agreed(w, r *set, d Direction, depth int) *oas.Node {
	own := j.try(w, d, depth)
	if own != nil && j.reads(r, w, d, own) {
		return own
	}
	if both := j.try(j.joined(w, r), d, depth); both != nil && j.written(w, d, both) {
		return both
	}
	return own
}
