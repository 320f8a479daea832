package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
)

//go:embed page.html
var page string

// documentHTML writes a page without scripts or external resources. If the document has more than 20 entries, groups of severity Info are folded.
func (p *printer) documentHTML(d *Document) error {
	t, err := template.New("page").Funcs(template.FuncMap{"area": areaName, "count": Plural, "title": title}).Parse(page)
	if err != nil {
		return fmt.Errorf("HTML page: %w", err)
	}
	type section struct {
		Group   Group
		Entries []Entry
		Open    bool
	}
	data := struct {
		*Document
		Sections []section
	}{Document: d}
	for _, g := range d.Groups {
		if part := inGroup(d.Entries, g); len(part) > 0 {
			data.Sections = append(data.Sections, section{g, part, g.Severity != Info || len(d.Entries) <= 20})
		}
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return fmt.Errorf("HTML page: %w", err)
	}
	p.out.WriteString(VisibleLines(b.String()))
	return nil
}
