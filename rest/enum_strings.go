package rest

import (
	"reflect"
	"slices"
	"strconv"
)

// Strings is what [Enum] is, for an enum whose values are texts.
type Strings struct {
	Name      string   // Go expression of the type, "model.Color"
	Values    []string // the constants
	Names     []string // as the document writes them; nil when they are the values
	Constants []string // what follows the type in the names of the constants; nil when it is Names
	Texts     []string // descriptions; nil when there is none

	lookup lookup
}

// GoString is the Go expression of a value: "model.ColorRed" or `model.Color("puce")`.
func (e *Strings) GoString(v string) string {
	i := slices.Index(e.Values, v)
	if i < 0 {
		return e.Name + "(" + strconv.Quote(v) + ")"
	}
	if e.Constants != nil {
		return e.Name + e.Constants[i]
	}
	return e.Name + e.names()[i]
}

// Description is the document's text for a value, "" when it has none.
func (e *Strings) Description(v string) string {
	if i := slices.Index(e.Values, v); i >= 0 && i < len(e.Texts) {
		return e.Texts[i]
	}
	return ""
}

// Parse reads a value or a name of a member, exactly or in another case of ASCII letters. The error is an [*EnumError].
func (e *Strings) Parse(s string) (string, error) {
	if i := e.lookup.find(e.Values, e.Names, s); i >= 0 {
		return e.Values[i], nil
	}
	return "", &EnumError{Text: s, of: e, fault: faultUnknown}
}

// Set does what Parse does, and sets to, a pointer to the enum, unless that fails.
func (e *Strings) Set(to any, s string) error { return e.parse(reflect.ValueOf(to).Elem(), s) }

// Info is the view of the enum that everybody may have.
func (e *Strings) Info() EnumInfo { return EnumInfo{e} }
