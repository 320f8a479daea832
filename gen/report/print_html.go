package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

//go:embed page.html
var page string

// script filters the entries on the page and copies approvals. The fragment of the URL contains the search and the filters:
// #q=TEXT&audience=NAME&level=NAME,NAME.
//
//go:embed page.js
var script string

const (
	excerptLines = 2   // number of lines before and after the line of an entry
	excerptWidth = 160 // maximum number of characters in a line
)

// pageExcerpt contains the lines around the position of an entry.
type pageExcerpt struct {
	At    Position
	Lines []excerptLine
}

type excerptLine struct {
	Number int
	Text   string
	Marked bool
}

// pageEntry is an entry on the page.
type pageEntry struct {
	Entry
	Before, After *pageExcerpt
	YAML          string // the approvals to copy, or "" if there are none
	Size          int
	Names         string // names of the audiences that the entry affects
}

// section is a group with its entries on the page.
type section struct {
	Group   Group
	Entries []pageEntry
	Size    int
	Open    bool
}

// documentHTML writes a page without external resources. All content can be read without JavaScript. The script adds a search, filters and buttons
// that copy approvals. If the document has more than 20 entries, the groups with severity Info are folded.
func (p *printer) documentHTML(d *Document) error {
	t, err := template.New("page").Funcs(template.FuncMap{"area": areaName, "count": countOf, "title": title, "prose": proseHTML}).Parse(page)
	if err != nil {
		return fmt.Errorf("HTML page: %w", err)
	}
	sum := sha256.Sum256([]byte(script))
	data := struct {
		*Document
		Heading, Bumps string
		Audiences      []string
		Sections       []section
		Script         template.JS
		Hash           string
	}{
		Document: d, Heading: d.heading(), Bumps: d.bumps(), Script: template.JS(script),
		Hash: "sha256-" + base64.StdEncoding.EncodeToString(sum[:]),
	}
	for _, a := range d.Counts.Audiences {
		data.Audiences = append(data.Audiences, a.Audience)
	}
	entries := grouped(d.Entries)
	for _, g := range d.Groups {
		s := section{Group: g, Open: g.Severity != Info || len(d.Entries) <= 20}
		for _, e := range inGroup(entries, g) {
			s.Entries, s.Size = append(s.Entries, p.pageEntry(e)), s.Size+e.size()
		}
		if len(s.Entries) > 0 {
			data.Sections = append(data.Sections, s)
		}
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return fmt.Errorf("HTML page: %w", err)
	}
	p.out.WriteString(VisibleLines(b.String()))
	return nil
}

func (p *printer) pageEntry(e Entry) pageEntry {
	out := pageEntry{Entry: e, Size: e.size()}
	var names []string
	for _, a := range e.Audiences {
		names = append(names, a.Audience)
	}
	out.Names = strings.Join(names, " ")
	if e.Group.Severity != Info && e.Approval == nil {
		for _, one := range append([]Entry{e}, e.Places...) {
			out.YAML += one.approvalYAML()
		}
	}
	base := newPrinter(Options{Source: p.BaseSource})
	base.lines = p.baseLines
	if e.Base != nil {
		out.Before = base.excerptAt(e.Base.Position)
	}
	if e.Head != nil {
		out.After = p.excerptAt(e.Head.Position)
	} else if !e.Near.IsZero() {
		out.After = p.excerptAt(e.Near)
	}
	return out
}

// excerptAt returns the lines around a position, or nil if the line at the position is unknown.
func (p *printer) excerptAt(pos Position) *pageExcerpt {
	x := &pageExcerpt{At: pos}
	for n := max(1, pos.Line-excerptLines); n <= pos.Line+excerptLines; n++ {
		if text, ok := p.line(pos.File, n); ok {
			x.Lines = append(x.Lines, excerptLine{n, Clip(strings.ReplaceAll(text, "\t", "    "), excerptWidth), n == pos.Line})
		}
	}
	if !slices.ContainsFunc(x.Lines, func(l excerptLine) bool { return l.Marked }) {
		return nil
	}
	return x
}

// proseHTML returns a text as HTML. Text between backticks becomes code.
func proseHTML(s string) template.HTML {
	var b strings.Builder
	for _, part := range prose(s) {
		text := template.HTMLEscapeString(part.text)
		if part.code {
			text = "<code>" + text + "</code>"
		}
		b.WriteString(text)
	}
	return template.HTML(b.String())
}

// countOf returns a number followed by a noun. The noun can be the name of a group, which has no plural.
func countOf(n int, noun string) string {
	if strings.HasSuffix(noun, "place") || strings.HasSuffix(noun, "identifier") || strings.HasSuffix(noun, "operation") {
		return Plural(n, noun)
	}
	return thousands(n) + " " + noun
}
