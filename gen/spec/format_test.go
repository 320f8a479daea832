package spec_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/spec"
)

// TestFormat formats each archive of testdata/format. Without a want-root the root is left as it is.
func TestFormat(t *testing.T) {
	eachArchive(t, "format", func(t *testing.T, a archive) []txtar.File {
		before := a.fsys[a.root].Data
		changed, found, err := spec.Format(context.Background(), a.fsys, a.root)
		if err != nil {
			t.Fatal(err)
		}
		got := []txtar.File{{Name: "want-findings", Data: findings(found)}}
		for name, data := range changed {
			if name != a.root {
				t.Errorf("%s is changed", name)
			}
			root := txtar.File{Name: "want-root", Data: data}
			if bytes.ContainsRune(data, '\r') || bytes.HasPrefix(data, []byte("\ufeff")) {
				root = txtar.File{Name: "want-root (quoted)", Data: quote(data)}
			}
			got = append(got, root)
		}
		checkFormat(t, a.fsys, a.root, before, changed)
		return got
	})
}

// checkFormat checks what is true of every Format: nothing else than the root changes, a second run changes nothing, what stands outside of
// the index stays, and no comment is lost.
func checkFormat(t testing.TB, fsys fstest.MapFS, root string, before []byte, changed map[string][]byte) {
	t.Helper()
	after, ok := changed[root]
	if !ok {
		return
	}
	formatted := fstest.MapFS{}
	for name, file := range fsys {
		formatted[name] = file
	}
	formatted[root] = &fstest.MapFile{Data: after, Mode: 0o666}
	again, found, err := spec.Format(context.Background(), formatted, root)
	if err != nil || found.HasErrors() {
		t.Fatalf("a second Format: %v, %v\n%s", found, err, after)
	}
	if len(again) > 0 {
		t.Errorf("a second Format changes\n%s\nto\n%s", after, again[root])
	}
	for line := range strings.Lines(string(before)) {
		if text := strings.TrimSpace(line); strings.HasPrefix(text, "#") && !bytes.Contains(after, []byte(text)) {
			t.Errorf("the comment %q is lost in\n%s", text, after)
		}
	}
	s, _, err := spec.Load(context.Background(), fsys, root)
	if err != nil || s == nil {
		return
	}
	f, _, err := spec.Load(context.Background(), formatted, root)
	if err != nil || f == nil {
		t.Fatalf("the formatted root cannot be loaded: %v\n%s", err, after)
	}
	was, is := members(t, s), members(t, f)
	for name, value := range was {
		if name != "paths" && name != "components" && string(value) != string(is[name]) {
			t.Errorf("%s was %s and is %s", name, value, is[name])
		}
	}
	for name := range is {
		if was[name] == nil && name != "paths" && name != "components" {
			t.Errorf("%s is new", name)
		}
	}
}

func members(t testing.TB, s *spec.Spec) map[string]json.RawMessage {
	t.Helper()
	data, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var list map[string]json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestFormatErrors(t *testing.T) {
	for _, root := range []string{"../a.yaml", "/a.yaml", ".", "", "a//b"} {
		if _, _, err := spec.Format(context.Background(), fstest.MapFS{}, root); err == nil {
			t.Errorf("no error for %q", root)
		}
	}
	if _, _, err := spec.Format(context.Background(), fstest.MapFS{}, "a.yaml"); err == nil || !strings.Contains(err.Error(), "a.yaml") {
		t.Errorf("error %v for a missing root", err)
	}
	broken := brokenFS{fstest.MapFS{"openapi.yaml": {Data: []byte("openapi: 3.0.3\n")}, "paths/a.yaml": {}}}
	if _, _, err := spec.Format(context.Background(), broken, "openapi.yaml"); err == nil || !strings.Contains(err.Error(), "permission") {
		t.Errorf("error %v for an unreadable folder", err)
	}
}

// brokenFS cannot list folders.
type brokenFS struct{ fstest.MapFS }

func (f brokenFS) ReadDir(name string) ([]fs.DirEntry, error) {
	return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrPermission}
}
