package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// The limits of the excerpt of a source line.
const (
	excerptCells = 100     // maximum number of terminal cells, without "..."
	excerptLeft  = 60      // maximum number of terminal cells to the left of the column in a wide line, unless the column is near the end
	excerptBytes = 4 << 10 // number of bytes to decode around the column, if the line has more bytes
)

// ANSI colours and styles.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	blue   = "34"
	cyan   = "36"
)

// paint returns a text in a colour or a style if p.Color is set. The caller must pass untrusted text to [Visible] first.
func (p *printer) paint(color, text string) string {
	if !p.Color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func severityColor(s Severity) string { return s.word(red, yellow, cyan) }

func (p *printer) text(list List) {
	for _, d := range list {
		p.finding(d)
	}
	if len(list) > 0 {
		p.out.WriteString(summary(list) + "\n")
	}
}

// finding writes the text of a finding (see [Finding.String]), the source line and the related positions.
func (p *printer) finding(d Finding) {
	if !d.Pos.IsZero() {
		p.out.WriteString(p.paint(bold, Visible(d.Pos.String())) + ": ")
	}
	if d.Severity != Error {
		p.out.WriteString(p.paint(severityColor(d.Severity), d.Severity.String()+":") + " ")
		p.out.WriteString(Visible(d.Message))
	} else {
		p.out.WriteString(p.paint(red, Visible(d.Message)))
	}
	if d.Rule != "" {
		p.out.WriteString(" " + p.paint(dim, "("+Visible(d.Rule)+")"))
	}
	p.out.WriteByte('\n')
	p.excerpt(d)
	for _, r := range d.Related {
		p.out.WriteString("    ")
		switch {
		case r.Pos.IsZero():
			p.out.WriteString(Visible(r.Message))
		case r.Message == "":
			p.out.WriteString(Visible(r.Pos.String()))
		default:
			p.out.WriteString(Visible(r.Pos.String()) + ": " + Visible(r.Message))
		}
		p.out.WriteByte('\n')
	}
}

// documentText writes the entries and then a summary.
func (p *printer) documentText(d *Document) {
	line := func(format string, args ...any) { p.out.WriteString(Visible(fmt.Sprintf(format, args...)) + "\n") }
	if d.Skipped != "" {
		line("NOT COMPARED: %s", d.Skipped)
		p.out.WriteByte('\n')
	}
	entries := d.Entries
	if !p.All {
		entries = grouped(entries)
	}
	for _, e := range entries {
		p.entry(e, line)
	}
	if len(d.Entries) > 0 {
		p.out.WriteByte('\n')
	}
	if bumps := d.bumps(); bumps != "" {
		line("version: %s", bumps)
	}
	line("%s to %s: %s", d.Base, d.Head, d.Summary)
}

// entry writes a line with the entry, followed by indented lines with its details.
func (p *printer) entry(e Entry, line func(format string, args ...any)) {
	group := e.Group.Name
	if e.Approval != nil {
		group = "approved " + group
	}
	line("%s: %s: %s (%s)", e.Pos(), group, e.sentence(), e.ID)
	if was := e.Was(); !was.IsZero() {
		line("    was at %s", was)
	}
	if n := len(e.Places); n > 0 {
		const listed = 3
		for _, other := range e.Places[:min(listed, n)] {
			line("    also at %s: %s", other.Pos(), other.Subject)
		}
		if n > listed {
			line("    also at %s; --all lists them", Plural(n-listed, "more place"))
		}
	}
	if e.Approval != nil {
		line("    approved: %s", e.Approval.Reason)
	}
	for _, text := range e.facts() {
		line("    %s", text)
	}
	if p.All && e.Reach() != "" {
		for _, o := range e.Requests {
			line("        request of %s", o)
		}
		for _, o := range e.Responses {
			line("        response of %s", o)
		}
	}
	if e.Why != "" {
		line("    on the wire: %s", e.Why)
	}
	const shown = 5
	identifiers := e.Identifiers
	if !p.All {
		identifiers = e.Breaks[:min(shown, len(e.Breaks))]
	}
	for _, text := range identifiers {
		line("    Go %s", text)
	}
	if !p.All && len(e.Breaks) > shown {
		line("    Go: %d more; --all lists them", len(e.Breaks)-shown)
	}
	if p.All {
		for _, w := range e.Wire {
			line("    wire %s %s, %s", w.Group, w.Rule, Plural(w.Count, "time"))
		}
	}
	if fix := e.Advice(); fix != "" {
		line("    fix: %s", fix)
	}
}

// excerpt writes the source line of a finding, if it is known. If the column is also known, carets mark the reported text.
func (p *printer) excerpt(d Finding) {
	line, ok := p.line(d.Pos.File, d.Pos.Line)
	if !ok {
		return
	}
	end := d.Pos.Column
	if d.End.File == d.Pos.File && d.End.Line == d.Pos.Line {
		end = d.End.Column
	}
	text, marks := excerpt(line, d.Pos.Column, end)
	number := strconv.Itoa(d.Pos.Line)
	p.out.WriteString("  " + p.paint(blue, number+" |"))
	if text != "" {
		p.out.WriteString(" " + text)
	}
	p.out.WriteByte('\n')
	if marks != "" {
		carets := strings.TrimLeft(marks, " ")
		margin := marks[:len(marks)-len(carets)]
		p.out.WriteString("  " + p.paint(blue, strings.Repeat(" ", len(number))+" |") + " " + margin + p.paint(severityColor(d.Severity), carets) + "\n")
	}
}

// cell is a character of a source line in the excerpt.
type cell struct {
	text  string
	width int // width in terminal cells
	at    int // byte offset in the line
}

// excerpt returns a source line in a form that is safe for a terminal. It shortens a wide line. marks is a line with carets below the bytes from
// column up to, but not including, end. Columns start at 1. If column is less than 1, marks is "". Otherwise, marks has at least one caret.
func excerpt(line string, column, end int) (text, marks string) {
	at := min(max(column-1, 0), len(line))
	from, to := 0, len(line)
	if len(line) > excerptBytes {
		from, to = max(0, at-excerptBytes/2), min(len(line), at+excerptBytes/2)
		for from > 0 && !utf8.RuneStart(line[from]) && at-from < excerptBytes/2+utf8.UTFMax {
			from--
		}
	}
	cells := cellsOf(line, from, to)
	mark := len(cells)
	if at < len(line) {
		for mark = 0; mark+1 < len(cells) && cells[mark+1].at <= at; {
			mark++
		}
	}
	first, last := window(cells, mark)
	var shown, below strings.Builder
	if first > 0 || from > 0 {
		shown.WriteString("...")
		below.WriteString("   ")
	}
	carets := 0
	for i := first; i < last; i++ {
		c := cells[i]
		shown.WriteString(c.text)
		switch {
		case i < mark:
			below.WriteString(strings.Repeat(" ", c.width))
		case i == mark || c.at < end-1:
			carets += c.width
		}
	}
	below.WriteString(strings.Repeat("^", max(1, carets)))
	if last < len(cells) || to < len(line) {
		shown.WriteString("...")
	}
	if column < 1 {
		return shown.String(), ""
	}
	return strings.TrimRight(shown.String(), " "), below.String()
}

// cellsOf returns the cells for line[from:to].
func cellsOf(line string, from, to int) []cell {
	var cells []cell
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(line[i:])
		c := cell{at: i}
		switch {
		case r == '\t':
			c.text = "    "
		case r == utf8.RuneError && size == 1, r == '#' && i > 0 && logCommand(line[i-1:]):
			c.text = fmt.Sprintf(`\x%02x`, line[i])
		default:
			c.text = Visible(string(r))
		}
		if c.text == string(r) {
			c.width = runeWidth(r)
		} else {
			c.width = len(c.text)
		}
		cells = append(cells, c)
		i += size
	}
	return cells
}

