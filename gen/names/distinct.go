package names

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Distinct returns an unused Go name for text. taken reports whether a name is in use. If name(text) is taken, Distinct tries these names in order:
//
//   - with some signs as words, such as EtcGMTPlus1 for "Etc/GMT+1"
//   - with every sign as a word (see [Words])
//   - with the code point of every other character that a name cannot contain, and the spaces at both ends as words
//   - with a word for the case of the letters, such as DescUpper for "DESC"
//   - with a number, such as Add2
//
// If several texts have the same name(text), the first call of Distinct returns this name. A new text at the end of the document therefore does not
// change the names of earlier texts.
func Distinct(text string, name func(string) string, taken func(string) bool) string {
	if free := distinctSigns(text, name, taken); free != "" {
		return free
	}
	if cased := name(text) + caseOf(text); !taken(cased) {
		return cased
	}
	return numbered(name(text), taken)
}

// DistinctPhrase is like [Distinct], but does not try a word for the case of the letters. It is for a text that is not a name in the document.
func DistinctPhrase(text string, name func(string) string, taken func(string) bool) string {
	if free := distinctSigns(text, name, taken); free != "" {
		return free
	}
	return numbered(name(text), taken)
}

// distinctSigns returns an unused name for text, or "" if it finds none. It tries forms of text in which more and more characters are written as
// words.
func distinctSigns(text string, name func(string) string, taken func(string) bool) string {
	inner := strings.TrimLeft(text, " ")
	before := len(text) - len(inner)
	inner = strings.TrimRight(inner, " ")
	exact := strings.Repeat("Space ", before) + charactersAsWords(inner) + strings.Repeat(" Space", len(text)-before-len(inner))
	for _, form := range []string{text, enumSignsInWords(text), Words(text), exact} {
		if free := name(form); !taken(free) {
			return free
		}
	}
	return ""
}

// numbered appends a number to a name, as in Add2. If the name ends in a digit, an x separates the numbers, as in Add1x2. numbered chooses the
// smallest number from 2 for which the new name is not taken.
func numbered(usual string, taken func(string) bool) string {
	between := ""
	if last := usual[len(usual)-1]; last >= '0' && last <= '9' {
		between = "x"
	}
	for i := 2; ; i++ {
		if name := usual + between + strconv.Itoa(i); !taken(name) {
			return name
		}
	}
}

// caseOf returns Upper, Lower, Camel, Title or Pascal for the case of the letters in text. It returns "" if text has no upper-case or lower-case
// letters.
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

// enumSignsInWords writes the following as words: the operators in [pairs], [enumSigns], a minus before a digit, and a minus at the start.
func enumSignsInWords(s string) string {
	s = pairs.Replace(s)
	return words(s, func(i int, r rune) bool {
		if r != '-' {
			return strings.ContainsRune(enumSigns, r)
		}
		return i == 0 || i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9'
	})
}

// DistinctAll returns distinct Go names for texts in one scope. If several texts have the same name(text), the first text that does not start with a
// sign keeps this name. If all these texts start with a sign, the first one keeps it. DistinctAll calls [Distinct] for the remaining texts in order.
// The names of "_a" and "a" are therefore UnderscoreA and A in any order of the texts.
func DistinctAll(texts []string, name func(string) string) []string {
	signed := func(text string) bool {
		first, _ := utf8.DecodeRuneInString(text)
		return signs[first] != ""
	}
	keeper := map[string]int{}
	for i, text := range texts {
		usual := name(text)
		if at, taken := keeper[usual]; !taken || signed(texts[at]) && !signed(text) {
			keeper[usual] = i
		}
	}
	list := make([]string, len(texts))
	seen := map[string]bool{}
	for usual, i := range keeper {
		list[i], seen[usual] = usual, true
	}
	for i, text := range texts {
		if list[i] == "" {
			list[i] = Distinct(text, name, func(s string) bool { return seen[s] })
			seen[list[i]] = true
		}
	}
	return list
}

// Memoize returns a function with the same results as f. The returned function calls f once per argument, and is not safe for concurrent use.
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
