package spec_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// TestCorpus checks that Load reports no errors for large documents, that loading a bundle returns the same bundle, and that kin-openapi reads it.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test takes some seconds")
	}
	if _, err := os.Stat(corpus); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("SKIPPED: %s does not exist", corpus)
	}
	names, err := filepath.Glob(filepath.Join(corpus, "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		name = filepath.Base(name)
		if ext := filepath.Ext(name); ext != ".yaml" && ext != ".json" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, found, err := spec.Load(context.Background(), os.DirFS(corpus), name)
			if err != nil || s == nil {
				t.Fatal(found, err)
			}
			for _, d := range found {
				if d.Severity == report.Error {
					t.Errorf("Load: got %v, want no errors", d)
				} else {
					t.Logf("finding %v", d)
				}
			}
			checkBundle(t, s, found)
			if _, err := s.Document(context.Background()); err != nil {
				t.Errorf("kin-openapi: %v", err)
			}
			checkUnresolved(t, name, s.At(""))
			t.Logf("the document has %d operations, %d schemas and %d references", len(s.Operations()), len(s.Schemas()), len(s.Refs()))
		})
	}
}
