package protocol

import (
	"errors"
	"log/slog"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/enum"
)

// Flags describes an integer enum whose values are sets of flags. A member has one bit, several bits (a combination) or no bit.
type Flags struct{ Enum }

// String returns the name of the member with the number v. If there is none, it returns the names of the members that [Flags.Each] visits, as in
// "Monday|Friday". It writes the remaining bits as a hexadecimal number, as in "Monday|0x100". If v is 0 and no member has the number 0, String
// returns "0".
func (f *Flags) String(v int64) string {
	if i := f.index(v); i >= 0 {
		return f.Names[i]
	}
	return string(f.Append(nil, v))
}

// Append appends the result of [Flags.String] to b.
func (f *Flags) Append(b []byte, v int64) []byte {
	if i := f.index(v); i >= 0 {
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
		b = strconv.AppendUint(append(b, "0x"...), f.cut(v), 16)
	}
	return b
}

// GoString returns the Go expression of a value, such as "model.WeekdaysMonday|model.WeekdaysFriday".
func (f *Flags) GoString(v int64) string {
	if f.index(v) >= 0 || v == 0 {
		return f.Enum.GoString(v)
	}
	var parts []string
	for i, at := f.next(v, 0); i >= 0; i, at = f.next(v, at) {
		v &^= f.Values[i]
		parts = append(parts, f.constant(i))
	}
	if v != 0 {
		parts = append(parts, f.Enum.GoString(v))
	}
	return strings.Join(parts, "|")
}

// Log returns a value for package log/slog: a group that contains the result of [Flags.String] and the number.
func (f *Flags) Log(v int64) slog.Value { return f.log(f.String(v), v) }

// Each calls yield for the members in v, until yield returns false. It visits members with one bit first, in the document's order, and then the
// combinations of the remaining bits. It skips the bits that then remain.
func (f *Flags) Each(v int64, yield func(int64) bool) {
	for i, at := f.next(v, 0); i >= 0; i, at = f.next(v, at) {
		v &^= f.Values[i]
		if !yield(f.Values[i]) {
			return
		}
	}
}

// next searches for a member whose bits are all in left. The search starts at position at. next returns the index of the member and the position
// after the member. If there is no such member, the index is -1. Positions start at 0 and count all members twice: first for members with one bit,
// then for combinations. next skips members without bits.
func (f *Flags) next(left int64, at int) (i, next int) {
	for n := len(f.Values); at < 2*n; at++ {
		i, m := at%n, f.cut(f.Values[at%n])
		single := m&(m-1) == 0
		if m != 0 && f.cut(left)&m == m && single == (at < n) {
			return i, at + 1
		}
	}
	return -1, at
}

// cut returns the bits of v that fit the type. A negative v has further bits if the type has fewer than 64 bits.
func (f *Flags) cut(v int64) uint64 { return uint64(v) & (1<<f.bits() - 1) }

// Parse parses names, decimal numbers and hexadecimal numbers, separated by "|" or ",", and returns the union of their bits. It ignores spaces around
// the parts. It accepts every result of [Flags.String]. It ignores the case of ASCII letters in names, but prefers an exact match. A part may be a
// number with its name, as in "4 = Wednesday". The error is of type [*rest.EnumError].
func (f *Flags) Parse(s string) (int64, error) {
	if i := f.find(s); i >= 0 {
		return f.Values[i], nil
	}
	var all int64
	for left, more := s, true; more; {
		part := left
		if i := strings.IndexAny(left, "|,"); i >= 0 {
			part, left = left[:i], left[i+1:]
		} else {
			more = false
		}
		v, fault := f.part(strings.Trim(part, " "))
		if fault != 0 {
			return 0, rest.NewEnumError(f, strings.Trim(part, " "), fault)
		}
		all |= v
	}
	return all, nil
}

// Set parses a text with [Flags.Parse] and assigns the value to *to, which must be an enum of this type. If parsing fails, *to is unchanged.
func (f *Flags) Set(to any, s string) error {
	v, err := f.Parse(s)
	if err == nil {
		setNumber(to, v)
	}
	return err
}

// part parses a name, a number, or a number with its name, as in "4 = Wednesday".
func (f *Flags) part(s string) (v int64, fault enum.Fault) {
	if i := f.find(s); i >= 0 {
		return f.Values[i], 0
	}
	number, name, form := strings.Cut(s, "=")
	if v, fault = f.numeral(strings.TrimRight(number, " ")); fault != 0 || !form {
		return v, fault
	}
	return f.pair(v, name)
}

// numeral parses a decimal number, or a hexadecimal number with the prefix 0x that represents the bits of a value. It returns a fault for any other
// text and for a number outside the range of the type.
func (f *Flags) numeral(s string) (int64, enum.Fault) {
	digits, hex := strings.CutPrefix(s, "0x")
	if !hex {
		return f.decimal(s)
	}
	width := f.bits()
	n, err := strconv.ParseUint(digits, 16, 64)
	switch {
	case errors.Is(err, strconv.ErrRange), n>>width != 0:
		return 0, enum.OutOfRange
	case err != nil:
		return 0, enum.Unknown
	}
	if f.Unsigned {
		return int64(n), 0
	}
	return int64(n<<(64-width)) >> (64 - width), 0 // the shifts extend the sign bit
}
