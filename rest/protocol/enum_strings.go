package protocol

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/enum"
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
	return e.Name + e.MemberNames()[i]
}

// Description is the document's text for a value, "" when it has none.
func (e *Strings) Description(v string) string {
	if i := slices.Index(e.Values, v); i >= 0 && i < len(e.Texts) {
		return e.Texts[i]
	}
	return ""
}

// Parse reads a value or a name of a member, exactly or in another case of ASCII letters. The error is an [*rest.EnumError].
func (e *Strings) Parse(s string) (string, error) {
	if i := e.lookup.find(e.Values, e.Names, s); i >= 0 {
		return e.Values[i], nil
	}
	return "", rest.NewEnumError(e, s, enum.Unknown)
}

// Set does what Parse does, and sets to, a pointer to the enum, unless that fails.
func (e *Strings) Set(to any, s string) error {
	v, err := e.Parse(s)
	if err == nil {
		reflect.ValueOf(to).Elem().SetString(v)
	}
	return err
}
