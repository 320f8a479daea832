package render

import (
	comments "go/doc/comment"
	"go/format"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file writes doc comments, structs and simple types in the form of gofmt, and so do the templates. Most files are therefore not parsed and
// printed, which was half of the cost of the code. Other code goes through go/format. TestGofmt and FuzzDocComment compare the results.

// member is a field of a struct.
type member struct {
	doc, name, typ string // doc is a comment as Go source, or empty
	tail           string // tag or comment after the type
	gap            bool   // a blank line comes before the field
}

// structure returns the declaration of a struct type, without a comment.
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

// writeMembers writes fields that have no comment and no blank line between them. Their types are aligned, and so are the tails of adjacent fields.
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

// widestType returns the width of the types up to the first field without a tail.
func widestType(members []member) (width int) {
	for _, m := range members {
		if m.tail == "" {
			break
		}
		width = max(width, utf8.RuneCountInString(m.typ))
	}
	return width
}

// padded writes a text and the spaces to the next column.
func padded(b *strings.Builder, text string, width int) {
	b.WriteString(text)
	for range width - utf8.RuneCountInString(text) + 1 {
		b.WriteByte(' ')
	}
}

// isSimple reports whether gofmt has nothing to change in a type. It does for a name with optional type arguments, after any *, [] and map[...].
func isSimple(typ string) bool {
	return !strings.ContainsFunc(strings.ReplaceAll(typ, "{}", ""), func(r rune) bool {
		return r != '_' && r != '.' && r != '*' && r != '[' && r != ']' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// goType returns a type as gofmt writes it.
func goType(typ string) string {
	if isSimple(typ) {
		return typ
	}
	return strings.TrimPrefix(strings.TrimSuffix(formatted("type _ "+typ+"\n"), "\n"), "type _ ")
}

// formatted returns a declaration without a comment as gofmt writes it. It returns invalid Go unchanged, so that the type check reports its origin.
func formatted(declaration string) string {
	text, err := format.Source([]byte(declaration))
	if err != nil {
		return declaration
	}
	return string(text)
}

// docComment returns a [comment] as gofmt writes it before a declaration, where gofmt knows lists, headings and code.
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

// isProse reports whether a comment consists only of paragraphs (go/doc/comment, parseSpans and isOldHeading). It returns false in case of doubt.
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
