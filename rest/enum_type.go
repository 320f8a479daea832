package rest

import (
	"fmt"
	"iter"
	"slices"

	"github.com/rasapi/specgen/rest/internal/enum"
)

// Member is a generated enum. T is the enum itself.
type Member[T any] interface {
	fmt.Stringer
	Enum() EnumInfo
}

// EnumInfo describes an enum: what it is called and the names of its members. [EnumOf] gives their values as well. The zero value
// describes nothing and must not be used.
type EnumInfo struct{ of enum.Descriptor }

// NewEnumInfo returns the description of an enum for its users. Package protocol calls it.
func NewEnumInfo(of enum.Descriptor) EnumInfo { return EnumInfo{of} }

// Name is the name of the type, without its package.
func (e EnumInfo) Name() string { return e.of.TypeName() }

// Len is the number of members.
func (e EnumInfo) Len() int { return len(e.of.Choices()) }

// Names goes over the names of the members in the document's order.
func (e EnumInfo) Names() iter.Seq[string] { return slices.Values(e.of.MemberNames()) }

// EnumType is [EnumInfo], for an enum whose Go type is known.
type EnumType[T any] struct{ EnumInfo }

// EnumOf gives the description of an enum by its type alone: EnumOf[model.MFAType]().
func EnumOf[T Member[T]]() EnumType[T] {
	var zero T
	return EnumType[T]{zero.Enum()}
}

// Values goes over the members in the document's order.
func (t EnumType[T]) Values() iter.Seq[T] {
	return func(yield func(T) bool) {
		v := new(T)
		for i := range t.Len() {
			t.of.SetMember(v, i)
			if !yield(*v) {
				return
			}
		}
	}
}

// Parse reads a member as the Parse function of the enum does.
func (t EnumType[T]) Parse(s string) (T, error) {
	v := new(T)
	err := t.of.Set(v, s)
	return *v, err
}
