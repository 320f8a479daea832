package lint_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rasapi/specgen/gen/diag"
)

// TestCorpus lints real documents of strangers: each has the errors that it is known to have, which were checked by hand, and no others.
// All other findings are warnings, whose number -v tells.
func TestCorpus(t *testing.T) {
	folder := "../../../shared/corpus"
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("NOT TESTED on real documents: %v", err)
	}
	for file, want := range map[string][]string{
		"discord-3.1.json": nil,
		"k8s-core-v1.json": nil,
		"bungie.json":      {"path-parameters-mismatch"},
		"stripe.yaml":      nil,
	} {
		t.Run(file, func(t *testing.T) {
			found := check(t, os.DirFS(folder), file, "")
			var got []string
			for _, d := range found {
				if d.Severity == diag.Error {
					got = append(got, d.Rule)
				}
			}
			slices.Sort(got)
			if got = slices.Compact(got); !slices.Equal(got, want) {
				t.Errorf("errors of %v, want %v", got, want)
			}
			t.Logf("%s: %d errors, %d warnings", filepath.Base(file), found.Count(diag.Error), found.Count(diag.Warning))
		})
	}
}
