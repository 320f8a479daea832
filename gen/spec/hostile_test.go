package spec_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rasapi/specgen/gen/spec"
)

const head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"

// TestSymbolicLinks checks that Load and Format do not follow links. The targets of the links are files inside and outside the directory, a
// directory, the root file, and a missing file.
func TestSymbolicLinks(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skipf("SKIPPED: the system cannot create symbolic links: %v", err)
		}
	}
	write("secret.yaml", "A: {type: string, description: secret}\n")
	write("base/spec/real.yaml", "A: {type: string}\n")
	write("base/spec/folder/x.yaml", "A: {type: string}\n")
	write("base/spec/openapi.yaml", head+`paths: {}
components:
  schemas:
    Escape: {$ref: 'escape.yaml#/A'}
    Inside: {$ref: 'inside.yaml#/A'}
    Folder: {$ref: 'linked/x.yaml#/A'}
    Dangling: {$ref: 'dangling.yaml#/A'}
    Real: {$ref: 'real.yaml#/A'}
`)
	link("../../secret.yaml", "base/spec/escape.yaml")
	link("real.yaml", "base/spec/inside.yaml")
	link("folder", "base/spec/linked")
	link("nosuch", "base/spec/dangling.yaml")
	link("openapi.yaml", "base/spec/root.yaml")
	link("spec", "base/alias")
	write("base/areas/openapi.yaml", head)
	if err := os.Mkdir(filepath.Join(dir, "base/areas/paths"), 0o777); err != nil {
		t.Fatal(err)
	}
	link("../../../secret.yaml", "base/areas/paths/a.yaml")
	link("../spec/folder", "base/areas/schemas")

	root, err := os.OpenRoot(filepath.Join(dir, "base"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, fsys := range map[string]fs.FS{"os.DirFS": os.DirFS(filepath.Join(dir, "base")), "os.Root": root.FS()} {
		t.Run(name, func(t *testing.T) {
			s, found, err := spec.Load(context.Background(), fsys, "spec/openapi.yaml")
			if err != nil {
				t.Fatal(err)
			}
			want := `spec/openapi.yaml:6:20: "spec/escape.yaml" is a symbolic link, which specgen does not follow; replace it with a copy of its target (ref-outside)
spec/openapi.yaml:7:20: "spec/inside.yaml" is a symbolic link, which specgen does not follow; replace it with a copy of its target (ref-outside)
spec/openapi.yaml:8:20: "spec/linked" is a symbolic link, which specgen does not follow; replace it with a copy of its target (ref-outside)
spec/openapi.yaml:9:22: "spec/dangling.yaml" is a symbolic link, which specgen does not follow; replace it with a copy of its target (ref-outside)
`
			if got := string(findings(found)); got != want {
				t.Errorf("findings of Load: got\n%s\nwant\n%s", got, want)
			}
			if text := string(s.Bundle()); strings.Contains(text, "secret") {
				t.Errorf("got a bundle with text of a file outside the directory, want none: %s", text)
			}
			for _, linked := range []string{"spec/root.yaml", "alias/openapi.yaml"} {
				s, found, err := spec.Load(context.Background(), fsys, linked)
				if s != nil || err != nil || !strings.Contains(string(findings(found)), "is a symbolic link") {
					t.Errorf("Load of %s: got findings %v and error %v, want a finding about the link", linked, found, err)
				}
			}
			changed, found, err := spec.Format(context.Background(), fsys, "areas/openapi.yaml")
			text := string(findings(found))
			if err != nil || len(changed) > 0 || !strings.Contains(text, `"areas/paths/a.yaml" is a symbolic link`) || !strings.Contains(text, `"areas/schemas" is a symbolic link`) {
				t.Errorf("Format: got changes %v, findings %v and error %v, want two findings about links", changed, text, err)
			}
		})
	}
}

// TestSpecialFiles checks that Load rejects a device and a pipe. Opening a pipe would block.
func TestSpecialFiles(t *testing.T) {
	fsys := fstest.MapFS{
		"openapi.yaml": {Data: []byte(head + "paths: {/a: {$ref: 'pipe#/a'}, /b: {$ref: 'device#/b'}}\n")},
		"pipe":         {Mode: fs.ModeNamedPipe, Data: []byte("a: {}")},
		"device":       {Mode: fs.ModeDevice, Data: []byte("b: {}")},
	}
	_, found, err := spec.Load(context.Background(), fsys, "openapi.yaml")
	if err != nil || len(found) != 2 || !strings.Contains(found[0].Message, "not a regular file") || !strings.Contains(found[1].Message, "not a regular file") {
		t.Errorf("Load: got findings %v and error %v, want two findings about irregular files", found, err)
	}
}

// TestHostileSizes loads very large documents, and small documents that are expensive to process. Each test must take at most 20 s, even if Load
// reports no finding.
func TestHostileSizes(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test takes some seconds and 1 GB of memory")
	}
	many := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	pathItems := func(levels, width int) string { // each level references the next level several times
		var b strings.Builder
		b.WriteString(head + "paths:\n")
		for level := range levels {
			fmt.Fprintf(&b, "  /%d: {get: {responses: {}, callbacks: {c: {", level)
			for i := range width {
				fmt.Fprintf(&b, "e%d: {$ref: '#/paths/~1%d'}, ", i, level+1)
			}
			b.WriteString("}}}}\n")
		}
		return b.String() + fmt.Sprintf("  /%d: {}\n", levels)
	}
	cases := []struct{ name, text, want string }{
		{"path items in path items", pathItems(12, 10), "spec-size"},
		{"merge of merges", head + "x-0: &a0 {k: 1}\n" + strings.Join(func() (lines []string) {
			for i := 1; i < 4000; i++ {
				lines = append(lines, fmt.Sprintf("x-%d: &a%d {<<: *a%d, k%d: 1}", i, i, i-1, i))
			}
			return lines
		}(), "\n"), "spec-size"},
		{"deep flow", head + "x-a: " + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000), "yaml-depth"},
		{"deeper flow", head + "x-a: " + strings.Repeat("[", 200_000), "yaml-syntax"},
		{"deep block", head + "x-a:\n  " + strings.Repeat("- ", 9_000) + "a", "yaml-depth"},
		{"deep JSON", `{"a":` + strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000) + "}", "yaml-"},
		{"deep aliases", head + "x-0: &a0 [1]\n" + strings.Join(func() (lines []string) {
			for i := 1; i < 20_000; i++ {
				lines = append(lines, fmt.Sprintf("x-%d: &a%d [*a%d]", i, i, i-1))
			}
			return lines
		}(), "\n"), "spec-size"},
		{"many nodes", head + "x-a: [" + strings.Repeat("[],", 10<<20) + "]", "file-size"},
		{"many directives", many("%%TAG !a%d! tag:a\n", 500_000) + "---\n" + head, "file-size"},
		{"100 MB of spaces", strings.Repeat(" ", 100<<20), "file-size"},
		{"50 MB of spaces", strings.Repeat(" ", 50<<20), "yaml-syntax"},
		{"50 MB of zeros", strings.Repeat("\x00", 50<<20), "yaml-syntax"},
		{"empty lines", strings.Repeat("\n", 3_000_000), "yaml-syntax"},
		{"comments", head + strings.Repeat("# a\n", 1_000_000), ""},
		{"a long text", head + "x-a: " + strings.Repeat("word ", 4<<20), ""},
		{"a long quoted text", head + "x-a: '" + strings.Repeat("word ", 4<<20) + "'", ""},
		{"a long line of entries", head + "x-a: [ä, " + strings.Repeat("b, ", 400_000) + "]", ""},
		{"a long key", head + "x-a: {\"" + strings.Repeat("k", 900) + "\": 1}", ""},
		{"unresolved references and many names", head + "paths: {}\ncomponents:\n  schemas:\n" + many("    Name%d: {}\n", 20_000) +
			many("    Ref%d: {$ref: '#/components/schemas/Name'}\n", 20_000), "ref-unresolved"},
		{"references to references", head + "paths: {}\ncomponents:\n  schemas:\n" + many("    N%d: {$ref: '#/components/schemas/M'}\n", 5_000) +
			many("    R%d: {$ref: '#/components/schemas/R", 1) + "1/x'}\n" + strings.Join(func() (lines []string) {
			for i := 1; i < 20_000; i++ {
				lines = append(lines, fmt.Sprintf("    R%d: {$ref: '#/components/schemas/R%d/x'}", i, i+1))
			}
			return lines
		}(), "\n"), "ref-"},
		{"a chain of references", head + "paths: {}\ncomponents:\n  schemas:\n" + strings.Join(func() (lines []string) {
			for i := range 50_000 {
				lines = append(lines, fmt.Sprintf("    R%d: {$ref: '#/components/schemas/R%d'}", i, i+1))
			}
			return lines
		}(), "\n") + "\n    R50000: {type: string}\n", "ref-cycle"},
		{"a reference of 1 MB", head + "paths: {/a: {$ref: '#/" + strings.Repeat("a/", 500_000) + "'}}", "ref-unresolved"},
		{"duplicate keys", head + "x-a: {" + strings.Repeat("a: 1, ", 100_000) + "}", "duplicate-key"},
		{"many anchors", head + "x-a: [" + many("&a%d 1, ", 100_000) + many("*a%d , ", 100_000) + "]", ""},
		{"many unclosed quotes", head + strings.Repeat("a: \"b\n", 100_000), "yaml-syntax"},
		{"complex keys", head + "x-a:\n  " + strings.Repeat("? ", 5_000) + "a", "yaml-"},
		{"tags", head + "x-a: [" + strings.Repeat("!!!!!!!!!! a, ", 10_000) + "]", "yaml-"},
		{"a wrong line after 1 MB", head + strings.Repeat("x-a: [a, b, c]\n", 60_000) + " b: c\n", "yaml-syntax"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			s, found, err := spec.Load(context.Background(), fstest.MapFS{"openapi.yaml": {Data: []byte(c.text), Mode: 0o666}}, "openapi.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" && len(found) > 0 || c.want != "" && !strings.Contains(string(findings(found)), "("+c.want) {
				text := string(findings(found))
				t.Errorf("Load: got findings %.500s, want a finding whose rule begins with %q, or none if this text is empty", text, c.want)
			}
			if s != nil {
				s.At("").JSON()
				s.Bundle()
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("Load, JSON and Bundle: got a duration of %v, want at most 20 s", took)
			} else if testing.Verbose() {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				t.Logf("Load, JSON and Bundle take %v and %[3]d MB of heap; Load returns %[2]d findings", took.Round(time.Millisecond), len(found), m.HeapSys>>20)
			}
		})
	}
}

