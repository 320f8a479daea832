package names

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Distinct returns a Go name for text that no other text has. taken reports whether a name is in use. If name(text) is taken, Distinct writes + and
// - as words, such as EtcGMTPlus1 for "Etc/GMT+1". If this name is also taken, it writes every symbol as a word (see [Words]), then every other character
// that a name cannot contain as its code point and the spaces at both ends as words, and then it appends a word for the case of the letters, as in DescUpper for "DESC". As a last resort,
// it appends a number to name(text), as in Add2. The first of several texts keeps the usual name. A text at the end of the document therefore does
// not rename earlier texts.
func Distinct(text string, name func(string) string, taken func(string) bool) string {
	usual := name(text)
	if !taken(usual) {
		return usual
	}
	if signed := name(enumSignsInWords(text)); !taken(signed) {
		return signed
	}
	if worded := name(Words(text)); !taken(worded) {
		return worded
	}
	inner := strings.TrimLeft(text, " ")
	before := len(text) - len(inner)
	inner = strings.TrimRight(inner, " ")
	exact := name(strings.Repeat("Space ", before) + spelled(inner) + strings.Repeat(" Space", len(text)-before-len(inner)))
	if !taken(exact) {
		return exact
	}
	if cased := usual + caseOf(text); !taken(cased) {
		return cased
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

// caseOf returns a word for the case of the letters in a text, or "" if the text has no letters with a case.
func caseOf(text string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) || unicode.IsLower(r) {
			return r
		}
		return -1
	}, text)
	first, size := utf8.DecodeRuneInString(letters)
	switch {
	case letters == "":
		return ""
	case strings.ToUpper(letters) == letters:
		return "Upper"
	case strings.ToLower(letters) == letters:
		return "Lower"
	case unicode.IsLower(first):
		return "Camel"
	case strings.ToLower(letters[size:]) == letters[size:]:
		return "Title"
	}
	return "Pascal"
}

// enumSignsInWords writes the following as words: [enumSigns], a minus before a digit, and a minus at the start.
func enumSignsInWords(s string) string {
	return words(s, func(i int, r rune) bool {
		if r != '-' {
			return strings.ContainsRune(enumSigns, r)
		}
		return i == 0 || i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9'
	})
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

// Memoize returns a function with the same results as f. It calls f once per argument. The returned function is not safe for concurrent use.
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
