//go:build linters

package lint_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// The versions of the other linters. The tests install these versions into the user's cache directory, and do not use the versions in go.mod.
const (
	spectralVersion = "6.16.3"
	redoclyVersion  = "2.77.0"
	oasdiffVersion  = "v1.37.0"
	vacuumVersion   = "v0.29.9"
)

// linter is a linter that TestLinters compares with specgen. run returns the rules that the linter reports for each document. The keys are the names
// of the documents' directories.
type linter struct {
	name, version string
	path          string // path of the program; "" if it cannot be installed
	run           func(t *testing.T, l linter, folder string, names []string) map[string][]string
	lint          func(file string) []string // returns the arguments to lint a file; nil if TestLintersSpeed must skip the linter
}

// TestLinters runs other linters on the documents in testdata/bad and on valid documents, and writes the comparison to docs/linters.md.
func TestLinters(t *testing.T) {
	folder := t.TempDir()
	cases := unpackAll(t, folder)
	names := make([]string, len(cases))
	for i, c := range cases {
		names[i] = c.name
	}
	tools := install(t, folder)
	seen := map[string]map[string][]string{}
	for _, tool := range tools {
		if tool.path == "" {
			continue
		}
		rules := tool.run(t, tool, folder, names)
		common := map[string]bool{}
		for _, c := range cases {
			for _, rule := range rules[c.name] {
				common[rule] = common[rule] || c.clean
			}
		}
		checkOrigins(t, tool.name, cases, rules)
		seen[tool.name] = map[string][]string{}
		for _, c := range cases {
			for _, rule := range rules[c.name] {
				if !common[rule] || slices.Contains(c.from, tool.name+" "+rule) {
					seen[tool.name][c.name] = append(seen[tool.name][c.name], rule)
				}
			}
		}
	}
	_, measured := linterDocument(t)
	writeLinterDocument(t, linterPage(cases, tools, seen), measured)
}

// checkOrigins checks the From: lines of the documents. If such a line names a rule of the linter, the linter must report the rule for the document.
func checkOrigins(t *testing.T, tool string, cases []badCase, reported map[string][]string) {
	t.Helper()
	for _, c := range cases {
		for _, from := range c.from {
			if rule, ok := strings.CutPrefix(from, tool+" "); ok && !slices.Contains(reported[c.name], rule) {
				t.Errorf("%s: rule in the From: line: got %s, want one of the reported rules %q", c.name, from, reported[c.name])
			}
		}
	}
}

// TestLintersSpeed measures the linters on large public documents and writes the measurements to docs/linters.md.
func TestLintersSpeed(t *testing.T) {
	table, _ := linterDocument(t)
	writeLinterDocument(t, table, speed(t, install(t, t.TempDir())))
}

// linterDocument returns the two parts of docs/linters.md, which are the comparison and the measurements.
func linterDocument(t *testing.T) (table, measured string) {
	t.Helper()
	data, err := os.ReadFile("../../docs/linters.md")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	table, measured, found := strings.Cut(string(data), "\n## Time and memory\n")
	if found {
		measured = "\n## Time and memory\n" + measured
	}
	return table, measured
}

func writeLinterDocument(t *testing.T, table, measured string) {
	t.Helper()
	if err := os.WriteFile("../../docs/linters.md", []byte(table+measured), 0o644); err != nil {
		t.Fatal(err)
	}
}

// badCase is an archive of testdata/bad, or an archive with a valid document. If clean is set, the document is valid, so a linter should report
// nothing.
type badCase struct {
	name, what, rule string
	from             []string
	clean            bool
	specgen          []string // the rules that specgen reports
}

