package names

import (
	"strconv"
	"strings"
)

// Distinct returns a Go name for text that no other text has. taken reports whether a name is in use. If name(text) is taken, Distinct writes + and
// - as words, such as EtcGMTPlus1 for "Etc/GMT+1". If this name is also taken, it writes every symbol as a word (see [Words]). As a last resort, it
// appends a number to name(text), as in Add2. The first of several texts keeps the usual name. A text at the end of the document therefore does not
// rename earlier texts.
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
