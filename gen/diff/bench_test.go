package diff_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen/diff"
)

// BenchmarkPair loads and compares two versions of a large public API.
func BenchmarkPair(b *testing.B) {
	dir := filepath.Join("..", "..", "..", "shared", "corpus", "pairs")
	x, err := os.ReadFile(filepath.Join(dir, "adyen-mgmt-2023.json"))
	y, wrong := os.ReadFile(filepath.Join(dir, "adyen-mgmt-2026.json"))
	if err != nil || wrong != nil {
		b.Skip("SKIPPED: the corpus is missing")
	}
	for b.Loop() {
		base, head := load(b, fstest.MapFS{"openapi.yaml": {Data: x}}), load(b, fstest.MapFS{"openapi.yaml": {Data: y}})
		if _, err := diff.Compare(b.Context(), base, head, diff.Levels{Wire: true, Names: true}); err != nil {
			b.Fatal(err)
		}
	}
}
