package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// File names and the text of a document are untrusted, because anyone who opens a pull request can write them. Every printer passes such text to
// one of the functions in this file.

// Visible returns s as one line that neither a terminal nor a CI runner interprets. It writes a Go escape sequence for each line end, byte that is
// not UTF-8, and character that controls a terminal or hides text. It also escapes the log commands of GitHub Actions, Azure Pipelines and TeamCity.
// Such a command starts with :: at the start of the line, or with ##[ or ##NAME[ anywhere.
func Visible(s string) string {
	command := commandStart(s)
	if command < 0 && !strings.Contains(s, "##") && !strings.ContainsFunc(s, func(r rune) bool { return harmful(r) || r == utf8.RuneError }) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1 || i == command || i > 0 && logCommand(s[i-1:]):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case harmful(r):
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// VisibleLines is like [Visible], but keeps line feeds and tabs.
func VisibleLines(s string) string {
	var b strings.Builder
	for {
		end := strings.IndexAny(s, "\n\t")
		if end < 0 {
			return b.String() + Visible(s)
		}
		b.WriteString(Visible(s[:end]) + s[end:end+1])
		s = s[end+1:]
	}
}

// harmful reports whether r can control a terminal, hide text, or change the order of text. Harmful characters are control characters (C0, DEL, C1),
// format characters such as bidirectional overrides ("Trojan Source", CVE-2021-42574), invisible characters, and Unicode line ends. The zero-width
// joiner, the non-joiner and variation selectors are not harmful, because some scripts and emoji need them.
func harmful(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	case r < 0x300 || r == '\u200c' || r == '\u200d':
		return r == '\u00ad'
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
}

// commandStart returns the index of the command "::name::" if s starts with a command, with or without leading white space. Otherwise, it returns -1.
// The runner of GitHub Actions ignores leading white space (actions/runner, ActionCommand.TryParseV2).
func commandStart(s string) int {
	trimmed := strings.TrimLeftFunc(s, unicode.IsSpace)
	if strings.HasPrefix(trimmed, "::") && strings.Contains(trimmed[2:], "::") {
		return len(s) - len(trimmed)
	}
	return -1
}

// logCommand reports whether s starts with "##[" or "##name[". Runners treat this prefix as a command at any position in a line
// (ActionCommand.TryParse).
func logCommand(s string) bool {
	rest, ok := strings.CutPrefix(s, "##")
	return ok && strings.HasPrefix(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz"), "[")
}

// EncodeJSON returns v as an indented JSON document. It writes harmful characters and log commands with JSON escapes, so that values remain exact.
// Bytes that are not UTF-8 become U+FFFD.
func EncodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	text := b.String()
	if !strings.Contains(text, "##") && strings.IndexFunc(text, func(r rune) bool { return r != '\n' && harmful(r) }) < 0 {
		return b.Bytes(), nil
	}
	var out bytes.Buffer
	for i, r := range text { // JSON syntax is ASCII, so a harmful character is part of a string
		switch {
		case i > 0 && logCommand(text[i-1:]):
			fmt.Fprintf(&out, `\u%04x`, r)
		case r == '\n' || !harmful(r):
			out.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.Bytes(), nil
}

// Markdown returns s as one line of Markdown that renders as the text of s. The result is safe within a line, in a table cell, and at the start of
// a paragraph or a list item. No part of s becomes markup, a link, a mention or a reference to an issue.
func Markdown(s string) string {
	s = Visible(strings.Join(strings.Fields(s), " "))
	var b strings.Builder
	for i := range len(s) {
		rest := s[i+1:]
		switch c := s[i]; {
		case c == '<':
			b.WriteString("&lt;")
		case c == '>':
			b.WriteString("&gt;")
		case c == '&':
			b.WriteString("&amp;")
		case c == '$': // GitHub and GitLab treat $x$ as a formula
			b.WriteString("<span>&#36;</span>")
		case c == '@', c == '#' && startsWithDigit(rest), c == ':' && strings.HasPrefix(rest, "//"), c == '-' && endsInWord(s[:i], "gh") && startsWithDigit(rest):
			b.WriteByte(c)
			b.WriteString("<wbr>") // an escape has no effect, because GitHub finds mentions, references and addresses in the rendered text
		case c == '.' && endsInWord(s[:i], "www"):
			b.WriteString("<wbr>.")
		case strings.IndexByte("\\`*_[]|~#", c) >= 0,
			i == 0 && strings.IndexByte("-+=", c) >= 0,
			(c == '.' || c == ')') && (rest == "" || rest[0] == ' ') && i > 0 && strings.Trim(s[:i], "0123456789") == "":
			b.WriteByte('\\')
			b.WriteByte(c)
		default: // ! and parentheses need no escapes, because brackets are escaped
			b.WriteByte(c)
		}
	}
	return b.String()
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// endsInWord reports whether s ends in word, without an ASCII letter or digit before it. It ignores case.
func endsInWord(s, word string) bool {
	const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	at := len(s) - len(word)
	return at >= 0 && strings.EqualFold(s[at:], word) && strings.TrimRight(s[:at], alphanumeric) == s[:at]
}

// MarkdownProse is like [Markdown], but text between backticks remains code. If a backtick has no match, or only spaces before the match, it becomes
// a separate code span.
func MarkdownProse(s string) string {
	var b strings.Builder
	code := false // whether the last part was code; two adjacent code spans would become one
	for _, part := range prose(strings.Join(strings.Fields(s), " ")) {
		if !part.code {
			b.WriteString(keepSpaces(part.text, Markdown))
			code = false
			continue
		}
		if code {
			b.WriteString("<wbr>")
		}
		b.WriteString(MarkdownCode(part.text))
		code = true
	}
	return b.String()
}

// span is a part of a text, either code or prose.
type span struct {
	text string
	code bool
}

// prose splits a text into spans at its backticks. If a backtick has no match, or only spaces before the match, it is a code span of its own.
func prose(s string) []span {
	var list []span
	for s != "" {
		before, rest, found := strings.Cut(s, "`")
		if before != "" {
			list = append(list, span{before, false})
		}
		if !found {
			break
		}
		inner, after, closed := strings.Cut(rest, "`")
		if strings.TrimSpace(inner) == "" || !closed {
			list = append(list, span{"`", true})
			s = rest
			continue
		}
		list = append(list, span{inner, true})
		s = after
	}
	return list
}

// keepSpaces returns convert(s) with the leading and trailing spaces of s, because convert removes them.
func keepSpaces(s string, convert func(string) string) string {
	text := convert(s)
	if strings.TrimSpace(s) == "" {
		return s
	}
	if strings.HasPrefix(s, " ") {
		text = " " + text
	}
	if strings.HasSuffix(s, " ") {
		text += " "
	}
	return text
}

// MarkdownCode returns s as a Markdown code span, or "" if s contains only white space. In a table, the caller must also escape | in the result.
func MarkdownCode(s string) string {
	s = Visible(strings.Join(strings.Fields(s), " "))
	if s == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if fence == "`" {
		return fence + s + fence
	}
	return fence + " " + s + " " + fence
}