// window returns the range of cells in the excerpt. If all cells fit, it returns the whole range. Otherwise, it returns the range of cells around
// mark.
func window(cells []cell, mark int) (first, last int) {
	total := 0
	for _, c := range cells {
		total += c.width
	}
	if total <= excerptCells {
		return 0, len(cells)
	}
	used := 0
	for first = mark; first > 0 && used+cells[first-1].width <= excerptLeft; first-- {
		used += cells[first-1].width
	}
	for last = mark; last < len(cells) && used+cells[last].width <= excerptCells; last++ {
		used += cells[last].width
	}
	for first > 0 && used+cells[first-1].width <= excerptCells { // if mark is near the end, use the remaining width on the left
		first--
		used += cells[first].width
	}
	return first, last
}

// runeWidth returns the number of terminal cells for a character (Unicode TR 11, East Asian Width). The character must not be a control character.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r >= 0x1160 && r <= 0x11ff: // Hangul vowels and final consonants combine with the previous character
		return 0
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// summary returns the number of findings of each severity, such as "1 error, 2 warnings". The list must not be empty.
func summary(list List) string {
	var parts []string
	for _, s := range []Severity{Error, Warning, Info} {
		if n := list.Count(s); n > 0 {
			parts = append(parts, Plural(n, s.String()))
		}
	}
	if len(parts) == 0 { // unknown severities
		return Plural(len(list), "finding")
	}
	return strings.Join(parts, ", ")
}
