package protocol

import (
	"reflect"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/enum"
)

// Enum, Flags and Strings implement [enum.Descriptor].
var (
	_ enum.Descriptor = (*Enum)(nil)
	_ enum.Descriptor = (*Flags)(nil)
	_ enum.Descriptor = (*Strings)(nil)
)

// Info returns the [rest.EnumInfo] of the enum.
func (e *Enum) Info() rest.EnumInfo { return rest.NewEnumInfo(e) }

// TypeName returns the name of the Go type, without its package.
func (e *Enum) TypeName() string { return typeName(e.Name) }

// MemberNames returns the names of the members.
func (e *Enum) MemberNames() []string { return e.Names }

// Choices returns the names of the members.
func (e *Enum) Choices() []string { return e.Names }

// SetMember stores the member with index i in *to.
func (e *Enum) SetMember(to any, i int) { setNumber(to, e.Values[i]) }

// Unnamed returns the number of a value that is not a member, as an int64 or a uint64. For a member, it returns nil.
func (e *Enum) Unnamed(v any) any {
	n := numberOf(v)
	if e.index(n) >= 0 {
		return nil
	}
	return e.signedOrUnsigned(n)
}

// Info returns the [rest.EnumInfo] of the enum.
func (f *Flags) Info() rest.EnumInfo { return rest.NewEnumInfo(f) }

// Unnamed returns 0 for the value 0 if no member has the number 0. It returns nil for all other values.
func (f *Flags) Unnamed(v any) any {
	if numberOf(v) == 0 && f.index(0) < 0 {
		return int64(0)
	}
	return nil
}

// Info returns the [rest.EnumInfo] of the enum.
func (e *Strings) Info() rest.EnumInfo { return rest.NewEnumInfo(e) }

// TypeName returns the name of the Go type, without its package.
func (e *Strings) TypeName() string { return typeName(e.Name) }

// MemberNames returns the names of the members, or their values if Names is nil.
func (e *Strings) MemberNames() []string {
	if e.Names != nil {
		return e.Names
	}
	return e.Values
}

// Choices returns the values of the members, as on the wire.
func (e *Strings) Choices() []string { return e.Values }

// SetMember stores the member with index i in *to.
func (e *Strings) SetMember(to any, i int) { reflect.ValueOf(to).Elem().SetString(e.Values[i]) }

// Unnamed returns nil, because a string enum has no numbers.
func (e *Strings) Unnamed(any) any { return nil }

// setNumber stores v in *to, which is an integer of any type.
func setNumber(to any, v int64) {
	n := reflect.ValueOf(to).Elem()
	if n.CanUint() {
		n.SetUint(uint64(v))
		return
	}
	n.SetInt(v)
}

func numberOf(enum any) int64 {
	v := reflect.ValueOf(enum)
	if v.CanUint() {
		return int64(v.Uint())
	}
	return v.Int()
}
