package protocol

import (
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/enum"
)

// Integer is the constraint for integer types, which include the types of integer enums.
type Integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// Enum describes an integer enum. Generated code declares one unexported variable of type Enum or [Flags] per integer enum. Most methods of the
// generated type call the methods of this variable. Values and Names have the same length and are in the document's order. An Enum is safe for
// concurrent use. Do not copy or change an Enum after the first use.
//
// Enum has no type parameter, so that the compiler compiles its methods only once. All numbers are int64 values. A number of an unsigned type is
// converted to the int64 with the same bits.
type Enum struct {
	Name      string   // Go expression of the type, such as "model.MFAType"
	Bits      int      // size of the type in bits; 0 means the size of int
	Unsigned  bool     // whether the type is unsigned, such as uint64
	Values    []int64  // the numbers of the members
	Names     []string // the names of the members in the document
	Constants []string // suffixes of the names of the constants; nil if they are equal to Names
	Texts     []string // the descriptions of the members; nil if there are none

	lookup lookup
}

// Unknown returns the text for a number without a name, such as "MFAType(42)".
func (e *Enum) Unknown(v int64) string {
	var buffer [64]byte // an array on the stack avoids an allocation
	b := append(append(buffer[:0], typeName(e.Name)...), '(')
	return string(append(e.appendNumber(b, v), ')'))
}

// GoString returns the Go expression of a value, such as "model.MFATypeEmailOTP" or "model.MFAType(42)".
func (e *Enum) GoString(v int64) string {
	if i := e.index(v); i >= 0 {
		return e.constant(i)
	}
	return string(append(e.appendNumber([]byte(e.Name+"("), v), ')'))
}

// Description returns the document's description of a value, or "" if there is none.
func (e *Enum) Description(v int64) string {
	if i := e.index(v); i >= 0 && i < len(e.Texts) {
		return e.Texts[i]
	}
	return ""
}

// Append appends the name of a value to b. For a number without a name, it appends the result of [Enum.Unknown].
func (e *Enum) Append(b []byte, v int64) []byte {
	if i := e.index(v); i >= 0 {
		return append(b, e.Names[i]...)
	}
	return append(e.appendNumber(append(append(b, typeName(e.Name)...), '('), v), ')')
}

// Log returns a value for package log/slog: a group that contains the number and the name. For a number without a name, the name is the result of
// [Enum.Unknown].
func (e *Enum) Log(v int64) slog.Value {
	if i := e.index(v); i >= 0 {
		return e.log(e.Names[i], v)
	}
	return e.log(e.Unknown(v), v)
}

func (e *Enum) log(name string, v int64) slog.Value {
	number := slog.Int64("number", v)
	if e.Unsigned {
		number = slog.Uint64("number", uint64(v))
	}
	return slog.GroupValue(slog.String("name", name), number)
}

// Parse parses a name, a number, a number with its name ("11 = EmailOTP"), or a number in parentheses after the name of the type ("MFAType(42)"). It
// ignores the case of ASCII letters in names, but prefers an exact match. Parse also accepts numbers that are not members. The error is of type
// [*rest.EnumError].
func (e *Enum) Parse(s string) (int64, error) {
	if i := e.find(s); i >= 0 {
		return e.Values[i], nil
	}
	return e.parseNumber(s)
}

// Set parses a text with Parse and assigns the value to *to, which must be an enum of this type. If parsing fails, *to is unchanged.
func (e *Enum) Set(to any, s string) error {
	v, err := e.Parse(s)
	if err == nil {
		setNumber(to, v)
	}
	return err
}

func (e *Enum) parseNumber(s string) (int64, error) {
	v, fault := e.number(s)
	if fault != 0 {
		return 0, rest.NewEnumError(e, s, fault)
	}
	return v, nil
}

// number parses a text that contains a number, in one of the forms that [Enum.Parse] describes. It returns a fault for any other text.
func (e *Enum) number(s string) (v int64, fault enum.Fault) {
	if digits, ok := strings.CutSuffix(s, ")"); ok {
		if digits, ok := strings.CutPrefix(digits, typeName(e.Name)+"("); ok {
			return e.decimal(digits)
		}
	}
	if s == "" || s[0] > '9' { // Parse has searched all names, so s is an unknown name
		return 0, enum.Unknown
	}
	number, name, form := strings.Cut(s, "=")
	if !form {
		return e.decimal(s)
	}
	if v, fault = e.decimal(strings.TrimRight(number, " ")); fault != 0 {
		return 0, fault
	}
	return e.pair(v, name)
}

// pair returns v if v and name, as in "11 = EmailOTP", belong to the same member. Otherwise it returns a fault.
func (e *Enum) pair(v int64, name string) (int64, enum.Fault) {
	i := e.find(strings.TrimLeft(name, " "))
	if i < 0 {
		return 0, enum.Unknown
	}
	if e.Values[i] != v {
		return 0, enum.WrongPair
	}
	return v, 0
}

func (e *Enum) find(s string) int { return e.lookup.find(e.Names, nil, s) }

// index returns the index of the member with the number v, or -1. If the numbers are consecutive, as in most enums, index finds a member without a
// search.
func (e *Enum) index(v int64) int {
	if len(e.Values) == 0 {
		return -1
	}
	if i := uint64(v) - uint64(e.Values[0]); i < uint64(len(e.Values)) && e.Values[i] == v {
		return int(i)
	}
	return slices.Index(e.Values, v)
}

// constant returns the Go expression of a member.
func (e *Enum) constant(i int) string {
	if e.Constants != nil {
		return e.Name + e.Constants[i]
	}
	return e.Name + e.Names[i]
}

// bits returns the size of the type in bits.
func (e *Enum) bits() int {
	if e.Bits == 0 {
		return strconv.IntSize
	}
	return e.Bits
}

func (e *Enum) appendNumber(b []byte, v int64) []byte {
	if e.Unsigned {
		return strconv.AppendUint(b, uint64(v), 10)
	}
	return strconv.AppendInt(b, v, 10)
}

// decimal parses a decimal number with an optional sign, without allocating memory. It returns the fault OutOfRange for a number outside the range of
// the type, and Unknown for any other text.
func (e *Enum) decimal(s string) (int64, enum.Fault) {
	digits := s
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative, digits = s[0] == '-', s[1:]
	}
	if digits == "" {
		return 0, enum.Unknown
	}
	var n uint64
	overflow := false
	for i := range len(digits) {
		d := digits[i] - '0'
		if d > 9 {
			return 0, enum.Unknown
		}
		overflow = overflow || n > (1<<64-1-uint64(d))/10
		n = n*10 + uint64(d)
	}
	if overflow || n > e.limit(negative) {
		return 0, enum.OutOfRange
	}
	if negative {
		n = -n
	}
	return int64(n), 0
}

// limit returns the greatest number of the type. If negative is true, it returns the absolute value of the smallest number.
func (e *Enum) limit(negative bool) uint64 {
	switch {
	case !e.Unsigned && negative:
		return 1 << (e.bits() - 1)
	case !e.Unsigned:
		return 1<<(e.bits()-1) - 1
	case negative:
		return 0
	}
	return 1<<e.bits() - 1
}

// signedOrUnsigned returns a number as an int64, or as a uint64 if the number overflows an int64.
func (e *Enum) signedOrUnsigned(v int64) any {
	if e.Unsigned && v < 0 {
		return uint64(v)
	}
	return v
}

// typeName returns the name of a type without its package: "MFAType" for "model.MFAType".
func typeName(expression string) string { return expression[strings.IndexByte(expression, '.')+1:] }
