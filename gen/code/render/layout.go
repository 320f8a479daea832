package render

import (
	comments "go/doc/comment"
	"go/format"
	"strings"
	"unicode"
)

// isSimple reports whether a type is so simple that gofmt does not change it. Such a type is a name, which may have type arguments and any number of
// the prefixes *, [] and map[...].
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

// formatted returns Go declarations in the format of gofmt. It returns invalid Go code without changes, so that the type check reports the code with
// its pointer in the document.
func formatted(declaration string) string {
	text, err := format.Source([]byte(declaration))
	if err != nil {
		return declaration
	}
	return string(text)
}

// docComment returns a text as a doc comment in the format of gofmt. Unlike in other comments (see [comment]), gofmt formats lists, headings and code
// in doc comments.
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
