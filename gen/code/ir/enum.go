package ir

import "github.com/rasapi/specgen/gen/names"

// Enum is an enum or a constant in the document, with the Go names of its type and constants.
type Enum struct {
	Schema  string   // name of the component; for an inline enum, the name that the generator chose for it
	Pointer string   // JSON pointer in the bundle
	Area    string   // area of the file that declares the enum; "" means "common"
	Type    string   // name of the Go type, such as "MFAType"
	Base    string   // underlying type, such as "int32" or "string"
	Names   []string // names of the constants in document order, such as "MFATypeEmailOTP"
	Flags   bool
}

// Declares returns the package-level identifiers that the code of the enum declares, without the constants. If visitor is true, enums have a visitor,
// except sets of flags.
func (e Enum) Declares(visitor bool) []string {
	return names.EnumDeclares(e.Type, e.Names, visitor && !e.Flags)
}