func unpackAll(t *testing.T, folder string) []badCase {
	t.Helper()
	var cases []badCase
	for _, pattern := range []string{"testdata/bad/*.txtar", "testdata/clean*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c := badCase{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), clean: strings.Contains(pattern, "clean")}
			lines := strings.Split(string(archive.Comment), "\n")
			c.what = lines[0]
			for _, line := range lines[1:] {
				if rule, ok := strings.CutPrefix(line, "Rule: "); ok {
					c.rule = rule
				}
				if from, ok := strings.CutPrefix(line, "From: "); ok {
					c.from = strings.Split(from, ", ")
				}
			}
			config := ""
			for _, f := range archive.Files {
				if f.Name == "want" {
					continue
				}
				if f.Name == "lint.yaml" {
					config = f.Name
				}
				name := filepath.Join(folder, c.name, f.Name)
				if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, f.Data, 0o666)); err != nil {
					t.Fatal(err)
				}
			}
			for _, d := range check(t, os.DirFS(filepath.Join(folder, c.name)), "openapi.yaml", config) {
				c.specgen = append(c.specgen, d.Rule)
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// install finds or installs the linters, and logs those that cannot be installed.
func install(t *testing.T, folder string) []linter {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	cache = filepath.Join(cache, "specgen-linters")
	if err := os.MkdirAll(cache, 0o777); err != nil {
		t.Fatal(err)
	}
	npm := func(program, pkg, version string) string {
		file := filepath.Join(cache, program+"-"+version, "node_modules", ".bin", program)
		return installed(t, file, "npm", "install", "--no-audit", "--no-fund", "--prefix", filepath.Join(cache, program+"-"+version), pkg+"@"+version)
	}
	goTool := func(program, pkg, version string) string {
		bin := filepath.Join(cache, program+"-"+version)
		t.Setenv("GOBIN", bin)
		t.Setenv("GOFLAGS", "-mod=mod")
		return installed(t, filepath.Join(bin, program), "go", "install", pkg+"@"+version)
	}
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return file
	}
	spectralRules := write("spectral.yaml", "extends: [[\"spectral:oas\", \"all\"]]\n")
	redoclyRules := write("redocly.yaml", "extends:\n  - all\n")
	return []linter{
		{"vacuum", vacuumVersion, goTool("vacuum", "github.com/daveshanley/vacuum", vacuumVersion), runVacuum,
			func(file string) []string { return []string{"spectral-report", "-o", file} }},
		{"spectral", spectralVersion, npm("spectral", "@stoplight/spectral-cli", spectralVersion),
			func(t *testing.T, l linter, folder string, names []string) map[string][]string {
				return runSpectral(t, l, folder, spectralRules)
			}, nil}, // nil, because spectral takes a minute for one of the large documents
		{"redocly", redoclyVersion, npm("redocly", "@redocly/cli", redoclyVersion),
			func(t *testing.T, l linter, folder string, names []string) map[string][]string {
				return runRedocly(t, l, folder, names, redoclyRules)
			},
			func(file string) []string {
				return []string{"lint", "--format", "json", "--max-problems", "100000", file}
			}},
		{"oasdiff", oasdiffVersion, goTool("oasdiff", "github.com/oasdiff/oasdiff", oasdiffVersion), runOasdiff,
			func(file string) []string { return []string{"validate", "-f", "json", file} }},
	}
}

func installed(t *testing.T, file, command string, args ...string) string {
	t.Helper()
	if _, err := os.Stat(file); err == nil {
		return file
	}
	if out, err := exec.Command(command, args...).CombinedOutput(); err != nil {
		t.Logf("SKIPPED: %s cannot be installed, so it is not run: %v\n%s", filepath.Base(file), err, out)
		return ""
	}
	return file
}

// output runs a linter and returns its standard output. It ignores the exit code, because the exit code is not 0 if there are findings.
func output(t *testing.T, folder, program string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = folder
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatalf("%s: got error %v, want none: %s", program, err, &problems)
	}
	return out.Bytes()
}

func runSpectral(t *testing.T, l linter, folder, rules string) map[string][]string {
	var found []struct{ Code, Source string }
	if err := json.Unmarshal(output(t, folder, l.path, "lint", "-q", "-r", rules, "-f", "json", "*/openapi.yaml"), &found); err != nil {
		t.Fatalf("spectral: %v", err)
	}
	seen := map[string][]string{}
	for _, f := range found {
		name, err := filepath.Rel(folder, f.Source)
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ = strings.Cut(filepath.ToSlash(name), "/")
		seen[name] = appendNew(seen[name], f.Code)
	}
	return seen
}

