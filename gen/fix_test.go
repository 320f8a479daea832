package gen_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/oas"
)

// TestFix calls Fix for the documents in testdata/fix. The file want-NAME in an archive is the expected content of the changed file NAME. The file
// "want" contains the remaining findings. With -update, the test rewrites these files.
func TestFix(t *testing.T) {
	files, err := filepath.Glob("testdata/fix/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("got no archives, want at least one", err)
	}
	fixable := map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			given, want, fsys := readArchive(archive)
			_, before, err := gen.Lint(t.Context(), fsys, gen.Config{Spec: "openapi.yaml", Complete: true})
			if err != nil {
				t.Fatal(err)
			}
			fixed := fix(t, fsys)
			left := map[string]int{}
			for _, d := range fixed.Left {
				left[d.Rule]++
			}
			for _, d := range before {
				fixable[d.Rule] = fixable[d.Rule] || left[d.Rule] == 0
			}
			got := map[string]string{"want": ""}
			for _, d := range fixed.Left {
				got["want"] += d.String() + "\n"
			}
			for name, data := range fixed.Files {
				got["want-"+name] = string(data)
			}
			if maps.Equal(got, want) {
				return
			}
			if !*update {
				t.Errorf("Fix: got  %q\nwant %q; -update rewrites the archive", got, want)
				return
			}
			archive.Files = given
			for _, name := range slices.Sorted(maps.Keys(got)) {
				archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got[name])})
			}
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
	for _, r := range lint.Rules() {
		if lint.HasFix(r.ID) && !fixable[r.ID] {
			t.Errorf("rule %s: got no archive in testdata/fix in which Fix fixes all findings of the rule, want one", r.ID)
		}
	}
}

// fix returns the result of Fix for a document. It checks that a second Fix changes nothing.
func fix(t *testing.T, fsys fstest.MapFS) gen.Fixed {
	t.Helper()
	fixed, err := gen.Fix(t.Context(), fsys, gen.Config{Spec: "openapi.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	after := maps.Clone(fsys)
	for name, data := range fixed.Files {
		after[name] = &fstest.MapFile{Data: data}
	}
	again, err := gen.Fix(t.Context(), after, gen.Config{Spec: "openapi.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range again.Files {
		if !bytes.Equal(data, after[name].Data) {
			t.Errorf("second Fix: got a change of %s, want none: %s", name, data)
		}
	}
	return fixed
}

// TestDuplicateValues checks that each member of an enum keeps its texts if Lint removes a duplicate value from the document for the generator.
func TestDuplicateValues(t *testing.T) {
	fsys := fstest.MapFS{"openapi.yaml": {Data: []byte(`openapi: 3.0.3
info: {title: House, version: "1"}
paths: {}
components:
  schemas:
    Booleans: {type: integer, enum: [1, 1, 2], x-enum-varnames: [A, A, B], x-enumDescriptions: [one, one, two], x-enum-deprecated: [false, false, true]}
    Names: {type: integer, enum: [1, 1, 2], x-enum-varnames: [A, A, B], x-enum-descriptions: [one, one, two], x-enum-deprecated: [B]}
`)}}
	s, found, err := gen.Lint(t.Context(), fsys, gen.Config{Spec: "openapi.yaml"})
	if err != nil || s == nil {
		t.Fatal(found, err)
	}
	for _, name := range []string{"Booleans", "Names"} {
		e, _ := oas.ReadEnum(s.At("/components/schemas/" + name))
		var got []string
		for _, m := range e.Members {
			got = append(got, fmt.Sprintf("%s %s %s %t", m.Value.Value, m.Name, m.Description, m.Deprecated))
		}
		if want := []string{"1 A one false", "2 B two true"}; !slices.Equal(got, want) {
			t.Errorf("%s: got members %q, want %q", name, got, want)
		}
	}
}

// readArchive splits the files of an archive. want contains the text of each file whose name starts with "want", by name. given and fsys contain the
// remaining files.
func readArchive(archive *txtar.Archive) (given []txtar.File, want map[string]string, fsys fstest.MapFS) {
	want, fsys = map[string]string{}, fstest.MapFS{}
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "want") {
			want[f.Name] = string(f.Data)
			continue
		}
		given = append(given, f)
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return given, want, fsys
}

// TestFixIsStable calls Fix for the documents that test the lint rules. A second Fix must change nothing.
func TestFixIsStable(t *testing.T) {
	files, err := filepath.Glob("lint/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("got no archives, want at least one", err)
	}
	bad, _ := filepath.Glob("lint/testdata/bad/*.txtar")
	count := 0
	for _, file := range append(files, bad...) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, _, fsys := readArchive(archive)
			count += fix(t, fsys).Count
		})
	}
	t.Logf("Fix fixes %d findings in %d documents", count, len(files)+len(bad))
}
