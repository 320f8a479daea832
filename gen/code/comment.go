package code

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// cutter takes declarations out of oapi-codegen's text.
type cutter struct {
	text string
	file *token.File
}

func (c cutter) slice(from, to token.Pos) string {
	return c.text[c.file.Offset(from):c.file.Offset(to)]
}

// declaration cuts a declaration out, with comments of our own form: oapi-codegen puts the name of a type or field before the description
// ("// Door A door of the house"), which reads well for few descriptions. doc replaces the comment of a type; a function keeps its own.
func (c cutter) declaration(decl ast.Decl, doc string) string {
	if f, ok := decl.(*ast.FuncDecl); ok {
		doc = ""
		if f.Doc != nil {
			doc = c.slice(f.Doc.Pos(), f.Doc.End()) + "\n"
		}
		text := c.slice(f.Pos(), f.End())
		if strings.Contains(text, "\n  ") {
			text = formatted(text) // a template of oapi-codegen itself, where ours have tabs
		}
		return doc + text
	}
	d := decl.(*ast.GenDecl)
	doc = docComment(doc, "")
	if t, ok := d.Specs[0].(*ast.TypeSpec); ok && !d.Lparen.IsValid() {
		typ := c.slice(t.Type.Pos(), t.Type.End())
		if s, ok := t.Type.(*ast.StructType); ok {
			if members, ok := c.members(s); ok {
				return doc + structure(t.Name.Name, members)
			}
		} else if isSimple(typ) {
			if t.Assign.IsValid() {
				typ = "= " + typ
			}
			return doc + "type " + t.Name.Name + " " + typ
		}
	}
	return doc + formatted(c.commented(d))
}

// members are the fields of a struct; ok is false for one that has more than names, types, tags and comments above them.
func (c cutter) members(s *ast.StructType) (members []member, ok bool) {
	at := s.Fields.Opening + 1
	for _, f := range s.Fields.List {
		if len(f.Names) != 1 || f.Comment != nil {
			return nil, false
		}
		m := member{name: f.Names[0].Name, typ: c.slice(f.Type.Pos(), f.Type.End())}
		start := f.Pos()
		if f.Doc != nil {
			start, m.doc = f.Doc.Pos(), docComment(fieldDoc(m.name, f.Doc), "\t")
		}
		between := c.slice(at, start)
		if strings.TrimSpace(between) != "" {
			return nil, false
		}
		m.gap = len(members) > 0 && strings.Count(between, "\n") > 1
		if f.Tag != nil {
			m.tail = f.Tag.Value
		}
		members, at = append(members, m), f.End()
	}
	return members, strings.TrimSpace(c.slice(at, s.Fields.Closing)) == ""
}

// commented is a declaration as it stands, with comments of our own form.
func (c cutter) commented(d *ast.GenDecl) string {
	var b strings.Builder
	at := d.Pos()
	ast.Inspect(d, func(n ast.Node) bool {
		f, ok := n.(*ast.Field)
		if !ok || f.Doc == nil {
			return true
		}
		name := ""
		if len(f.Names) > 0 {
			name = f.Names[0].Name
		}
		b.WriteString(c.slice(at, f.Doc.Pos()))
		b.WriteString(strings.TrimPrefix(comment(fieldDoc(name, f.Doc), "\t"), "\t"))
		at = f.Type.Pos()
		if name != "" {
			at = f.Names[0].Pos()
		}
		return true
	})
	b.WriteString(c.slice(at, d.End()))
	return b.String()
}

// fieldDoc is a field's comment without the field's name before it.
func fieldDoc(name string, doc *ast.CommentGroup) string {
	var lines []string
	for _, c := range doc.List { // not doc.Text(), which drops what looks like a directive
		lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(c.Text, "//"), " "))
	}
	lines[0] = strings.TrimPrefix(lines[0], name+" ")
	text := strings.Join(lines, "\n")
	// A deprecation is a paragraph of its own: https://go.dev/wiki/Deprecated
	text = strings.Replace(text, "\nDeprecated:", "\n\nDeprecated:", 1)
	return strings.Replace(text, "this property has been marked as deprecated upstream, but no `x-deprecated-reason` was set",
		"the API marks this property as deprecated.", 1)
}

