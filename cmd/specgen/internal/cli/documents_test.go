//go:build slow && linux

package cli

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rasapi/specgen/gen/report"
)

var (
	documentsDir  = flag.String("documents", "", "`directory` of the documents in testdata/documents.txt")
	documentsPage = flag.String("documents-page", "", "`file` to which TestPublicDocuments writes its tables")
	// These flags select other generators for TestPublicDocuments.
	documentsBefore = flag.String("documents-before", "", "`directory` with an earlier version of this repository to compare with")
	documentsCommit = flag.String("documents-commit", "unknown", "`commit` of that version")
	documentsOAPI   = flag.String("documents-oapi-codegen", "", "oapi-codegen `program` to compare with; bench/call/go.mod has its version")
	documentsOgen   = flag.String("documents-ogen", "", "ogen `program` to compare with; bench/call/go.mod has its version")
)

// The limits of each command that TestPublicDocuments runs.
const (
	documentDeadline = 10 * time.Minute
	memoryLimit      = "GOMEMLIMIT=3GiB"
)

// publicDocument is a line in testdata/documents.txt.
type publicDocument struct{ name, url, licence string }

// publicDocuments returns the documents in testdata/documents.txt.
func publicDocuments(t *testing.T) (list []publicDocument) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "documents.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] != "#" {
			list = append(list, publicDocument{fields[0], fields[1], fields[2]})
		}
	}
	if len(list) < 30 {
		t.Fatalf("got %d documents, want at least 30", len(list))
	}
	return list
}

// documentFile returns the path of a document. If the file does not exist, or without the flag -documents, it skips the test.
func documentFile(t *testing.T, d publicDocument) string {
	t.Helper()
	file := filepath.Join(*documentsDir, d.name)
	if _, err := os.Stat(file); *documentsDir == "" || err != nil {
		t.Skipf("SKIPPED: no file %s in the directory %q of the flag -documents; its URL is %s", d.name, *documentsDir, d.url)
	}
	return file
}

// measured is the result of a process, with the time and the memory that the process used.
type measured struct {
	code    int
	out     string
	elapsed time.Duration
	cpu     time.Duration
	memory  int64 // largest resident set in KiB; 0 if the system does not report it
}

// measure runs a program in a directory. If the run exceeds documentDeadline, or if a signal ends the program, the exit code is -1, and
// the first line of the output contains the reason.
func measure(t *testing.T, dir, program string, args ...string) measured {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), documentDeadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), memoryLimit)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	m := measured{out: out.String(), elapsed: time.Since(start)}
	switch {
	case ctx.Err() != nil:
		m.code, m.out = -1, fmt.Sprintf("still running after %v", documentDeadline)
	case cmd.ProcessState == nil:
		t.Fatal(err)
	default:
		m.code = cmd.ProcessState.ExitCode()
		if m.code == -1 {
			m.out = cmd.ProcessState.String() + "\n" + m.out
		}
	}
	if cmd.ProcessState != nil {
		m.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		m.memory = maxResident(cmd.ProcessState)
	}
	return m
}

// outcome is the result of a generator for a document.
type outcome struct {
	failed string   // first step that fails, with the reason; "" if all steps succeed
	made   measured // runs that generate the code; the times are sums, and the memory is the maximum
	lint   measured
}

