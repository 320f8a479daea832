// Command proven writes the box of README.md that says what is proven about this project, what is not, and what is unknown. Its numbers come from files
// that other commands and tests write and check: docs/coverage.md, wire/testdata/operations.txt, and the results of `make corpus-table` and `make fuzz`.
//
//	go run ./bench/proven
//
// Its test fails if the box is out of date.
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

// source is a file and the pattern of the numbers in it. Each named group of the pattern is a number of the box.
type source struct {
	file    string
	pattern *regexp.Regexp
}

var sources = []source{
	{"docs/coverage.md", regexp.MustCompile(`: (?P<documented>\d+) documented, (?P<catalogued>\d+) catalogued`)},
	{"docs/coverage.md", regexp.MustCompile(`(?P<inferred>\d+) inferred`)},
	{"wire/testdata/operations.txt", regexp.MustCompile(
		`operations (?P<operations>\d+)\nround trips (?P<trips>\d+)\nerror responses (?P<failures>\d+)\nrefused requests (?P<refused>\d+)\n`)},
	{"docs/internals/corpus.md", regexp.MustCompile(`specgen, valid documents that were tried: (?P<tried>\d+); generates: (?P<generate>\d+), ` +
		`compile: (?P<compile>\d+), vet clean: (?P<vet>\d+), speak: (?P<speak>\d+)`)},
	{"docs/internals/fuzzing.md", regexp.MustCompile(`\| all \| \| (?P<minutes>[\d.]+) \| (?P<executions>\d+) \| \d+ \| (?P<failed>\d+) \|`)},
}

//go:embed box.md.tmpl
var text string

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "proven:", err)
		os.Exit(1)
	}
}

// run replaces the box in the README of the repository at root.
func run(root string) error {
	fsys := os.DirFS(root)
	box, err := render(fsys)
	if err != nil {
		return err
	}
	old, err := fs.ReadFile(fsys, page)
	if err != nil {
		return err
	}
	updated, err := replace(string(old), box)
	if err != nil {
		return err
	}
	return os.WriteFile(root+"/"+page, []byte(updated), 0o666)
}

// render returns the box for the files of a repository.
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
		return "", fmt.Errorf("docs/coverage.md has %v operations, want the %v of the HTTP tests", sum, numbers["operations"])
	}
	t, err := template.New("box.md.tmpl").Option("missingkey=error").Funcs(template.FuncMap{
		"n":     func(v float64) string { return separated(strconv.FormatFloat(v, 'f', 0, 64)) },
		"hours": func(minutes float64) string { return strconv.FormatFloat(minutes/60, 'f', 1, 64) },
	}).Parse(text)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = t.Execute(&b, numbers)
	return b.String(), err
}

// separated returns an integer with commas between groups of three digits.
func separated(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// replace returns the page with a new box between the markers.
func replace(page, box string) (string, error) {
	before, rest, found := strings.Cut(page, begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return "", fmt.Errorf("the page does not have the lines %q and %q", begin, end)
	}
	return before + begin + box + end + after, nil
}
