// Package enum is the interface between package rest, which shows enums to users, and package rest/protocol, which implements them for generated
// code.
package enum

// Descriptor describes the type of an enum. Its methods use reflection for values of that type, so that the compiler generates no code for the
// type until a program needs it.
type Descriptor interface {
	// TypeName returns the name of the Go type, without its package.
	TypeName() string
	// MemberNames returns the names of the members, in the document's order.
	MemberNames() []string
	// Choices returns the valid texts: the names of an integer enum, the values of a string enum.
	Choices() []string
	// SetMember sets the value that to points to to a member.
	SetMember(to any, i int)
	// Set parses a text and sets the value that to points to, unless parsing fails.
	Set(to any, s string) error
	// Unnamed returns the number of a value for which String returns no name, as an int64 or uint64. It returns nil for other values.
	Unnamed(v any) any
}

// Fault is what is wrong with a text or a value.
type Fault byte

// The faults. 0 is none.
const (
	Unknown    Fault = iota + 1 // no member has this name
	OutOfRange                  // the number does not fit the type
	WrongPair                   // the number and the name belong to different members
	NotMember                   // the value is not a member
)

// String returns the predicate of a sentence about the text.
func (f Fault) String() string {
	switch f {
	case OutOfRange:
		return "is out of range"
	case WrongPair:
		return "has the number of another member"
	}
	return "is not a member"
}
