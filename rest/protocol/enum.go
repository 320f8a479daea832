package protocol

import (
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/enum"
)

// Integer is what an integer enum may be made of.
type Integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// Enum is what generated code knows of an integer enum, one variable for each, unexported. Values and Names run in parallel, in the
// document's order. Its methods are what the methods of the enum call; it is safe for concurrent use and must not be copied or
// changed once used.
//
// It has no type parameter, so that a model of many enums compiles this code once and not once for each. All numbers go as int64, and
// those of an unsigned type as the int64 of the same bits.
type Enum struct {
	Name      string   // Go expression of the type, "model.MFAType"
	Bits      int      // width of the numbers; 0 is that of int
	Unsigned  bool     // numbers are those of uint64, uint32, ...
	Values    []int64  // the constants
	Names     []string // as the document writes them
	Constants []string // what follows the type in the names of the constants; nil when it is Names
	Texts     []string // descriptions; nil when there is none

	lookup lookup
}

// Unknown is the text for a number without a name: "MFAType(42)".
func (e *Enum) Unknown(v int64) string {
	var buffer [64]byte // on the stack, where a name of usual length fits: the one allocation is that of the result
	b := append(append(buffer[:0], typeName(e.Name)...), '(')
	return string(append(e.appendNumber(b, v), ')'))
}

// GoString is the Go expression of a value: "model.MFATypeEmailOTP" or "model.MFAType(42)".
func (e *Enum) GoString(v int64) string {
	if i := e.index(v); i >= 0 {
		return e.constant(i)
	}
	return string(append(e.appendNumber([]byte(e.Name+"("), v), ')'))
}

// Description is the document's text for a value, "" when it has none.
func (e *Enum) Description(v int64) string {
	if i := e.index(v); i >= 0 && i < len(e.Texts) {
		return e.Texts[i]
	}
	return ""
}

// Append appends the name of a value, or what [Enum.Unknown] gives.
func (e *Enum) Append(b []byte, v int64) []byte {
	if i := e.index(v); i >= 0 {
		return append(b, e.Names[i]...)
	}
	return append(e.appendNumber(append(append(b, typeName(e.Name)...), '('), v), ')')
}

// Log is the log value: a group of name and number.
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

// Parse reads an exact name, a name in another case (of ASCII letters), a number, "11 = EmailOTP" with a number and name that
// belong together, or "MFAType(42)"; the first that fits counts. A number need not be a member's. The error is an [*rest.EnumError].
func (e *Enum) Parse(s string) (int64, error) {
	if i := e.find(s); i >= 0 {
		return e.Values[i], nil
	}
	return e.parseNumber(s)
}

// Set does what Parse does, and sets to, a pointer to the enum, unless that fails.
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

// number reads the texts that have a number in them.
func (e *Enum) number(s string) (v int64, fault enum.Fault) {
	if digits, ok := strings.CutSuffix(s, ")"); ok {
		if digits, ok := strings.CutPrefix(digits, typeName(e.Name)+"("); ok {
			return e.decimal(digits)
		}
	}
	if s == "" || s[0] > '9' { // as all names: there is no need to look for more
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

// pair judges the number and the name of "11 = EmailOTP".
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

// index gives the place of v, -1 when there is none. Most enums are runs of numbers, which are tried before a search.
func (e *Enum) index(v int64) int {
	if len(e.Values) == 0 {
		return -1
	}
	if i := uint64(v) - uint64(e.Values[0]); i < uint64(len(e.Values)) && e.Values[i] == v {
		return int(i)
	}
	return slices.Index(e.Values, v)
}

// constant is the Go expression of a member.
func (e *Enum) constant(i int) string {
	if e.Constants != nil {
		return e.Name + e.Constants[i]
	}
	return e.Name + e.Names[i]
}

// bits is the width of the numbers.
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

// decimal reads a decimal number without an allocation.
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

// limit is the greatest number of the type, or how far its negative numbers go.
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

// driverNumber gives a number as the type that database/sql and YAML libraries take: int64, or uint64 where that is too small.
func (e *Enum) driverNumber(v int64) any {
	if e.Unsigned && v < 0 {
		return uint64(v)
	}
	return v
}

// typeName takes the package off "model.MFAType".
func typeName(expression string) string { return expression[strings.IndexByte(expression, '.')+1:] }
