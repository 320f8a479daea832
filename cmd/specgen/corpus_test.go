package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var corpusAll = flag.Bool("corpus", false, "let the code of every document of the corpus speak, which takes some minutes, not of the smallest alone")

// TestCorpus generates for real documents of strangers: each that is valid has code that compiles (the type check is part of generating), and
// its client speaks with its server, for one operation of each shape. -v prints the shapes.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: it takes a minute")
	}
	repository, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(repository, "..", "shared", "corpus")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("NOT TESTED on real documents: %v", err)
	}
	invalid := map[string]string{"bungie.json": "path-parameters-mismatch"} // path parameters that are in no path
	for _, file := range []string{"adyen-management-v3.yaml", "bungie.json", "datadog-v1.yaml", "discord-3.1.json", "github-ogen.json", "k8s-core-v1.json",
		"stripe.yaml", "synth-ras-1000.yaml"} {
		t.Run(file, func(t *testing.T) {
			dir := t.TempDir()
			if err := writeModule(repository, dir, "example.com/corpus"); err != nil {
				t.Fatal(err)
			}
			t.Setenv("GOFLAGS", "-mod=mod")
			text, err := os.ReadFile(filepath.Join(folder, file))
			if err != nil {
				t.Fatal(err)
			}
			if rule := invalid[file]; rule != "" {
				if said, code := generateIn(t, dir, file, text); code != exitFindings || !strings.Contains(said, rule) {
					t.Fatalf("exit code %d, want 1 and %s", code, rule)
				}
				text = withoutMisplaced(text)
			}
			if said, code := generateIn(t, dir, file, text); code != exitClean {
				t.Fatalf("exit code %d: %s", code, said[max(0, len(said)-2000):])
			}
			if *corpusAll || file == "adyen-management-v3.yaml" {
				speak(t, dir)
			}
		})
	}
}

// withoutMisplaced makes query parameters of bungie.net's path parameters that are in no path.
func withoutMisplaced(text []byte) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	inPath := false
	for i, line := range lines {
		if path, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte(`"/`)); ok {
			inPath = bytes.Contains(path, []byte("{currentpage}"))
		}
		if bytes.Contains(line, []byte(`"name": "currentpage"`)) && !inPath {
			for j := max(0, i-3); j < min(len(lines), i+4); j++ {
				lines[j] = bytes.Replace(lines[j], []byte(`"in": "path"`), []byte(`"in": "query"`), 1)
			}
		}
	}
	return slices.Concat(lines...)
}

// generateIn generates example.com/corpus/api for a document, and gives what was said.
func generateIn(t *testing.T, dir, name string, text []byte) (said string, code int) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), []string{"generate", "--output", filepath.Join(dir, "api"), "--package", "example.com/corpus/api", file}, strings.NewReader(""), &stdout, &stderr)
	return stdout.String() + stderr.String(), code
}

// onlyKnown tells whether nothing failed but what is known not to work: a union in a query string is sent and not read.
func onlyKnown(out []byte) bool {
	bad := 0
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "BAD ") {
			bad++
			if !strings.HasPrefix(line, "BAD API.GetCurrentUserApplicationEntitlements ") {
				return false
			}
		}
	}
	return bad > 0
}

// speak builds testdata/speaks with the generated code and runs it.
func speak(t *testing.T, dir string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(dir, "speaks"), os.DirFS(filepath.Join("testdata", "speaks"))); err != nil {
		t.Fatal(err)
	}
	goRun := func(pkg string) []byte {
		cmd := exec.CommandContext(t.Context(), "go", "run", pkg)
		cmd.Dir = dir
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil && !onlyKnown(out) {
			t.Fatalf("%s: %v\n%s%s", pkg, err, out, &stderr)
		}
		return out
	}
	if err := os.WriteFile(filepath.Join(dir, "speaks", "handlers.go"), goRun("./speaks/write"), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", goRun("./speaks"))
}
