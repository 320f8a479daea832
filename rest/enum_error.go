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

// ErrUnknownMember matches every [*EnumError] in [errors.Is].
var ErrUnknownMember = errors.New("unknown enum member")

// EnumError is the error for a text or a value that is not a member of an enum. It wraps [ErrUnknownMember].
type EnumError struct {
	Text string // the text or value that is not a member
	Path string // path of the value, such as "items[3].type", in errors of CheckEnums and FromNamedTree; otherwise ""

	of    enum.Descriptor
	fault enum.Fault
}

// NewEnumError returns the error for a text that is not a member of an enum. Package protocol calls it.
func NewEnumError(of enum.Descriptor, text string, fault enum.Fault) *EnumError {
	return &EnumError{Text: text, of: of, fault: fault}
}

// Type returns the name of the enum's Go type, without its package.
func (e *EnumError) Type() string {
	if e.of == nil {
		return "enum"
	}
	return e.of.TypeName()
}

// Choices returns an iterator over the valid texts, which are the names of an integer enum or the values of a string enum.
func (e *EnumError) Choices() iter.Seq[string] { return slices.Values(e.choices()) }

func (e *EnumError) choices() []string {
	if e.of == nil {
		return nil
	}
	return e.of.Choices()
}

// Unwrap returns [ErrUnknownMember].
func (e *EnumError) Unwrap() error { return ErrUnknownMember }

// Error returns a message with the type, the rejected text, and the most similar names or the valid texts.
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
		b.WriteString("; want one of " + listing(choices, 20))
	case len(near) > 0:
		b.WriteString("; did you mean " + strings.Join(near, " or ") + "?")
	default:
		b.WriteString("; want one of " + listing(choices, 8))
	}
	return b.String()
}

// listing returns names joined with commas. Of more than limit+1 names, it returns the first limit names and the number of the others.
func listing(names []string, limit int) string {
	if len(names) <= limit+1 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:limit], ", ") + " and " + strconv.Itoa(len(names)-limit) + " more"
}

// nearestNames returns the names that are most similar to s, at most three.
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

// quote returns s in quotes, shortened if it is long.
func quote(s string) string {
	const limit = 60
	if len(s) > limit {
		return strconv.Quote(s[:limit]) + "..."
	}
	return strconv.Quote(s)
}
