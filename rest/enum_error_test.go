package rest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/rasapi/specgen/rest/internal/enum"
)

// described is a descriptor that has only a type name and choices.
type described struct {
	enum.Descriptor
	choices []string
}

func (described) TypeName() string    { return "T" }
func (d described) Choices() []string { return d.choices }

func TestNearest(t *testing.T) {
	names := []string{"None", "EmailOTP", "EmailLink", "HardToken", "SoftToken", "SMS"}
	cases := map[string][]string{
		"emialotp":  {"EmailOTP"},
		"Token":     {"HardToken", "SoftToken"},
		"Email":     {"EmailOTP", "EmailLink"},
		"hard":      {"HardToken"},
		"SMSCode":   {"SMS"},
		"MSM":       nil,
		"Nope":      {"None"},
		"":          nil,
		"unrelated": nil,
	}
	for s, want := range cases {
		if got := nearestNames(s, names); !slices.Equal(got, want) {
			t.Errorf("nearestNames(%q): got %q, want %q", s, got, want)
		}
	}
}

func TestEnumErrorText(t *testing.T) {
	var many described
	for i := range 40 {
		many.choices = append(many.choices, fmt.Sprintf("N%02d", i))
	}
	cases := []struct {
		e    *EnumError
		want string
	}{
		{&EnumError{Text: "zzz", of: many, fault: enum.Unknown}, `T: "zzz" is not a member; want one of N00, N01, N02, N03, N04, N05, N06, N07 and 32 more`},
		{&EnumError{Text: "77", Path: "a[1]", of: many, fault: enum.NotMember}, `a[1]: T: "77" is not a member; want one of N00, N01, N02, N03, N04, N05, N06, N07, N08, N09, N10, N11, N12, N13, N14, N15, N16, N17, N18, N19 and 20 more`},
		{&EnumError{Text: "9e9", of: many, fault: enum.OutOfRange}, `T: "9e9" is out of range`},
		{&EnumError{Text: "x"}, `enum: "x" is not a member`},
	}
	for _, c := range cases {
		if got := c.e.Error(); got != c.want {
			t.Errorf("Error:\ngot  %s\nwant %s", got, c.want)
		}
	}
}
