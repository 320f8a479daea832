package rest

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unsafe"
)

// Flags is what [Enum] is, for an enum whose numbers are bits and sums of bits. A member may have several bits (a combination) or none.
type Flags[T Integer] struct {
	Name      string   // Go expression of the type, "model.Weekdays"
	Values    []T      // the constants
	Names     []string // as the document writes them
	Constants []string // what follows the type in the names of the constants; nil when it is Names
	Texts     []string // descriptions; nil when there is none

	lookup lookup
}

// String is the name of the member that v is, or the names of its bits, "Monday|Friday", with bits that have no name in hex,
// "Monday|0x100". No bits at all are "0" unless they have a name.
func (f *Flags[T]) String(v T) string {
	if i := indexOf(f.Values, v); i >= 0 {
		return f.Names[i]
	}
	return string(f.Append(nil, v))
}

// Append appends what [Flags.String] gives.
func (f *Flags[T]) Append(b []byte, v T) []byte {
	if i := indexOf(f.Values, v); i >= 0 {
		return append(b, f.Names[i]...)
	}
	if v == 0 {
		return append(b, '0')
	}
	start := len(b)
	for i, at := f.next(v, 0); i >= 0; i, at = f.next(v, at) {
		v &^= f.Values[i]
		if len(b) > start {
			b = append(b, '|')
		}
		b = append(b, f.Names[i]...)
	}
	if v != 0 {
		if len(b) > start {
			b = append(b, '|')
		}
		b = strconv.AppendUint(append(b, "0x"...), bitsOf(v), 16)
	}
	return b
}

// GoString is a Go expression: "model.WeekdaysMonday|model.WeekdaysFriday".
func (f *Flags[T]) GoString(v T) string {
	constants := f.Constants
	if constants == nil {
		constants = f.Names
	}
	if i := indexOf(f.Values, v); i >= 0 || v == 0 {
		return goString(f.Name, v, f.Values, constants)
	}
	var parts []string
	for i, at := f.next(v, 0); i >= 0; i, at = f.next(v, at) {
		v &^= f.Values[i]
		parts = append(parts, f.Name+constants[i])
	}
	if v != 0 {
		parts = append(parts, f.Name+"("+Int(v)+")")
	}
	return strings.Join(parts, "|")
}

// Description is the document's text for a member, "" when it has none.
func (f *Flags[T]) Description(v T) string {
	if i := indexOf(f.Values, v); i >= 0 && i < len(f.Texts) {
		return f.Texts[i]
	}
	return ""
}

// Each goes over the members that v is made of: first those of one bit, in the document's order, then combinations for bits that
// have no member of their own. Bits without a member are left out.
func (f *Flags[T]) Each(v T) iter.Seq[T] {
	return func(yield func(T) bool) {
		left := v
		for i, at := f.next(left, 0); i >= 0; i, at = f.next(left, at) {
			left &^= f.Values[i]
			if !yield(f.Values[i]) {
				return
			}
		}
	}
}

// next gives the index of the next member that is in left, and where to go on; -1 when there is none. at counts from 0 over all
// members twice: singles, then combinations.
func (f *Flags[T]) next(left T, at int) (i, next int) {
	for n := len(f.Values); at < 2*n; at++ {
		i, m := at%n, f.Values[at%n]
		single := m&(m-1) == 0
		if m != 0 && left&m == m && single == (at < n) {
			return i, at + 1
		}
	}
	return -1, at
}

// Parse reads what [Flags.String] writes: names (in any case of ASCII letters), numbers and hex numbers, joined by "|" or ",", with
// spaces around them or not. A part may be "4 = Wednesday" with a number and name that belong together. The error is an
// [*EnumError].
func (f *Flags[T]) Parse(s string) (T, error) {
	if i := f.find(s); i >= 0 {
		return f.Values[i], nil
	}
	var all T
	for rest, more := s, true; more; {
		part := rest
		if i := strings.IndexAny(rest, "|,"); i >= 0 {
			part, rest = rest[:i], rest[i+1:]
		} else {
			more = false
		}
		v, fault := f.part(strings.Trim(part, " "))
		if fault != 0 {
			return 0, &EnumError{Text: strings.Trim(part, " "), of: f, fault: fault}
		}
		all |= v
	}
	return all, nil
}

func (f *Flags[T]) part(s string) (v T, fault fault) {
	if i := f.find(s); i >= 0 {
		return f.Values[i], 0
	}
	number, name, form := strings.Cut(s, "=")
	if v, fault = numeral[T](strings.TrimRight(number, " ")); fault != 0 || !form {
		return v, fault
	}
	i := f.find(strings.TrimLeft(name, " "))
	if i < 0 {
		return 0, faultUnknown
	}
	if f.Values[i] != v {
		return 0, faultPair
	}
	return v, 0
}

// Set is Parse for package flag: it leaves *to as it is when s cannot be read.
func (f *Flags[T]) Set(to *T, s string) error {
	v, err := f.Parse(s)
	if err == nil {
		*to = v
	}
	return err
}

// All goes over the members in the document's order.
func (f *Flags[T]) All() iter.Seq[T] { return slices.Values(f.Values) }

// Type is the view of the enum that everybody may have.
func (f *Flags[T]) Type() EnumType[T] { return EnumType[T]{f} }

func (f *Flags[T]) find(s string) int { return f.lookup.of(f.Names, nil).find(s) }

func (f *Flags[T]) name() string      { return typeName(f.Name) }
func (f *Flags[T]) values() []T       { return f.Values }
func (f *Flags[T]) names() []string   { return f.Names }
func (f *Flags[T]) choices() []string { return f.Names }
func (f *Flags[T]) unnamed(v T) any {
	if v == 0 && indexOf(f.Values, v) < 0 {
		return wide(v)
	}
	return nil
}

// bitsOf gives the bits of v in its own width.
func bitsOf[T Integer](v T) uint64 {
	return uint64(v) & ((1<<64 - 1) >> (64 - 8*unsafe.Sizeof(v)))
}

// numeral reads a decimal number, or a hex number as bits of T's width.
func numeral[T Integer](s string) (v T, fault fault) {
	digits, hex := strings.CutPrefix(s, "0x")
	if !hex {
		return decimal[T](s)
	}
	if digits == "" {
		return 0, faultUnknown
	}
	var n uint64
	for i := range len(digits) {
		var d byte
		switch c := lower(digits[i]); {
		case c >= '0' && c <= '9':
			d = c - '0'
		case c >= 'a' && c <= 'f':
			d = c - 'a' + 10
		default:
			return 0, faultUnknown
		}
		if n>>60 != 0 {
			return 0, faultRange
		}
		n = n<<4 | uint64(d)
	}
	if v = T(n); bitsOf(v) != n {
		return 0, faultRange
	}
	return v, 0
}
