package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rasapi/specgen/gen/report"
)

// MarkdownLimit is the most characters that a comment has; GitHub takes 65,536.
const MarkdownLimit = 60_000

// markdown is the report for a pull request: the summary, the changes by area, the worst first. What does not fit is left out, and
// counted exactly: first the lists below changes, then whole changes from the least to the worst.
func markdown(r *Report, limit int) string {
	for _, detail := range []int{12, 4, 0} {
		if full := markdownOf(r, r.Changes, detail, nil); utf8.RuneCountInString(full) <= limit {
			return full
		}
	}
	low, high := 0, len(r.Changes) // how many changes fit: a search, because every one has its length
	for low < high {
		mid := (low + high + 1) / 2
		if utf8.RuneCountInString(markdownOf(r, r.Changes[:mid], 0, r.Changes[mid:])) <= limit {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return markdownOf(r, r.Changes[:low], 0, r.Changes[low:])
}

func markdownOf(r *Report, shown []Change, detail int, folded []Change) string {
	var b strings.Builder
	mark := map[Level]string{Breaking: "🔴", Risky: "🟠", Compatible: "🟢", Doc: "⚪"}
	fmt.Fprintf(&b, "## API changes: %s\n\n", r.Summary())
	fmt.Fprintf(&b, "From %s to %s.\n", report.MarkdownCode(clip(r.Base, 100)), report.MarkdownCode(clip(r.Head, 100)))
	if r.Skipped != "" {
		fmt.Fprintf(&b, "\n> **Not compared:** %s\n", report.Markdown(clip(r.Skipped, 300)))
	}
	for i, d := range r.Unused {
		if i == several {
			fmt.Fprintf(&b, "\n> and %d more of these\n", len(r.Unused)-i)
			break
		}
		fmt.Fprintf(&b, "\n> **Approvals:** %s %s\n", report.Markdown(clip(d.Message, 300)), report.MarkdownCode(d.Pos.String()))
	}
	if len(r.Changes) > 0 {
		b.WriteString("\n| | changes | of these approved |\n|---|---|---|\n")
		for _, l := range []Level{Breaking, Risky, Compatible, Doc} {
			all, approved := 0, 0
			for _, c := range r.Changes {
				if c.Level == l {
					all++
					if c.Approval != nil {
						approved++
					}
				}
			}
			if all > 0 {
				fmt.Fprintf(&b, "| %s %s | %d | %d |\n", mark[l], l, all, approved)
			}
		}
	}
	for _, l := range []Level{Breaking, Risky, Compatible, Doc} {
		part := ofLevel(shown, l)
		if len(part) == 0 {
			continue
		}
		if l > Risky {
			fmt.Fprintf(&b, "\n<details><summary>%s %s: %d</summary>\n", mark[l], title(l.String()), len(part))
		} else {
			fmt.Fprintf(&b, "\n### %s %s\n", mark[l], title(l.String()))
		}
		area := "\x00"
		for _, c := range part {
			if c.Area != area {
				area = c.Area
				fmt.Fprintf(&b, "\n**%s**\n\n", report.Markdown(areaName(area)))
			}
			markdownChange(&b, c, detail)
			if b.Len() > utf8.UTFMax*MarkdownLimit { // too long however it ends
				return b.String()
			}
		}
		if l > Risky {
			b.WriteString("\n</details>\n")
		}
	}
	if len(folded) > 0 {
		fmt.Fprintf(&b, "\n**%s more did not fit here:**", plural(len(folded), "change"))
		sep := " "
		count := map[Level]int{}
		for i := range folded {
			count[folded[i].Level]++
		}
		for _, l := range []Level{Breaking, Risky, Compatible, Doc} {
			if n := count[l]; n > 0 {
				fmt.Fprintf(&b, "%s%d %s", sep, n, l)
				sep = ", "
			}
		}
		b.WriteString(". `specgen diff` lists them all.\n")
	}
	return b.String()
}

func areaName(area string) string {
	if area == "" {
		return "whole document"
	}
	return area
}

// ofLevel gives the changes of a level, by area.
func ofLevel(list []Change, l Level) []Change {
	var part []Change
	for _, c := range list {
		if c.Level == l {
			part = append(part, c)
		}
	}
	slices.SortStableFunc(part, func(a, b Change) int { return cmp.Compare(a.Area, b.Area) })
	return part
}

func markdownChange(b *strings.Builder, c Change, detail int) {
	approved := ""
	if c.Approval != nil {
		approved = " _(approved: " + report.Markdown(clip(c.Approval.Reason, 200)) + ")_"
	}
	fmt.Fprintf(b, "- **%s** %s %s%s\n", report.Markdown(clip(c.Subject, 200)), report.Markdown(clip(c.Message, 300)), report.MarkdownCode(c.Pos().String()), approved)
	var facts []string
	if h := hits(c); h != "" {
		facts = append(facts, "hits "+h)
	}
	if reach := reachText(c); reach != "" {
		facts = append(facts, "in "+reach)
	}
	facts = append(facts, report.MarkdownCode(c.ID))
	fmt.Fprintf(b, "  <br>%s\n", strings.Join(facts, " · "))
	if c.Why != "" {
		fmt.Fprintf(b, "  <br>on the wire: %s\n", report.Markdown(clip(c.Why, 300)))
	}
	if c.Remedy != "" && c.Level <= Risky {
		fmt.Fprintf(b, "  <br>→ %s\n", report.Markdown(c.Remedy))
	}
	if detail > 0 {
		markdownList(b, "Go identifier", goLines(c, false), detail)
		if c.Operations() > 1 {
			markdownList(b, "operation", names(c.operations()), detail)
		}
	}
}

// operations joins both directions.
func (c Change) operations() []Operation { return merge(slices.Clone(c.Requests), c.Responses) }

// markdownList writes the first few of a list, folded, and says how many are left out.
func markdownList(b *strings.Builder, noun string, list []string, most int) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "  <details><summary>%s</summary>\n\n", plural(len(list), noun))
	for i, item := range list {
		if i == most {
			fmt.Fprintf(b, "  - and %d more\n", len(list)-most)
			break
		}
		fmt.Fprintf(b, "  - %s\n", report.MarkdownCode(clip(item, 200)))
	}
	b.WriteString("\n  </details>\n")
}

func clip(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
