package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// avoided lists words that this project does not use, and their replacements.
var avoided = []struct {
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
	{regexp.MustCompile(`(?i)\b(is|are) no [a-z]`), "is not or there is no"}, // the test first removes the matches of allowedNo
	{regexp.MustCompile(`(?i)\bno more\b`), "no longer"},
	{regexp.MustCompile(`(?i)\bof ours\b`), "of this module"},
	{regexp.MustCompile(`(?i)\bleads? back\b`), "refers to"},
	{regexp.MustCompile(`(?i)\bnothing but\b`), "only"},
}

// allowedNo matches the uses of these patterns that are allowed, such as "there is no".
var allowedNo = regexp.MustCompile(`(?i)here (is|are) no |(is|are) no (longer|other|such) |no more (than|are shown)`)

// codeSpan matches a Markdown code span.
var codeSpan = regexp.MustCompile("`[^`]*`")

// vagueVerb matches a doc comment that starts with a vague verb.
var vagueVerb = regexp.MustCompile(`^\w+(\.\w+)? (tells|gives|says)\b`)

// TestWords checks comments, messages, templates and pages for words that this project does not use. It also checks comments for vague verbs.
func TestWords(t *testing.T) {
	texts, err := read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := readPages(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append(texts, pages...) {
		for _, s := range text.sentences() {
			checked := s.text
			if text.kind == page {
				checked = codeSpan.ReplaceAllString(checked, "") // code may contain any name
			}
			for _, p := range avoided {
				if found := p.pattern.FindString(allowedNo.ReplaceAllString(checked, "")); found != "" {
					t.Errorf("%s:%d: %q in %q; write %s", s.file, s.line, found, s.text, p.instead)
				}
			}
			if text.kind == comment && vagueVerb.MatchString(s.text) {
				t.Errorf("%s:%d: vague verb in %q; write \"returns\" or \"reports whether\"", s.file, s.line, s.text)
			}
		}
	}
}

// TestErrorTexts checks the form of the texts of errors and findings: lower case, no full stop, names in quotes.
func TestErrorTexts(t *testing.T) {
	fset := token.NewFileSet()
	files := parse(t, fset)
	formatters := map[string]bool{"Errorf": true}
	for _, file := range files {
		addFormatters(file, formatters)
	}
	n := 0
	for _, file := range files {
		for _, e := range errorTexts(file, formatters) {
			n++
			if problem := errorTextProblem(joined(fset, e)); problem != "" {
				t.Errorf("%s: %q %s", fset.Position(e.Pos()), joined(fset, e), problem)
			}
		}
	}
	if n < 300 {
		t.Errorf("errorTexts: got %d texts, want at least 300", n)
	}
}

func TestErrorTextsFindsEachForm(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", `package a

func (c *checker) report(at int, rule, format string, args ...any) {}

func f() error {
	c.report(1, "rule", "text 1 of %d", 2)
	fault := func(format string, args ...any) {}
	fault("text 2 " + x)
	x = Finding{Message: "text 3"}
	x = Finding{Message: fmt.Sprintf("text 4 %d", 1)}
	x.Message = "text 5"
	rest.Errorf(404, "text 6")
	list.New("no text at all")
	other("no text at all")
	if x {
		return errors.New("text 7")
	}
	return fmt.Errorf("text 8")
}
`, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	formatters := map[string]bool{"Errorf": true}
	addFormatters(file, formatters)
	var got []string
	for _, e := range errorTexts(file, formatters) {
		got = append(got, joined(fset, e))
	}
	want := []string{"text 1 of %d", "text 2 …", "text 3", "text 4 %d", "text 5", "text 6", "text 7", "text 8"}
	if !slices.Equal(got, want) {
		t.Errorf("errorTexts: got %q, want %q", got, want)
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
			t.Errorf("errorTextProblem(%q) = %q, want a problem that contains %q", value, got, problem)
		}
	}
}

// properNames lists names that may start a text. errorTextProblem recognizes other names by a second upper-case letter, a digit or an underscore.
var properNames = []string{"Go", "Swagger", "Unicode"}

var (
	firstWord  = regexp.MustCompile(`^[A-Z][\w]*`)
	plainQuote = regexp.MustCompile("'%[sv]'|\"%[sv]\"|`%[sv]`")
)

// errorTextProblem returns the problem with the text of an error or finding, or "" if there is none.
func errorTextProblem(value string) string {
	first := firstWord.FindString(value)
	if first != "" && !strings.ContainsAny(first[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") && !slices.Contains(properNames, first) {
		return "starts in upper case"
	}
	if strings.TrimRight(value, ".! \n") != value && !strings.HasSuffix(value, "...") && !strings.HasSuffix(value, ": ") {
		return "ends in a full stop, a space or a line end"
	}
	if found := plainQuote.FindString(value); found != "" {
		return "has " + found + "; write %q"
	}
	return ""
}

// addFormatters adds to names the functions of file whose last parameters are a format and its arguments, as in fmt.Errorf.
func addFormatters(file *ast.File, names map[string]bool) {
	takesFormat := func(f *ast.FuncType) bool {
		list := f.Params.List
		if len(list) < 2 {
			return false
		}
		_, variadic := list[len(list)-1].Type.(*ast.Ellipsis)
		formats := list[len(list)-2].Names
		return variadic && len(formats) > 0 && formats[len(formats)-1].Name == "format"
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if takesFormat(n.Type) {
				names[n.Name.Name] = true
			}
		case *ast.AssignStmt:
			name, ok := n.Lhs[0].(*ast.Ident)
			if f, isFunc := n.Rhs[0].(*ast.FuncLit); ok && isFunc && takesFormat(f.Type) {
				names[name.Name] = true
			}
		}
		return true
	})
}

// errorTexts returns the expressions of a file that are messages of errors and findings. In a call to errors.New or to a formatter, the message is
// the first string that contains a space. errorTexts also returns the values of fields with the name Message.
func errorTexts(file *ast.File, formatters map[string]bool) []ast.Expr {
	var found []ast.Expr
	text := func(e ast.Expr) bool {
		if call, ok := e.(*ast.CallExpr); ok && isCall(call, "fmt", "Sprintf") {
			e = call.Args[0]
		}
		ok := isString(e) && strings.Contains(joined(token.NewFileSet(), e), " ")
		if ok {
			found = append(found, e)
		}
		return ok
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if isCall(n, "errors", "New") || formatters[calledName(n)] {
				for _, arg := range n.Args {
					if text(arg) {
						break
					}
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Message" {
				text(n.Value)
			}
		case *ast.AssignStmt:
			field, ok := n.Lhs[0].(*ast.SelectorExpr)
			if ok && field.Sel.Name == "Message" && len(n.Rhs) == 1 {
				text(n.Rhs[0])
			}
		}
		return true
	})
	return found
}

// isCall reports whether call is a call to pkg.name.
func isCall(call *ast.CallExpr, pkg, name string) bool {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || fun.Sel.Name != name {
		return false
	}
	x, ok := fun.X.(*ast.Ident)
	return ok && x.Name == pkg
}

// calledName returns the name of the called function or method, or "" if the call has no name.
func calledName(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// joined returns the text of a string expression.
func joined(fset *token.FileSet, e ast.Expr) string {
	var b strings.Builder
	for i, l := range lines(fset, e) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// parse parses the Go files of the repository, except tests and generated files.
func parse(t *testing.T, fset *token.FileSet) []*ast.File {
	t.Helper()
	var files []*ast.File
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
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err == nil && !ast.IsGenerated(file) {
			files = append(files, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
