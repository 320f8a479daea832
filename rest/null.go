package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"

	"github.com/rasapi/specgen/rest/internal/call"
)

// Null is a member of a JSON object with three states: absent, null, or a value. The zero Null is absent. Generated types use Null for members with
// x-go-nullable: true. If specgen.yaml contains nullable: explicit, they also use Null for most nullable members of JSON request bodies, but not for
// members with x-go-nullable: false.
//
//	patch.Note.Null = true            // sends null
//	patch.Floor.Value = new(3)        // sends 3
//	rest.Value(door.Note.Value)       // the text, or "" if the member is null or absent
type Null[T any] struct {
	Value *T   // the value; nil if the member is null or absent
	Null  bool // whether the member is null
}

// IsZero reports whether the member is absent. With the option omitzero, encoding/json omits an absent member.
func (n Null[T]) IsZero() bool { return n.Value == nil && !n.Null }

// MarshalJSON returns the JSON text of the value, or null. It returns an error for an absent member. encoding/json calls MarshalJSON for absent
// members only if they are required. MarshalJSON also returns an error if both Null and Value are set.
func (n Null[T]) MarshalJSON() ([]byte, error) {
	switch {
	case n.IsZero():
		return nil, call.ErrAbsent
	case n.Null && n.Value != nil:
		return nil, call.ErrAmbiguous
	case n.Null:
		return []byte("null"), nil
	}
	return json.Marshal(n.Value)
}

// UnmarshalJSON decodes null or a value.
func (n *Null[T]) UnmarshalJSON(data []byte) error {
	if string(bytes.TrimSpace(data)) == "null" {
		*n = Null[T]{Null: true}
		return nil
	}
	*n = Null[T]{Value: new(T)}
	return json.Unmarshal(data, n.Value)
}

// LogValue implements [slog.LogValuer]. It returns the value, or nil for a member that is null or absent.
func (n Null[T]) LogValue() slog.Value {
	if n.Value == nil {
		return slog.AnyValue(nil)
	}
	return slog.AnyValue(*n.Value).Resolve()
}

// Format writes the value for package fmt, and nil for a member that is null or absent.
func (n Null[T]) Format(s fmt.State, verb rune) {
	if c, ok := s.(*call.Collector); ok {
		c.Visit(reflect.ValueOf(n.Value))
		return
	}
	var v any
	if n.Value != nil {
		v = *n.Value
	}
	_, _ = fmt.Fprintf(s, fmt.FormatString(s, verb), v)
}

// nullable is an interface that only [Null] types implement.
type nullable interface{ nullable() }

func (Null[T]) nullable() {}

// isNullable reports whether t is a [Null]. Callers read the value from the first field, which is a pointer.
func isNullable(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.Implements(reflect.TypeFor[nullable]())
}
