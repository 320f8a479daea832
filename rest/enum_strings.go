package rest

import (
	"iter"
	"slices"
	"strconv"
)

// Strings is what [Enum] is, for an enum whose values are texts.
type Strings[T ~string] struct {
	Name      string   // Go expression of the type, "model.Color"
	Values    []T      // the constants
	Names     []string // as the document writes them; nil when they are the values
	Constants []string // what follows the type in the names of the constants; nil when it is Names
	Texts     []string // descriptions; nil when there is none

	lookup lookup
}

// GoString is the Go expression of a value: "model.ColorRed" or `model.Color("puce")`.
func (e *Strings[T]) GoString(v T) string {
	i := slices.Index(e.Values, v)
	if i < 0 {
		return e.Name + "(" + strconv.Quote(string(v)) + ")"
	}
	if e.Constants != nil {
		return e.Name + e.Constants[i]
	}
	return e.Name + e.names()[i]
}

// Description is the document's text for a value, "" when it has none.
func (e *Strings[T]) Description(v T) string {
	if i := slices.Index(e.Values, v); i >= 0 && i < len(e.Texts) {
		return e.Texts[i]
	}
	return ""
}

// Parse reads a value or a name of a member, exactly or in another case of ASCII letters. The error is an [*EnumError].
func (e *Strings[T]) Parse(s string) (T, error) {
	table := e.lookup.made.Load()
	if table == nil {
		table = e.lookup.of(e.choices(), e.Names)
	}
	if i := table.find(s); i >= 0 {
		return e.Values[i], nil
	}
	return "", &EnumError{Text: s, of: e, fault: faultUnknown}
}

// Set is Parse for package flag: it leaves *to as it is when s cannot be read.
func (e *Strings[T]) Set(to *T, s string) error {
	v, err := e.Parse(s)
	if err == nil {
		*to = v
	}
	return err
}

// All goes over the members in the document's order.
func (e *Strings[T]) All() iter.Seq[T] { return slices.Values(e.Values) }

// Type is the view of the enum that everybody may have.
func (e *Strings[T]) Type() EnumType[T] { return EnumType[T]{e} }

func (e *Strings[T]) name() string  { return typeName(e.Name) }
func (e *Strings[T]) values() []T   { return e.Values }
func (e *Strings[T]) unnamed(T) any { return nil }
func (e *Strings[T]) names() []string {
	if e.Names != nil {
		return e.Names
	}
	return e.choices()
}

// choices are the values: what stands on the wire is what a person is told to write.
func (e *Strings[T]) choices() []string {
	texts := make([]string, len(e.Values))
	for i, v := range e.Values {
		texts[i] = string(v)
	}
	return texts
}