func TestLoadErrors(t *testing.T) {
	good := fstest.MapFS{"openapi.yaml": {Data: []byte(head + "paths: {}\n")}}
	for _, root := range []string{"../openapi.yaml", "/openapi.yaml", ".", "", "a//b", "a/../openapi.yaml"} {
		if _, _, err := spec.Load(context.Background(), good, root); err == nil || !strings.Contains(err.Error(), "not a path in") {
			t.Errorf("Load of %q: got error %v, want one that contains \"not a path in\"", root, err)
		}
	}
	if _, _, err := spec.Load(context.Background(), good, "nosuch.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load of a missing root: got error %v, want fs.ErrNotExist", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := spec.Load(cancelled, good, "openapi.yaml"); !errors.Is(err, context.Canceled) {
		t.Errorf("Load with a canceled context: got error %v, want context.Canceled", err)
	}
	broken := failingFS{good, "openapi.yaml"}
	if _, _, err := spec.Load(context.Background(), broken, "openapi.yaml"); !errors.Is(err, errDisk) {
		t.Errorf("Load with a read error: got error %v, want %v", err, errDisk)
	}
	withArea := fstest.MapFS{"openapi.yaml": {Data: []byte(head + "paths: {/a: {$ref: 'a.yaml#/a'}}\n")}, "a.yaml": {Data: []byte("a: {}\n")}}
	if s, found, err := spec.Load(context.Background(), failingFS{withArea, "a.yaml"}, "openapi.yaml"); !errors.Is(err, errDisk) || s != nil || found != nil {
		t.Errorf("Load with a read error in a referenced file: got spec %v, findings %v and error %v, want only the error", s, found, err)
	}
}

var errDisk = errors.New("input/output error")

// failingFS is a file system in which every read of one file returns errDisk. The path of this file is name.
type failingFS struct {
	fstest.MapFS
	name string
}

func (f failingFS) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	if err == nil && name == f.name {
		return failingFile{file}, nil
	}
	return file, err
}

type failingFile struct{ fs.File }

func (failingFile) Read([]byte) (int, error) { return 0, errDisk }

// TestConcurrentUse calls methods of one Spec in several goroutines, so that the race detector can find data races.
func TestConcurrentUse(t *testing.T) {
	var b strings.Builder
	b.WriteString(head + "paths: {}\ncomponents:\n  schemas:\n")
	for i := range 100 {
		fmt.Fprintf(&b, "    S%d: {type: object, properties: {a: {$ref: '#/components/schemas/S0'}}}\n", i)
	}
	s, found, err := spec.Load(context.Background(), fstest.MapFS{"openapi.yaml": {Data: []byte(b.String())}}, "openapi.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 100 {
				if pos := s.Position(fmt.Sprintf("/components/schemas/S%d/properties/a", i)); pos.Line != 6+i {
					t.Errorf("position of S%d: got %v, want line %d", i, pos, 6+i)
				}
			}
			s.Schemas()
			s.Operations()
			s.Bundle()
			if _, err := s.Document(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
