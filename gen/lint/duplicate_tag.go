package lint

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func duplicateTag() rule {
	return rule{
		mild: true,
		check: func(c *checker) {
			seen := map[string]*oas.Object{}
			for tag := range c.all(oas.Tag) {
				name := tag.Text("name")
				if name == "" {
					continue
				}
				if first := seen[name]; first != nil {
					c.reportSecond(valueAt(tag, "name"), valueAt(first, "name"), "duplicate tag %q; remove one", name)
					continue
				}
				seen[name] = tag
			}
		},
		Rule: Rule{
			ID: "duplicate-tag", Severity: report.Error, Title: "Every tag is declared once",
			Why:  "If two declarations have the same name, documentation shows only one of the descriptions.",
			Bad:  "tags:\n  - name: Door\n  - name: Door",
			Good: "tags:\n  - name: Door",
			Fix:  "Remove one of the declarations.",
		},
	}
}
