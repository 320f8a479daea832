package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// skipped lists the directories that read leaves out, in addition to hidden directories and directories named testdata. The files in generated repeat
// the texts of templates, which read includes. read includes the other modules in bench.
var skipped = []string{"generated", "bench/diff"}

// read returns the texts of the Go files and templates of a repository, in the order of their names. It leaves out generated files.
func read(root fs.FS) ([]text, error) {
	var texts []text
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if isSkipped(name) {
				return fs.SkipDir
			}
			return nil
		}
		extension := path.Ext(name)
		if extension != ".go" && extension != ".tmpl" {
			return nil
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if extension == ".tmpl" {
			texts = append(texts, readTemplate(name, string(data))...)
			return nil
		}
		found, err := readGo(name, data)
		texts = append(texts, found...)
		return err
	})
	return texts, err
}

// isSkipped reports whether read leaves a directory out.
func isSkipped(name string) bool {
	base := path.Base(name)
	return base != "." && strings.HasPrefix(base, ".") || base == "testdata" || slices.Contains(skipped, name)
}

// readGo returns the comments and the messages of a Go file, or nil for a generated file.
func readGo(name string, data []byte) ([]text, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || ast.IsGenerated(file) {
		return nil, err
	}
	var texts []text
	for _, group := range file.Comments {
		t := text{file: name, kind: comment}
		for _, c := range group.List {
			if body, isLine := strings.CutPrefix(c.Text, "//"); isLine {
				if !isDirective(body) {
					t.lines = append(t.lines, line{fset.Position(c.Pos()).Line, strings.TrimPrefix(body, " ")})
				}
				continue
			}
			for i, l := range strings.Split(strings.Trim(c.Text, "/*"), "\n") {
				t.lines = append(t.lines, line{fset.Position(c.Pos()).Line + i, strings.TrimSpace(l)})
			}
		}
		texts = append(texts, t)
	}
	for _, m := range messages(file, strings.HasSuffix(name, "_test.go")) {
		texts = append(texts, text{name, literal, lines(fset, m)})
	}
	return texts, nil
}

// isDirective reports whether the text after // is an instruction for a tool.
func isDirective(body string) bool {
	first, _, _ := strings.Cut(body, " ")
	return strings.Contains(first, ":") || strings.HasPrefix(body, "export ")
}

// testCalls lists the methods of testing.T whose arguments are messages.
var testCalls = []string{"Error", "Errorf", "Fatal", "Fatalf", "Log", "Logf", "Skip", "Skipf", "Run"}

// messages returns the string expressions of a file that may be prose. In tests, these are only the arguments of the methods in testCalls, because
// other strings are input and expected output.
func messages(file *ast.File, isTest bool) []ast.Expr {
	var found []ast.Expr
	inMessage := !isTest
	var visit func(ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field: // a tag is not a message
			ast.Inspect(n.Type, visit)
			return false
		case *ast.CallExpr:
			selector, ok := n.Fun.(*ast.SelectorExpr)
			if ok && isTest && slices.Contains(testCalls, selector.Sel.Name) {
				for _, arg := range n.Args {
					inMessage = isString(arg)
					ast.Inspect(arg, visit)
					inMessage = false
				}
				return false
			}
		case ast.Expr:
			if inMessage && isString(n) {
				found = append(found, n)
				return false
			}
		}
		return true
	}
	ast.Inspect(file, visit)
	return found
}

// isString reports whether an expression is a string literal or a concatenation that contains one.
func isString(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (isString(e.X) || isString(e.Y))
	}
	return false
}

// lines returns the lines of a string expression, with "…" for the operands that are not literals.
func lines(fset *token.FileSet, e ast.Expr) []line {
	var out []line
	var add func(ast.Expr)
	add = func(e ast.Expr) {
		part := []line{{fset.Position(e.Pos()).Line, "…"}}
		switch e := e.(type) {
		case *ast.BinaryExpr:
			if e.Op == token.ADD {
				add(e.X)
				add(e.Y)
				return
			}
		case *ast.BasicLit:
			if value, err := strconv.Unquote(e.Value); err == nil {
				part = nil
				for i, s := range strings.Split(value, "\n") {
					if e.Value[0] != '`' {
						i = 0
					}
					part = append(part, line{fset.Position(e.Pos()).Line + i, s})
				}
			}
		}
		if len(out) > 0 {
			out[len(out)-1].text += part[0].text
			part = part[1:]
		}
		out = append(out, part...)
	}
	add(e)
	return out
}

// templateComment matches a template comment, and quoted matches a string of the Go code in a template.
var (
	templateComment = regexp.MustCompile(`(?s)\{\{-? */\*(.*?)\*/ *-?\}\}`)
	quoted          = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"`)
)

// readTemplate returns the comments of a template, and the comments and strings of the Go code in it.
func readTemplate(name, data string) []text {
	var texts []text
	for _, at := range templateComment.FindAllStringSubmatchIndex(data, -1) {
		t := text{file: name, kind: template}
		for i, l := range strings.Split(data[at[2]:at[3]], "\n") {
			t.lines = append(t.lines, line{strings.Count(data[:at[0]], "\n") + 1 + i, strings.TrimSpace(l)})
		}
		texts = append(texts, t)
	}
	code := templateComment.ReplaceAllStringFunc(data, func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) })
	t := text{file: name, kind: template}
	for i, l := range strings.Split(code, "\n") {
		if body, ok := strings.CutPrefix(strings.TrimSpace(l), "//"); ok {
			t.lines = append(t.lines, line{i + 1, strings.TrimPrefix(body, " ")})
			continue
		}
		texts = append(texts, t)
		t.lines = nil
		for _, q := range quoted.FindAllString(l, -1) {
			texts = append(texts, text{name, template, []line{{i + 1, strings.Trim(q, `"`)}}})
		}
	}
	return append(texts, t)
}