// runRedocly runs a separate process for each document, because redocly stops at a document that it cannot parse.
func runRedocly(t *testing.T, l linter, folder string, names []string, rules string) map[string][]string {
	seen := map[string][]string{}
	for _, name := range names {
		var report struct{ Problems []struct{ RuleID string } }
		out := output(t, folder, l.path, "lint", "--config", rules, "--format", "json", "--max-problems", "1000", name+"/openapi.yaml")
		if err := json.Unmarshal(out, &report); err != nil {
			seen[name] = []string{"cannot read"}
			continue
		}
		for _, p := range report.Problems {
			seen[name] = appendNew(seen[name], p.RuleID)
		}
	}
	return seen
}

func runOasdiff(t *testing.T, l linter, folder string, names []string) map[string][]string {
	seen := map[string][]string{}
	for _, name := range names {
		var found []struct{ ID string }
		if err := json.Unmarshal(output(t, folder, l.path, "validate", "-f", "json", name+"/openapi.yaml"), &found); err != nil {
			seen[name] = []string{"cannot load"}
			continue
		}
		for _, f := range found {
			seen[name] = appendNew(seen[name], f.ID)
		}
	}
	return seen
}

func runVacuum(t *testing.T, l linter, folder string, names []string) map[string][]string {
	seen := map[string][]string{}
	for _, name := range names {
		var found []struct{ Code string }
		if err := json.Unmarshal(output(t, folder, l.path, "spectral-report", "-o", name+"/openapi.yaml"), &found); err != nil {
			seen[name] = []string{"cannot read"}
			continue
		}
		for _, f := range found {
			seen[name] = appendNew(seen[name], f.Code)
		}
	}
	return seen
}

// appendNew appends s to a list unless the list contains s.
func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// missingLinters returns a text about the linters that could not be installed. For each such linter, the text states how many cases are derived only
// from its rules.
func missingLinters(bad []badCase, tools []linter) string {
	var b strings.Builder
	for _, tool := range tools {
		if tool.path != "" {
			continue
		}
		only := 0
		for _, c := range bad {
			if len(c.from) > 0 && !slices.ContainsFunc(c.from, func(from string) bool { return !strings.HasPrefix(from, tool.name+" ") }) {
				only++
			}
		}
		fmt.Fprintf(&b, " %s could not be installed and was not run.\n%d of the derived documents are derived only from its list of rules.", tool.name, only)
	}
	return b.String()
}

