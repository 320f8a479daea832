package code

import (
	"strings"
	"unicode"
)

// Namer gives the function that turns a name of the document (schema, property, operationId, enum member) into an exported Go
// identifier. initialisms are written as they shall look ("ID", "IPv4", "RADIUS"); their plurals ("IDs", "IPv4s") follow.
//
// The function is total: any text gives a valid exported identifier, and equal texts give equal ones. It undoes the camel case
// of .NET, which lowers a leading run of capitals except its last: "iPv4s" is IPv4s, "urLs" is URLs.
func Namer(initialisms []string) func(string) string {
	n := namer{forms: make(map[string]string, len(initialisms))}
	for _, form := range initialisms {
		n.forms[strings.ToLower(form)] = form
	}
	return n.name
}

// remembered gives a function that answers like f and asks it once for each text: the same names are made many times over. It is not safe for
// concurrent use.
func remembered(f func(string) string) func(string) string {
	known := map[string]string{}
	return func(s string) string {
		name, ok := known[s]
		if !ok {
			name = f(s)
			known[s] = name
		}
		return name
	}
}

type namer struct{ forms map[string]string } // lower case -> as written

func (n namer) name(s string) string {
	var b strings.Builder
	shout := strings.Contains(s, "_") && strings.ToUpper(s) == s // SCREAMING_SNAKE: capitals mean nothing
	for _, chunk := range strings.FieldsFunc(s, func(r rune) bool { return !nameRune(r) }) {
		if shout {
			chunk = strings.ToLower(chunk)
		}
		n.chunk(&b, chunk)
	}
	name := b.String()
	first, _ := firstRune(name)
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

// nameRune reports whether a character may be part of a Go name. Go takes the Hangul fillers for letters, but they are not drawn: two names that
// differ in them look the same.
func nameRune(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// chunk writes a run of letters and digits, word by word.
func (n namer) chunk(b *strings.Builder, chunk string) {
	words := split(chunk)
	for i := 0; i < len(words); i++ {
		word := words[i]
		if i+1 < len(words) {
			joined := word + words[i+1]
			form, ok := n.form(joined)
			if ok && (upperFirst(form) == upperFirst(joined) || i == 0 && strings.ToLower(word) == word) {
				b.WriteString(upperFirst(form))
				i++
				continue
			}
		}
		if form, ok := n.form(word); ok {
			b.WriteString(upperFirst(form))
			continue
		}
		b.WriteString(upperFirst(word))
	}
}

// form gives the written form of an initialism or its plural.
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

// split cuts at changes of case: "allowURLAndMail" is allow, URL, And, Mail. Digits belong to the word before them.
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

func upperFirst(s string) string {
	r, size := firstRune(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

func lowerFirst(s string) string {
	// A leading initialism is lowered as a whole: MFAServer is mfaServer, ID is id.
	runes := []rune(s)
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

func firstRune(s string) (rune, int) {
	for _, r := range s {
		return r, len(string(r))
	}
	return 0, 0
}
