package report

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

const (
	// CommentLimit is the maximum number of characters in the output of format [Comment]. GitHub accepts 65,536.
	CommentLimit = 60_000

	maxProblems = 4 // maximum number of problems in a comment
)

// comment returns a document as Markdown. The text starts with the summary, followed by the entries by group and area. Each list below an entry has
// at most 12 items. If the text is longer than limit, comment shortens these lists further or leaves them out. If the text is still too long, comment
// also leaves out entries at the end of the document. The text then ends with the number of these entries, by group.
func comment(d *Document, limit int) string {
	entries := grouped(d.Entries)
	for _, lines := range []int{12, 4, 0} {
		if full := commentOf(d, entries, len(entries), lines); utf8.RuneCountInString(full) <= limit {
			return full
		}
	}
	fit := sort.Search(len(entries), func(n int) bool { return utf8.RuneCountInString(commentOf(d, entries, n+1, 0)) > limit })
	return commentOf(d, entries, fit, 0)
}

// commentOf returns a document as Markdown. It writes only the first entries. shown is the number of these entries. lines is the maximum number of
// items in each list below an entry.
func commentOf(d *Document, entries []Entry, shown, lines int) string {
	var b strings.Builder
	commentHead(&b, d)
	for _, g := range d.Groups {
		part := inGroup(entries[:shown], g)
		if len(part) == 0 {
			continue
		}
		if g.Severity == Info {
			fmt.Fprintf(&b, "\n<details><summary>%s %s: %d</summary>\n", g.Mark, title(g.Name), sizeOf(part))
		} else {
			fmt.Fprintf(&b, "\n### %s %s\n", g.Mark, title(g.Name))
		}
		area := "\x00"
		for _, e := range part {
			if e.Area != area {
				area = e.Area
				fmt.Fprintf(&b, "\n**%s**\n\n", Markdown(areaName(area)))
			}
			commentEntry(&b, e, lines)
			if b.Len() > utf8.UTFMax*CommentLimit { // the text is already longer than CommentLimit
				return b.String()
			}
		}
		if g.Severity == Info {
			b.WriteString("\n</details>\n")
		}
	}
	if hidden := entries[shown:]; len(hidden) > 0 {
		var counts []string
		for _, g := range d.Groups {
			if n := sizeOf(inGroup(hidden, g)); n > 0 {
				counts = append(counts, thousands(n)+" "+g.Name)
			}
		}
		verb := "are"
		if sizeOf(hidden) == 1 {
			verb = "is"
		}
		fmt.Fprintf(&b, "\n**%s %s not shown:** %s. `specgen diff` lists all changes.\n", Plural(sizeOf(hidden), "more change"), verb, strings.Join(counts, ", "))
	}
	return b.String()
}

// commentHead writes the heading, which contains the summary. The problems follow the names of the two versions. If there are entries, the table
// of groups comes last.
func commentHead(b *strings.Builder, d *Document) {
	fmt.Fprintf(b, "## %s: %s\n\n", MarkdownProse(d.heading()), d.Summary)
	fmt.Fprintf(b, "From %s to %s.\n", MarkdownCode(Clip(d.Base, 100)), MarkdownCode(Clip(d.Head, 100)))
	if d.Skipped != "" {
		fmt.Fprintf(b, "\n> **Not compared:** %s\n", Markdown(Clip(d.Skipped, 300)))
	}
	for _, f := range d.Problems[:min(maxProblems, len(d.Problems))] {
		fmt.Fprintf(b, "\n> **%s:** %s %s\n", f.Severity, MarkdownProse(Clip(f.Message, 300)), MarkdownCode(f.Pos.String()))
	}
	if n := len(d.Problems) - maxProblems; n > 0 {
		fmt.Fprintf(b, "\n> and %d more\n", n)
	}
	if len(d.Entries) == 0 {
		return
	}
	if bumps := d.bumps(); bumps != "" {
		fmt.Fprintf(b, "\nVersion to raise: %s.\n", bumps)
	}
	b.WriteString("\n| | changes | of these approved |\n|---|---|---|\n")
	for _, g := range d.Groups {
		part := inGroup(d.Entries, g)
		approved := 0
		for _, e := range part {
			if e.Approval != nil {
				approved++
			}
		}
		if len(part) > 0 {
			fmt.Fprintf(b, "| %s %s | %d | %d |\n", g.Mark, g, len(part), approved)
		}
	}
}

func commentEntry(b *strings.Builder, e Entry, lines int) {
	approved := ""
	if e.Approval != nil {
		approved = " _(approved: " + Markdown(Clip(e.Approval.Reason, 200)) + ")_"
	}
	fmt.Fprintf(b, "- **%s** %s %s%s\n", Markdown(Clip(e.Subject, 200)), MarkdownProse(Clip(e.Message, 300)), MarkdownCode(e.Pos().String()), approved)
	fmt.Fprintf(b, "  <br>%s\n", strings.Join(append(e.facts(), MarkdownCode(e.ID)), " · "))
	if e.Why != "" {
		fmt.Fprintf(b, "  <br>on the wire: %s\n", MarkdownProse(Clip(e.Why, 300)))
	}
	if fix := e.Advice(); fix != "" {
		fmt.Fprintf(b, "  <br>→ %s\n", MarkdownProse(fix))
	}
	if n := len(e.Places); n > 0 && lines == 0 {
		fmt.Fprintf(b, "  <br>also at %s\n", Plural(n, "more place"))
	}
	if lines > 0 {
		var places []string
		for _, other := range e.Places {
			places = append(places, other.Subject+" "+other.Pos().String())
		}
		commentList(b, "more place", places, lines)
		commentList(b, "Go identifier", e.Breaks, lines)
		if e.Count > 1 {
			commentList(b, "operation", e.Operations, lines)
		}
	}
}

// commentList writes a folded list, and the number of items that it leaves out. lines is the maximum number of items that it writes.
func commentList(b *strings.Builder, noun string, list []string, lines int) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "  <details><summary>%s</summary>\n\n", Plural(len(list), noun))
	for _, item := range list[:min(lines, len(list))] {
		fmt.Fprintf(b, "  - %s\n", MarkdownCode(Clip(item, 200)))
	}
	if n := len(list) - lines; n > 0 {
		fmt.Fprintf(b, "  - and %s more\n", thousands(n))
	}
	b.WriteString("\n  </details>\n")
}

// inGroup returns the entries of a group, sorted by area.
func inGroup(list []Entry, g Group) []Entry {
	var part []Entry
	for _, e := range list {
		if e.Group == g {
			part = append(part, e)
		}
	}
	slices.SortStableFunc(part, func(a, b Entry) int { return cmp.Compare(a.Area, b.Area) })
	return part
}

// sizeOf returns the number of entries before [grouped] joined them.
func sizeOf(list []Entry) int {
	n := 0
	for _, e := range list {
		n += e.size()
	}
	return n
}

func areaName(area string) string { return cmp.Or(area, "whole document") }

// Clip shortens s to at most limit characters. A shortened text ends with an ellipsis.
func Clip(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}
