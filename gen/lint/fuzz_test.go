package lint_test

import (
	"context"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/spec"
)

// FuzzCheck checks that Check neither panics nor returns an error, and that reading the configuration, loading and Check take at most 20 s. Each
// finding must have a rule, a message and a file. The golden files are the seeds.
func FuzzCheck(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var root, paths, config []byte
		for _, part := range archive.Files {
			switch part.Name {
			case "openapi.yaml":
				root = part.Data
			case "paths/door.yaml":
				paths = part.Data
			case "lint.yaml":
				config = part.Data
			}
		}
		f.Add(root, paths, config)
	}
	f.Fuzz(func(t *testing.T, root, paths, config []byte) {
		slow := time.AfterFunc(20*time.Second, func() { panic("Check takes more than 20 s for a small document") })
		defer slow.Stop()
		fsys := fstest.MapFS{"openapi.yaml": {Data: root}, "paths/door.yaml": {Data: paths}, "lint.yaml": {Data: config}}
		cfg, _, err := lint.ReadConfig(fsys, "lint.yaml")
		if err != nil {
			t.Fatal(err)
		}
		s, _, err := spec.Load(context.Background(), fsys, "openapi.yaml")
		if err != nil || s == nil {
			return
		}
		_, found, err := lint.Check(context.Background(), s, cfg)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			if d.Rule == "" || d.Message == "" || d.Pos.File == "" {
				t.Errorf("got finding %+v, want a rule, a message and a file", d)
			}
		}
	})
}
