package coverage

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/report"
)

//go:embed page.html
var page string

// HTML returns the report as an HTML page. The page loads no other files. It is also well-formed XML.
func (r *Report) HTML() ([]byte, error) {
	longest := 1
	for _, row := range r.Rows() {
		longest = max(longest, row.Operations(), row.Inferred)
	}
	t, err := template.New("page").Funcs(template.FuncMap{
		"percent": func(n int) string { return fmt.Sprintf("%.2f", 100*float64(n)/float64(longest)) },
		"upper":   names.UpperFirst,
		"link":    func(id string) template.URL { return template.URL("#" + id) }, // isWord permits no characters that need escaping
		"top":     func(id string) bool { return !strings.Contains(id, "/") },
	}).Parse(page)
	if err != nil {
		return nil, fmt.Errorf("parse template of the coverage page: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, r); err != nil {
		return nil, fmt.Errorf("render coverage page: %w", err)
	}
	return []byte(report.VisibleLines(b.String())), nil
}
