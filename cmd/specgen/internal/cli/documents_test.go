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
)

var (
	documentsDir  = flag.String("documents", "", "`directory` of the documents in testdata/documents.txt")
	documentsPage = flag.String("documents-page", "", "`file` to which TestPublicDocuments writes its table")
)

// The limits of one run of a command on a public document.
const (
	documentDeadline = 5 * time.Minute
	memoryLimit      = "GOMEMLIMIT=3GiB"
)

// publicDocument is a line of testdata/documents.txt.
type publicDocument struct{ name, url, licence string }

// publicDocuments returns the documents of the list.
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

// documentFile returns the file of a document. It skips the test if there is none.
func documentFile(t *testing.T, d publicDocument) string {
	t.Helper()
	file := filepath.Join(*documentsDir, d.name)
	if _, err := os.Stat(file); *documentsDir == "" || err != nil {
		t.Skipf("SKIPPED: no file %s in the directory %q of the flag -documents; it is at %s", d.name, *documentsDir, d.url)
	}
	return file
}

// measured is the result of a process.
type measured struct {
	code    int
	out     string
	elapsed time.Duration
	cpu     time.Duration
	memory  int64 // largest resident set in KiB; 0 if the system does not report it
}

// measure runs a program in a directory. A run that exceeds documentDeadline fails the test.
func measure(t *testing.T, deadline time.Duration, dir, program string, args ...string) measured {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
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
		m.code = -1
	case cmd.ProcessState == nil:
		t.Fatal(err)
	default:
		m.code = cmd.ProcessState.ExitCode()
	}
	if cmd.ProcessState != nil {
		m.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		m.memory = maxResident(cmd.ProcessState)
	}
	return m
}

// TestPublicDocuments runs init, lint, generate, go build and go vet on each public document in the directory of the flag -documents. Each must exit
// with 0. It prints a table, and writes it to the file of the flag -documents-page.
func TestPublicDocuments(t *testing.T) {
	program, root := command(t), houseModule(t)
	var table strings.Builder
	fmt.Fprintf(&table, "%s, %s/%s, %d CPUs.\n\n", time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	table.WriteString("| document | MB | lint | generate | left out | go build | go vet | generate: seconds, CPU seconds, MB |\n|---|---|---|---|---|---|---|---|\n")
	tried := 0
	for i, d := range publicDocuments(t) {
		t.Run(d.name, func(t *testing.T) {
			text, err := os.ReadFile(documentFile(t, d))
			if err != nil {
				t.Fatal(err)
			}
			tried++
			folder := fmt.Sprintf("d%d", i)
			dir := filepath.Join(root, folder)
			writeBelow(t, dir, d.name, string(text))
			row := []string{d.name, fmt.Sprintf("%.1f", float64(len(text))/1e6)}
			made := measured{}
			for _, step := range [][]string{{program, "init", d.name}, {program, "lint"}, {program, "generate"}, {"go", "build", "./" + folder + "/..."}, {"go", "vet", "./" + folder + "/..."}} {
				in := dir
				if step[0] == "go" {
					in = root
				}
				m := measure(t, documentDeadline, in, step[0], step[1:]...)
				result := "ok"
				if m.code != 0 {
					t.Errorf("%s: got exit code %d\n%.3000s", strings.Join(step[1:], " "), m.code, m.out)
					result = fmt.Sprintf("**exit code %d**", m.code)
				}
				if step[1] != "init" {
					row = append(row, result)
				}
				if step[1] == "generate" {
					made = m
					row = append(row, fmt.Sprint(strings.Count(m.out, "-skipped)\n")))
				}
				if m.code != 0 {
					break
				}
			}
			for len(row) < 7 {
				row = append(row, "")
			}
			fmt.Fprintf(&table, "| %s | %.1f, %.1f, %d |\n", strings.Join(row, " | "), made.elapsed.Seconds(), made.cpu.Seconds(), made.memory/1024)
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		})
	}
	if tried == 0 {
		t.Skip("SKIPPED: no document was tried; -documents names their directory")
	}
	t.Logf("\n%s", &table)
	if *documentsPage != "" {
		if err := os.WriteFile(*documentsPage, []byte(publicPage(table.String())), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// publicPage returns a page with the table of TestPublicDocuments.
func publicPage(table string) string {
	return "# Public documents, with defects\n\n" +
		"`make slow DOCUMENTS=directory` writes this page. It runs `specgen init`, `lint`, `generate`, `go build` and `go vet` on each document of\n" +
		"[documents.txt](../../cmd/specgen/internal/cli/testdata/documents.txt), which has their sources, versions and licences. \"Left out\" counts the\n" +
		"operations and schemas that cannot be generated, each with a warning.\n\n" + table
}

// maxResident returns the largest resident set of a process in KiB.
func maxResident(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss
	}
	return 0
}