// linterPage returns the part of docs/linters.md before the measurements.
func linterPage(cases []badCase, tools []linter, seen map[string]map[string][]string) string {
	var b strings.Builder
	bad := slices.DeleteFunc(slices.Clone(cases), func(c badCase) bool { return c.clean })
	fmt.Fprintf(&b, `# Comparison with other linters

<!-- Code generated by make linters. DO NOT EDIT. -->

The test lints %d small documents with one defect each (`+"`gen/lint/testdata/bad`"+`) with specgen and with other linters. All OpenAPI rules of the other
linters are enabled. specgen detects a document if it reports the rule of the document. Another linter detects a document if it reports a rule that it
does not report for valid documents, or a rule from which the document is derived. The rule may be about another defect, so the counts of the other
linters are upper limits. All documents are part of this project. "Derived" documents come from a rule of
another linter, and the test checks that this linter reports the rule. The others are about Go names, enums and the layout of this project, which the
other linters do not check.%s

`, len(bad), missingLinters(bad, tools))
	derived := slices.DeleteFunc(slices.Clone(bad), func(c badCase) bool { return len(c.from) == 0 })
	fmt.Fprintf(&b, "| tool | all %d | derived, %d | others, %d |\n|---|---|---|---|\n", len(bad), len(derived), len(bad)-len(derived))
	score := func(detects func(badCase) bool) string {
		all, derived := 0, 0
		for _, c := range bad {
			if detects(c) {
				all++
				if len(c.from) > 0 {
					derived++
				}
			}
		}
		return fmt.Sprintf("%d | %d | %d", all, derived, all-derived)
	}
	fmt.Fprintf(&b, "| specgen | %s |\n", score(func(c badCase) bool { return slices.Contains(c.specgen, c.rule) }))
	for _, tool := range tools {
		if tool.path == "" {
			fmt.Fprintf(&b, "| %s %s | could not be installed | | |\n", tool.name, tool.version)
			continue
		}
		fmt.Fprintf(&b, "| %s %s | %s |\n", tool.name, tool.version, score(func(c badCase) bool { return len(seen[tool.name][c.name]) > 0 }))
	}
	b.WriteString("\n## Each document\n\n| document | defect | derived | specgen |")
	rule := "\n|---|---|---|---|"
	for _, tool := range tools {
		if tool.path != "" {
			b.WriteString(" " + tool.name + " |")
			rule += "---|"
		}
	}
	b.WriteString(rule + "\n")
	for _, c := range bad {
		mark := ""
		if len(c.from) > 0 {
			mark = "yes"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |", c.name, strings.ReplaceAll(strings.TrimSuffix(c.what, "."), "*", `\*`), mark, c.rule)
		for _, tool := range tools {
			if tool.path == "" {
				continue
			}
			cell := strings.Join(seen[tool.name][c.name], ", ")
			if cell == "" {
				cell = "-"
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// speed returns a table of the time and memory of specgen and the other linters for public documents. Each value is the best of three runs. speed
// leaves out linters whose field lint is nil.
func speed(t *testing.T, tools []linter) string {
	corpus := os.Getenv("CORPUS")
	if corpus == "" {
		corpus = "../../../shared/corpus"
	}
	files, err := filepath.Glob(filepath.Join(corpus, "*.*"))
	files = slices.DeleteFunc(files, func(f string) bool { return filepath.Ext(f) == ".md" })
	if err != nil || len(files) == 0 {
		t.Logf("SKIPPED: no public documents in %s, so no linter was measured", corpus)
		return ""
	}
	program := filepath.Join(t.TempDir(), "specgen")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/specgen").CombinedOutput(); err != nil {
		t.Fatalf("go build: got error %v, want none\n%s", err, out)
	}
	tools = append([]linter{{name: "specgen", path: program, lint: func(file string) []string { return []string{"lint", "--format", "json", file} }}}, tools...)
	tools = slices.DeleteFunc(tools, func(l linter) bool { return l.path == "" || l.lint == nil })
	var b strings.Builder
	fmt.Fprintf(&b, "\n## Time and memory\n\nThe best of three runs of each tool with its default rules, on %d shared processors (%s/%s): seconds of wall time, "+
		"seconds\nof processor time, and peak memory.\n\n| document | size |",
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	rule := "\n|---|---|"
	for _, tool := range tools {
		b.WriteString(" " + tool.name + " |")
		rule += "---|"
	}
	b.WriteString(rule + "\n")
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "| %s | %.1f MB |", filepath.Base(file), float64(info.Size())/1e6)
		for _, tool := range tools {
			absolute, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			best, busy, memory := time.Hour, time.Hour, int64(0)
			for range 3 {
				cmd := exec.Command(tool.path, tool.lint(absolute)...)
				cmd.Dir = t.TempDir()
				start := time.Now()
				_ = cmd.Run() // the exit code is not 0 if there are findings
				if took := time.Since(start); took < best {
					best = took
				}
				busy = min(busy, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
				if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && (memory == 0 || usage.Maxrss < memory) {
					memory = usage.Maxrss
				}
			}
			fmt.Fprintf(&b, " %.2f s, %.2f s, %d MB |", best.Seconds(), busy.Seconds(), memory/1024)
		}
		b.WriteString("\n")
	}
	return b.String()
}
