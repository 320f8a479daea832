package spec_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rasapi/specgen/gen/spec"
)

// corpus holds big public documents beside the project; they are not part of it.
const corpus = "../../../shared/corpus"

// BenchmarkLoad loads big documents: Load alone, then what later stages ask of the Spec.
func BenchmarkLoad(b *testing.B) {
	if _, err := os.Stat(corpus); errors.Is(err, fs.ErrNotExist) {
		b.Skipf("SKIPPED: there is no %s, so nothing was measured", corpus)
	}
	ctx := context.Background()
	for _, name := range []string{"synth-ras-1000.yaml", "stripe.yaml", "github-ogen.json"} {
		data, err := os.ReadFile(filepath.Join(corpus, name))
		if err != nil {
			b.Fatal(err)
		}
		load := func(b *testing.B) *spec.Spec {
			s, found, err := spec.Load(ctx, os.DirFS(corpus), name)
			if err != nil || s == nil {
				b.Fatal(found, err)
			}
			return s
		}
		b.Run(name+"/load", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				load(b)
			}
		})
		for _, stage := range []struct {
			name string
			run  func(*spec.Spec) error
		}{
			{"json", func(s *spec.Spec) error { _, err := s.JSON(); return err }},
			{"bundle", func(s *spec.Spec) error { _, err := s.Bundle(); return err }},
			{"schemas", func(s *spec.Spec) error { s.Schemas(); return nil }},
			{"document", func(s *spec.Spec) error { _, err := s.Document(ctx); return err }},
		} {
			b.Run(name+"/"+stage.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					b.StopTimer()
					s := load(b)
					b.StartTimer()
					if err := stage.run(s); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
