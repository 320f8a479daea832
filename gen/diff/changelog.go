package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// Changelog returns the section of a changelog (https://keepachangelog.com) for a version. It lists the removed, changed, deprecated and added objects, and
// marks breaking changes. It leaves out changes of level [Doc].
func Changelog(r *Report, version string) string {
	groups := map[string][]string{}
	for _, c := range r.Changes {
		if c.Level == Doc {
			continue
		}
		line := "- "
		if c.Level == Breaking {
			line += "**Breaking**: "
		}
		line += report.Markdown(report.Clip(c.Subject, 200)) + ": " + report.Markdown(report.Clip(c.Message, 300))
		name := groupOf(c.ID)
		groups[name] = append(groups[name], line)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "## [%s]\n", report.Markdown(version))
	for _, name := range []string{"Removed", "Changed", "Deprecated", "Added"} {
		lines := groups[name]
		if len(lines) == 0 {
			continue
		}
		slices.SortStableFunc(lines, func(x, y string) int {
			order := func(s string) int {
				if strings.HasPrefix(s, "- **Breaking**") {
					return 0
				}
				return 1
			}
			return cmp.Compare(order(x), order(y))
		})
		fmt.Fprintf(&b, "\n### %s\n\n%s\n", name, strings.Join(lines, "\n"))
	}
	if len(groups) == 0 {
		b.WriteString("\nThe API has not changed.\n")
	}
	return b.String()
}

// groupOf returns the heading of a changelog for a change ID.
func groupOf(id string) string {
	switch {
	case strings.HasSuffix(id, "-removed"):
		return "Removed"
	case strings.HasSuffix(id, "-added"), id == "enum-reserved-reused":
		return "Added"
	case id == "deprecation-changed":
		return "Deprecated"
	}
	return "Changed"
}
