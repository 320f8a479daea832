package spec

import (
	"strconv"
	"strings"
	"unicode"
)

// DistinctName gives the Go name of a text that nothing else has: the usual one; where that is taken, one with the signs in words
// ("Etc/GMT+1" beside "Etc/GMT-1" is EtcGMTPlus1); where that is taken too, one with a number behind it (Add2). Whoever comes first in the
// document keeps the usual name, so what is added at the end renames nothing.
func DistinctName(text string, name func(string) string, taken func(string) bool) string {
	usual := name(text)
	if !taken(usual) {
		return usual
	}
	if signed := name(signsInWords(text)); !taken(signed) {
		return signed
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

// signsInWords writes + and a minus before a digit as words.
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

// DistinctNames gives the Go names of texts that stand in one place, by [DistinctName] in their order.
func DistinctNames(texts []string, name func(string) string) []string {
	seen := map[string]bool{}
	names := make([]string, len(texts))
	for i, text := range texts {
		names[i] = DistinctName(text, name, func(s string) bool { return seen[s] })
		seen[names[i]] = true
	}
	return names
}
