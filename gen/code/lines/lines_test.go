package lines_test

import (
	"go/build/constraint"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/code/lines"
)

// TestOfHasNoConstraint checks that no line of a comment is a build constraint, even after a line break.
func TestOfHasNoConstraint(t *testing.T) {
	for _, text := range []string{"+build x", "a\n+build x", "a\n\n\t+build x", "a\r  +build", strings.Repeat("w", 20) + " +build x", "a\u2028+build\tx"} {
		for _, line := range lines.Of(text, 20) {
			if constraint.IsPlusBuild("//" + line) {
				t.Errorf("%q: got the build constraint %q, want none", text, line)
			}
		}
	}
}
