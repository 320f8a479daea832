package report

import (
	"strconv"
	"strings"
)

// github writes a workflow command a finding, as docs.github.com describes them ("Workflow commands for GitHub Actions"). Its escapes
// are those of actions/toolkit, packages/core/src/command.ts.
func (p *printer) github(list List) {
	for _, d := range list {
		message := Visible(d.Message)
		for _, r := range d.Related {
			message += "\n"
			if !r.Pos.IsZero() {
				message += Visible(r.Pos.String()) + ": "
			}
			message += Visible(r.Message)
		}
		p.out.WriteString("::" + d.Severity.word("error", "warning", "notice") + p.properties(d) + "::" + escapeData(message) + "\n")
	}
}

// properties returns the known properties of a finding, with a space before them: " file=a.yaml,line=3".
func (p *printer) properties(d Finding) string {
	text, separator := "", " "
	add := func(name, value string, known bool) {
		if known {
			text += separator + name + "=" + escapeProperty(value)
			separator = ","
		}
	}
	number := func(name string, n int) { add(name, strconv.Itoa(n), n > 0) }
	add("file", d.Pos.File, d.Pos.File != "")
	number("line", d.Pos.Line)
	number("col", p.column16(d.Pos))
	if d.End.File == d.Pos.File && d.End.Line >= d.Pos.Line {
		number("endLine", d.End.Line)
		number("endColumn", p.column16(d.End))
	}
	add("title", d.Rule, d.Rule != "")
	return text
}

// escapeData escapes line ends and the percent sign as the runner decodes them. A log is also read in terminals, so all else is [Visible].
func escapeData(s string) string {
	s = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
	return Visible(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}
