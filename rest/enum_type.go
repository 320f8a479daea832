package rest

import (
	"fmt"
	"iter"
	"slices"

	"github.com/rasapi/specgen/rest/internal/enum"
)

// Member is an interface that generated enums implement. T is the type of the enum.
type Member[T any] interface {
	fmt.Stringer
	Enum() EnumInfo
}

// EnumInfo describes an enum by the name of its type and the names of its members. [EnumOf] returns a description that includes the values of the
// members. The methods of the zero EnumInfo panic.
type EnumInfo struct{ of enum.Descriptor }

// NewEnumInfo returns an EnumInfo that reads the descriptor of an enum. Package protocol calls NewEnumInfo.
func NewEnumInfo(of enum.Descriptor) EnumInfo { return EnumInfo{of} }

// Name returns the name of the type, without its package.
func (e EnumInfo) Name() string { return e.of.TypeName() }

// Len returns the number of members.
func (e EnumInfo) Len() int { return len(e.of.Choices()) }

// Names returns an iterator over the names of the members, in the document's order.
func (e EnumInfo) Names() iter.Seq[string] { return slices.Values(e.of.MemberNames()) }

// EnumType describes an enum with the Go type T.
type EnumType[T any] struct{ EnumInfo }

// EnumOf returns the description of the enum with the Go type T, as in EnumOf[model.MFAType]().
func EnumOf[T Member[T]]() EnumType[T] {
	var zero T
	return EnumType[T]{zero.Enum()}
}

// Values returns an iterator over the members, in the document's order.
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

// Parse parses s as the generated Parse function of the enum does.
func (t EnumType[T]) Parse(s string) (T, error) {
	v := new(T)
	err := t.of.Set(v, s)
	return *v, err
}