// typeDoc is the comment of a model: what its description says, as a sentence about it.
func (g *generator) typeDoc(name string) string {
	for _, i := range g.typeAt[name] {
		return g.described(name, g.types[i]) + deprecation(g.types[i])
	}
	return ""
}

func (g *generator) described(name string, t codegen.TypeDefinition) string {
	text := strings.TrimSpace(t.Schema.Description)
	first, _, _ := strings.Cut(text, " ")
	switch {
	case text == "" && oas.Pointer("components", "schemas", t.JsonName) == g.prepared.at[t.JsonName]:
		return name + " is schema " + t.JsonName + "."
	case text == "" && g.prepared.at[t.JsonName] == "":
		union := strings.TrimRight(name, "0123456789") // oapi-codegen's name of a member: the union's, N and its number
		return name + " is a member of " + strings.TrimSuffix(union, "N") + "."
	case text == "":
		return name + " has no name in the document, where it stands at " + g.prepared.at[t.JsonName] + "."
	case first == name:
		return sentence(text)
	case first == "A" || first == "An" || first == "The":
		return name + " is " + sentence(lowerSentence(text))
	}
	return name + ": " + sentence(lowerSentence(text))
}

func deprecation(t codegen.TypeDefinition) string {
	if t.Schema.OAPISchema == nil || !t.Schema.OAPISchema.Deprecated {
		return ""
	}
	reason, _ := t.Schema.OAPISchema.Extensions["x-deprecated-reason"].(string)
	if reason == "" {
		reason = "the API marks this schema as deprecated."
	}
	return "\n\nDeprecated: " + reason
}

// summary makes the first line of the comment of an operation's method. A summary is an order, "List all doors"; where its verb is
// known the line is a statement, "ListDoors lists all doors.".
func summary(name, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return name + " calls the operation."
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

// verbs are those that summaries of operations begin with, as far as the field uses them; any other word is left alone, since it may be
// a noun.
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

// thirdPerson gives "lists" for "List", "" for a word that is not among the verbs.
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

// lowerSentence lowers the first letter, unless the first word is an acronym or a name.
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

// sentence ends a text with a full stop, unless it ends like a sentence or a list.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:`|") {
		return text
	}
	return text + "."
}

// comment returns text as a Go comment, wrapped, each line prefixed with indent. No text can end the comment or hide code: every kind of line break
// starts a new comment line, and [report.Visible] escapes control and format characters.
func comment(text, indent string) string { return commented(commentLines(text, indent), indent) }

// commented puts the marks of a comment before lines.
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

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n", "\f", "\n")

// commentLines are the lines of a comment. Paragraphs have one blank line between them.
func commentLines(text, indent string) []string {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	var lines []string
	blank := false
	for line := range strings.SplitSeq(lineBreaks.Replace(text), "\n") {
		line = report.VisibleLines(strings.TrimRight(line, " \t"))
		if line != "" && line[0] != ' ' && line[0] != '\t' {
			line = strings.Join(strings.Fields(line), " ")
		}
		switch {
		case line == "":
			blank = len(lines) > 0
		case blank:
			lines = wrap(append(lines, ""), line, 110-len(indent))
			blank = false
		default:
			lines = wrap(lines, line, 110-len(indent))
		}
	}
	return lines
}

// oneLine returns text that cannot end a comment of one line.
func oneLine(s string) string { return report.Visible(strings.Join(strings.Fields(s), " ")) }

// wrap breaks a line at spaces and adds the parts to lines. A line that is indented is code to godoc, and stays as it is.
func wrap(lines []string, line string, width int) []string {
	if line[0] == ' ' || line[0] == '\t' {
		return append(lines, line)
	}
	for len(line) > width {
		end := strings.LastIndexByte(line[:width+1], ' ')
		if end < 0 {
			end = strings.IndexByte(line, ' ')
		}
		if end < 0 {
			break
		}
		lines, line = append(lines, line[:end]), line[end+1:]
	}
	return append(lines, line)
}
