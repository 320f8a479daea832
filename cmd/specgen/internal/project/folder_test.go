package project

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen/spec"
)

// projectWithSecret returns a directory that contains the directories project and secret.
func projectWithSecret(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{
		"secret/a.yaml":        "A: {type: string, description: secret}\n",
		"project/real/a.yaml":  "A: {type: string}\n",
		"project/openapi.yaml": "openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\npaths: {}\ncomponents: {schemas: {A: {$ref: 'real/a.yaml#/A'}}}\n",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skipf("SKIPPED: the test cannot create symbolic links: %v", err)
	}
}

func TestFolder(t *testing.T) {
	project := filepath.Join(projectWithSecret(t), "project")
	if err := fstest.TestFS(Folder(project), "openapi.yaml", "real/a.yaml"); err != nil {
		t.Error(err)
	}
	link(t, filepath.Join("..", "secret", "a.yaml"), filepath.Join(project, "file.yaml"))
	link(t, filepath.Join(project, "..", "secret"), filepath.Join(project, "absolute"))
	link(t, filepath.Join("..", "secret"), filepath.Join(project, "folder"))
	link(t, "file.yaml", filepath.Join(project, "chain.yaml"))
	for _, name := range []string{"file.yaml", "absolute/a.yaml", "folder/a.yaml", "chain.yaml", "../secret/a.yaml", "real/../../secret/a.yaml"} {
		if data, err := fs.ReadFile(Folder(project), name); err == nil {
			t.Errorf("ReadFile of %s: got content %q, want an error", name, data)
		}
	}
	if _, err := Folder(filepath.Join(project, "nosuch")).Open("a.yaml"); !os.IsNotExist(err) {
		t.Errorf("Open in a missing directory: got error %v, want fs.ErrNotExist", err)
	}
}

// swappedFolder is a Folder that calls swap after each call to Lstat with the argument name.
type swappedFolder struct {
	Folder
	name string
	swap func()
}

func (s swappedFolder) Lstat(name string) (fs.FileInfo, error) {
	info, err := s.Folder.Lstat(name)
	if name == s.name {
		s.swap()
	}
	return info, err
}

// TestLateSymlink checks that Load reads no file outside the directory, even if a symbolic link replaces a file or directory between the calls to
// Lstat and Open.
func TestLateSymlink(t *testing.T) {
	for name, to := range map[string]string{"real/a.yaml": "../../secret/a.yaml", "real": "../secret"} {
		t.Run(name, func(t *testing.T) {
			project := filepath.Join(projectWithSecret(t), "project")
			fsys := swappedFolder{Folder(project), name, func() {
				if err := os.RemoveAll(filepath.Join(project, name)); err != nil {
					t.Fatal(err)
				}
				link(t, to, filepath.Join(project, name))
			}}
			s, found, err := spec.Load(t.Context(), fsys, "openapi.yaml")
			if !strings.Contains(fmt.Sprint(found, err), "path escapes from parent") {
				t.Errorf("Load: got findings %v and error %v, want one that contains \"path escapes from parent\"", found, err)
			}
			if s == nil {
				return
			}
			if text := string(s.Bundle()); strings.Contains(text, "secret") {
				t.Errorf("Load: got a spec with the secret, want no secret: %s", text)
			}
		})
	}
}
