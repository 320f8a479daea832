package report

import (
	"strconv"
	"strings"
)

// github writes one workflow command per finding (docs.github.com, "Workflow commands for GitHub Actions"). It escapes texts as
// packages/core/src/command.ts of actions/toolkit does.
func (p *printer) github(list List) {
	for _, f := range list {
		message := Visible(f.Message)
		for _, r := range f.Related {
			message += "\n"
			if !r.Pos.IsZero() {
				message += Visible(r.Pos.String()) + ": "
			}
			message += Visible(r.Message)
		}
		p.out.WriteString("::" + f.Severity.word("error", "warning", "notice") + p.properties(f) + "::" + escapeData(message) + "\n")
	}
}

// properties returns the known properties of a finding, starting with a space, such as " file=a.yaml,line=3".
func (p *printer) properties(f Finding) string {
	text, separator := "", " "
	add := func(name, value string, known bool) {
		if known {
			text += separator + name + "=" + escapeProperty(value)
			separator = ","
		}
	}
	number := func(name string, n int) { add(name, strconv.Itoa(n), n > 0) }
	add("file", f.Pos.File, f.Pos.File != "")
	number("line", f.Pos.Line)
	number("col", p.utf16Column(f.Pos))
	if f.End.File == f.Pos.File && f.End.Line >= f.Pos.Line {
		number("endLine", f.End.Line)
		number("endColumn", p.utf16Column(f.End))
	}
	add("title", f.Rule, f.Rule != "")
	return text
}

// escapeData escapes line ends and percent signs in the form that the runner decodes. It escapes other characters as [Visible] does, because people
// read logs in terminals.
func escapeData(s string) string {
	s = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
	return Visible(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}
