package spec_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// archive is one test case. It contains the files of a document and the expected results. A file named "NAME (quoted)" contains Go string literals,
// one per line. The literals represent content that a txtar archive cannot hold, such as carriage returns and binary data.
type archive struct {
	*txtar.Archive
	fsys fstest.MapFS
	root string
}

// eachArchive runs a test for every archive in a directory. run returns the results as files. eachArchive compares them with the files of the
// archive. With -update, it writes them to the archive.
func eachArchive(t *testing.T, folder string, run func(t *testing.T, a archive) []txtar.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("got no archives in testdata/%s, want at least one: %v", folder, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			parsed, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			a := openArchive(t, parsed)
			want := map[string]string{}
			rewritten := &txtar.Archive{Comment: parsed.Comment}
			for _, f := range parsed.Files {
				if strings.HasPrefix(f.Name, "want-") {
					want[f.Name] = string(f.Data)
				} else {
					rewritten.Files = append(rewritten.Files, f)
				}
			}
			got := run(t, a)
			for _, f := range got {
				if text, ok := want[f.Name]; !*update && (!ok || text != string(f.Data)) {
					t.Errorf("%s: got\n%s\nwant\n%s", f.Name, f.Data, text)
				}
				delete(want, f.Name)
			}
			if len(want) > 0 && !*update {
				t.Errorf("got no results for the expected files %v, want one for each file", want)
			}
			if *update {
				rewritten.Files = append(rewritten.Files, got...)
				if err := os.WriteFile(name, txtar.Format(rewritten), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func openArchive(t testing.TB, parsed *txtar.Archive) archive {
	t.Helper()
	a := archive{Archive: parsed, fsys: fstest.MapFS{}, root: "openapi.yaml"}
	for _, f := range parsed.Files {
		name, quoted := strings.CutSuffix(f.Name, " (quoted)")
		if strings.HasPrefix(name, "want-") || name == "pointers" {
			continue
		}
		data := f.Data
		if quoted {
			data = unquote(t, f)
		}
		a.fsys[name] = &fstest.MapFile{Data: data, Mode: 0o666}
		if filepath.Base(name) == "openapi.yaml" || filepath.Base(name) == "openapi.json" {
			a.root = name
		}
	}
	return a
}

func unquote(t testing.TB, f txtar.File) []byte {
	t.Helper()
	var data []byte
	for line := range strings.Lines(string(f.Data)) {
		text, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%s: strconv.Unquote(%s): got error %v, want none", f.Name, line, err)
		}
		data = append(data, text...)
	}
	return data
}

// quote is the inverse function of unquote.
func quote(data []byte) []byte {
	var b bytes.Buffer
	for line := range strings.Lines(string(data)) {
		fmt.Fprintf(&b, "%q\n", line)
	}
	return b.Bytes()
}

// findings returns findings as text with one line per finding, followed by the related positions.
func findings(found report.List) []byte {
	var b bytes.Buffer
	for _, d := range found {
		fmt.Fprintln(&b, d)
		for _, r := range d.Related {
			fmt.Fprintf(&b, "    %s: %s\n", r.Pos, r.Message)
		}
	}
	return b.Bytes()
}

func load(t testing.TB, a archive) (*spec.Spec, report.List) {
	t.Helper()
	s, found, err := spec.Load(context.Background(), a.fsys, a.root)
	if err != nil {
		t.Fatal(err)
	}
	return s, found
}

// TestLoad loads each archive in testdata/load. It compares the findings with the expected findings. It also compares the positions of the values
// and keys at the pointers in the file "pointers". If there are no findings, or if the archive has a want-bundle, it also compares the bundle.
func TestLoad(t *testing.T) {
	eachArchive(t, "load", func(t *testing.T, a archive) []txtar.File {
		s, found := load(t, a)
		got := []txtar.File{{Name: "want-findings", Data: findings(found)}}
		wanted := len(found) == 0
		for _, f := range a.Files {
			wanted = wanted || f.Name == "want-bundle"
		}
		if s == nil {
			return got
		}
		if again, foundAgain := load(t, a); string(findings(foundAgain)) != string(findings(found)) || !bytes.Equal(again.Bundle(), s.Bundle()) {
			t.Error("second Load: got a different result, want the same result")
		}
		checkBundle(t, s, found)
		if wanted {
			got = append(got, txtar.File{Name: "want-bundle", Data: s.Bundle()})
		}
		for _, f := range a.Files {
			if f.Name == "pointers" {
				var b bytes.Buffer
				for pointer := range strings.FieldsSeq(string(f.Data)) {
					fmt.Fprintf(&b, "%s value %s, key %s\n", pointer, s.Position(pointer), s.KeyPosition(pointer))
				}
				got = append(got, txtar.File{Name: "want-positions", Data: b.Bytes()})
			}
		}
		return got
	})
}

// checkBundle checks that loading a bundle returns the same bundle with the same JSON text, and that all its references resolve. If the document has
// findings, its bundle may also have findings. checkBundle also checks that positions in the bundle are in the files of the spec.
func checkBundle(t testing.TB, s *spec.Spec, found report.List) {
	t.Helper()
	text, data := string(s.Bundle()), string(s.At("").JSON())
	for name, source := range map[string]string{"openapi.yaml": text, "openapi.json": data} {
		again, foundAgain, err := spec.Load(context.Background(), fstest.MapFS{name: {Data: []byte(source)}}, name)
		if err != nil {
			t.Fatal(err)
		}
		if again == nil || len(foundAgain) > 0 {
			if len(found) == 0 {
				t.Fatalf("bundle (%s) of a document without findings: got findings %v, want none\n%s", name, foundAgain, source)
			}
			continue
		}
		if other := string(again.Bundle()); other != text {
			t.Errorf("bundle of the bundle (%s): got\n%s\nwant\n%s", name, other, text)
		}
		if other := string(again.At("").JSON()); other != data {
			t.Errorf("JSON of the bundle (%s): got\n%s\nwant\n%s", name, other, data)
		}
	}
	checkPositions(t, s)
}

func checkPositions(t testing.TB, s *spec.Spec) {
	t.Helper()
	lines := map[string]int{}
	for _, name := range s.Files() {
		lines[name] = 1 + strings.Count(strings.ReplaceAll(strings.ReplaceAll(string(s.Source(name)), "\r\n", "\n"), "\r", "\n"), "\n")
	}
	var visit func(pointer string, depth int)
	visit = func(pointer string, depth int) {
		for _, pos := range []report.Position{s.Position(pointer), s.KeyPosition(pointer)} {
			if pos.Line < 1 || pos.Column < 1 || pos.Line > lines[pos.File] {
				t.Errorf("position of %q: got %v, want a line and a column in the file, which has %d lines", pointer, pos, lines[pos.File])
			}
		}
		node := s.At(pointer)
		if node == nil {
			t.Fatalf("At(%q) = nil, want a node", pointer)
		}
		if depth > 12 || node.Len() > 200 {
			return
		}
		for key := range node.Each() {
			visit(pointer+oas.Pointer(key), depth+1)
		}
		for i := range node.Items {
			visit(pointer+oas.Pointer(strconv.Itoa(i)), depth+1)
		}
	}
	visit("", 0)
}
