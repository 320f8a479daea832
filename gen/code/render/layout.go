package render

import (
	comments "go/doc/comment"
	"go/format"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file writes Go as gofmt writes it, so that most files need not be parsed and printed, which was half of the cost of the code: doc comments,
// structs and simple types. The templates do so too. What these do not know goes through go/format. TestGofmt and FuzzDocComment compare the two.

// member is a field of a struct.
type member struct {
	doc, name, typ string // doc is a comment as it stands in the file, or empty
	tail           string // tag or comment behind it
	gap            bool   // a blank line stands above it
}

// structure is the declaration of a struct type, without a comment.
func structure(name string, members []member) string {
	var b strings.Builder
	b.WriteString("type " + name + " struct {\n")
	for start := 0; start < len(members); {
		end := start + 1
		for end < len(members) && members[end].doc == "" && !members[end].gap {
			end++
		}
		writeMembers(&b, members[start:end])
		start = end
	}
	b.WriteString("}\n")
	for _, m := range members {
		if !isSimple(m.typ) {
			return formatted(b.String())
		}
	}
	return b.String()
}

// writeMembers writes fields that have neither comment nor blank line between them: their types stand in a column, and so do the tails of
// neighbours.
func writeMembers(b *strings.Builder, members []member) {
	names, types := 0, 0
	for _, m := range members {
		names = max(names, utf8.RuneCountInString(m.name))
	}
	for i, m := range members {
		if m.gap {
			b.WriteByte('\n')
		}
		b.WriteString(m.doc)
		b.WriteByte('\t')
		switch {
		case m.tail == "":
			types = 0
			padded(b, m.name, names)
			b.WriteString(m.typ)
		default:
			if types == 0 {
				types = widestType(members[i:])
			}
			padded(b, m.name, names)
			padded(b, m.typ, types)
			b.WriteString(m.tail)
		}
		b.WriteByte('\n')
	}
}

// widestType is the width of the types up to the first field without a tail.
func widestType(members []member) (width int) {
	for _, m := range members {
		if m.tail == "" {
			break
		}
		width = max(width, utf8.RuneCountInString(m.typ))
	}
	return width
}

// padded writes a text and the blanks to the next column.
func padded(b *strings.Builder, text string, width int) {
	b.WriteString(text)
	for range width - utf8.RuneCountInString(text) + 1 {
		b.WriteByte(' ')
	}
}

// isSimple tells whether a type has no place where gofmt could put a blank or a line break: a name, behind it type arguments, before it *, [] and
// map[...].
func isSimple(typ string) bool {
	return !strings.ContainsFunc(strings.ReplaceAll(typ, "{}", ""), func(r rune) bool {
		return r != '_' && r != '.' && r != '*' && r != '[' && r != ']' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// goType is a type as gofmt writes it.
func goType(typ string) string {
	if isSimple(typ) {
		return typ
	}
	return strings.TrimPrefix(strings.TrimSuffix(formatted("type _ "+typ+"\n"), "\n"), "type _ ")
}

// formatted is a declaration without a comment as gofmt writes it. One that is no Go is left as it is: the type check tells where it came from.
func formatted(declaration string) string {
	text, err := format.Source([]byte(declaration))
	if err != nil {
		return declaration
	}
	return string(text)
}

// docComment is [comment] as gofmt writes it before a declaration, where it knows lists, headings and code.
func docComment(text, indent string) string {
	lines := commentLines(text, indent)
	if !isProse(lines) {
		var p comments.Parser
		var print comments.Printer
		text := string(print.Comment(p.Parse(strings.Join(lines, "\n") + "\n")))
		lines = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	}
	return commented(lines, indent)
}

// isProse tells whether the lines of a comment are nothing but paragraphs (go/doc/comment, parseSpans and isOldHeading). When in doubt they are
// more.
func isProse(lines []string) bool {
	for i, line := range lines {
		if line == "" {
			continue
		}
		first := line[0]
		if (first|0x20 < 'a' || first|0x20 > 'z') && first != '<' && first != '(' && first != '`' && first != '"' {
			return false
		}
		if strings.Contains(line, "``") || strings.Contains(line, "''") {
			return false
		}
		last, _ := utf8.DecodeLastRuneInString(line)
		alone := i > 0 && lines[i-1] == "" && i+1 < len(lines) && lines[i+1] == ""
		if alone && (unicode.IsLetter(last) || unicode.IsDigit(last)) {
			return false // a heading
		}
	}
	return true
}
