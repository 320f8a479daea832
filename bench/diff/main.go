// Command diff runs `specgen diff --levels wire,names` and `oasdiff changelog` alternately on pairs of documents. It prints a Markdown table with the
// processor time, peak memory and number of entries of both commands, and with the ratios. The last rows compare `specgen diff` at all three levels
// with `specgen verify --full`, which generates the code of one side.
//
// The command builds both programs from source. It reports the lowest figures of several runs, because other processes can only raise them.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const library = "github.com/oasdiff/oasdiff"

// pair is two versions of a document.
type pair struct {
	name, base, head string
	generates        bool // whether the generated Go code is also compared
}

// cost has the figures of a command.
type cost struct {
	seconds   float64
	megabytes float64
	entries   string
}

func main() {
	log.SetFlags(0)
	corpus := flag.String("corpus", "../../../shared/corpus", "directory that contains pairs/")
	runs := flag.Int("runs", 5, "number of runs of each command")
	out := flag.String("o", "", "Markdown file whose section <!-- bench:diff --> receives the table")
	flag.Parse()
	if err := run(*corpus, *runs, *out); err != nil {
		log.Fatal(err)
	}
}

func run(corpus string, runs int, out string) error {
	dir, err := os.MkdirTemp("", "specgen-bench-diff")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := build(dir); err != nil {
		return err
	}
	pairs, err := find(corpus, dir)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("| pair | | CPU s | peak MB | entries |\n|---|---|---:|---:|---:|\n")
	for _, p := range pairs {
		c := p.contest(dir)
		var ours, theirs cost
		for range runs {
			if err := errors.Join(theirs.least(c.theirs), ours.least(c.ours)); err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %.2f | %.0f | %s |\n", p.name, c.theirs.name, theirs.seconds, theirs.megabytes, theirs.entries)
		fmt.Fprintf(&b, "| | %s | %.2f (%.2fx, aim %s) | %.0f (%.2fx%s) | %s |\n", c.ours.name, ours.seconds, ours.seconds/theirs.seconds, c.aim,
			ours.megabytes, ours.megabytes/theirs.megabytes, c.memory, ours.entries)
	}
	fmt.Print(b.String())
	if out == "" {
		return nil
	}
	return section(out, b.String())
}

// contest has two commands that run alternately.
type contest struct {
	ours, theirs command
	aim, memory  string // texts with the highest wanted ratios of time and memory; memory may be empty
}

// command is a program with its arguments.
type command struct {
	name   string
	args   []string
	dir    string
	report func([]byte) (int, error) // returns the number of entries in the output; nil if the command prints no entries
}

// contest returns the commands for a pair.
func (p pair) contest(dir string) contest {
	ours := command{
		name: "specgen", report: countSpecgen, dir: dir, // a directory without a specgen.yaml
		args: []string{filepath.Join(dir, "specgen"), "diff", "--base", p.base, "--head", p.head, "--as", "json", "--fail-on", "never"},
	}
	if p.generates {
		ours.name, ours.dir = "specgen, three levels", filepath.Join("..", "..")
		once := command{name: "specgen verify --full", args: []string{ours.args[0], "verify", "--full"}, dir: ours.dir}
		return contest{ours, once, "2.5x", ""}
	}
	ours.args = append(ours.args, "--levels", "wire,names")
	oasdiff := command{name: "oasdiff", args: []string{filepath.Join(dir, "oasdiff"), "changelog", p.base, p.head, "-f", "json"}, dir: dir, report: countOasdiff}
	return contest{ours, oasdiff, "0.33x", ", aim 1x"}
}

// build builds the two commands. It returns an error unless the tests of specgen use the same version of oasdiff.
func build(dir string) error {
	project := filepath.Join("..", "..")
	ours, err := output(project, "list", "-m", "-f", "{{.Version}}", library)
	if err != nil {
		return err
	}
	theirs, err := output(".", "list", "-m", "-f", "{{.Version}}", library)
	if err != nil {
		return err
	}
	if ours != theirs {
		return fmt.Errorf("the tests of specgen use oasdiff %s, but bench/diff/go.mod has %s; run go get %s@%s in bench/diff", ours, theirs, library, ours)
	}
	if _, err := output(project, "build", "-o", filepath.Join(dir, "specgen"), "./cmd/specgen"); err != nil {
		return err
	}
	_, err = output(".", "build", "-o", filepath.Join(dir, "oasdiff"), library)
	return err
}

// output runs the go command and returns its standard output without surrounding spaces.
func output(dir string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

// find returns the pairs: two versions of a public API, if the corpus has them, and edits of the document of this repository.
func find(corpus, dir string) ([]pair, error) {
	corpus, err := filepath.Abs(corpus)
	if err != nil {
		return nil, err
	}
	var pairs []pair
	base, head := filepath.Join(corpus, "pairs", "adyen-mgmt-2023.json"), filepath.Join(corpus, "pairs", "adyen-mgmt-2026.json")
	if _, err := os.Stat(base); err == nil {
		pairs = append(pairs, pair{name: "Adyen Management 2023, 2026", base: base, head: head})
	} else {
		log.Printf("SKIPPED: %s is missing", base)
	}
	own, err := filepath.Abs(filepath.Join("..", "..", "generated", "openapi.yaml"))
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(own)
	if err != nil {
		return nil, err
	}
	for i, e := range []struct {
		name, after, old, new string
		generates             bool
	}{
		{"RAS, an enum value added", "\n    SecurityPrincipalType:", "enum:\n", "enum:\n        - 4711\n", false},
		{"RAS, a type in ProblemDetails changed", "\n    ProblemDetails:", "type: string", "type: boolean", false},
		{"RAS, a property added to ProblemDetails", "\n    ProblemDetails:", "properties:\n", "properties:\n        more:\n          type: string\n          description: More\n", true},
	} {
		before, rest, found := bytes.Cut(data, []byte(e.after))
		if !found || !bytes.Contains(rest, []byte(e.old)) {
			return nil, fmt.Errorf("%s no longer contains %q", own, strings.TrimSpace(e.after))
		}
		edited := bytes.Join([][]byte{before, []byte(e.after), bytes.Replace(rest, []byte(e.old), []byte(e.new), 1)}, nil)
		name := filepath.Join(dir, fmt.Sprintf("edited%d.yaml", i))
		if err := os.WriteFile(name, edited, 0o600); err != nil {
			return nil, err
		}
		pairs = append(pairs, pair{e.name, own, name, e.generates})
	}
	return pairs, nil
}

// least runs a command and keeps the lowest figures.
func (c *cost) least(of command) error {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(of.args[0], of.args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = of.dir, &stdout, &stderr
	if err := cmd.Run(); err != nil && (of.report != nil || cmd.ProcessState.ExitCode() != 1) { // the exit code of verify is 1 if generated files are out of date
		return fmt.Errorf("%s: %w: %s", of.name, err, stderr.Bytes())
	}
	entries := ""
	if of.report != nil {
		n, err := of.report(stdout.Bytes())
		if err != nil {
			return fmt.Errorf("%s: %w", of.name, err)
		}
		entries = strconv.Itoa(n)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("this system does not report the resource usage of a process")
	}
	seconds := (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	megabytes := float64(usage.Maxrss) / 1024 // Linux reports kilobytes
	if c.seconds == 0 || seconds < c.seconds {
		c.seconds = seconds
	}
	if c.megabytes == 0 || megabytes < c.megabytes {
		c.megabytes = megabytes
	}
	c.entries = entries
	return nil
}

// countOasdiff returns the number of changes in the JSON output of oasdiff.
func countOasdiff(data []byte) (int, error) {
	var list []json.RawMessage
	err := json.Unmarshal(data, &list)
	return len(list), err
}

// countSpecgen returns the number of changes in the JSON output of specgen.
func countSpecgen(data []byte) (int, error) {
	var report struct{ Changes []json.RawMessage }
	err := json.Unmarshal(data, &report)
	return len(report.Changes), err
}

// section replaces the text between the markers in a file.
func section(file, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	const begin, end = "<!-- bench:diff -->\n", "<!-- /bench:diff -->"
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no section %s", file, strings.TrimSpace(begin))
	}
	return os.WriteFile(file, []byte(before+begin+text+end+after), 0o644)
}
