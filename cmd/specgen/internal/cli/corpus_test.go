package cli

import (
	"bytes"
	"flag"
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var corpusAll = flag.Bool("corpus", false, "test the code of all documents of the corpus, not only of the smallest document; this takes minutes")

// TestCorpus generates code for public documents. Lint must report no error, the code must be formatted, and the type check must accept the code. For
// the smallest document, go vet must accept the code, and the client must exchange values with the server (testdata/speaks). With the flag -corpus,
// the test checks the code of all documents in this way. With the flag -v, the test prints the operations and their shapes.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test takes a minute")
	}
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(repository, "..", "shared", "corpus")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("SKIPPED: no corpus: %v", err)
	}
	for _, file := range []string{"adyen-management-v3.yaml", "bungie.json", "datadog-v1.yaml", "discord-3.1.json", "github-ogen.json", "k8s-core-v1.json",
		"stripe.yaml", "synth-ras-1000.yaml"} {
		t.Run(file, func(t *testing.T) {
			dir := t.TempDir()
			if err := writeModule(repository, dir, "example.com/corpus"); err != nil {
				t.Fatal(err)
			}
			t.Setenv("GOFLAGS", "-mod=mod -trimpath")
			text, err := os.ReadFile(filepath.Join(folder, file))
			if err != nil {
				t.Fatal(err)
			}
			if said, code := lintIn(t, dir, file, text); code != exitClean {
				t.Fatalf("lint: got exit code %d, want %d: %s", code, exitClean, said[max(0, len(said)-2000):])
			}
			if said, code := generateIn(t, dir, file, text); code != exitClean {
				t.Fatalf("generate: got exit code %d, want %d: %s", code, exitClean, said[max(0, len(said)-2000):])
			}
			checkFormatted(t, filepath.Join(dir, "api"))
			if *corpusAll || file == "adyen-management-v3.yaml" {
				goTool(t, dir, "vet", "./...")
				t.Logf("%s", speak(t, dir, map[string]string{file: "example.com/corpus/api"}))
			}
		})
	}
}

// checkFormatted checks that gofmt would not change any Go file in a directory.
func checkFormatted(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(file string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".go" {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if want, err := format.Source(text); err != nil || !bytes.Equal(text, want) {
			t.Errorf("%s: got a file that gofmt would change (error %v), want a formatted file", file, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// generateIn generates package example.com/corpus/api for a document. It returns the output and the exit code.
func generateIn(t *testing.T, dir, name string, text []byte) (said string, code int) {
	t.Helper()
	return runOn(t, dir, name, text, "generate", "--output", filepath.Join(dir, "api"), "--package", "example.com/corpus/api")
}

// lintIn lints a document, and returns the output and the exit code.
func lintIn(t *testing.T, dir, name string, text []byte) (said string, code int) {
	t.Helper()
	return runOn(t, dir, name, text, "lint")
}

// runOn writes a document to a file and runs a verb on the file. It returns the output and the exit code.
func runOn(t *testing.T, dir, name string, text []byte, args ...string) (said string, code int) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code = Run(t.Context(), append(args, file), strings.NewReader(""), &stdout, &stderr)
	return stdout.String() + stderr.String(), code
}
