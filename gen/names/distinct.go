package names

import (
	"strconv"
	"strings"
	"unicode"
)

// Distinct returns a Go name for text that is not taken. If name(text) is taken, it writes + and - as words: "Etc/GMT+1" becomes EtcGMTPlus1. If that
// name is taken as well, it writes every symbol as a word (see [Words]). As a last resort, it appends a number to name(text), as in Add2. The first
// text in the document gets the usual name, so a text that is added at the end does not rename earlier ones.
func Distinct(text string, name func(string) string, taken func(string) bool) string {
	usual := name(text)
	if !taken(usual) {
		return usual
	}
	if signed := name(signsInWords(text)); !taken(signed) {
		return signed
	}
	if worded := name(Words(text)); !taken(worded) {
		return worded
	}
	between := ""
	if last := usual[len(usual)-1]; last >= '0' && last <= '9' {
		between = "x"
	}
	for i := 2; ; i++ {
		if numbered := usual + between + strconv.Itoa(i); !taken(numbered) {
			return numbered
		}
	}
}

// signsInWords replaces + and a minus before a digit with words.
func signsInWords(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r == '+':
			b.WriteString(" Plus ")
		case r == '-' && i+1 < len(runes) && unicode.IsDigit(runes[i+1]):
			b.WriteString(" Minus ")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Words returns a text with its symbols as words: "<=" is "Less Equal", and "_id" is "Underscore id". It keeps spaces.
func Words(s string) string {
	words := map[rune]string{
		'_': "Underscore", '-': "Dash", '+': "Plus", '.': "Dot", ',': "Comma", '<': "Less", '>': "Greater", '=': "Equal", '!': "Not", '@': "At", '$': "Dollar",
		'%': "Percent", '&': "And", '*': "Star", '/': "Slash", '\\': "Backslash", ':': "Colon", ';': "Semicolon", '#': "Hash", '?': "Question", '|': "Or",
		'~': "Tilde", '^': "Caret", '(': "Paren", '[': "Bracket", '{': "Brace", '\'': "Apostrophe", '"': "Quote", '`': "Backtick",
	}
	var b strings.Builder
	for _, r := range s {
		if word := words[r]; word != "" {
			b.WriteString(" " + word + " ")
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// DistinctAll returns distinct Go names for texts in one scope. It calls [Distinct] for each text in order.
func DistinctAll(texts []string, name func(string) string) []string {
	seen := map[string]bool{}
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = Distinct(text, name, func(s string) bool { return seen[s] })
		seen[list[i]] = true
	}
	return list
}

// Memoize returns a function that returns the results of f and calls f once per argument. It is not safe for concurrent use.
func Memoize(f func(string) string) func(string) string {
	known := map[string]string{}
	return func(s string) string {
		result, ok := known[s]
		if !ok {
			result = f(s)
			known[s] = result
		}
		return result
	}
}
