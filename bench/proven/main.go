// Command proven writes the section of README.md that lists what is proven about this project, what is not proven, and what is unknown. The numbers
// come from files that other commands and tests write: docs/coverage.md, wire/testdata/operations.txt, docs/internals/corpus.md and
// docs/internals/fuzzing.md.
//
//	go run ./bench/proven
//
// The tests of this package fail if the section is out of date, or if SECURITY.md names a test that does not exist.
package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"text/template"
)

const (
	page  = "README.md"
	begin = "<!-- bench/proven: begin -->\n"
	end   = "<!-- bench/proven: end -->\n"
)

// source is a file and a pattern that matches numbers in it. The names of the groups are the names of the numbers in section.md.tmpl.
type source struct {
	file    string
	pattern *regexp.Regexp
}

var sources = []source{
	{"docs/coverage.md", regexp.MustCompile(`: (?P<documented>\d+) documented, (?P<catalogued>\d+) catalogued`)},
	{"docs/coverage.md", regexp.MustCompile(`(?P<inferred>\d+) inferred`)},
	{"wire/testdata/operations.txt", regexp.MustCompile(
		`operations (?P<operations>\d+)\nround trips (?P<trips>\d+)\nerror responses (?P<failures>\d+)\nrejected requests (?P<rejected>\d+)\n`)},
	{"docs/internals/corpus.md", regexp.MustCompile(`specgen, valid documents that were tried: (?P<tried>\d+); generates: (?P<generate>\d+), ` +
		`compile: (?P<compile>\d+), vet clean: (?P<vet>\d+), speak: (?P<speak>\d+)`)},
	{"docs/internals/fuzzing.md", regexp.MustCompile(`\| all \| \| (?P<minutes>[\d.]+) \| (?P<executions>\d+) \| \d+ \| (?P<failed>\d+) \|`)},
}

//go:embed section.md.tmpl
var sectionTemplate string

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "proven:", err)
		os.Exit(1)
	}
}

// run replaces the section between the markers begin and end in README.md. root is the root directory of the repository.
func run(root string) error {
	fsys := os.DirFS(root)
	section, err := render(fsys)
	if err != nil {
		return err
	}
	old, err := fs.ReadFile(fsys, page)
	if err != nil {
		return err
	}
	updated, err := replace(string(old), section)
	if err != nil {
		return err
	}
	return os.WriteFile(root+"/"+page, []byte(updated), 0o666)
}

// render returns the section with the numbers from the files that sources lists.
func render(fsys fs.FS) (string, error) {
	numbers := map[string]float64{}
	for _, s := range sources {
		data, err := fs.ReadFile(fsys, s.file)
		if err != nil {
			return "", err
		}
		found := s.pattern.FindSubmatch(data)
		if found == nil {
			return "", fmt.Errorf("%s: no text matches %q", s.file, s.pattern)
		}
		for i, name := range s.pattern.SubexpNames() {
			if name == "" {
				continue
			}
			if numbers[name], err = strconv.ParseFloat(string(found[i]), 64); err != nil {
				return "", fmt.Errorf("%s: %w", s.file, err)
			}
		}
	}
	if sum := numbers["documented"] + numbers["catalogued"] + numbers["inferred"]; sum != numbers["operations"] {
		return "", fmt.Errorf("docs/coverage.md has %v operations, but the HTTP tests have %v; update both", sum, numbers["operations"])
	}
	t, err := template.New("section.md.tmpl").Option("missingkey=error").Funcs(template.FuncMap{
		"n":     func(v float64) string { return separated(strconv.FormatFloat(v, 'f', 0, 64)) },
		"hours": func(minutes float64) string { return strconv.FormatFloat(minutes/60, 'f', 1, 64) },
	}).Parse(sectionTemplate)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = t.Execute(&b, numbers)
	return b.String(), err
}

// separated inserts commas between groups of three digits.
func separated(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// replace returns a copy of page in which section replaces the text between the markers.
func replace(page, section string) (string, error) {
	before, rest, found := strings.Cut(page, begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return "", fmt.Errorf("the page does not have the lines %q and %q; add them", begin, end)
	}
	return before + begin + section + end + after, nil
}
