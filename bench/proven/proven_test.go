package main

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestSection checks that the section in README.md is up to date.
func TestSection(t *testing.T) {
	root := os.DirFS("../..")
	section, err := render(root)
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := replace(string(readme), section)
	if err != nil {
		t.Fatal(err)
	}
	if want != string(readme) {
		t.Errorf("the section in README.md is out of date; run make proven; want\n%s", section)
	}
}

// repository returns a file system with the files that sources lists.
func repository() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"docs/coverage.md":             "- **969 operations documented or catalogued: 255 documented, 714 catalogued**\n- In addition: 31 inferred\n",
		"wire/testdata/operations.txt": "operations 1000\nround trips 4000\nerror responses 5\nrejected requests 6\n",
		"docs/internals/corpus.md":     "specgen, valid documents that were tried: 8; generates: 7, compile: 6, vet clean: 5, speak: 4.\n",
		"docs/internals/fuzzing.md":    "| all | | 69.8 | 4901465 | 9854 | 3 |\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func TestRender(t *testing.T) {
	section, err := render(repository())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"all 1,000 operations", "4,000 round trips, 5 error responses and 6 rejected requests", "code for 7 of 8 valid documents",
		"compiles for 6 of them and passes `go vet` for 5; for 4, client", "1.2 hours and 4,901,465 executions", "found 3 failures", "- 255 operations", "- 714 operations", "- 31 operations",
	} {
		if !strings.Contains(section, want) {
			t.Errorf("render: got a section without %q:\n%s", want, section)
		}
	}
}

func TestRenderFails(t *testing.T) {
	for name, change := range map[string]func(fstest.MapFS){
		"a file is missing":   func(files fstest.MapFS) { delete(files, "docs/internals/fuzzing.md") },
		"a number is missing": func(files fstest.MapFS) { files["docs/internals/corpus.md"].Data = []byte("8 of 8\n") },
		"the numbers of operations differ": func(files fstest.MapFS) {
			files["docs/coverage.md"].Data = []byte("x: 1 documented, 2 catalogued\n3 inferred\n")
		},
	} {
		files := repository()
		change(files)
		if section, err := render(files); err == nil {
			t.Errorf("render, %s: got no error, want one; section:\n%s", name, section)
		}
	}
}

func TestReplace(t *testing.T) {
	got, err := replace("a\n"+begin+"old\n"+end+"b\n", "new\n")
	if want := "a\n" + begin + "new\n" + end + "b\n"; got != want || err != nil {
		t.Errorf("replace: got %q and error %v, want %q", got, err, want)
	}
	for _, page := range []string{"", begin, end + begin} {
		if got, err := replace(page, "new\n"); err == nil {
			t.Errorf("replace(%q): got %q, want an error", page, got)
		}
	}
}
