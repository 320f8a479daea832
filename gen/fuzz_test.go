package gen_test

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

// FuzzFix checks that Fix returns no error for a document of two arbitrary files. A second Fix must change nothing. The seeds are documents of the
// tests for fixes and rules.
func FuzzFix(f *testing.F) {
	for _, pattern := range []string{"testdata/fix/*.txtar", "lint/testdata/bad/*.txtar", "lint/testdata/values-violate-schema-3.1.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("got no archives in %s and error %v, want at least one", pattern, err)
		}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			_, _, fsys := readArchive(archive)
			root, other := fsys["openapi.yaml"], []byte{}
			for name, file := range fsys {
				if name == "paths/door.yaml" {
					other = file.Data
				}
			}
			if root != nil {
				f.Add(root.Data, other)
			}
		}
	}
	f.Fuzz(func(t *testing.T, root, other []byte) {
		fix(t, fstest.MapFS{"openapi.yaml": {Data: root}, "paths/door.yaml": {Data: other}})
	})
}
