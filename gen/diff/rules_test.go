package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff/wire"
)

// TestRuleList compares the list of rules in docs/diff.md with the table of package wire. With -update, it writes the list.
func TestRuleList(t *testing.T) {
	var rules strings.Builder
	rules.WriteString("| rule | when it applies |\n|---|---|\n")
	for _, r := range wire.Rules() {
		fmt.Fprintf(&rules, "| `%s` | %s |\n", r, r.Meaning())
	}
	comparePart(t, "rules", rules.String())
}
