package gen_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
)

// BenchmarkPlan generates the code for the spec of this repository and for a large public document. It does not type-check the code, because a type
// check needs the go command.
func BenchmarkPlan(b *testing.B) {
	own, found, err := gen.ReadConfig(os.DirFS(".."), "specgen.yaml")
	if err != nil || len(found) > 0 {
		b.Fatal(found, err)
	}
	const corpus = "../../shared/corpus"
	for _, c := range []struct {
		name, dir string
		cfg       gen.Config
	}{
		{"own", "..", own},
		{"stripe", corpus, gen.Config{Spec: "stripe.yaml", Target: gen.Target{Output: "stripe", Code: code.Config{Package: "example.com/stripe"}}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			if _, err := os.Stat(filepath.Join(c.dir, filepath.FromSlash(c.cfg.Spec))); errors.Is(err, fs.ErrNotExist) {
				b.Skipf("SKIPPED: there is no %s in %s", c.cfg.Spec, c.dir)
			}
			b.ReportAllocs()
			for b.Loop() {
				result, found, err := plan(b.Context(), os.DirFS(c.dir), c.cfg)
				if err != nil || result == nil {
					b.Fatal(found, err)
				}
			}
		})
	}
}
