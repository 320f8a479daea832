package report

import (
	"fmt"
	"strings"
)

// github writes a workflow command a finding, as docs.github.com describes them ("Workflow commands for GitHub Actions"). Its escapes
// are those of actions/toolkit, packages/core/src/command.ts.
func (p *printer) github(list List) {
	for _, d := range list {
		command := "error"
		switch d.Severity {
		case Warning:
			command = "warning"
		case Info:
			command = "notice"
		}
		message := Visible(d.Message)
		for _, r := range d.Related {
			message += "\n"
			if !r.Pos.IsZero() {
				message += Visible(r.Pos.String()) + ": "
			}
			message += Visible(r.Message)
		}
		p.out.WriteString("::" + command)
		separator := " "
		for _, property := range p.properties(d) {
			p.out.WriteString(separator + property)
			separator = ","
		}
		p.out.WriteString("::" + escapeData(message) + "\n")
	}
}

func (p *printer) properties(d Finding) []string {
	var list []string
	text := func(name, value string) {
		if value != "" {
			list = append(list, name+"="+escapeProperty(value))
		}
	}
	number := func(name string, value int) {
		if value > 0 {
			list = append(list, fmt.Sprintf("%s=%d", name, value))
		}
	}
	text("file", d.Pos.File)
	number("line", d.Pos.Line)
	number("col", p.column16(d.Pos))
	if d.End.File == d.Pos.File && d.End.Line >= d.Pos.Line {
		number("endLine", d.End.Line)
		number("endColumn", p.column16(d.End))
	}
	text("title", d.Rule)
	return list
}

// escapeData escapes line ends and the percent sign as the runner decodes them. A log is also read in terminals, so all else is [Visible].
func escapeData(s string) string {
	s = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
	return Visible(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}