// TestPublicDocuments runs init, lint, generate, go build, go vet and testdata/speaks on each public document in the directory of the flag
// -documents. Each command must exit with 0. If a flag specifies another generator, such as -documents-ogen, the test also runs that generator. The
// test prints tables of the results, and writes them to the file of the flag -documents-page.
func TestPublicDocuments(t *testing.T) {
	program, repository := command(t), repositoryDir(t)
	moduleEnvironment(t)
	before := ""
	if *documentsBefore != "" {
		before = filepath.Join(t.TempDir(), "before")
		goTool(t, *documentsBefore, "build", "-o", before, "./cmd/specgen")
	}
	page := documentsTables{}
	for _, d := range publicDocuments(t) {
		t.Run(d.name, func(t *testing.T) {
			text, err := os.ReadFile(documentFile(t, d))
			if err != nil {
				t.Fatal(err)
			}
			row := documentRow{name: d.name, bytes: len(text)}
			row.specgen = runSpecgen(t, program, repository, d.name, text)
			if row.specgen.failed != "" {
				t.Errorf("%s\n%.3000s", row.specgen.failed, row.specgen.made.out)
			}
			if before != "" {
				o := runSpecgen(t, before, *documentsBefore, d.name, text)
				row.before = &o
			}
			if *documentsOAPI != "" {
				o := runOAPI(t, *documentsOAPI, repository, d.name, text)
				row.oapi = &o
			}
			if *documentsOgen != "" {
				o := runOgen(t, *documentsOgen, repository, d.name, text)
				row.ogen = &o
			}
			page = append(page, row)
			t.Logf("%s", documentsTables{row}.markdown())
			if *documentsPage != "" { // write after each document, so that an interrupted run leaves its results
				if err := os.WriteFile(*documentsPage, []byte(publicPage(page)), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if len(page) == 0 {
		t.Skip("SKIPPED: no documents; set -documents to a directory with documents")
	}
	t.Logf("\n%s", page.markdown())
}

// runSpecgen runs init, lint, generate, go build, go vet and testdata/speaks, up to the first step that fails. program is the path of a specgen
// binary, and repository is the directory with its source.
func runSpecgen(t *testing.T, program, repository, name string, text []byte) (o outcome) {
	dir := t.TempDir()
	if err := writeModule(repository, dir, "example.com/house"); err != nil {
		t.Fatal(err)
	}
	writeBelow(t, dir, name, string(text))
	for _, step := range [][]string{{program, "init", name}, {program, "lint"}, {program, "generate"}, {"go", "build", "./..."}, {"go", "vet", "./..."}} {
		m := measure(t, dir, step[0], step[1:]...)
		switch step[1] {
		case "lint":
			o.lint = m
		case "generate":
			o.made = m
		}
		if m.code != 0 {
			o.failed = failure(m, step...)
			return o
		}
	}
	if _, err := os.Stat(filepath.Join(repository, "cmd", "specgen", "internal", "cli", "testdata", "speaks")); err != nil {
		return o // an earlier version of the repository may not have testdata/speaks
	}
	writeSpeaks(t, dir, map[string]string{name: "example.com/house/generated"})
	for _, step := range [][]string{{"go", "run", "./speaks/write", "speaks"}, {"go", "run", "./speaks"}} {
		if m := measure(t, dir, step[0], step[1:]...); m.code != 0 {
			o.failed = failure(m, "", "speak")
			return o
		}
	}
	return o
}

// runOAPI runs oapi-codegen with default settings, as TestCorpusTable does. oapi-codegen generates models, a client, and a strict server for chi in
// one package.
func runOAPI(t *testing.T, program, repository, name string, text []byte) (o outcome) {
	dir := t.TempDir()
	if err := writeModule(repository, dir, "example.com/house"); err != nil {
		t.Fatal(err)
	}
	writeBelow(t, dir, name, string(text))
	writeBelow(t, dir, "api/doc.go", "package api\n")
	for part, generate := range map[string]string{"models": "models: true", "client": "client: true", "server": "chi-server: true\n  strict-server: true"} {
		writeBelow(t, dir, part+".yaml", fmt.Sprintf("package: api\noutput: api/%s.gen.go\ngenerate:\n  %s\n", part, generate))
	}
	return runPeer(t, dir, [][]string{{program, "-config", "models.yaml", name}, {program, "-config", "client.yaml", name}, {program, "-config", "server.yaml", name}})
}

// runOgen runs ogen in a module with the requirements of bench/call. ogen generates a client and a server without telemetry, and omits operations
// that it does not support.
func runOgen(t *testing.T, program, repository, name string, text []byte) (o outcome) {
	dir := t.TempDir()
	module := filepath.Join(repository, "bench", "call")
	for _, file := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(module, file))
		if err != nil {
			t.Fatal(err)
		}
		writeBelow(t, dir, file, strings.Replace(string(text), "=> ../..", "=> "+filepath.ToSlash(repository), 1))
	}
	writeBelow(t, dir, name, string(text))
	writeBelow(t, dir, "ogen.yml", "generator:\n  ignore_not_implemented: [all]\n  features:\n    disable_all: true\n    enable: [paths/client, paths/server]\n")
	return runPeer(t, dir, [][]string{{program, "--config", "ogen.yml", "--target", "api", "--package", "api", "--clean", name}})
}

// runPeer runs a generator in a directory, followed by go vet, which type-checks the code. It does not run go build, because go build takes minutes
// for some of the code.
func runPeer(t *testing.T, dir string, steps [][]string) (o outcome) {
	for _, step := range steps {
		m := measure(t, dir, step[0], step[1:]...)
		m.cpu, m.elapsed, m.memory = m.cpu+o.made.cpu, m.elapsed+o.made.elapsed, max(m.memory, o.made.memory)
		o.made = m
		if m.code != 0 {
			o.failed = failure(m, "", "generate")
			return o
		}
	}
	if m := measure(t, dir, "go", "vet", "./..."); m.code != 0 {
		o.failed = failure(m, "go", "vet")
	}
	return o
}

// failure returns the step that failed, and the first line of its output that contains a reason.
func failure(m measured, step ...string) string {
	verb := step[1]
	if step[0] == "go" {
		verb = "go " + verb
	}
	return verb + ": " + firstReason(m.out)
}

// TestSignalIsReason checks that failure returns the signal that ended a process.
func TestSignalIsReason(t *testing.T) {
	m := measure(t, t.TempDir(), "sh", "-c", "echo working; kill -9 $$")
	if got := failure(m, "specgen", "generate"); got != "generate: signal: killed" {
		t.Errorf("failure: got %q, want %q", got, "generate: signal: killed")
	}
}

// documentRow contains the results for a document. The outcome of a generator that was not run is nil.
type documentRow struct {
	name               string
	bytes              int
	specgen            outcome
	before, oapi, ogen *outcome
}

type documentsTables []documentRow

// skips returns the warnings of lint about parts that specgen leaves out.
func (r documentRow) skips() (list []string) {
	for line := range strings.Lines(r.specgen.lint.out) {
		if line = strings.TrimSpace(line); strings.HasSuffix(line, "-skipped)") {
			list = append(list, line)
		}
	}
	return list
}

// markdown returns the tables of results, of time and memory, and of the parts that specgen leaves out.
func (rows documentsTables) markdown() string {
	var results, costs, skips strings.Builder
	results.WriteString("| document | MB | before | specgen | left out | oapi-codegen | ogen |\n|---|---:|---|---|---:|---|---|\n")
	costs.WriteString("| document | lint | generate | before | oapi-codegen | ogen |\n|---|---|---|---|---|---|\n")
	var succeed, tried [4]int
	for _, r := range rows {
		cells := make([]string, 4)
		spent := make([]string, 4)
		for i, o := range []*outcome{r.before, &r.specgen, r.oapi, r.ogen} {
			switch {
			case o == nil:
				cells[i], spent[i] = "not tried", "-"
				continue
			case o.failed == "":
				cells[i] = "ok"
				succeed[i]++
			default:
				cells[i] = inCell(o.failed)
			}
			tried[i]++
			spent[i] = cost(o.made)
		}
		fmt.Fprintf(&results, "| %s | %.1f | %s | %s | %d | %s | %s |\n", r.name, float64(r.bytes)/1e6, cells[0], cells[1], len(r.skips()), cells[2], cells[3])
		fmt.Fprintf(&costs, "| %s | %s | %s | %s | %s | %s |\n", r.name, cost(r.specgen.lint), spent[1], spent[0], spent[2], spent[3])
		for _, line := range r.skips() {
			fmt.Fprintf(&skips, "- %s\n", strings.NewReplacer("<", "&lt;", "*", `\*`).Replace(report.Visible(line)))
		}
	}
	fmt.Fprintf(&results, "\nOf %d documents, all steps succeed for: specgen %d, before %d of %d, oapi-codegen %d of %d, ogen %d of %d.\n", len(rows), succeed[1],
		succeed[0], tried[0], succeed[2], tried[2], succeed[3], tried[3])
	text := results.String() + "\n## Time and memory\n\nSeconds, CPU seconds, and MB of memory. A run that fails may end early.\n\n" + costs.String()
	if skips.Len() > 0 {
		text += "\n## Parts that are left out\n\n" + skips.String()
	}
	return text
}

// cost returns the time and the memory of a run as text, or "-" if there was no run.
func cost(m measured) string {
	if m.elapsed == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f, %.1f, %d", m.elapsed.Seconds(), m.cpu.Seconds(), m.memory/1024)
}

// publicPage returns the page with the tables of TestPublicDocuments.
func publicPage(rows documentsTables) string {
	return "# Public documents, with defects\n\n" +
		"`make slow DOCUMENTS=directory` writes this page with `SLOW=\"-documents-page file\"`. [documents.txt](../../cmd/specgen/internal/cli/testdata/documents.txt)\n" +
		"has the sources, versions and licences of the documents. The steps of a user run in an empty module, up to the first step that fails.\n\n" +
		"- **specgen**: `init`, `lint`, `generate`, `go build`, `go vet`, and a program in which the generated client calls the generated server. \"Left out\"\n" +
		"  counts the operations and schemas that cannot be generated. Each has a warning, which this page lists.\n" +
		"- **before**: the same steps with an earlier version of specgen, without the program if that version lacks it; commit " + *documentsCommit + ".\n" +
		"- **oapi-codegen**: models, a client, and a strict server for chi, in three runs with default settings; then `go vet`, which type-checks the code.\n" +
		"- **ogen**: a client and a server without telemetry; ogen leaves out what it does not support, without counting it; then `go vet`.\n\n" +
		fmt.Sprintf("%s, %s/%s, %d CPUs. Each step has a limit of %v.\n\n", time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), documentDeadline) +
		rows.markdown()
}

// maxResident returns the largest resident set of a process in KiB, or 0 if the system does not report it.
func maxResident(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss
	}
	return 0
}
