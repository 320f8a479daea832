// Package enum connects package rest, which describes enums to users, with package rest/protocol, which implements the enums of generated code.
package enum

// Descriptor describes an enum type. Its methods access values by reflection, so that the compiler generates code for a type only if a program uses
// the type.
type Descriptor interface {
	// TypeName returns the name of the Go type, without its package.
	TypeName() string
	// MemberNames returns the names of the members, in the document's order.
	MemberNames() []string
	// Choices returns the names of the members of an integer enum, or the values of the members of a string enum.
	Choices() []string
	// SetMember sets *to to the member with index i.
	SetMember(to any, i int)
	// Set parses s and sets *to to the value. If parsing fails, Set returns an error and does not change *to.
	Set(to any, s string) error
	// Unnamed returns the number of a value without a name, as an int64 or uint64. It returns nil for a value with a name, and for every value of a
	// string enum. For flags, it returns a number only for the value 0.
	Unnamed(v any) any
}

// Fault is the reason why an enum rejects a text or a value.
type Fault byte

// The faults. The zero Fault means that there is no fault.
const (
	Unknown    Fault = iota + 1 // no member has the name
	OutOfRange                  // the number does not fit the type
	WrongPair                   // the member with the name has another number
	NotMember                   // the value is not a member
)

// String returns the part of an error message that follows the rejected text or value.
func (f Fault) String() string {
	switch f {
	case OutOfRange:
		return "is out of range"
	case WrongPair:
		return "has the name of a member with another number"
	}
	return "is not a member"
}
