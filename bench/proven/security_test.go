package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

const scripts = "cmd/specgen/internal/cli/testdata/script/"

var (
	promise  = regexp.MustCompile(`(?m)^\| ([A-Z]\d+) \| .* \| (.*) \|$`)
	testName = regexp.MustCompile("^`(Test\\w+)(?:/(\\w+))?`$")
)

// TestPromises checks that each promise in SECURITY.md has a unique ID and names tests of this repository.
func TestPromises(t *testing.T) {
	root := os.DirFS("../..")
	page, err := fs.ReadFile(root, "SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	problems, n, err := unproven(root, string(page))
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) > 0 || n < 20 {
		t.Errorf("got %d promises and the problems below, want at least 20 promises and no problems:\n%s", n, strings.Join(problems, "\n"))
	}
}

func TestUnproven(t *testing.T) {
	files := fstest.MapFS{
		"a/a_test.go":           {Data: []byte("package a\n\nfunc TestA() {}\n")},
		"b/testdata/b_test.go":  {Data: []byte("package b\n\nfunc TestB() {}\n")},
		scripts + "links.txtar": {Data: []byte("-- a --\n")},
		"cli/cli_test.go":       {Data: []byte("package cli\n\nfunc TestScripts() {}\n")},
	}
	const page = "| id | promise | test |\n|---|---|---|\n| A1 | one | `TestA`, `TestScripts/links` |\n| A1 | twice | `TestA` |\n| A2 | in testdata | `TestB` |\n" +
		"| A3 | no script | `TestScripts/none` |\n| A4 | no test |  |\n"
	problems, n, err := unproven(files, page)
	if err != nil || n != 5 || len(problems) != 4 {
		t.Errorf("unproven: got %d promises, problems %q and error %v, want 5 promises and 4 problems", n, problems, err)
	}
}

// unproven returns the problems with the promises in a page, and the number of promises.
func unproven(root fs.FS, page string) (problems []string, n int, err error) {
	tests, err := testFunctions(root)
	if err != nil {
		return nil, 0, err
	}
	used := map[string]bool{}
	for _, row := range promise.FindAllStringSubmatch(page, -1) {
		n++
		id := row[1]
		if used[id] {
			problems = append(problems, fmt.Sprintf("%s appears twice", id))
		}
		used[id] = true
		for name := range strings.SplitSeq(row[2], ", ") {
			found := testName.FindStringSubmatch(name)
			if found == nil || !tests[found[1]] {
				problems = append(problems, fmt.Sprintf("%s: there is no test %s", id, name))
				continue
			}
			if found[2] == "" {
				continue
			}
			if _, err := fs.Stat(root, scripts+found[2]+".txtar"); err != nil {
				problems = append(problems, fmt.Sprintf("%s: there is no script %s", id, found[2]))
			}
		}
	}
	return problems, n, nil
}

// testFunctions returns the names of the functions in the test files of a repository. It skips testdata directories and the directories .git and
// generated.
func testFunctions(root fs.FS) (map[string]bool, error) {
	names := map[string]bool{}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == "testdata" || name == ".git" || name == "generated" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path.Base(name), "_test.go") {
			return nil
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				names[f.Name.Name] = true
			}
		}
		return nil
	})
	return names, err
}
