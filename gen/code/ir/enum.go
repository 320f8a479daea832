package ir

import "github.com/rasapi/specgen/gen/names"

// Enum is an enum of the document and the Go names of its type and constants.
type Enum struct {
	Schema  string   // component name; for an inline enum, the name that was chosen for it
	Pointer string   // in the bundle
	Area    string   // of the file that declares the enum; "" is common
	Type    string   // "MFAType"
	Base    string   // "int32", "string"
	Names   []string // "MFATypeEmailOTP", by index
	Flags   bool
}

// Declares returns the package-level identifiers that the code of the enum declares, except for its constants.
func (e Enum) Declares(visitor bool) []string {
	return names.EnumDeclares(e.Type, e.Names, visitor && !e.Flags)
}
