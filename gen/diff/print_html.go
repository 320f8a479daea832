package diff

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"github.com/rasapi/specgen/gen/report"
)

//go:embed page.html
var page string

// printHTML writes one page that needs nothing else. Its colours follow the reader's, and it works without scripts. Long lists of what breaks
// nothing are folded; a browser opens them for who follows a link there, or searches.
func printHTML(w io.Writer, r *Report) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"reach": reachText, "goLines": func(c Change) []string { return goLines(c, false) }, "operations": func(c Change) []string { return names(c.operations()) }, "area": areaName, "count": plural, "title": title,
	}).Parse(page)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	type group struct {
		Level   Level
		Changes []Change
		Open    bool
	}
	data := struct {
		*Report
		Groups []group
	}{Report: r}
	for _, l := range []Level{Breaking, Risky, Compatible, Doc} {
		if part := ofLevel(r.Changes, l); len(part) > 0 {
			data.Groups = append(data.Groups, group{l, part, l <= Risky || len(r.Changes) <= 20})
		}
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	_, err = io.WriteString(w, report.VisibleLines(b.String()))
	return err
}
