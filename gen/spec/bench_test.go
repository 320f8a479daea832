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

// corpus is a directory of large OpenAPI documents, most of them public. It is not part of the project.
const corpus = "../../../shared/corpus"

// BenchmarkLoad measures Load and the methods of Spec that later stages call, for the document of this project and for large documents.
func BenchmarkLoad(b *testing.B) {
	if _, err := os.Stat(corpus); errors.Is(err, fs.ErrNotExist) {
		b.Skipf("SKIPPED: %s does not exist", corpus)
	}
	ctx := context.Background()
	for _, file := range []string{"../../spec/openapi.yaml", corpus + "/synth-ras-1000.yaml", corpus + "/stripe.yaml", corpus + "/github-ogen.json"} {
		dir, name := filepath.Split(file)
		load := func(b *testing.B) *spec.Spec {
			s, found, err := spec.Load(ctx, os.DirFS(dir), name)
			if err != nil || s == nil {
				b.Fatal(found, err)
			}
			return s
		}
		b.Run(name+"/load", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				load(b)
			}
		})
		for _, stage := range []struct {
			name string
			run  func(*spec.Spec) error
		}{
			{"json", func(s *spec.Spec) error { s.At("").JSON(); return nil }},
			{"bundle", func(s *spec.Spec) error { s.Bundle(); return nil }},
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
