package main

import (
	"regexp"
	"strings"
)

// kind is the origin of a text.
type kind int

const (
	comment  kind = iota // a comment in Go code
	literal              // a string: a message or a help text
	template             // a comment or a message in a template
	page                 // a block of a Markdown page
)

// text is one comment or string of a file, or one block of a Markdown page.
type text struct {
	file  string
	kind  kind
	lines []line
}

// line is one line of a text, without comment markers.
type line struct {
	number int
	text   string
}

// sentence is one sentence and the line where it starts.
type sentence struct {
	file string
	line int
	text string
}

// sentences splits a text at blank lines and at the ends of sentences. It leaves out code, and text for which isProse returns false.
func (t text) sentences() []sentence {
	var out []sentence
	var paragraph []line
	flush := func() {
		out = append(out, t.split(paragraph)...)
		paragraph = nil
	}
	for _, l := range t.lines {
		if strings.TrimSpace(l.text) == "" || isCode(l.text) {
			flush()
			continue
		}
		paragraph = append(paragraph, l)
	}
	flush()
	return out
}

// isCode reports whether a line belongs to a code block of a comment or help text, or is a Go comment inside a string. Code blocks are indented.
func isCode(s string) bool {
	return strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "  ") || strings.HasPrefix(s, "//")
}

// sentenceEnd matches the end of a sentence and the space after it.
var sentenceEnd = regexp.MustCompile("[.!?][)\"'`\\]]*\\s+")

// abbreviation matches text that ends in an abbreviation, such as "e.g. ".
var abbreviation = regexp.MustCompile(`(^|[\s(])(e\.g|i\.e|cf|vs|etc|No)\.\s+$`)

// split returns the sentences of one paragraph.
func (t text) split(paragraph []line) []sentence {
	var joined strings.Builder
	var starts []int // offsets of the lines in joined
	for _, l := range paragraph {
		starts = append(starts, joined.Len())
		joined.WriteString(strings.TrimSpace(l.text) + " ")
	}
	all := joined.String()
	var out []sentence
	start := 0
	add := func(end int) {
		if s := strings.TrimSpace(all[start:end]); isProse(s) {
			at := 0
			for at+1 < len(starts) && starts[at+1] <= start {
				at++
			}
			out = append(out, sentence{t.file, paragraph[at].number, s})
		}
		start = end
	}
	for _, end := range sentenceEnd.FindAllStringIndex(all, -1) {
		if !abbreviation.MatchString(all[start:end[1]]) {
			add(end[1])
		}
	}
	add(len(all))
	return out
}

// word matches a word of a sentence with its punctuation, or a verb of package fmt.
var word = regexp.MustCompile("^[(\"'`\\[]*([A-Za-z][a-z]*([-'/][a-z]+)*|%[a-z]|%\\[\\d\\][a-z])[)\"'`\\]]*[.,;:?!]*$")

// isProse reports whether a text has at least three words and more words than other parts.
func isProse(s string) bool {
	words, fields := 0, strings.Fields(s)
	for _, f := range fields {
		if word.MatchString(f) {
			words++
		}
	}
	return words >= 3 && 2*words > len(fields)
}
