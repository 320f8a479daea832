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
	"slices"
	"strconv"
	"strings"
	"testing"
)

// plainer lists words that this project does not use, and what to write instead.
var plainer = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)\bmend(s|ed|ing)?\b`), "fix or correct"},
	{regexp.MustCompile(`(?i)\bstrangers?\b`), "other, external or unknown"},
	{regexp.MustCompile(`(?i)\bforeign\b`), "external"},
	{regexp.MustCompile(`(?i)\b(stands|stood|standing)\b|\b(may|can|must|not|to|would|they|that) stand\b`), "is, is in, is at or appears"},
	{regexp.MustCompile(`(?i)\bbeside\b`), "next to or and"},
	{regexp.MustCompile(`(?i)\bwhom\b`), "which users"},
	{regexp.MustCompile(`(?i)\btold\b`), "reported"},
	{regexp.MustCompile(`(?i)\b(is|are) no [a-z]`), "is not or there is no"}, // "there is no" and "is no longer" are removed before
	{regexp.MustCompile(`(?i)\bno more\b`), "no longer"},
	{regexp.MustCompile(`(?i)\bof ours\b`), "of this module"},
	{regexp.MustCompile(`(?i)\bleads? back\b`), "refers to"},
	{regexp.MustCompile(`(?i)\bnothing but\b`), "only"},
}

// goodNo matches the uses of no that stay.
var goodNo = regexp.MustCompile(`(?i)here (is|are) no |(is|are) no (longer|other|such) `)

// plainerVerb matches a doc comment that starts with a verb that has a more precise one.
var plainerVerb = regexp.MustCompile(`^\w+(\.\w+)? (tells|gives|says)\b`)

// TestWords checks comments, messages and templates for words that this project does not use. Until every package follows, it only logs.
func TestWords(t *testing.T) {
	texts, err := read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		for _, s := range text.sentences() {
			for _, p := range plainer {
				if found := p.pattern.FindString(goodNo.ReplaceAllString(s.text, "")); found != "" {
					t.Logf("%s:%d: %q in %q; write %s", s.file, s.line, found, s.text, p.instead)
				}
			}
			if text.kind == comment && plainerVerb.MatchString(s.text) {
				t.Logf("%s:%d: %q; write returns or reports whether", s.file, s.line, s.text)
			}
		}
	}
}

// TestErrorTexts checks the form of the texts of errors and findings: lower case, no full stop, names in quotes.
func TestErrorTexts(t *testing.T) {
	n := 0
	for name, data := range sources(t) {
		if path.Ext(name) == ".tmpl" {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if ast.IsGenerated(file) {
			continue
		}
		for _, lit := range errorTexts(file) {
			value, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			n++
			if problem := errorTextProblem(value); problem != "" {
				t.Errorf("%s: %q %s", fset.Position(lit.Pos()), value, problem)
			}
		}
	}
	if n < 300 {
		t.Errorf("%d texts of errors and findings; the test misses most of them", n)
	}
}

func TestErrorTextProblem(t *testing.T) {
	for value, problem := range map[string]string{
		"the file is empty":               "",
		"%s: %w":                          "",
		"OpenAPI 3.1 is not supported":    "",
		"operationId is missing":          "",
		"Go has no such type":             "",
		"write %q ...":                    "",
		"The file is empty":               "starts in upper case",
		"the file is empty.":              "ends in a full stop",
		"the file '%s' is empty":          "%q",
		"the file \"%s\" is empty":        "%q",
		"the file `%v` is empty":          "%q",
		"the file is empty\n":             "ends in a full stop, a space or a line end",
		"the file is empty!":              "ends in a full stop",
		"URL %q is not valid; write path": "",
	} {
		got := errorTextProblem(value)
		if (got == "") != (problem == "") || !strings.Contains(got, problem) {
			t.Errorf("errorTextProblem(%q) = %q, want %q in it", value, got, problem)
		}
	}
}

// properNames lists the words that start in upper case and are not recognized by a second capital or a digit.
var properNames = []string{"Go", "Unicode"}

var (
	firstWord  = regexp.MustCompile(`^[A-Z][\w]*`)
	plainQuote = regexp.MustCompile("'%[sv]'|\"%[sv]\"|`%[sv]`")
)

// errorTextProblem returns what is wrong with the text of an error or a finding, or "".
func errorTextProblem(value string) string {
	first := firstWord.FindString(value)
	if first != "" && !strings.ContainsAny(first[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") && !slices.Contains(properNames, first) {
		return "starts in upper case"
	}
	if strings.TrimRight(value, ".! \n") != value && !strings.HasSuffix(value, " ...") && !strings.HasSuffix(value, ": ") {
		return "ends in a full stop, a space or a line end"
	}
	if found := plainQuote.FindString(value); found != "" {
		return "has " + found + "; write %q"
	}
	return ""
}

// errorCalls lists the functions and methods that make errors and findings. The text is their first string with a space.
var errorCalls = []string{"Errorf", "New", "Add", "add", "report", "reportAs", "fail", "refuse"}

// errorFields lists the fields of findings that hold text.
var errorFields = []string{"Message"}

// errorTexts returns the literals of a file that are texts of errors and findings.
func errorTexts(file *ast.File) []*ast.BasicLit {
	var found []*ast.BasicLit
	text := func(e ast.Expr) bool {
		lit, ok := e.(*ast.BasicLit)
		ok = ok && lit.Kind == token.STRING && strings.Contains(lit.Value, " ")
		if ok {
			found = append(found, lit)
		}
		return ok
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if slices.Contains(errorCalls, calledName(n)) {
				for _, arg := range n.Args {
					if text(arg) {
						break
					}
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(errorFields, key.Name) {
				text(n.Value)
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if field, ok := left.(*ast.SelectorExpr); ok && slices.Contains(errorFields, field.Sel.Name) && len(n.Rhs) == len(n.Lhs) {
					text(n.Rhs[i])
				}
			}
		}
		return true
	})
	return found
}

// calledName returns the name of the function or method that a call calls.
func calledName(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// sources returns the Go files that are not tests, by name.
func sources(t *testing.T) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && isSkipped(name):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		found[name], err = fs.ReadFile(root, name)
		return err
	})
	if err != nil {
		t.Fatal(fmt.Errorf("read the sources: %w", err))
	}
	return found
}
