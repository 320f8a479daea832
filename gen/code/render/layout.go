package render

import (
	comments "go/doc/comment"
	"go/format"
	"strings"
	"unicode"
)

// isSimple reports whether gofmt never changes a type. Such a type is a name with optional type arguments, after any number of *, [] and map[...]
// prefixes.
func isSimple(typ string) bool {
	return !strings.ContainsFunc(strings.ReplaceAll(typ, "{}", ""), func(r rune) bool {
		return r != '_' && r != '.' && r != '*' && r != '[' && r != ']' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// goType returns a type in the format of gofmt. It writes an empty struct on one line, so that the type fits at any indentation.
func goType(typ string) string {
	if isSimple(typ) {
		return typ
	}
	typ = strings.ReplaceAll(typ, "struct {\n}", "struct{}")
	return strings.TrimPrefix(strings.TrimSuffix(formatted("type _ "+typ+"\n"), "\n"), "type _ ")
}

// formatted returns a declaration without a comment in the format of gofmt. It returns invalid Go code without changes, so that the type check
// reports it with its pointer in the document.
func formatted(declaration string) string {
	text, err := format.Source([]byte(declaration))
	if err != nil {
		return declaration
	}
	return string(text)
}

// docComment returns a [comment] in the format of gofmt. Before a declaration, gofmt formats lists, headings and code in a comment.
func docComment(text string) string {
	lines := commentLines(text, "")
	if len(lines) == 0 {
		return ""
	}
	var p comments.Parser
	var print comments.Printer
	text = string(print.Comment(p.Parse(strings.Join(lines, "\n") + "\n")))
	return commented(strings.Split(strings.TrimSuffix(text, "\n"), "\n"), "")
}
