package names

import (
	"fmt"
	"strings"
	"unicode"
)

// signs contains the words for some of the characters that [nameRune] rejects.
var signs = map[rune]string{
	'_': "Underscore", '-': "Minus", '+': "Plus", '&': "And", '|': "Or", '~': "Tilde", '=': "Equal", '>': "GreaterThan", '<': "LessThan", '#': "Hash",
	'.': "Dot", '*': "Asterisk", '^': "Caret", '%': "Percent", '$': "DollarSign", '!': "Not", '?': "QuestionMark", '@': "At", '/': "Slash",
	'\\': "Backslash", ':': "Colon", ';': "Semicolon", ',': "Comma", '(': "Paren", '[': "Bracket", '{': "Brace", '\'': "Apostrophe", '"': "Quote", '`': "Backtick", ' ': "Space",
}

// pairs replaces operators of two characters with words.
var pairs = strings.NewReplacer("<=", " LessThanOrEqual ", ">=", " GreaterThanOrEqual ", "!=", " NotEqual ")

// fieldSigns contains the characters that oapi-codegen v2.8.2 writes as words at the start of a name (utils.go, typeNamePrefix).
const fieldSigns = "-+&|~=><#.*^%_"

// enumSigns contains the characters that become words at the start of an enum value, and in names that would otherwise be equal.
const enumSigns = "+*<>=!~^%&|"

// Field returns a function that converts the name of a schema, a property or a parameter to a Go identifier. The function writes the characters of
// [fieldSigns] at the start of a name as words, so that _id becomes UnderscoreID. It calls name for the rest of the text. If the first letter or digit
// of the rest is a digit, it removes the N that name adds.
func Field(name func(string) string) func(string) string {
	return func(text string) string {
		rest := strings.TrimLeft(text, fieldSigns)
		if rest == "" || rest == text {
			return name(signsAsWords(text))
		}
		prefix := ""
		for _, r := range text[:len(text)-len(rest)] {
			prefix += signs[r]
		}
		if first := strings.IndexFunc(rest, nameRune); first >= 0 && unicode.IsDigit([]rune(rest[first:])[0]) {
			return prefix + strings.TrimPrefix(name(rest), "N")
		}
		return prefix + name(rest)
	}
}

// signsAsWords returns the words for a text that contains neither letters nor digits. It returns any other text unchanged.
func signsAsWords(text string) string {
	switch {
	case strings.ContainsFunc(text, nameRune):
		return text
	case strings.Trim(text, " ") == "":
		return strings.Repeat(signs[' ']+" ", len(text))
	}
	return charactersAsWords(text)
}

// charactersAsWords writes each sign in a text as a word. It writes any other character that is not valid in a Go name as its code point, such as
// U1F600.
func charactersAsWords(text string) string {
	var b strings.Builder
	for _, r := range text {
		if nameRune(r) || signs[r] != "" {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, " U%04X ", r)
		}
	}
	return Words(b.String())
}

// Words writes the signs in a text as words with a space on both sides. For example, "_id" becomes " Underscore id". Words keeps spaces, but returns
// "Space" for a text that contains only white space.
func Words(text string) string { return words(text, func(int, rune) bool { return true }) }

// words replaces each operator in [pairs], and each sign for which replace returns true, with a word. The arguments of replace are the index of the
// sign and the sign itself. The index refers to the text in which the operators are already replaced.
func words(text string, replace func(i int, r rune) bool) string {
	var b strings.Builder
	text = pairs.Replace(text)
	for i, r := range text {
		word := signs[r]
		if r == '-' && i > 0 && (i+1 == len(text) || text[i+1] < '0' || text[i+1] > '9') {
			word = "Dash"
		}
		if word != "" && r != ' ' && replace(i, r) {
			b.WriteString(" " + word + " ")
			continue
		}
		b.WriteRune(r)
	}
	if text != "" && strings.TrimSpace(b.String()) == "" {
		return signs[' ']
	}
	return b.String()
}
