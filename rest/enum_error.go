package rest

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/internal/nearest"
	"github.com/rasapi/specgen/rest/internal/enum"
)

// ErrUnknownMember is the error that every [*EnumError] wraps.
var ErrUnknownMember = errors.New("unknown enum member")

// EnumError is the error for a text that cannot be parsed as an enum, or for a value that is not a member of its enum.
type EnumError struct {
	Text string // the rejected text, or the text of the rejected value
	Path string // path of the value, such as "items[3].type", in errors of CheckEnums and FromNamedTree; "" for the root and in other errors

	of    enum.Descriptor
	fault enum.Fault
}

// NewEnumError returns the error for a text that an enum rejects. fault is the reason. Package protocol calls NewEnumError.
func NewEnumError(of enum.Descriptor, text string, fault enum.Fault) *EnumError {
	return &EnumError{Text: text, of: of, fault: fault}
}

// Type returns the name of the enum's Go type, without its package. If the type is unknown, it returns "enum".
func (e *EnumError) Type() string {
	if e.of == nil {
		return "enum"
	}
	return e.of.TypeName()
}

// Choices returns an iterator over the names of an integer enum or the values of a string enum. If the enum is unknown, the iterator is empty.
func (e *EnumError) Choices() iter.Seq[string] { return slices.Values(e.choices()) }

func (e *EnumError) choices() []string {
	if e.of == nil {
		return nil
	}
	return e.of.Choices()
}

// Unwrap returns [ErrUnknownMember].
func (e *EnumError) Unwrap() error { return ErrUnknownMember }

// Error returns a message with the path, the type, the rejected text and the reason. The message ends with similar names or with some of the choices,
// unless there are no choices or a number is out of range.
func (e *EnumError) Error() string {
	var b strings.Builder
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	choices := e.choices()
	b.WriteString(e.Type() + ": " + quote(e.Text) + " " + e.fault.String())
	near := nearestNames(e.Text, choices)
	switch {
	case len(choices) == 0, e.fault == enum.OutOfRange:
	case e.fault == enum.NotMember:
		b.WriteString("; want one of " + joinNames(choices, 20))
	case len(near) > 0:
		b.WriteString("; did you mean " + strings.Join(near, " or ") + "?")
	default:
		b.WriteString("; want one of " + joinNames(choices, 8))
	}
	return b.String()
}

// joinNames returns names joined with commas. If there are more than limit+1 names, it returns only the first limit names and the number of other
// names.
func joinNames(names []string, limit int) string {
	if len(names) <= limit+1 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:limit], ", ") + " and " + strconv.Itoa(len(names)-limit) + " more"
}

// nearestNames returns up to three names that are similar to s, the most similar name first. It returns nil if s is empty or longer than 100 bytes.
func nearestNames(s string, names []string) []string {
	if s == "" || len(s) > 100 {
		return nil
	}
	type candidate struct {
		name     string
		distance int
	}
	var found []candidate
	folded := strings.ToLower(s)
	for _, name := range names {
		other := strings.ToLower(name)
		limit := max(1, min(len(s), len(name))/3)
		distance := nearest.Distance(folded, other, limit+1)
		if len(s) >= 3 && (strings.Contains(other, folded) || len(other) >= 3 && strings.Contains(folded, other)) {
			distance = min(distance, 1)
		}
		if distance <= limit {
			found = append(found, candidate{name, distance})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var near []string
	for _, c := range found[:min(3, len(found))] {
		near = append(near, c.name)
	}
	return near
}

// quote returns s in quotes. If s is longer than 60 bytes, quote returns only the first 60 bytes, followed by "...".
func quote(s string) string {
	const limit = 60
	if len(s) > limit {
		return strconv.Quote(s[:limit]) + "..."
	}
	return strconv.Quote(s)
}
