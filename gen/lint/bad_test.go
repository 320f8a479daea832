package lint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/lint"
)

// TestBad lints the documents in testdata/bad. Each document has one defect. The second line of an archive names the rule that reports the defect. If
// the document is derived from rules of other linters, a third line names these rules. "make linters" runs those linters on the same documents.
func TestBad(t *testing.T) {
	golden(t, "testdata/bad/*.txtar")
	files, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range lint.Rules() {
		known[r.ID] = true
	}
	from := 0
	header := regexp.MustCompile(`(?m)\A.+\.\nRule: ([a-z0-9-]+)\n(From: (?:(?:vacuum|spectral|redocly|oasdiff) [$\w-]+(?:, |\n))+)?--`)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := header.FindSubmatch(data)
		if m == nil {
			t.Errorf("%s: start of the archive: got other lines, want a sentence, a Rule: line and an optional From: line", file)
			continue
		}
		rule := string(m[1])
		_, want, _ := strings.Cut(string(data), "\n-- want --\n")
		if !known[rule] || !strings.Contains(want, "("+rule+")\n") {
			t.Errorf("%s: got no finding of rule %s, or the rule is unknown; want a known rule with a finding", file, rule)
		}
		if len(m[2]) > 0 {
			from++
		}
	}
	t.Logf("testdata/bad has %d documents; %d of them are derived from rules of other linters", len(files), from)
	if len(files) < 150 || 2*from < len(files) {
		t.Errorf("got %d documents, %d derived from rules of other linters; want at least 150, and at least half of them derived", len(files), from)
	}
}
