package revision

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"
)

// deadline returns a context that ends the git processes of a test after a minute.
func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// commitFiles creates a repository with one commit that contains files, and returns its directory.
func commitFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	ctx := deadline(t)
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"init", "--quiet"}, {"add", "--all"},
		{"-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "--message", "first"},
	} {
		if _, err := git(ctx, dir, args...); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestGitFS checks that the file system of a commit follows the contracts of package fs, with files and without. The files are empty, because Lstat
// does not return their sizes.
func TestGitFS(t *testing.T) {
	ctx := deadline(t)
	for _, files := range []map[string]string{{}, {"openapi.yaml": "", "paths/a.yaml": "", "paths/b.yaml": "", "paths-old/c.yaml": ""}} {
		r, err := OpenRepository(ctx, commitFiles(t, files))
		if err != nil {
			t.Fatal(err)
		}
		f, err := r.filesAt(ctx, "HEAD", ".")
		if err != nil {
			t.Fatal(err)
		}
		if err := fstest.TestFS(f, slices.Collect(maps.Keys(files))...); err != nil {
			t.Error(err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}
