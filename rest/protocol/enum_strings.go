package protocol

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/enum"
)

// Strings describes a string enum. Its methods do for a string enum what the methods of [Enum] do for an integer enum.
type Strings struct {
	Name      string   // Go expression of the type, such as "model.Color"
	Values    []string // the values of the members
	Names     []string // the names of the members in the document; nil if they are equal to Values
	Constants []string // suffixes of the names of the constants; nil if they are equal to Names
	Texts     []string // the descriptions of the members; nil if there are none

	lookup lookup
}

// GoString returns the Go expression of a value, such as "model.ColorRed" or `model.Color("puce")`.
func (e *Strings) GoString(v string) string {
	i := slices.Index(e.Values, v)
	if i < 0 {
		return e.Name + "(" + strconv.Quote(v) + ")"
	}
	if e.Constants != nil {
		return e.Name + e.Constants[i]
	}
	return e.Name + e.MemberNames()[i]
}

// Description returns the document's description of a value, or "" if there is none.
func (e *Strings) Description(v string) string {
	if i := slices.Index(e.Values, v); i >= 0 && i < len(e.Texts) {
		return e.Texts[i]
	}
	return ""
}

// Parse parses the value or the name of a member. It ignores the case of ASCII letters, but prefers an exact match. The error is of type
// [*rest.EnumError].
func (e *Strings) Parse(s string) (string, error) {
	if i := e.lookup.find(e.Values, e.Names, s); i >= 0 {
		return e.Values[i], nil
	}
	return "", rest.NewEnumError(e, s, enum.Unknown)
}

// Set parses a text with Parse and assigns the value to *to, which must be an enum of this type. If parsing fails, *to is unchanged.
func (e *Strings) Set(to any, s string) error {
	v, err := e.Parse(s)
	if err == nil {
		reflect.ValueOf(to).Elem().SetString(v)
	}
	return err
}
