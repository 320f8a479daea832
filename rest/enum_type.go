package rest

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
)

// Member is a generated enum. T is the enum itself.
type Member[T any] interface {
	fmt.Stringer
	Enum() EnumInfo
}

// EnumInfo describes an enum: what it is called and the names of its members. [EnumOf] gives their values as well. The zero value
// describes nothing and must not be used.
type EnumInfo struct{ of enumKind }

// enumKind is an [Enum], a [Flags] or a [Strings]. It sets and reads values of the enum's own type by reflection, so that no code is
// compiled for that type before a program asks for it.
type enumKind interface {
	described
	names() []string
	put(to reflect.Value, i int) // sets *to to a member
	parse(to reflect.Value, s string) error
	unnamed(v reflect.Value) any // the number of a value that String gives no readable text for, as int64 or uint64; else nil
}

// Name is the name of the type, without its package.
func (e EnumInfo) Name() string { return e.of.name() }

// Len is the number of members.
func (e EnumInfo) Len() int { return len(e.of.choices()) }

// Names goes over the names of the members in the document's order.
func (e EnumInfo) Names() iter.Seq[string] { return slices.Values(e.of.names()) }

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
		to := reflect.ValueOf(v).Elem()
		for i := range t.Len() {
			t.of.put(to, i)
			if !yield(*v) {
				return
			}
		}
	}
}

// Parse reads a member as the Parse function of the enum does.
func (t EnumType[T]) Parse(s string) (T, error) {
	v := new(T)
	err := t.of.parse(reflect.ValueOf(v).Elem(), s)
	return *v, err
}

func (e *Enum) name() string      { return typeName(e.Name) }
func (e *Enum) names() []string   { return e.Names }
func (e *Enum) choices() []string { return e.Names }

func (e *Enum) put(to reflect.Value, i int) { setNumber(to, e.Values[i]) }

func (e *Enum) parse(to reflect.Value, s string) error {
	v, err := e.Parse(s)
	if err == nil {
		setNumber(to, v)
	}
	return err
}

func (e *Enum) unnamed(v reflect.Value) any {
	n := numberOf(v)
	if e.index(n) >= 0 {
		return nil
	}
	return e.wide(n)
}

func (f *Flags) parse(to reflect.Value, s string) error {
	v, err := f.Parse(s)
	if err == nil {
		setNumber(to, v)
	}
	return err
}

func (f *Flags) unnamed(v reflect.Value) any {
	if numberOf(v) == 0 && f.index(0) < 0 {
		return int64(0)
	}
	return nil
}

func (e *Strings) name() string              { return typeName(e.Name) }
func (e *Strings) unnamed(reflect.Value) any { return nil }

func (e *Strings) names() []string {
	if e.Names != nil {
		return e.Names
	}
	return e.Values
}

// choices are the values: what stands on the wire is what a person is told to write.
func (e *Strings) choices() []string { return e.Values }

func (e *Strings) put(to reflect.Value, i int) { to.SetString(e.Values[i]) }

func (e *Strings) parse(to reflect.Value, s string) error {
	v, err := e.Parse(s)
	if err == nil {
		to.SetString(v)
	}
	return err
}

func setNumber(to reflect.Value, v int64) {
	if to.CanUint() {
		to.SetUint(uint64(v))
		return
	}
	to.SetInt(v)
}

func numberOf(v reflect.Value) int64 {
	if v.CanUint() {
		return int64(v.Uint())
	}
	return v.Int()
}
