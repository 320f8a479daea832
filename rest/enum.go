package rest

import (
	"iter"
	"slices"
	"strconv"
	"strings"
)

// Integer is what an integer enum may be made of.
type Integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// Enum is what generated code knows of an integer enum, one variable for each, unexported. Values and Names run in parallel, in the
// document's order. Its methods are what the methods of the enum call; it is safe for concurrent use and must not be copied or
// changed once used.
type Enum[T Integer] struct {
	Name      string   // Go expression of the type, "model.MFAType"
	Values    []T      // the constants
	Names     []string // as the document writes them
	Constants []string // what follows the type in the names of the constants; nil when it is Names
	Texts     []string // descriptions; nil when there is none

	lookup lookup
}

// Unknown is the text for a number without a name: "MFAType(42)".
func (e *Enum[T]) Unknown(v T) string {
	var buffer [64]byte // on the stack, where a name of usual length fits: the one allocation is that of the result
	b := append(append(buffer[:0], typeName(e.Name)...), '(')
	if v < 0 {
		b = strconv.AppendInt(b, int64(v), 10)
	} else {
		b = strconv.AppendUint(b, uint64(v), 10)
	}
	return string(append(b, ')'))
}

// GoString is the Go expression of a value: "model.MFATypeEmailOTP" or "model.MFAType(42)".
func (e *Enum[T]) GoString(v T) string { return goString(e.Name, v, e.Values, e.constants()) }

// Description is the document's text for a value, "" when it has none.
func (e *Enum[T]) Description(v T) string {
	if i := indexOf(e.Values, v); i >= 0 && i < len(e.Texts) {
		return e.Texts[i]
	}
	return ""
}

// Parse reads an exact name, a name in another case (of ASCII letters), a number, "11 = EmailOTP" with a number and name that
// belong together, or "MFAType(42)"; the first that fits counts. A number need not be a member's. The error is an [*EnumError].
func (e *Enum[T]) Parse(s string) (T, error) {
	if i := e.lookup.of(e.Names, nil).find(s); i >= 0 {
		return e.Values[i], nil
	}
	return e.parseNumber(s)
}

func (e *Enum[T]) parseNumber(s string) (T, error) {
	v, fault := e.number(s)
	if fault != 0 {
		return 0, &EnumError{Text: s, of: e, fault: fault}
	}
	return v, nil
}

// number reads the texts that have a number in them.
func (e *Enum[T]) number(s string) (v T, fault fault) {
	if digits, ok := strings.CutSuffix(s, ")"); ok {
		if rest, ok := strings.CutPrefix(digits, typeName(e.Name)); ok && strings.HasPrefix(rest, "(") {
			return decimal[T](rest[1:])
		}
	}
	if s == "" || s[0] > '9' { // as all names: there is no need to look for more
		return 0, faultUnknown
	}
	number, name, form := strings.Cut(s, "=")
	if !form {
		return decimal[T](s)
	}
	if v, fault = decimal[T](strings.TrimRight(number, " ")); fault != 0 {
		return 0, fault
	}
	i := e.lookup.of(e.Names, nil).find(strings.TrimLeft(name, " "))
	if i < 0 {
		return 0, faultUnknown
	}
	if e.Values[i] != v {
		return 0, faultPair
	}
	return v, 0
}

// Set is Parse for package flag: it leaves *to as it is when s cannot be read.
func (e *Enum[T]) Set(to *T, s string) error {
	v, err := e.Parse(s)
	if err == nil {
		*to = v
	}
	return err
}

// All goes over the members in the document's order.
func (e *Enum[T]) All() iter.Seq[T] { return slices.Values(e.Values) }

// Type is the view of the enum that everybody may have.
func (e *Enum[T]) Type() EnumType[T] { return EnumType[T]{e} }

func (e *Enum[T]) constants() []string {
	if e.Constants == nil {
		return e.Names
	}
	return e.Constants
}

func (e *Enum[T]) name() string      { return typeName(e.Name) }
func (e *Enum[T]) values() []T       { return e.Values }
func (e *Enum[T]) names() []string   { return e.Names }
func (e *Enum[T]) choices() []string { return e.Names }
func (e *Enum[T]) unnamed(v T) any {
	if indexOf(e.Values, v) >= 0 {
		return nil
	}
	return wide(v)
}

// EnumType describes an enum: its members and their names. The zero value describes nothing and must not be used; [EnumOf] gives one.
type EnumType[T any] struct{ members members[T] }

// members is an [Enum], a [Flags] or a [Strings].
type members[T any] interface {
	described
	values() []T
	names() []string
	unnamed(v T) any // the number of a value that String gives no readable text for, as int64 or uint64; else nil
	Parse(s string) (T, error)
}

// EnumOf gives the description of an enum by its type alone: EnumOf[model.MFAType]().
func EnumOf[T Member[T]]() EnumType[T] {
	var zero T
	return zero.Enum()
}

// Name is the name of the type, without its package.
func (t EnumType[T]) Name() string { return t.members.name() }

// Len is the number of members.
func (t EnumType[T]) Len() int { return len(t.members.values()) }

// Values goes over the members in the document's order.
func (t EnumType[T]) Values() iter.Seq[T] { return slices.Values(t.members.values()) }

// Names goes over the names of the members in the document's order.
func (t EnumType[T]) Names() iter.Seq[string] { return slices.Values(t.members.names()) }

func (t EnumType[T]) name() string      { return t.members.name() }
func (t EnumType[T]) choices() []string { return t.members.choices() }

// Parse reads a member as the Parse function of the enum does.
func (t EnumType[T]) Parse(s string) (T, error) { return t.members.Parse(s) }

// typeName takes the package off "model.MFAType".
func typeName(expression string) string { return expression[strings.IndexByte(expression, '.')+1:] }

// indexOf gives the first place of v, -1 when there is none. Most enums are runs of numbers, which are tried before a search.
func indexOf[T Integer](values []T, v T) int {
	if len(values) == 0 {
		return -1
	}
	if i := uint64(v) - uint64(values[0]); i < uint64(len(values)) && values[i] == v {
		return int(i)
	}
	return slices.Index(values, v)
}

func goString[T Integer](name string, v T, values []T, constants []string) string {
	if i := indexOf(values, v); i >= 0 {
		return name + constants[i]
	}
	return name + "(" + Int(v) + ")"
}

// wide gives a number as the type that database/sql and YAML libraries take: int64, or uint64 where that is too small.
func wide[T Integer](v T) any {
	if v > 0 && uint64(v) > 1<<63-1 {
		return uint64(v)
	}
	return int64(v)
}

// decimal reads a decimal number without an allocation.
func decimal[T Integer](s string) (v T, fault fault) {
	digits := s
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative, digits = s[0] == '-', s[1:]
	}
	if digits == "" {
		return 0, faultUnknown
	}
	var n uint64
	overflow := false
	for i := range len(digits) {
		d := digits[i] - '0'
		if d > 9 {
			return 0, faultUnknown
		}
		overflow = overflow || n > (1<<64-1-uint64(d))/10
		n = n*10 + uint64(d)
	}
	if negative {
		n = -n
	}
	v = T(n)
	if overflow || uint64(v) != n || (v < 0) != (negative && n != 0) {
		return 0, faultRange
	}
	return v, 0
}

// quote shows a text in an error, cut where it is long.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		return strconv.Quote(s[:most]) + "..."
	}
	return strconv.Quote(s)
}
