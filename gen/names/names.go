// Package names derives Go names from names in a document. [Namer] returns a function that converts a name in the document to an identifier.
// [Distinct] resolves conflicts between names. [EnumDeclares] returns the names that an enum declares. The package does not read documents.
package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Namer returns a function that converts a name in the document to an exported Go identifier. The name may be that of a schema, a property, an
// operation or an enum member. initialisms lists words with their spelling in Go names ("ID", "IPv4", "RADIUS"). The function also recognizes their
// plurals ("IDs", "IPv4s").
//
// The function returns a valid exported identifier for every text, and equal identifiers for equal texts. It recognizes initialisms in the camel case
// of .NET, which writes all but the last of several leading capitals in lower case. For example, "iPv4s" becomes IPv4s, and "urLs" becomes URLs.
func Namer(initialisms []string) func(string) string {
	n := namer{forms: make(map[string]string, len(initialisms))}
	for _, form := range initialisms {
		n.forms[strings.ToLower(form)] = form
	}
	return n.name
}

type namer struct{ forms map[string]string } // spelling of each initialism in Go names, by its lower-case form

func (n namer) name(s string) string {
	var b strings.Builder
	upperSnake := strings.Contains(s, "_") && strings.ToUpper(s) == s // all letters are capitals, so capitals do not separate words
	for _, chunk := range strings.FieldsFunc(s, func(r rune) bool { return !nameRune(r) }) {
		if upperSnake {
			chunk = strings.ToLower(chunk)
		}
		n.chunk(&b, chunk)
	}
	name := b.String()
	first, _ := utf8.DecodeRuneInString(name)
	switch {
	case name == "":
		return "X"
	case unicode.IsDigit(first):
		return "N" + name
	case !unicode.IsUpper(first):
		return "X" + name
	}
	return name
}

// nameRune reports whether [Namer] keeps a character in names. It returns false for a Hangul filler, although Go treats it as a letter. A Hangul
// filler is invisible, so two names that differ only in fillers would look the same.
func nameRune(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// chunk splits a sequence of letters and digits into words. It writes each word to b as an initialism, or with its first letter in upper case.
func (n namer) chunk(b *strings.Builder, chunk string) {
	words := split(chunk)
	for i := 0; i < len(words); i++ {
		word := words[i]
		if i+1 < len(words) {
			joined := word + words[i+1]
			form, ok := n.form(joined)
			if ok && (UpperFirst(form) == UpperFirst(joined) || i == 0 && strings.ToLower(word) == word) {
				b.WriteString(UpperFirst(form))
				i++
				continue
			}
		}
		if form, ok := n.form(word); ok {
			b.WriteString(UpperFirst(form))
			continue
		}
		b.WriteString(UpperFirst(word))
	}
}

// form returns the spelling of word in Go names if word is an initialism or the plural of an initialism. The second result is false for any other
// word.
func (n namer) form(word string) (string, bool) {
	lower := strings.ToLower(word)
	if form, ok := n.forms[lower]; ok {
		return form, true
	}
	if stem, ok := strings.CutSuffix(lower, "s"); ok {
		if form, ok := n.forms[stem]; ok {
			return form + "s", true
		}
	}
	return "", false
}

// split splits s at changes of case. For example, it splits "allowURLAndMail" into allow, URL, And and Mail. Digits belong to the previous word.
func split(s string) []string {
	runes := []rune(s)
	var words []string
	start := 0
	for i := 1; i < len(runes); i++ {
		upper := unicode.IsUpper(runes[i])
		afterLower := !unicode.IsUpper(runes[i-1])
		beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if upper && (afterLower || beforeLower) {
			words = append(words, string(runes[start:i]))
			start = i
		}
	}
	return append(words, string(runes[start:]))
}

// UpperFirst returns s with its first character in upper case.
func UpperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// LowerFirst returns s with its first letter in lower case. If s starts with an initialism, it converts the whole initialism: MFAServer becomes
// mfaServer, and IDs becomes ids.
func LowerFirst(s string) string {
	runes := []rune(s)
	capitals := 0
	for capitals < len(runes) && unicode.IsUpper(runes[capitals]) {
		capitals++
	}
	if capitals > 1 && capitals < len(runes) && runes[capitals] == 's' && (capitals+1 == len(runes) || !unicode.IsLower(runes[capitals+1])) {
		return strings.ToLower(string(runes[:capitals])) + string(runes[capitals:])
	}
	for i, r := range runes {
		if i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) {
			break
		}
		if !unicode.IsUpper(r) {
			break
		}
		runes[i] = unicode.ToLower(r)
	}
	return string(runes)
}

// Package returns the probable name of the package at an import path: the last element that is not a major version.
func Package(path string) string {
	parts := strings.Split(path, "/")
	last := parts[len(parts)-1]
	if major, ok := strings.CutPrefix(last, "v"); ok && len(parts) > 1 && major != "" && strings.Trim(major, "0123456789") == "" {
		last = parts[len(parts)-2]
	}
	return last
}
