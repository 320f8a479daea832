package render

import (
	"strings"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/code/lines"
)

// typeDoc returns the comment of a type. It consists of the description of the schema as a sentence about the type, an example and the deprecation.
func typeDoc(d ir.Declaration) string {
	text := described(d)
	if d.Example != "" {
		if text == "" {
			text = d.Type + " is the body of a request."
		}
		text += "\n\nAn example in JSON:\n\n\t" + strings.ReplaceAll(d.Example, "\n", "\n\t")
	}
	if d.Reason != "" {
		text += "\n\nDeprecated: " + d.Reason
	}
	return text
}

// described returns the comment of a type without the example and the deprecation.
func described(d ir.Declaration) string {
	text := strings.TrimSpace(d.Description)
	first, _, _ := strings.Cut(text, " ")
	switch {
	case d.Bare:
		return d.Type + " is " + strings.TrimPrefix(d.Type, "open") + " without methods, for encoding/json."
	case text == "" && d.Added:
		union := strings.TrimRight(d.Type, "0123456789") // for a union Text, oapi-codegen uses the member names TextN0 and TextN1
		return d.Type + " is a member of " + strings.TrimSuffix(union, "N") + "."
	case text == "" && d.Inline:
		return d.Type + " is the inline schema at " + d.Pointer + "."
	case text == "" && d.Type == d.Schema:
		return ""
	case text == "":
		return d.Type + " is the schema " + d.Schema + "."
	case first == d.Type:
		return sentence(text)
	case first == "A" || first == "An" || first == "The":
		return d.Type + " is " + sentence(lowerSentence(text))
	}
	return d.Type + ": " + sentence(lowerSentence(text))
}

// summary returns the first line of the comment of an operation's method. For a summary that starts with a known verb in the imperative, such as
// "List all doors", the line is "ListDoors lists all doors." For any other summary, the line is the name, a colon and the summary. Without a summary,
// it is a sentence with defaultVerb, such as "ListDoors calls GET /doors."
func summary(o *ir.Operation, defaultVerb string) string {
	name, text := o.Name, strings.Join(strings.Fields(o.Summary), " ")
	if text == "" {
		return name + " " + defaultVerb + " " + o.Method + " " + o.Path + "."
	}
	verb, rest, _ := strings.Cut(text, " ")
	if third := thirdPerson(verb); third != "" {
		if rest == "" {
			return name + " " + third + "."
		}
		return name + " " + third + " " + sentence(rest)
	}
	return name + ": " + sentence(lowerSentence(text))
}

// verbs contains the verbs with which common summaries start. summary does not conjugate other words, because they could be nouns.
const verbs = " accept acquire activate add allow append apply approve archive assign attach authenticate authorize begin block bulk build calculate " +
	"cancel change check clear clone close compare complete compute configure confirm connect convert copy count create deactivate delete deny " +
	"deploy detach disable disconnect discard download drain duplicate edit enable end enter enumerate execute exit export extend fetch find " +
	"force generate get give grant import initiate insert install invalidate invite invoke join kill leave link list load lock log look make " +
	"manage mark merge migrate modify move notify obtain open order patch pause perform ping post power prepare preview promote provide publish " +
	"purge put query read reboot rebuild receive recreate refresh regenerate register reject release reload remove rename renew reopen reorder " +
	"repair replace report request require reset resend resize resolve restart restore resume retrieve retry return revert revoke rotate run " +
	"save scan schedule search select send set show shut shutdown sort start stop store submit subscribe suspend swap switch sync synchronize " +
	"tell terminate test toggle transfer trigger unassign uninstall unlink unlock unpublish unregister unsubscribe update upgrade upload upsert " +
	"use validate verify view write "

// thirdPerson returns the third person of a verb, such as "lists" for "List". It returns "" for a word that is not in verbs.
func thirdPerson(word string) string {
	word = strings.ToLower(word)
	if word == "" || !strings.Contains(verbs, " "+word+" ") {
		return ""
	}
	last := word[len(word)-1]
	switch {
	case strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"), strings.ContainsRune("sxzo", rune(last)):
		return word + "es"
	case last == 'y' && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return word[:len(word)-1] + "ies"
	}
	return word + "s"
}

// lowerSentence returns text with its first letter in lower case. It does not change a text whose first word has another upper-case letter, such as
// URL or OAuth. It also does not change a text that starts with a letter outside ASCII, or with a single-letter word other than A.
func lowerSentence(text string) string {
	word, _, _ := strings.Cut(text, " ")
	if word == "A" {
		return "a" + text[1:]
	}
	if word == "" || strings.ToUpper(word) == word || strings.ToLower(word[1:]) != word[1:] {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// sentence returns text without white space at its ends. It appends a full stop unless the text is empty, or ends with one of the characters .!?:`|
// (punctuation and Markdown markup).
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:`|") {
		return text
	}
	return text + "."
}

// comment returns text as a Go comment. Each line starts with indent. See [lines.Of].
func comment(text, indent string) string { return commented(commentLines(text, indent), indent) }

// commentLines returns the lines of a comment, without indent and comment marks. It wraps lines at a width that leaves room for indent.
func commentLines(text, indent string) []string { return lines.Of(text, 110-len(indent)) }

// commented returns lines as a comment. Each line starts with indent.
func commented(lines []string, indent string) string {
	size := 0
	for _, line := range lines {
		size += len(indent) + len("// \n") + len(line)
	}
	var b strings.Builder
	b.Grow(size)
	for _, line := range lines {
		b.WriteString(indent)
		b.WriteString("//")
		if line != "" && line[0] != '\t' {
			b.WriteByte(' ')
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String()
}
