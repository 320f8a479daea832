package diff_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff/wire"
)

// TestRuleList keeps the list of the rules of messages in docs/diff.md, which is generated from the table of package wire.
func TestRuleList(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "diff.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rules strings.Builder
	rules.WriteString("| rule | when it applies |\n|---|---|\n")
	for _, r := range wire.Rules() {
		fmt.Fprintf(&rules, "| `%s` | %s |\n", r, r.Meaning())
	}
	const open, end = "<!-- rules -->\n", "<!-- /rules -->"
	before, rest, ok := strings.Cut(string(data), open)
	old, after, closed := strings.Cut(rest, end)
	switch {
	case !ok || !closed:
		t.Fatalf("%s has no list of rules", file)
	case old == rules.String():
	case !*update:
		t.Errorf("the list in %s is not that of the table; run go test ./gen/diff -run TestRuleList -update", file)
	default:
		if err := os.WriteFile(file, []byte(before+open+rules.String()+end+after), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
