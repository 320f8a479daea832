//go:build corpus || slow

package cli

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	peerCommand = flag.String("oapi-codegen", "", "`program` to compare with; bench/generate/go.mod has its version")
	corpusPage  = flag.String("page", "../../../../docs/internals/corpus.md", "`file` that TestCorpusTable writes")
	corpusFiles = flag.String("files", "", "comma-separated prefixes of the `names` of documents for TestCorpusTable; empty for all")
)

// corpusRow contains the results of the two generators for a document.
type corpusRow struct {
	name, valid  string
	ours, theirs attempt
}

// TestCorpusTable runs specgen and oapi-codegen on the public documents, and writes the results to the file of the flag -page.
func TestCorpusTable(t *testing.T) {
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(repository, "..", "shared", "corpus")
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Skipf("SKIPPED: no corpus: %v", err)
	}
	t.Setenv("GOFLAGS", "-mod=mod")
	// The test starts with the smallest documents. It writes the page after each document, so that the page contains the finished documents if the
	// test reaches its deadline.
	slices.SortStableFunc(entries, func(a, b os.DirEntry) int { return cmp.Compare(sizeOf(a), sizeOf(b)) })
	var rows []corpusRow
	var left []string // names of the documents that have not been tried yet
	for _, entry := range entries {
		if ext := filepath.Ext(entry.Name()); ext == ".json" || ext == ".yaml" {
			left = append(left, entry.Name())
		}
	}
	for _, name := range slices.Clone(left) {
		if !slices.ContainsFunc(strings.Split(*corpusFiles, ","), func(p string) bool { return strings.HasPrefix(name, p) }) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		row := corpusRow{name: name, ours: trySpecgen(t, repository, name, text), theirs: tryPeer(t, repository, text)}
		row.valid = "yes"
		if row.ours.refused != "" {
			row.valid = "no: " + row.ours.refused
		}
		rows = append(rows, row)
		left = slices.DeleteFunc(left, func(other string) bool { return other == name })
		if err := os.WriteFile(*corpusPage, []byte(corpusMarkdown(rows, left)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func sizeOf(entry os.DirEntry) int64 {
	info, err := entry.Info()
	if err != nil {
		return 0
	}
	return info.Size()
}

// attempt is the result of a generator for a document. It has one table cell per step, up to the first step that fails. If the generator rejects the
// document or is not run, attempt has a single cell.
type attempt struct {
	cells   []string
	refused string // rule of the first error if the generator rejects the document; otherwise ""
}

var corpusSteps = []string{"generates", "compiles", "vet clean", "speaks"}

// step logs the result of the next step, adds its table cell, and returns ok. said is the output of the step. The cell contains the text good, or the
// first reason in said if ok is false.
func (a *attempt) step(t *testing.T, ok bool, good, said string) bool {
	t.Helper()
	t.Logf("%s: %v %.1500s", corpusSteps[len(a.cells)], ok, said)
	if !ok {
		good = "**no**: " + firstReason(said)
	}
	a.cells = append(a.cells, good)
	return ok
}

// trySpecgen runs all steps with specgen, up to the first step that fails. If a step fails, the test fails, except if generate rejects the document
// with findings.
func trySpecgen(t *testing.T, repository, name string, text []byte) (a attempt) {
	dir := t.TempDir()
	if err := writeModule(repository, dir, "example.com/corpus"); err != nil {
		t.Fatal(err)
	}
	said, code := generateIn(t, dir, name, text)
	if code == exitFindings {
		a.refused = firstRule(said)
		a.cells = []string{"refuses it"}
		return a
	}
	if !a.step(t, code == exitClean, "yes", said) {
		t.Errorf("%s: generate: got a failure, want code or findings: %s", name, said)
		return a
	}
	for _, verb := range []string{"build", "vet"} {
		said, ok := goIn(t, dir, verb, "./...")
		if !a.step(t, ok, "yes", said) {
			t.Errorf("%s: go %s: got an error, want none: %s", name, verb, said)
			return a
		}
	}
	ok := t.Run(name, func(t *testing.T) { said = speak(t, dir, map[string]string{name: "example.com/corpus/api"}) })
	a.step(t, ok, shapesSpoken(said), said)
	return a
}

// tryPeer runs all steps with oapi-codegen, up to the first step that fails. oapi-codegen generates models, a client, and a strict server for chi in
// one package. Without the flag -oapi-codegen, tryPeer runs no step.
func tryPeer(t *testing.T, repository string, text []byte) (a attempt) {
	if *peerCommand == "" {
		return attempt{cells: []string{"not tried"}}
	}
	dir := t.TempDir()
	if err := writeModule(repository, dir, "example.com/corpus"); err != nil {
		t.Fatal(err)
	}
	write := func(name string, text []byte) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("openapi.yaml", text)
	write("api/doc.go", []byte("package api\n"))
	for _, part := range []struct{ name, generate string }{{"models", "models: true"}, {"client", "client: true"}, {"server", "chi-server: true\n  strict-server: true"}} {
		write(part.name+".yaml", fmt.Appendf(nil, "package: api\noutput: api/%s.gen.go\ngenerate:\n  %s\n", part.name, part.generate))
		if said, ok := commandIn(t, dir, *peerCommand, "-config", part.name+".yaml", "openapi.yaml"); !ok {
			a.step(t, false, "", said)
			return a
		}
	}
	a.step(t, true, "yes", "")
	for _, verb := range []string{"build", "vet"} {
		if said, ok := goIn(t, dir, verb, "./..."); !a.step(t, ok, "yes", said) {
			return a
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "speaks"), os.DirFS(filepath.Join("testdata", "speaks_peer"))); err != nil {
		t.Fatal(err)
	}
	fill, err := os.ReadFile(filepath.Join("testdata", "speaks", "fill.go"))
	if err != nil {
		t.Fatal(err)
	}
	write("speaks/fill.go", fill)
	handlers, ok := goIn(t, dir, "run", "./speaks/write", filepath.Join("api", "server.gen.go"))
	if !ok {
		t.Fatalf("speaks_peer/write: got an error, want none: %s", handlers)
	}
	write("speaks/handlers.go", []byte(handlers))
	if said, ok := goIn(t, dir, "build", "-o", "spoken", "./speaks"); !ok {
		t.Fatalf("go build of speaks_peer: got an error, want none: %s", said)
	}
	said, ok := commandIn(t, dir, filepath.Join(dir, "spoken"))
	a.step(t, ok, shapesSpoken(said), said)
	return a
}

func goIn(t *testing.T, dir string, args ...string) (said string, ok bool) {
	return commandIn(t, dir, "go", args...)
}

// commandIn runs a command in a directory. It returns the output, and reports whether the exit code is 0.
func commandIn(t *testing.T, dir string, command string, args ...string) (said string, ok bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// shapesSpoken returns "yes: " and the counts of operations, shapes and failures in the last line that testdata/speaks prints.
func shapesSpoken(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	_, counts, found := strings.Cut(lines[len(lines)-1], ": ")
	if !found {
		counts = lines[len(lines)-1]
	}
	return "yes: " + counts
}

// sourceLine matches the source line below a finding, and the line with the mark below the source line.
var sourceLine = regexp.MustCompile(`^\d* ?\| `)

// firstReason returns the first line of said that may explain a failure, shortened by inCell. It skips comments, successes, warnings, INFO lines and
// source lines. For a failure of testdata/speaks, it returns the counts and the first failure. If no line remains, it returns "no output".
func firstReason(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	for i, line := range lines {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "ok ") || strings.Contains(line, "WARNING") || strings.Contains(line, ": warning: ") || strings.HasPrefix(line, "INFO") || sourceLine.MatchString(line) {
			continue
		}
		if strings.HasPrefix(line, "BAD ") {
			return shapesSpoken(strings.Join(slices.DeleteFunc(lines[i:], func(l string) bool { return strings.HasPrefix(l, "exit status") }), "\n"))[len("yes: "):] + ", first " + inCell(line)
		}
		return inCell(line)
	}
	return "no output"
}

// inCell escapes a text for a Markdown table, and shortens it to 160 characters.
func inCell(text string) string {
	text = strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(text)
	if runes := []rune(text); len(runes) > 160 {
		text = string(runes[:160]) + "…"
	}
	return text
}

// firstRule returns the rule of the first error in printed findings. If there is no error, it returns "findings".
func firstRule(said string) string {
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		if i := strings.LastIndexByte(line, '('); i >= 0 && strings.HasSuffix(line, ")") && !strings.Contains(line, ": warning: ") {
			return line[i+1 : len(line)-1]
		}
	}
	return "findings"
}

// corpusMarkdown returns the text of docs/internals/corpus.md. left lists the documents that have not been tried.
func corpusMarkdown(rows []corpusRow, left []string) string {
	var b strings.Builder
	b.WriteString("# Public documents\n\n")
	b.WriteString("`make corpus-table` writes this page. It needs the corpus of CONTRIBUTING.md. Each document goes through the same steps with both generators, up to the first\n" +
		"step that fails: generate, `go build`, `go vet`, and a program in which the generated client calls the generated server. It calls one operation of each shape,\n" +
		"four times: with the required values, then with all values and different members of unions. The server must receive what the client sent.\n" +
		"\n" +
		"oapi-codegen generates models, a client, and a strict server for chi in one package, in three runs with default settings. A document is valid if `specgen\n" +
		"generate`, which includes the validator of kin-openapi, reports no error.\n" + "\n")
	b.WriteString("| document | valid | | generates | compiles | vet clean | speaks |\n|---|---|---|---|---|---|---|\n")
	var reached [2][4]int
	for _, row := range rows {
		for side, a := range []attempt{row.ours, row.theirs} {
			name, valid, who := row.name, row.valid, "specgen"
			if side == 1 {
				name, valid, who = "", "", "oapi-codegen"
			}
			cells := make([]string, len(corpusSteps))
			copy(cells, a.cells)
			for i, cell := range cells {
				if strings.HasPrefix(cell, "yes") && row.valid == "yes" {
					reached[side][i]++
				}
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", name, valid, who, strings.Join(cells, " | "))
		}
	}
	valid := len(slices.DeleteFunc(slices.Clone(rows), func(r corpusRow) bool { return r.valid != "yes" }))
	for side, who := range []string{"specgen", "oapi-codegen"} {
		n := reached[side]
		fmt.Fprintf(&b, "\n%s, valid documents that were tried: %d; generates: %d, compile: %d, vet clean: %d, speak: %d.\n", who, valid, n[0], n[1], n[2], n[3])
	}
	if len(left) > 0 {
		fmt.Fprintf(&b, "\nNot tried in this run: %s.\n", strings.Join(left, ", "))
	}
	return b.String()
}
