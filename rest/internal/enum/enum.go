// Package enum is the interface between package rest, which describes enums to users, and package rest/protocol, which implements enums for generated
// code.
package enum

// Descriptor describes the type of an enum. Its methods access values of the type by reflection, so that the compiler generates code for the type
// only if a program uses the type.
type Descriptor interface {
	// TypeName returns the name of the Go type, without its package.
	TypeName() string
	// MemberNames returns the names of the members, in the document's order.
	MemberNames() []string
	// Choices returns the valid texts: the names of an integer enum, the values of a string enum.
	Choices() []string
	// SetMember sets the value at the pointer to to a member.
	SetMember(to any, i int)
	// Set parses a text and sets the value at the pointer to. If parsing fails, the value is unchanged.
	Set(to any, s string) error
	// Unnamed returns the number of a value without a name, as an int64 or uint64. It returns nil for a value with a name.
	Unnamed(v any) any
}

// Fault is the reason why a text or a value is rejected.
type Fault byte

// The faults. 0 is none.
const (
	Unknown    Fault = iota + 1 // no member has this name
	OutOfRange                  // the number does not fit the type
	WrongPair                   // the number and the name are of different members
	NotMember                   // the value is not a member
)

// String returns the end of an error message that begins with the text or value.
func (f Fault) String() string {
	switch f {
	case OutOfRange:
		return "is out of range"
	case WrongPair:
		return "has the number of another member"
	}
	return "is not a member"
}
