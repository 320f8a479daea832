package spec_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/spec"
)

// TestFormat formats each archive in testdata/format. Format must change exactly the files for which the archive has a file want-FILE, or want-root
// for the root.
func TestFormat(t *testing.T) {
	eachArchive(t, "format", func(t *testing.T, a archive) []txtar.File {
		before := a.fsys[a.root].Data
		changed, found, err := spec.Format(context.Background(), a.fsys, a.root)
		if err != nil {
			t.Fatal(err)
		}
		got := []txtar.File{{Name: "want-findings", Data: findings(found)}}
		for _, name := range slices.Sorted(maps.Keys(changed)) {
			want := txtar.File{Name: "want-" + name, Data: changed[name]}
			if name == a.root {
				want.Name = "want-root"
			}
			if bytes.ContainsRune(want.Data, '\r') || bytes.HasPrefix(want.Data, []byte("\ufeff")) {
				want = txtar.File{Name: want.Name + " (quoted)", Data: quote(want.Data)}
			}
			got = append(got, want)
		}
		checkFormat(t, a.fsys, a.root, before, changed)
		return got
	})
}

// checkFormat checks that a second Format changes nothing. It also checks that Format keeps each line with only a comment in the root, and all lines
// of area files. Only the index of the document may have a different content after Format.
func checkFormat(t testing.TB, fsys fstest.MapFS, root string, before []byte, changed map[string][]byte) {
	t.Helper()
	if len(changed) == 0 {
		return
	}
	formatted := fstest.MapFS{}
	for name, file := range fsys {
		formatted[name] = file
		if data, ok := changed[name]; ok {
			formatted[name] = &fstest.MapFile{Data: data, Mode: 0o666}
			if name != root && contentLines(data) != contentLines(file.Data) {
				t.Errorf("Format of %s: got lines\n%s\nwant\n%s", name, data, file.Data)
			}
		}
	}
	again, found, err := spec.Format(context.Background(), formatted, root)
	if err != nil || found.HasErrors() {
		t.Fatalf("second Format: got findings %v, error %v; want none", found, err)
	}
	for name, data := range again {
		t.Errorf("second Format of %s: got\n%s\nwant\n%s", name, data, changed[name])
	}
	for line := range strings.Lines(string(before)) {
		if text := strings.TrimSpace(line); strings.HasPrefix(text, "#") && !bytes.Contains(formatted[root].Data, []byte(text)) {
			t.Errorf("Format: comment %q is missing in\n%s", text, formatted[root].Data)
		}
	}
	s, _, err := spec.Load(context.Background(), fsys, root)
	if err != nil || s == nil {
		return
	}
	f, _, err := spec.Load(context.Background(), formatted, root)
	if err != nil || f == nil {
		t.Fatalf("Load of the formatted document: got no spec or error %v, want a spec", err)
	}
	was, is := members(t, s), members(t, f)
	for name, value := range was {
		if name != "paths" && name != "components" && !sameJSON(value, is[name]) {
			t.Errorf("value of %s after Format: got %s, want %s", name, is[name], value)
		}
	}
	for name := range is {
		if was[name] == nil && name != "paths" && name != "components" {
			t.Errorf("Format: got a new key %s, want only index entries", name)
		}
	}
	if _, indexed := changed[root]; !indexed && !sameJSON(was["components"], is["components"]) || !indexed && !sameJSON(was["paths"], is["paths"]) {
		t.Errorf("paths and components after Format: got\n%s\n%s\nwant\n%s\n%s", is["paths"], is["components"], was["paths"], was["components"])
	}
}

// contentLines returns the lines of a file that are not empty, in sorted order. It removes indentation and the dashes of list items.
func contentLines(data []byte) string {
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(string(data), "\r", "\n")) {
		if line = strings.TrimLeft(strings.TrimSpace(line), "- "); line != "" {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// sameJSON reports whether two JSON values are equal. It ignores the order of members.
func sameJSON(a, b json.RawMessage) bool {
	decode := func(data json.RawMessage) (value any) {
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if len(data) > 0 && d.Decode(&value) != nil {
			return string(data)
		}
		return value
	}
	return reflect.DeepEqual(decode(a), decode(b))
}

func members(t testing.TB, s *spec.Spec) map[string]json.RawMessage {
	t.Helper()
	var list map[string]json.RawMessage
	if err := json.Unmarshal(s.At("").JSON(), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestFormatErrors(t *testing.T) {
	for _, root := range []string{"../a.yaml", "/a.yaml", ".", "", "a//b"} {
		if _, _, err := spec.Format(context.Background(), fstest.MapFS{}, root); err == nil {
			t.Errorf("Format of %q: got no error, want one", root)
		}
	}
	if _, _, err := spec.Format(context.Background(), fstest.MapFS{}, "a.yaml"); err == nil || !strings.Contains(err.Error(), "a.yaml") {
		t.Errorf("Format of a missing root: got error %v, want one that names a.yaml", err)
	}
	broken := brokenFS{fstest.MapFS{"openapi.yaml": {Data: []byte("openapi: 3.0.3\n")}, "paths/a.yaml": {}}}
	if _, _, err := spec.Format(context.Background(), broken, "openapi.yaml"); err == nil || !strings.Contains(err.Error(), "permission") {
		t.Errorf("Format of a directory that cannot be read: got error %v, want fs.ErrPermission", err)
	}
}

// brokenFS is a file system that cannot list directories.
type brokenFS struct{ fstest.MapFS }

func (f brokenFS) ReadDir(name string) ([]fs.DirEntry, error) {
	return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrPermission}
}
